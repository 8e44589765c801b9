import type { OutcomesReport } from '@ithaca/contracts/measures';
import { standingOf } from '@ithaca/metrics/standing';

import { columns as c } from './columns.ts';
import type { MetricTable } from './metric-table.ts';

/** How long everybody stays, and who has left by choice; a quartile that is not reached is a row without months. */
export function tenureTable({
  tenure: { curve, quartiles, leftByChoice },
}: Pick<OutcomesReport, 'tenure'>): MetricTable {
  return {
    name: 'tenure',
    title: ['How long people stay', 'Wie lange Menschen bleiben', 'كم يبقى الناس'],
    metrics: ['tenure', 'tenure-left-by-choice'],
    columns: [
      c.measure,
      c.months,
      c.monthsLo,
      c.monthsHi,
      c.share,
      c.shareLo,
      c.shareHi,
      c.atRisk,
      c.n,
      c.standing,
      c.suppressed,
    ],
    rows: [
      ...(curve?.months ?? []).map((months, at) => ({
        measure: 'still-here',
        months,
        share: curve?.survival[at] ?? null,
        lo: curve?.lo[at] ?? null,
        hi: curve?.hi[at] ?? null,
        at_risk: curve?.atRisk[at] ?? null,
      })),
      ...quartiles.map(({ share, metric }) => ({
        measure: 'quartile',
        months: metric.estimate,
        months_lo: metric.lo,
        months_hi: metric.hi,
        share,
        ...sayHow(metric),
      })),
      ...leftByChoice.map(({ years, metric }) => ({
        measure: 'left-by-choice',
        months: 12 * years,
        share: metric.estimate,
        lo: metric.lo,
        hi: metric.hi,
        ...sayHow(metric),
      })),
    ],
  };
}

const sayHow = (metric: OutcomesReport['tenure']['quartiles'][number]['metric']) => ({
  n: metric.n,
  standing: standingOf(metric),
  suppressed: metric.suppressed?.reason ?? null,
});
