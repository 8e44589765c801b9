import { createHash } from 'node:crypto';

import type { ImportMapping } from '@ithaca/contracts/imports';

import type { Database } from '../../../platform/database/database.ts';
import type { ImportColumn } from './reading/columns.ts';

/** How files with the same headings are mapped: kept when one is imported, offered for the next, in whatever order its columns are. */

type SavedColumn = Omit<ImportMapping['columns'][number], 'column'> & { header: string };
export type SavedMapping = Omit<ImportMapping, 'columns' | 'target'> & { columns: SavedColumn[] };

const folded = (header: string) => header.toLowerCase();

/** The same for files with the same headings, in whatever order. */
export function headingsKey(header: readonly string[]): string {
  return createHash('sha256').update(header.map(folded).toSorted().join('\u001f')).digest('hex');
}

/** Remembers the mapping for the next file with these headings. The cohort is not part of it: it is another each time. */
export async function saveMapping(
  db: Database,
  organisationId: string,
  headings: string,
  { columns: mapped, key, values }: ImportMapping,
  columns: readonly ImportColumn[],
  now: Date,
): Promise<void> {
  const saved: SavedMapping = {
    key,
    ...(values && { values }),
    columns: mapped.flatMap(({ column, ...rest }) => {
      const header = columns[column]?.header ?? '';
      return header === '' ? [] : [{ ...rest, header: folded(header) }];
    }),
  };
  await db.execute(
    `insert into import_mappings (organisation_id, headings, mapping, used_at) values ($1, $2, $3, $4)
     on conflict (organisation_id, headings) do update set mapping = excluded.mapping, used_at = excluded.used_at`,
    [organisationId, headings, JSON.stringify(saved), now],
  );
}

/** The saved mapping for the columns of this file. An order of days that does not fit them is left to be chosen again. */
export function appliedTo(saved: SavedMapping, columns: readonly ImportColumn[]): ImportMapping {
  const byHeader = new Map(columns.map((column) => [folded(column.header), column]));
  return {
    ...saved,
    columns: saved.columns.flatMap(({ header, dateOrder, ...rest }) => {
      const column = byHeader.get(header);
      if (!column) return [];
      const fits =
        dateOrder !== undefined && (column.dateOrders.length === 0 || column.dateOrders.includes(dateOrder));
      return [{ ...rest, column: column.column, ...(fits && { dateOrder }) }];
    }),
  };
}
