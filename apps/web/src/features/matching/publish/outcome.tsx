import type { MatchingRun } from '@ithaca/contracts/matching';
import type { Publication, PublishedPair } from '@ithaca/contracts/publication';
import CircleCheck from 'lucide-react/icons/circle-check';
import Undo2 from 'lucide-react/icons/undo-2';
import { useEffect, useMemo, useRef } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Section } from '../../../ui/section.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { showToast } from '../../../ui/toast.tsx';
import { useCauseWords } from '../cause-words.ts';
import { useTakeBack } from '../publication.queries.ts';

/** Rows at once; further ones are found by name. */
const MOST_SHOWN = 50;

/** What came of it: how many, which were left out and why, and each pair with its mails while it can be taken back. */
export function Outcome({
  run,
  publication,
  pairs,
  off,
  isFresh,
  pairingsHref,
  overviewHref,
}: {
  run: MatchingRun;
  publication: Publication;
  pairs: readonly PublishedPair[];
  off: string | undefined;
  isFresh: boolean;
  pairingsHref: string;
  overviewHref: string;
}) {
  const t = useText();
  const { instant } = useFormat();
  const words = useCauseWords();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isFresh) title.current?.focus();
  }, [isFresh]);
  const { published, skipped, publishedAt, delivery } = publication;
  return (
    <div className="flex flex-col gap-6">
      <section className="flex max-w-176 flex-col gap-4" aria-live="polite">
        <div className="flex items-start gap-3">
          <Icon of={CircleCheck} size={20} className="mt-1 text-success" />
          <div className="flex flex-col gap-1">
            <h2 ref={title} tabIndex={-1} className="rounded-sm text-title font-semibold">
              {t('matching.published', { count: published })}
            </h2>
            <p className="text-muted">
              {publishedAt && t('matching.run.published.title', { when: instant(publishedAt) })}
              {' · '}
              {t(`matching.published.mails.${delivery}`)}
            </p>
          </div>
        </div>
        {skipped.length > 0 ? (
          <Card
            title={t('matching.published.skipped', { count: skipped.length })}
            description={t('matching.published.skipped.what')}
          >
            <ul className="flex flex-col gap-2">
              {skipped.map(({ proposalId, displayName, cause }) => (
                <li key={proposalId} className="flex flex-wrap gap-x-2">
                  <span dir="auto" className="font-medium">
                    {displayName}
                  </span>
                  <span className="text-muted">{words.left(cause)}</span>
                </li>
              ))}
            </ul>
          </Card>
        ) : (
          <p>{t('matching.published.none')}</p>
        )}
        <div className="flex flex-wrap gap-2">
          <LinkButton variant="primary" href={pairingsHref}>
            {t('matching.run.published.open')}
          </LinkButton>
          <LinkButton href={overviewHref}>{t('matching.title')}</LinkButton>
        </div>
      </section>
      <Pairs run={run} pairs={pairs} off={off} />
    </div>
  );
}

/** A pair by its two names; a circle by its mentor's, with the mentees beneath. */
function PairName({ pair: { mentees, mentor, isCircle } }: { pair: PublishedPair }) {
  const t = useText();
  const { list } = useFormat();
  if (!isCircle) return <span dir="auto">{t('matching.pair', { mentee: mentees.join(''), mentor })}</span>;
  return (
    <span className="flex flex-col">
      <span dir="auto">{t('matching.circle', { mentor, count: mentees.length })}</span>
      <span dir="auto" className="text-dense text-muted whitespace-normal">
        {list(mentees)}
      </span>
    </span>
  );
}

function useColumns(
  off: string | undefined,
  pending: string | undefined,
  takeBack: (pair: PublishedPair) => void,
): Column<PublishedPair>[] {
  const t = useText();
  return useMemo(
    () => [
      {
        id: 'pair',
        header: t('matching.published.pair'),
        cell: (pair) => <PairName pair={pair} />,
      },
      {
        id: 'mails',
        header: t('matching.published.mails'),
        cell: ({ mailsSent, mailsWaiting }) =>
          mailsWaiting > 0
            ? t('matching.published.mails.waiting', { count: mailsWaiting })
            : mailsSent > 0
              ? t('matching.published.mails.sent', { count: mailsSent })
              : t('matching.published.mails.kept'),
      },
      {
        id: 'undo',
        header: t('matching.published.undo'),
        isHeaderHidden: true,
        align: 'end',
        cell: (pair) => (
          <Button
            variant="quiet"
            size="small"
            icon={Undo2}
            isLoading={pending === pair.pairingId}
            disabledReason={off ?? (pair.canUndo ? undefined : t('matching.published.undo.off'))}
            onPress={() => takeBack(pair)}
          >
            {t('matching.published.undo')}
          </Button>
        ),
      },
    ],
    [t, off, pending, takeBack],
  );
}

function Pairs({
  run,
  pairs,
  off,
}: {
  run: MatchingRun;
  pairs: readonly PublishedPair[];
  off: string | undefined;
}) {
  const t = useText();
  const { number } = useFormat();
  const undo = useTakeBack(run);
  const { mutate } = undo;
  const takeBack = useMemo(
    () => (pair: PublishedPair) =>
      mutate(pair.pairingId, {
        onSuccess: () =>
          showToast({
            title: pair.isCircle
              ? t('matching.published.undone.circle', { mentor: pair.mentor })
              : t('matching.published.undone', { mentee: pair.mentees.join(''), mentor: pair.mentor }),
          }),
      }),
    [mutate, t],
  );
  const columns = useColumns(off, undo.isPending ? undo.variables : undefined, takeBack);
  const [{ pair: search }, setState] = useUrlState({ pair: '' });
  const found = useMemo(() => {
    const wanted = search.trim().toLocaleLowerCase();
    return pairs.filter(({ mentees, mentor }) =>
      `${mentees.join(' ')} ${mentor}`.toLocaleLowerCase().includes(wanted),
    );
  }, [pairs, search]);
  if (pairs.length === 0) return null;
  return (
    <Section title={t('matching.published.pairs')} description={t('matching.published.pairs.what')}>
      <ProblemBanner problem={undo.error} />
      {pairs.length > MOST_SHOWN && (
        <SearchField
          label={t('matching.published.search')}
          value={search}
          onChange={(words) => setState({ pair: words })}
        />
      )}
      <DataTable
        label={t('matching.published.table')}
        columns={columns}
        rows={found.slice(0, MOST_SHOWN)}
        rowId={({ pairingId }) => pairingId}
        narrow="cards"
      />
      {found.length > MOST_SHOWN && (
        <p className="text-dense text-muted">
          {t('matching.published.shown', { shown: number(MOST_SHOWN), all: number(found.length) })}
        </p>
      )}
    </Section>
  );
}
