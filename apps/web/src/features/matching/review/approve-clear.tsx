import { useQueries } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemState } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { proposalQuery } from '../matching.queries.ts';
import { PairSides } from './pair-card.tsx';
import type { Entry } from './queue.ts';
import { WhyMatch } from './why-match.tsx';

const SAMPLE = 5;

/** Some of them, drawn without favour. */
export function sampleOf<T>(all: readonly T[], size: number, random: () => number = Math.random): T[] {
  const rest = [...all];
  return Array.from({ length: Math.min(size, all.length) }, () => {
    const [drawn] = rest.splice(Math.floor(random() * rest.length), 1);
    return drawn as T;
  });
}

type ApproveClearProps = {
  clear: readonly Entry[];
  onApprove: () => void;
  onOpen: (menteeId: string) => void;
  onClose: () => void;
};

/** Five random ones are looked at, one after the other; then all clear ones can be approved together. */
export function ApproveClear({ clear, onApprove, onOpen, onClose }: ApproveClearProps) {
  const t = useText();
  const { number } = useFormat();
  const [sample] = useState(() => sampleOf(clear, SAMPLE));
  const [at, setAt] = useState(0);
  const pairs = useQueries({ queries: sample.map(({ item }) => proposalQuery(item?.id ?? '')) });
  const entry = sample[at];
  const pair = pairs[at];
  const isSeen = at >= sample.length;
  const right = useRef<HTMLButtonElement>(null);
  const all = useRef<HTMLButtonElement>(null);
  useEffect(() => (isSeen ? all : right).current?.focus(), [isSeen]);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('matching.clear.title', { count: sample.length })}
      description={t('matching.clear.what')}
      footer={
        <>
          {entry && (
            <>
              <Button onPress={() => onOpen(entry.mentee.enrolmentId)}>{t('matching.clear.open')}</Button>
              <Button ref={right} onPress={() => setAt(at + 1)}>
                {t('matching.clear.right')}
              </Button>
            </>
          )}
          <Button
            ref={all}
            variant="primary"
            disabledReason={isSeen ? undefined : t('matching.clear.first')}
            onPress={onApprove}
          >
            {t('matching.clear', { count: clear.length })}
          </Button>
        </>
      }
    >
      <div className="flex min-h-72 flex-col gap-4">
        <ProgressBar
          label={t('matching.clear.seen', { count: at })}
          value={at}
          max={Math.max(1, sample.length)}
          valueText={t('matching.clear.at', { at: number(at), all: number(sample.length) })}
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
