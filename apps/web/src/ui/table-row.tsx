import { cx } from './cx.ts';
import { Link } from './link.tsx';
import { RowCheck } from './row-check.tsx';
import { Skeleton } from './skeleton.tsx';
import type { Column } from './table-columns.ts';

export type BodyRowProps<Row> = {
  row: Row;
  columns: readonly Column<Row>[];
  href: string | undefined;
  isCards: boolean;
  isPicked: boolean;
  /** "Select Ana"; undefined where rows cannot be selected. */
  pickLabel: string | undefined;
  onPick: (isPicked: boolean, withRange: boolean) => void;
};

function cellStyle<Row>(column: Column<Row>, more?: string): string {
  return cx('h-row px-3 py-1.5', column.align === 'end' && 'text-end tabular-nums', column.className, more);
}

const rowStyle = 'group/row relative [&:last-child>*]:border-b-0 [&>*]:border-b';
const cardStyle =
  '@max-sm:border-b @max-sm:px-1 @max-sm:py-3 @max-sm:last:border-b-0 @max-sm:[&>*]:h-auto @max-sm:[&>*]:border-b-0';
/** The link of the first column covers its row; controls in other cells lie above it. */
const coverStyle =
  'after:absolute after:inset-0 after:-outline-offset-2 focus-visible:outline-none focus-visible:after:rounded-sm focus-visible:after:outline-2 focus-visible:after:outline-ring';
const aboveStyle = '[&_:is(a,button,input,label)]:relative [&_:is(a,button,input,label)]:z-1';

/** One row. As a card each cell tells its column's name; explicit roles keep it a table for screen readers. */
export function BodyRow<Row>(props: BodyRowProps<Row>) {
  const { row, columns, href, isCards, isPicked, pickLabel, onPick } = props;
  const [first, ...rest] = columns;
  const role = (name: string) => (isCards ? { role: name } : {});
  return (
    <tr
      {...role('row')}
      className={cx(
        rowStyle,
        isPicked ? 'bg-accent-tint' : (href || pickLabel) && 'hover:bg-hover',
        isCards && cardStyle,
      )}
    >
      {pickLabel !== undefined && (
        <td {...role('cell')} className="relative z-1 w-10 ps-3">
          <RowCheck label={pickLabel} isPicked={isPicked} onPick={onPick} />
        </td>
      )}
      {first && (
        <th scope="row" {...role('rowheader')} className={cellStyle(first, 'text-start font-medium')}>
          {href ? (
            <Link href={href} variant="quiet" className={coverStyle}>
              {first.cell(row)}
            </Link>
          ) : (
            first.cell(row)
          )}
        </th>
      )}
      {rest.map((column) => (
        <td
          key={column.id}
          {...role('cell')}
          className={cellStyle(
            column,
            cx(aboveStyle, isCards && '@max-sm:justify-between @max-sm:gap-4 @max-sm:py-1 @max-sm:text-end'),
          )}
        >
          {isCards && !column.isHeaderHidden && (
            <span aria-hidden className="hidden text-muted @max-sm:inline">
              {column.header}
            </span>
          )}
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

type SkeletonRowProps<Row> = { index: number; columns: readonly Column<Row>[]; isSelectable: boolean };

/** A row in waiting, in the shape of the table. */
export function SkeletonRow<Row>({ index, columns, isSelectable }: SkeletonRowProps<Row>) {
  return (
    <tr className={rowStyle}>
      {isSelectable && (
        <td className="ps-3">
          <Skeleton className="size-4" />
        </td>
      )}
      {columns.map((column) => (
        <td key={column.id} className={cellStyle(column)}>
          <Skeleton className={index % 2 ? 'h-4 w-3/5' : 'h-4 w-4/5'} />
        </td>
      ))}
    </tr>
  );
}
