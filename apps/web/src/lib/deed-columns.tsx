import { useMemo, type ReactNode } from 'react';
import { Link } from '../ui/link.tsx';
import { Status } from '../ui/status.tsx';
import type { Column } from '../ui/table-columns.ts';
import { deedWords } from './audit-words.ts';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';

/** What every entry of a trail says. */
interface Deed {
  action: string;
  actorId: string | null;
  actorName: string | null;
  outcome: 'done' | 'denied';
  at: string;
}

/**
 * The columns of a trail: what, who, how it went out, when. `below` adds a second line to the deed; it must be the same
 * function at each render. Pages that use it load the words `organisations` and `audit`.
 */
export function useDeedColumns<Row extends Deed>(below: (row: Row) => ReactNode): Column<Row>[] {
  const t = useText();
  const { instant } = useFormat();
  return useMemo(
    () => [
      {
        id: 'action',
        header: t('organisations.audit.action'),
        cell: (row) => (
          <span>
            <span className="block">{deedWords(row.action, t)}</span>
            {below(row)}
          </span>
        ),
      },
      {
        id: 'who',
        header: t('organisations.audit.who'),
        cell: (row) =>
          row.actorId && row.actorName ? (
            <Link variant="quiet" href={`/people/${row.actorId}`}>
              {row.actorName}
            </Link>
          ) : (
            <span className="text-muted">{t('organisations.audit.system')}</span>
          ),
      },
      {
        id: 'outcome',
        header: t('organisations.audit.outcome'),
        cell: (row) => (
          <Status look="plain" tone={row.outcome === 'done' ? 'success' : 'warning'}>
            {t(`organisations.audit.${row.outcome}`)}
          </Status>
        ),
      },
      {
        id: 'at',
        header: t('organisations.audit.at'),
        cell: (row) => <time dateTime={row.at}>{instant(row.at)}</time>,
      },
    ],
    [t, instant, below],
  );
}
