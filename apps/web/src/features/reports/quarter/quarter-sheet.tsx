import type { QuarterPage } from '@ithaca/contracts/reports';
import { quarterSheet } from '@ithaca/metrics/sheets/quarter-sheet';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { TableLinks } from '../../../lib/table-links.tsx';
import { SheetArticle } from '../sheet-article.tsx';

/** The page of a quarter as one sheet of A4. `rate` is what an hour costs; null counts hours alone. */
export function QuarterSheet({ page, rate }: { page: QuarterPage; rate: number | null }) {
  const t = useText();
  const format = useFormat();
  const { key } = page.quarter;
  const { id } = page.report.cohort;
  return (
    <SheetArticle
      sheet={quarterSheet({ say: t, format }, page, rate)}
      level={1}
      path={`/reports/${id}/quarter?quarter=${key}`}
      filesOf={(part) =>
        part === 'spent' && (
          <TableLinks cohortId={id} table={part} name={t('reports.quarter.took')} query={{ quarter: key }} />
        )
      }
    />
  );
}
