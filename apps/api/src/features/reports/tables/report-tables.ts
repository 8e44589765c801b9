import type { Report } from '@ithaca/contracts/reports';

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
