import type { matchingRoutes, MatchingRun } from '@ithaca/contracts/matching';
import type { ReplyOf } from '@ithaca/contracts/route';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { goTo } from '../../../lib/history.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { draftQuery, overviewQuery, useDraftPairings } from '../matching.queries.ts';
import { useVerdict } from '../readiness-verdict.ts';
import { useFormat } from '../../../lib/format.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Status } from '../../../ui/status.tsx';
import { useMatchingText } from '../matching-text.ts';

type RedraftProps = {
  run: MatchingRun;
  kept: number;
  rest: number;
  hrefOf: (runId: string) => string;
  onClose: () => void;
};

type Overview = ReplyOf<typeof matchingRoutes.overview>;

const NAMED = 3;

/** Whether everybody can still be matched: people and answers may have changed since the draft at hand. */
function Readiness({ readiness }: Pick<Overview, 'readiness'>) {
  const t = useMatchingText();
  const { list } = useFormat();
  const { words, isWell } = useVerdict(readiness);
  const names = readiness.withoutPartner.map(({ person }) => person.displayName);
  const rest = names.length - NAMED;
  const named = [...names.slice(0, NAMED), ...(rest > 0 ? [t('matching.effect.more', { count: rest })] : [])];
  return (
    <div className="flex flex-col gap-1">
      <Status tone={isWell ? 'success' : 'warning'} look="plain">
        <span className="whitespace-normal">{words}</span>
      </Status>
      {names.length > 0 && (
        <p dir="auto" className="ps-6 text-dense text-muted">
          {list(named)}
        </p>
      )}
    </div>
  );
}

/** Names what stays and what is solved again before it does so: the present draft becomes history. */
export function Redraft({ run, kept, rest, hrefOf, onClose }: RedraftProps) {
  const t = useMatchingText();
  const queries = useQueryClient();
  const draft = useDraftPairings(run.cohortId);
  const overview = useQuery({ ...overviewQuery(run.cohortId), staleTime: 0 });
  const start = () =>
    draft.mutate(undefined, {
      onSuccess: (next) => {
        void queries.invalidateQueries({ queryKey: draftQuery(run.id).queryKey, refetchType: 'none' });
        onClose();
        goTo(`${hrefOf(next.id)}&since=${run.id}`);
      },
    });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={start}
      title={t('matching.redraft.ask')}
      confirmLabel={t('matching.redraft')}
      isLoading={draft.isPending}
    >
      <ul className="flex list-disc flex-col gap-1.5 ps-4">
        <li>{t('matching.redraft.kept', { count: kept })}</li>
        <li>{t('matching.redraft.rest', { count: rest })}</li>
        <li>{t('matching.redraft.history')}</li>
      </ul>
      <section aria-label={t('runs.ready')} className="mt-4 border-t pt-4">
        <h3 className="mb-2 text-dense font-medium text-muted">{t('runs.ready')}</h3>
        {overview.data ? (
          <Readiness readiness={overview.data.readiness} />
        ) : (
          <Skeleton className="h-5 w-72 max-w-full" />
        )}
      </section>
      <ProblemBanner problem={draft.error ?? overview.error} />
    </ConfirmDialog>
  );
}
