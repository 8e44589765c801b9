import {
  columnVisibilityFeature,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  type ColumnDef,
  type Row as TableRow,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';

export type SortValue = string | number | null | undefined;
export type Sort = { by: string; direction: 'asc' | 'desc' };

export type Column<Row> = {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** What it is sorted by here; nothing stands last. Absent: not sortable, unless `isSortable`. */
  sortValue?: (row: Row) => SortValue;
  /** The server can sort by it. */
  isSortable?: boolean;
  /** Numbers stand at the end. */
  align?: 'start' | 'end';
  className?: string;
  /** For columns of buttons: the header is read, not shown. */
  isHeaderHidden?: boolean;
};

export const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});
export type Features = typeof features;

/** Hands our columns to TanStack Table; `collator` sorts words as the reader's language does. */
export function tableColumns<Row extends object>(
  columns: readonly Column<Row>[],
  collator: Intl.Collator,
): ColumnDef<Features, Row>[] {
  const compare = (a: TableRow<Features, Row>, b: TableRow<Features, Row>, id: string) => {
    const [one, other] = [a.getValue(id), b.getValue(id)];
    if (typeof one === 'number' && typeof other === 'number') return one - other;
    return collator.compare(String(one), String(other));
  };
  return columns.map((column) => ({
    id: column.id,
    accessorFn: (row: Row) => column.sortValue?.(row) ?? undefined,
    enableSorting: column.sortValue !== undefined || column.isSortable === true,
    sortUndefined: 'last' as const,
    sortDescFirst: false,
    sortFn: compare,
  }));
}
