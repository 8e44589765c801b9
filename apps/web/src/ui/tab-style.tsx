import { useFormat } from '../lib/format.ts';

export const tabStyle =
  'relative -mb-px flex min-h-control cursor-pointer items-center gap-1.5 whitespace-nowrap rounded-t-sm border-b-2 border-transparent px-2.5 text-body font-medium max-sm:px-2 max-sm:text-dense text-muted no-underline -outline-offset-2 ' +
  'transition-colors duration-120 hover:text-text data-hovered:text-text ' +
  'data-selected:border-accent data-selected:text-text aria-[current=page]:border-accent aria-[current=page]:text-text ' +
  'data-focus-visible:outline-2 data-focus-visible:outline-ring';

export function TabCount({ count }: { count: number | undefined }) {
  const { number } = useFormat();
  if (count === undefined) return null;
  return (
    <span className="rounded-full bg-hover px-1.5 text-caption text-muted tabular-nums">{number(count)}</span>
  );
}
