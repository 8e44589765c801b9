import type { OutcomesReport } from '@ithaca/contracts/measures';

import { columns as c } from './columns.ts';
import type { MetricTable } from './metric-table.ts';

type Row = MetricTable['rows'][number];
type Range = { estimate: number; lo: number; hi: number } | null;

/** Whether it pays: what the reader assumed, what is known, and what follows from both; without assumptions what is known alone. */
export function returnTable({ roi, investment }: Pick<OutcomesReport, 'roi' | 'investment'>): MetricTable {
  const line =
    (kind: 'assumed' | 'known' | 'formed') =>
    (measure: string, estimate: number | null, unit: string): Row => ({ kind, measure, estimate, unit });
  const [assumed, known, formed] = [line('assumed'), line('known'), line('formed')];
  const range = (row: Row, found: Range, method: string): Row => ({
    ...row,
    lo: found?.lo ?? null,
    hi: found?.hi ?? null,
    method: found && method,
  });
  const { participants, meetingHours, effect } = investment;
  return {
    name: 'return',
    title: ['Does it pay?', 'Lohnt es sich?', 'هل يستحق التكلفة؟'],
    metrics: ['return-on-investment', 'retention-difference'],
    values: [
      'Shares lie between 0 and 1, money is in the currency of the assumptions; lo and hi bound 90 % of the draws, of the difference its 95 % interval.',
      'Anteile liegen zwischen 0 und 1, Geld steht in der Währung der Annahmen; lo und hi begrenzen 90 % der Ziehungen, beim Unterschied sein 95-%-Intervall.',
      'تقع النسب بين 0 و1، والمبالغ بعملة الافتراضات؛ ويحدّ lo وhi 90٪ من السحوبات، وفي الفرق مجال الثقة 95٪.',
    ],
    columns: [c.kind, c.measure, c.estimate, c.rangeLo, c.rangeHi, c.unit, c.method, c.state, c.n, c.version],
    rows: [
      ...(roi
        ? [
            assumed('salary', roi.assumed.salary, 'money'),
            ...(['least', 'likely', 'most'] as const).map((part) =>
              assumed(`replacement-${part}`, roi.assumed[part], 'share'),
            ),
            assumed('licence', roi.assumed.licence, 'money'),
            assumed('coordinator-hours', roi.assumed.coordinatorHours, 'hours'),
            assumed('hourly-rate', roi.assumed.hourlyRate, 'money'),
          ]
        : []),
      known('participants', participants, 'count'),
      known('meeting-hours', meetingHours, 'hours'),
      range(known('retention-difference', effect?.estimate ?? null, 'share-difference'), effect, '95 %'),
      ...(roi ? formedRows(roi, formed, range) : []),
    ],
  };
}

function formedRows(
  { metric, cost, breakEven, avoided, benefit, positive, headline }: NonNullable<OutcomesReport['roi']>,
  formed: (measure: string, estimate: number | null, unit: string) => Row,
  range: (row: Row, found: Range, method: string) => Row,
): Row[] {
  const { estimate, lo, hi, key, unit, method, n, version } = metric;
  return [
    ...(['licence', 'coordination', 'meetings', 'total'] as const).map((part) =>
      formed(`cost-${part}`, cost[part], 'money'),
    ),
    formed('break-even-avoided-exits', breakEven.avoided, 'count'),
    formed('exits-expected', breakEven.expected, 'count'),
    range(formed('avoided-exits', avoided?.estimate ?? null, 'count'), avoided, 'draws-90'),
    range(formed('saved', benefit?.estimate ?? null, 'money'), benefit, 'draws-90'),
    // What stands large on the screen: the return, or how many avoided exits it would take.
    { ...formed(key, estimate, unit), lo, hi, method, n, version, state: headline },
    formed('draws-that-pay', positive, 'share'),
  ];
}
