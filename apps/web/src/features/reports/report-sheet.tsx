import type { ReportTable } from '@ithaca/contracts/metric-tables';
import type { Report } from '@ithaca/contracts/reports';
import { reportSheet } from '@ithaca/metrics/sheets/report-sheet';
import type { PartId } from '@ithaca/metrics/sheets/sheet';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { TableLinks } from '../../lib/table-links.tsx';
import { SheetArticle } from './sheet-article.tsx';

/** Parts whose numbers are a table of their own, by what they are called. */
const tables = {
  numbers: 'metrics.numbers',
  weeks: 'reports.weeks.title.plain',
  goals: 'reports.goals.title.plain',
} as const satisfies Partial<Record<PartId & ReportTable, string>>;
const isTable = (part: PartId): part is keyof typeof tables => Object.hasOwn(tables, part);

/** The report as one sheet of A4; `level` is the rank of its title in the page around it. */
export function ReportSheet({ report, level }: { report: Report; level: 1 | 2 }) {
  const t = useText();
  const format = useFormat();
  const { id } = report.cohort;
  return (
    <SheetArticle
      sheet={reportSheet({ say: t, format }, report)}
      level={level}
      path={`/reports/${id}`}
      filesOf={(part) =>
        isTable(part) && <TableLinks of="report" cohortId={id} table={part} name={t(tables[part])} />
      }
    />
  );
}
