import { useTable } from '@tanstack/react-table';
import { useMemo, useRef, type ReactNode } from 'react';
import { useLocale, useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { Link } from './link.tsx';
import { RowCheck } from './row-check.tsx';
import { Skeleton } from './skeleton.tsx';
import { features, tableColumns, type Column, type Sort } from './table-columns.ts';
import { TableHeader } from './table-header.tsx';

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
  const { label, columns, rows, rowId, rowLabel, rowHref, sort, onSortChange, selected, onSelectedChange } = props;
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
  const cellStyle = (column: Column<Row>) =>
    cx('h-row px-3 py-1.5', column.align === 'end' && 'text-end tabular-nums', column.className);

  return (
    // The region scrolls sideways where the table is wider, so it must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="region" aria-label={label} tabIndex={0} className="@container overflow-auto rounded-lg border bg-card">
      <table
        aria-label={label}
        aria-busy={rows === undefined}
        {...(isCards && { role: 'table' })}
        className={cx(
          'w-full border-separate border-spacing-0 text-dense',
          isCards && '@max-sm:block [&_:is(tbody,tr)]:@max-sm:block [&_td]:@max-sm:flex [&_th[scope=row]]:@max-sm:block',
        )}
      >
        <thead {...(isCards && { role: 'rowgroup', className: '@max-sm:sr-only' })}>
          <tr {...(isCards && { role: 'row' })}>
            {isSelectable && (
              <th scope="col" {...(isCards && { role: 'columnheader' })} className="sticky top-0 z-1 w-10 border-b bg-surface ps-3">
                <RowCheck
                  label={t('ui.table.selectAll')}
                  isPicked={pickedHere > 0 && pickedHere === tableRows.length}
                  isPartly={pickedHere > 0 && pickedHere < tableRows.length}
                  onPick={pickAll}
                />
              </th>
            )}
            {visible.map((column) => {
              const isSortable = table.getColumn(column.id)?.getCanSort() === true && onSortChange !== undefined;
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
              <tr key={index}>
                {isSelectable && <td className="border-b" />}
                {visible.map((column) => (
                  <td key={column.id} className={cx(cellStyle(column), 'border-b')}>
                    <Skeleton className={index % 2 ? 'h-4 w-3/5' : 'h-4 w-4/5'} />
                  </td>
                ))}
              </tr>
            ))}
          {tableRows.map((row) => {
            const isPicked = selected?.has(row.id) === true;
            const href = rowHref?.(row.original);
            return (
              <tr
                key={row.id}
                {...(isCards && { role: 'row' })}
                className={cx(
                  'group/row relative [&:last-child>*]:border-b-0 [&>*]:border-b',
                  (href || isSelectable) && 'hover:bg-hover',
                  isPicked && 'bg-accent-tint hover:bg-accent-tint',
                  isCards && '@max-sm:border-b @max-sm:px-1 @max-sm:py-3 @max-sm:last:border-b-0 @max-sm:[&>*]:h-auto @max-sm:[&>*]:border-b-0',
                )}
              >
                {isSelectable && (
                  <td {...(isCards && { role: 'cell' })} className="relative z-1 w-10 ps-3">
                    <RowCheck
                      label={t('ui.table.selectRow', { row: rowLabel?.(row.original) ?? row.id })}
                      isPicked={isPicked}
                      onPick={(next, withRange) => pick(row.id, next, withRange)}
                    />
                  </td>
                )}
                {visible.map((column, index) =>
                  index === 0 ? (
                    <th
                      key={column.id}
                      scope="row"
                      {...(isCards && { role: 'rowheader' })}
                      className={cx(cellStyle(column), 'text-start font-medium')}
                    >
                      {href ? (
                        <Link
                          href={href}
                          variant="quiet"
                          className="after:absolute after:inset-0 after:-outline-offset-2 focus-visible:outline-none focus-visible:after:rounded-sm focus-visible:after:outline-2 focus-visible:after:outline-ring"
                        >
                          {column.cell(row.original)}
                        </Link>
                      ) : (
                        column.cell(row.original)
                      )}
                    </th>
                  ) : (
                    <td
                      key={column.id}
                      {...(isCards && { role: 'cell' })}
                      className={cx(
                        cellStyle(column),
                        '[&_:is(a,button,input,label)]:relative [&_:is(a,button,input,label)]:z-1',
                        isCards && '@max-sm:justify-between @max-sm:gap-4 @max-sm:py-1 @max-sm:text-end',
                      )}
                    >
                      {isCards && !column.isHeaderHidden && (
                        <span aria-hidden className="hidden text-muted @max-sm:inline">
                          {column.header}
                        </span>
                      )}
                      {column.cell(row.original)}
                    </td>
                  ),
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
