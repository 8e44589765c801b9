import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../../lib/format.ts';
import { goTo } from '../../../lib/history.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { draftQuery, useGoBack } from '../matching.queries.ts';
import { Disclosure } from './disclosure.tsx';
import { changesBetween, sumOf, type Change } from './patch.ts';
import type { Draft } from './queue.ts';
import { useMatchingText } from '../matching-text.ts';

type ChangesProps = {
  since: string;
  draft: Draft;
  /** Why the draft before cannot be taken back; undefined when it can. */
  off: string | undefined;
  hrefOf: (runId: string) => string;
  onDismiss: () => void;
};

/** After a new draft: who moved from whom to whom, what it gains, and the way back. */
export function Changes({ since, draft, off, hrefOf, onDismiss }: ChangesProps) {
  const t = useMatchingText();
  const { number } = useFormat();
  const before = useQuery(draftQuery(since));
  const back = useGoBack(draft.run);
  if (!before.data) return null;
  const changes = changesBetween(before.data, draft);
  const [was, is] = [sumOf(before.data), sumOf(draft)];
  const nobody = t('matching.since.nobody');
  const beforeAndAfter = (from: number, to: number) =>
    from === to
      ? t('review.diff.same', { value: number(to) })
      : t('review.diff.change', {
          from: number(from),
          to: number(to),
          difference: number(to - from, { signDisplay: 'always' }),
        });
  const goBack = () => back.mutate(since, { onSuccess: () => goTo(hrefOf(since)) });
  return (
    <Card
      title={t('matching.since', { count: changes.length })}
      actions={
        <>
          {before.data.run.state === 'superseded' && (
            <Button disabledReason={off} isLoading={back.isPending} onPress={goBack}>
              {t('review.diff.back')}
            </Button>
          )}
          <Button variant="primary" onPress={onDismiss}>
            {t('review.diff.keep')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <DescriptionList
          facts={[
            { term: t('review.diff.matched'), value: beforeAndAfter(was.matched, is.matched) },
            { term: t('review.diff.total'), value: beforeAndAfter(was.total, is.total) },
          ]}
        />
        {changes.length > 0 && (
          <Disclosure title={t('matching.since.show')}>
            <div className="max-h-96 overflow-auto">
              <DataTable<Change>
                label={t('matching.since.show')}
                narrow="cards"
                columns={[
                  { id: 'mentee', header: t('matching.pair.mentee'), cell: ({ mentee }) => mentee },
                  {
                    id: 'before',
                    header: t('review.diff.before'),
                    cell: (change) => change.before ?? nobody,
                  },
                  { id: 'after', header: t('review.diff.after'), cell: (change) => change.after ?? nobody },
                ]}
                rows={changes}
                rowId={({ menteeId }) => menteeId}
                rowLabel={({ mentee }) => mentee}
              />
            </div>
          </Disclosure>
        )}
        <ProblemBanner problem={back.error} />
      </div>
    </Card>
  );
}
