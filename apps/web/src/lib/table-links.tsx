import type { CohortTable, ReportTable } from '@ithaca/contracts/metric-tables';
import Download from 'lucide-react/icons/download';
import { Link } from '../ui/link.tsx';
import { useLocale, useText } from './i18n.tsx';

type TableLinksProps = {
  cohortId: string;
  /** What the numbers are called on the screen. */
  name: string;
  /** Says it before the formats, where two tables stand together. */
  isNamed?: boolean;
  /** How the table was asked for: groups, side. */
  query?: Record<string, string>;
} & ({ table: CohortTable; of?: 'cohort' } | { table: ReportTable; of: 'report' });

/** The numbers above as a file: the same cells, with their definitions. */
export function TableLinks({ cohortId, table, of = 'cohort', query = {}, ...words }: TableLinksProps) {
  const path = `/api/cohorts/${cohortId}/${of === 'report' ? 'report/' : ''}tables`;
  return <FileLinks {...words} path={path} fileName={table} query={{ table, ...query }} />;
}

type FileLinksProps = Pick<TableLinksProps, 'name' | 'isNamed' | 'query'> & {
  path: string;
  fileName: string;
};

/** The same of a table that has an address of its own. */
export function FileLinks({ path, fileName, name, isNamed = false, query = {} }: FileLinksProps) {
  const t = useText();
  const { locale } = useLocale();
  return (
    <p className="no-print mt-3 flex items-baseline gap-2 text-caption text-muted">
      {isNamed ? t('metrics.files.of', { name }) : <Download aria-hidden size={14} className="self-center" />}
      {(['csv', 'xlsx'] as const).map((format) => (
        <Link
          key={format}
          href={`${path}?${new URLSearchParams({ ...query, format, locale }).toString()}`}
          download={`${fileName}.${format}`}
          aria-label={t('metrics.file.of', { format: t(`metrics.file.${format}`), name })}
          className="py-1"
        >
          {t(`metrics.file.${format}`)}
        </Link>
      ))}
    </p>
  );
}
