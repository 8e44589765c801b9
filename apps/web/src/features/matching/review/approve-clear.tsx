import { reviewRoutes } from '@ithaca/contracts/review';
import { looksNeeded } from '@ithaca/domain/review';
import { useQueries } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemState } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { proposalQuery } from '../matching.queries.ts';
import { PairSides } from './pair-card.tsx';
import { attentionOf, type Entry } from './queue.ts';
import { WhyMatch } from './why-match.tsx';

/** Some of them, drawn without favour. */
export function sampleOf<T>(all: readonly T[], size: number, random: () => number = Math.random): T[] {
  const rest = [...all];
  return Array.from({ length: Math.min(size, all.length) }, () => {
    const [drawn] = rest.splice(Math.floor(random() * rest.length), 1);
    return drawn as T;
  });
}

type ApproveClearProps = {
  entries: readonly Entry[];
  /** `looked` is done once the server knows what was opened here. */
  onApprove: (looked: Promise<unknown>) => void;
  onOpen: (menteeId: string) => void;
  onClose: () => void;
};

/**
 * Random ones are looked at, one after the other, until five of the clear ones were opened by this reviewer in this draft;
 * then all clear ones can be approved together. The server counts the same.
 */
export function ApproveClear({ entries, onApprove, onOpen, onClose }: ApproveClearProps) {
  const t = useText();
  const { number } = useFormat();
  const clear = entries.filter((entry) => attentionOf(entry) === 'clear');
  const open = clear.filter(({ item }) => item?.state === 'proposed');
  const [opened] = useState(() => clear.filter(({ item }) => item?.seen).length);
  const [sample] = useState(() =>
    sampleOf(
      clear.filter(({ item }) => item?.seen === false),
      Math.max(0, looksNeeded(clear.length) - opened),
    ),
  );
  const [at, setAt] = useState(0);
  const looks = useRef<Promise<unknown>[]>([]);
  const pairs = useQueries({ queries: sample.map(({ item }) => proposalQuery(item?.id ?? '')) });
  const entry = sample[at];
  const pair = pairs[at];
  const isSeen = at >= sample.length;
  const right = useRef<HTMLButtonElement>(null);
  const all = useRef<HTMLButtonElement>(null);
  const proposalId = entry?.item?.id;
  const isShown = pair?.data !== undefined;
  // The dialog's own code may come later than this: the focus is sent again when there is something to look at.
  useEffect(() => (isSeen ? all : right).current?.focus(), [isSeen, isShown]);
  useEffect(() => {
    if (proposalId === undefined || !isShown) return;
    const params = { proposalId };
    looks.current.push(call(reviewRoutes.look, { params }).catch(() => undefined));
  }, [proposalId, isShown]);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={
        sample.length > 0
          ? t('matching.clear.title', { count: sample.length })
          : t('matching.clear', { count: open.length })
      }
      description={t(sample.length > 0 ? 'matching.clear.what' : 'review.clear.enough')}
      footer={
        <>
          {entry && (
            <>
              <Button onPress={() => onOpen(entry.mentee.enrolmentId)}>{t('matching.clear.open')}</Button>
              <Button
                ref={right}
                disabledReason={isShown ? undefined : t('review.clear.loading')}
                onPress={() => setAt(at + 1)}
              >
                {t('matching.clear.right')}
              </Button>
            </>
          )}
          <Button
            ref={all}
            variant="primary"
            disabledReason={isSeen ? undefined : t('matching.clear.first')}
            onPress={() => onApprove(Promise.all(looks.current))}
          >
            {t('matching.clear', { count: open.length })}
          </Button>
        </>
      }
    >
      <div className="flex min-h-72 flex-col gap-4">
        <ProgressBar
          label={t('matching.clear.seen', { count: opened + at })}
          value={opened + at}
          max={Math.max(1, opened + sample.length)}
          valueText={t('matching.clear.at', {
            at: number(opened + at),
            all: number(opened + sample.length),
          })}
        />
        {entry && (
          <div aria-live="polite" className="@container flex flex-col gap-4 rounded-lg border p-4">
            <PairSides mentee={entry.mentee} item={entry.item} />
            {pair?.data ? (
              <WhyMatch pair={pair.data} />
            ) : pair?.isError ? (
              <ProblemState problem={pair.error} onRetry={() => void pair.refetch()} />
            ) : (
              <Skeleton className="h-24 w-full" />
            )}
          </div>
        )}
      </div>
    </Dialog>
  );
}
