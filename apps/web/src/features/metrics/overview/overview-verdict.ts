import type { CohortOverview } from '@ithaca/contracts/metrics';
import { useCallback } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';

/** Pairings by how they are doing, as counts that may be added. */
export function countsOf(health: CohortOverview['health']) {
  const of = (state: string) => health[state] ?? 0;
  const quiet = of('slipping') + of('stalled');
  const open = of('new') + of('on-rhythm') + quiet + of('paused');
  return { onRhythm: of('on-rhythm') + of('new'), quiet, open, ended: of('ended'), all: open + of('ended') };
}

/** How many have come as far as a stage; 0 too where that is not told. */
export const reachedBy = ({ funnel }: Pick<CohortOverview, 'funnel'>, stage: string): number =>
  funnel.find((one) => one.stage === stage)?.reached ?? 0;

/** Is the cohort on plan? One sentence, by how far it has come. */
export function useOverviewVerdict(): (overview: CohortOverview, opensOn: string) => string {
  const t = useText();
  const { number, day } = useFormat();
  return useCallback(
    ({ cohort, health, funnel, metrics }, opensOn) => {
      const { onRhythm, quiet, open, all } = countsOf(health);
      const reached = (stage: string) => reachedBy({ funnel }, stage);
      const held = metrics.find(({ key }) => key === 'meetings-held');
      if (open > 0) {
        const counts = { part: number(onRhythm), base: number(open) };
        return quiet === 0
          ? t('metrics.verdict.running.good', counts)
          : t('metrics.verdict.running', { ...counts, quiet: number(quiet) });
      }
      if (all > 0 && held?.denominator)
        return t('metrics.verdict.over', {
          part: number(held.numerator ?? 0),
          base: number(held.denominator),
        });
      switch (cohort.state) {
        case 'draft':
        case 'scheduled':
          return t('metrics.verdict.before', { day: day(opensOn) });
        case 'matching':
          return t('metrics.verdict.matching', { count: reached('in-pool') });
        case 'enrolling':
          return reached('invited') > 0
            ? t('metrics.verdict.enrolling', {
                part: number(reached('registered')),
                base: number(reached('invited')),
              })
            : t('metrics.verdict.enrolling.open', { count: reached('registered') });
        default:
          return reached('proposed') > 0
            ? t('metrics.verdict.offered', { count: reached('proposed') })
            : t('metrics.verdict.waiting', { day: day(cohort.startsOn) });
      }
    },
    [t, number, day],
  );
}
