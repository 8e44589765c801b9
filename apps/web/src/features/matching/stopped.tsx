import type { MatchingRun } from '@ithaca/contracts/matching';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { goTo } from '../../lib/history.ts';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { longerThan, useDraftPairings } from './matching.queries.ts';
import { useSearchTime } from './search-time.ts';

/** Of a draft whose time was up: that it is the best found and no more, and how much better another could be at most. */
export function Stopped({
  run,
  off,
  hrefOf,
}: {
  run: MatchingRun;
  /** Why nothing may be started; undefined when it may. */
  off: string | undefined;
  hrefOf: (runId: string) => string;
}) {
  const t = useText();
  const draft = useDraftPairings(run.cohortId);
  const { percent } = useFormat();
  const time = useSearchTime();
  const { certificate, policy } = run;
  if (certificate?.status !== 'time-limit') return null;
  const { gap, bound } = certificate;
  const longer = longerThan(run.budgetSeconds);
  const isTotal = policy.objective === 'total' || policy.objective === 'floor';
  return (
    <Banner
      tone="warning"
      title={t('runs.stopped', { time: time(run.budgetSeconds) })}
      actions={
        run.state === 'ready' &&
        off === undefined && (
          <Button
            size="small"
            isLoading={draft.isPending}
            onPress={() =>
              draft.mutate(longer, { onSuccess: ({ id }) => goTo(`${hrefOf(id)}&since=${run.id}`) })
            }
          >
            {t('runs.act.more-time', { time: time(longer) })}
          </Button>
        )
      }
    >
      {t('runs.stopped.gap', { gap: Math.round(gap), share: percent(bound === 0 ? 0 : gap / bound, 1) })}{' '}
      {!isTotal && t('runs.stopped.goal', { goal: t(`matching.goal.${policy.objective}.name`) })}
      <ProblemBanner problem={draft.error} />
    </Banner>
  );
}
