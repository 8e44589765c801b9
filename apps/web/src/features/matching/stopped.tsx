import type { MatchingRun } from '@ithaca/contracts/matching';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Banner } from '../../ui/banner.tsx';
import { useSearchTime } from './search-time.ts';

/** Of a draft whose time was up: that it is the best found and no more, and how much better another could be at most. */
export function Stopped({ run }: { run: MatchingRun }) {
  const t = useText();
  const { percent } = useFormat();
  const time = useSearchTime();
  const { certificate, policy } = run;
  if (certificate?.status !== 'time-limit') return null;
  const { gap, bound } = certificate;
  const isTotal = policy.objective === 'total' || policy.objective === 'floor';
  return (
    <Banner tone="warning" title={t('runs.stopped', { time: time(run.budgetSeconds) })}>
      {t('runs.stopped.gap', { gap: Math.round(gap), share: percent(bound === 0 ? 0 : gap / bound, 1) })}{' '}
      {!isTotal && t('runs.stopped.goal', { goal: t(`policy.goal.${policy.objective}.name`) })}
    </Banner>
  );
}
