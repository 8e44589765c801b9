import type { QuarterPage, Report } from '@ithaca/contracts/reports';

import { columns as c } from './columns.ts';
import type { MetricTable } from './metric-table.ts';

/** Withheld is a reason of its own, never an empty cell that could be read as nothing. */
const withheld = (...values: (number | null)[]) => (values.includes(null) ? 'small-group' : null);

export const reportWeeksTable = ({ heldByWeek }: Report): MetricTable => ({
  name: 'report-weeks',
  title: [
    'Meetings held against what was agreed',
    'Treffen gegen das Vereinbarte',
    'اللقاءات المنعقدة مقارنة بالمتفق عليه',
  ],
  metrics: ['meetings-held', 'cadence-adherence'],
  columns: [c.week, c.held, c.expected, c.suppressed],
  rows: heldByWeek.map(({ weekStartsOn, held, expected }) => ({
    week: weekStartsOn,
    held,
    expected,
    suppressed: withheld(held, expected),
  })),
});

export const reportGoalsTable = ({ goals }: Report): MetricTable => ({
  name: 'report-goals',
  title: ['Goals', 'Ziele', 'الأهداف'],
  metrics: ['goal-completion'],
  columns: [c.state, c.goals, c.suppressed],
  rows: Object.entries(goals ?? {}).map(([state, count]) => ({
    state,
    goals: count,
    suppressed: withheld(count),
  })),
});

const MEASURES = ['meetings', 'people', 'hours', 'mentorHours', 'menteeHours'] as const;

/** What a quarter took, and what all of the time so far did: one line for each span and measure. */
export const spentTable = ({ spent, quarter }: QuarterPage): MetricTable => ({
  name: `spent-${quarter.key}`,
  title: ['What it took', 'Was es brauchte', 'ما تطلّبه'],
  metrics: ['meetings-held'],
  columns: [c.span, c.from, c.to, c.measure, c.amount, c.suppressed],
  rows: spent.flatMap((one) =>
    MEASURES.map((measure) => ({
      span: one.span,
      from: one.span === 'quarter' ? quarter.from : null,
      to: one.span === 'quarter' ? quarter.to : null,
      measure,
      amount: one[measure],
      suppressed: withheld(one[measure]),
    })),
  ),
});
