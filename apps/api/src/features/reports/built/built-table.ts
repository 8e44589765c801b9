import type { BuiltReport } from '@ithaca/contracts/saved-reports';
import type { Locale } from '@ithaca/domain/vocabulary';
import { isOfPeriod } from '@ithaca/metrics/metric-grains';

import { numbersTable } from '../tables/cohort-tables.ts';
import { columns as c } from '../tables/columns.ts';
import type { MetricTable } from '../tables/metric-table.ts';

/** The numbers of a built report, one line each: of everybody (without a group) and of each group, cohort by cohort. */
export function builtTable(report: BuiltReport, name: string, locale: Locale): MetricTable {
  const { metrics, cohorts, period } = report;
  const nameOf = new Map(cohorts.map(({ id, name: called }) => [id, called]));
  const cells = metrics.flatMap(({ key, cohorts: of }) =>
    of.flatMap(({ cohortId, whole, groups }) => [
      ...(whole ? [{ key, cohortId, group: null, metric: whole }] : []),
      ...groups.map((one) => ({ key, cohortId, ...one })),
    ]),
  );
  const table = numbersTable(
    cells.map(({ metric }) => metric),
    locale,
  );
  return {
    ...table,
    name: 'report',
    title: [name, name, name],
    columns: [c.cohort, c.group, c.from, c.to, ...table.columns],
    rows: table.rows.map((row, at) => {
      const cell = cells[at];
      const isWithin = period !== null && cell !== undefined && isOfPeriod(cell.key);
      return {
        ...row,
        cohort: nameOf.get(cell?.cohortId ?? '') ?? null,
        group: cell?.group ?? null,
        from: isWithin ? period.from : null,
        to: isWithin ? period.to : null,
      };
    }),
  };
}
