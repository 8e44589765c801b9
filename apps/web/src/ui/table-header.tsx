import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import ArrowUpDown from 'lucide-react/icons/arrow-up-down';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';

export type TableHeaderProps = {
  header: string;
  align: 'start' | 'end';
  isHidden: boolean;
  isCards: boolean;
  sorted: 'asc' | 'desc' | undefined;
  onSort: (() => void) | undefined;
};

/** A column's head; a button where it sorts. `aria-sort` says how, the arrow shows it. */
export function TableHeader({ header, align, isHidden, isCards, sorted, onSort }: TableHeaderProps) {
  return (
    <th
      scope="col"
      {...(isCards && { role: 'columnheader' })}
      {...(onSort && { 'aria-sort': sorted ? (`${sorted}ending` as const) : ('none' as const) })}
      className={cx(
        'sticky top-0 z-1 h-9 border-b bg-surface px-3 font-medium whitespace-nowrap text-muted',
        align === 'end' ? 'text-end' : 'text-start',
      )}
    >
      {isHidden && <VisuallyHidden>{header}</VisuallyHidden>}
      {!isHidden && !onSort && header}
      {!isHidden && onSort && (
        <button
          type="button"
          onClick={onSort}
          className={cx(
            'group/sort -mx-1.5 inline-flex min-h-7 items-center gap-1 rounded-sm px-1.5 font-medium hover:bg-hover hover:text-text',
            align === 'end' && 'flex-row-reverse',
            sorted && 'text-text',
          )}
        >
          {header}
          <Icon
            of={sorted === 'asc' ? ArrowUp : sorted === 'desc' ? ArrowDown : ArrowUpDown}
            className={cx(
              'size-3.5',
              !sorted && 'opacity-0 group-hover/sort:opacity-100 group-focus-visible/sort:opacity-100',
            )}
          />
        </button>
      )}
    </th>
  );
}
