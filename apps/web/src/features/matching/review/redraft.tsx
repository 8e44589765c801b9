import type { MatchingRun } from '@ithaca/contracts/matching';
import { useQueryClient } from '@tanstack/react-query';
import { goTo } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { draftQuery, useDraftPairings } from '../matching.queries.ts';

type RedraftProps = {
  run: MatchingRun;
  kept: number;
  rest: number;
  hrefOf: (runId: string) => string;
  onClose: () => void;
};

/** Names what stays and what is solved again before it does so: the present draft becomes history. */
export function Redraft({ run, kept, rest, hrefOf, onClose }: RedraftProps) {
  const t = useText();
  const queries = useQueryClient();
  const draft = useDraftPairings(run.cohortId);
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
      <ProblemBanner problem={draft.error} />
    </ConfirmDialog>
  );
}
