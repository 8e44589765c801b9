import { useTable } from '@tanstack/react-table';
import { useMemo, useRef, type ReactNode } from 'react';
import { useLocale, useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { RowCheck } from './row-check.tsx';
import { features, tableColumns, type Column, type Sort } from './table-columns.ts';
import { TableHeader } from './table-header.tsx';
import { BodyRow, SkeletonRow } from './table-row.tsx';

export type DataTableProps<Row extends object> = {
  /** What the rows are: the name of the table and of its region. */
  label: string;
  /** Stable between renders. The first one names the row and carries its link. */
  columns: readonly Column<Row>[];
  /** Undefined while loading: rows of the table's own shape are shown. */
  rows: readonly Row[] | undefined;
  rowId: (row: Row) => string;
  /** How a row is called in "Select Ana"; needed with `selected`. */
  rowLabel?: (row: Row) => string;
  rowHref?: (row: Row) => string | undefined;
  sort?: Sort | undefined;
  onSortChange?: (sort: Sort) => void;
  /** The rows come sorted: by the server, page by page. */
  isServerSorted?: boolean;
  selected?: ReadonlySet<string>;
  onSelectedChange?: (selected: Set<string>) => void;
  hiddenColumns?: readonly string[];
  /** Shown instead of rows when there are none: an `EmptyState`. */
  empty?: ReactNode;
  /** Where it is narrow: scroll sideways inside the labelled region, or a card a row. */
  narrow?: 'scroll' | 'cards';
  skeletonRows?: number;
};

const none: readonly never[] = [];

/** Rows of one kind: a native table, which every reader and every browser understands. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowId, rowLabel, rowHref, sort, onSortChange, selected, onSelectedChange } =
    props;
  const { hiddenColumns = none, empty, narrow = 'scroll', skeletonRows = 8, isServerSorted = false } = props;
  const t = useText();
  const { formatTag } = useLocale();
  const lastPicked = useRef<string | null>(null);
  const definitions = useMemo(
    () => tableColumns(columns, new Intl.Collator(formatTag, { numeric: true })),
    [columns, formatTag],
  );
  const data = useMemo(() => (rows ? [...rows] : []), [rows]);
  const table = useTable({
    features,
    data,
    columns: definitions,
    getRowId: rowId,
    manualSorting: isServerSorted,
    enableSortingRemoval: false,
    state: {
      sorting: sort ? [{ id: sort.by, desc: sort.direction === 'desc' }] : [],
      columnVisibility: Object.fromEntries(hiddenColumns.map((id) => [id, false])),
    },
    onSortingChange: (updater) => {
      const before = sort ? [{ id: sort.by, desc: sort.direction === 'desc' }] : [];
      const [next] = typeof updater === 'function' ? updater(before) : updater;
      if (next) onSortChange?.({ by: next.id, direction: next.desc ? 'desc' : 'asc' });
    },
  });

  const visible = columns.filter((column) => !hiddenColumns.includes(column.id));
  const tableRows = table.getRowModel().rows;
  const isSelectable = selected !== undefined && onSelectedChange !== undefined;
  const isCards = narrow === 'cards';

  /** With Shift every row from the last picked one to this one follows. */
  const pick = (id: string, isPicked: boolean, withRange: boolean) => {
    const ids = tableRows.map((row) => row.id);
    const from = lastPicked.current === null ? -1 : ids.indexOf(lastPicked.current);
    const to = ids.indexOf(id);
    const range = withRange && from >= 0 ? ids.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
    const next = new Set(selected);
    for (const one of range) {
      if (isPicked) next.add(one);
      else next.delete(one);
    }
    lastPicked.current = id;
    onSelectedChange?.(next);
  };
  const pickAll = (isPicked: boolean) => {
    const next = new Set(selected);
    for (const row of tableRows) {
      if (isPicked) next.add(row.id);
      else next.delete(row.id);
    }
    onSelectedChange?.(next);
  };

  if (rows && rows.length === 0 && empty) return <div className="rounded-lg border bg-card">{empty}</div>;

  const pickedHere = tableRows.filter((row) => selected?.has(row.id)).length;

  return (
    // The region scrolls sideways where the table is wider, so it must be reachable by keyboard.
    <section
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="@container overflow-auto rounded-lg border bg-card"
    >
      <table
        aria-label={label}
        aria-busy={rows === undefined}
        {...(isCards && { role: 'table' })}
        className={cx(
          'w-full border-separate border-spacing-0 text-dense',
          isCards &&
            '@max-sm:block [&_:is(tbody,tr)]:@max-sm:block [&_td]:@max-sm:flex [&_th[scope=row]]:@max-sm:block',
        )}
      >
        <thead {...(isCards && { role: 'rowgroup', className: '@max-sm:sr-only' })}>
          <tr {...(isCards && { role: 'row' })}>
            {isSelectable && (
              <th
                scope="col"
                {...(isCards && { role: 'columnheader' })}
                className="sticky top-0 z-1 w-10 border-b bg-surface ps-3"
              >
                <RowCheck
                  label={t('ui.table.selectAll')}
                  isPicked={pickedHere > 0 && pickedHere === tableRows.length}
                  isPartly={pickedHere > 0 && pickedHere < tableRows.length}
                  onPick={pickAll}
                />
              </th>
            )}
            {visible.map((column) => {
              const isSortable =
                table.getColumn(column.id)?.getCanSort() === true && onSortChange !== undefined;
              return (
                <TableHeader
                  key={column.id}
                  header={column.header}
                  align={column.align ?? 'start'}
                  isHidden={column.isHeaderHidden ?? false}
                  isCards={isCards}
                  sorted={sort?.by === column.id ? sort.direction : undefined}
                  onSort={isSortable ? () => table.getColumn(column.id)?.toggleSorting() : undefined}
                />
              );
            })}
          </tr>
        </thead>
        <tbody {...(isCards && { role: 'rowgroup' })}>
          {rows === undefined &&
            Array.from({ length: skeletonRows }, (_, index) => (
              <SkeletonRow key={index} index={index} columns={visible} isSelectable={isSelectable} />
            ))}
          {tableRows.map((row) => (
            <BodyRow
              key={row.id}
              row={row.original}
              columns={visible}
              href={rowHref?.(row.original)}
              isCards={isCards}
              isPicked={selected?.has(row.id) === true}
              pickLabel={
                isSelectable
                  ? t('ui.table.selectRow', { row: rowLabel?.(row.original) ?? row.id })
                  : undefined
              }
              onPick={(isPicked, withRange) => pick(row.id, isPicked, withRange)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
