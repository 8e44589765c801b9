import { useFormat } from '../../lib/format.ts';
import { cx } from '../cx.ts';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';

export type TargetColumn = {
  id: string;
  /** Short, for the axis: "3 Aug". */
  label: string;
  /** Null: not shown, which is not zero. */
  value: number | null;
  target: number | null;
};

export type TargetColumnsProps = ChartWords & {
  items: readonly TargetColumn[];
  /** What the columns stand for: "Week". */
  categoryHeader: string;
  valueHeader: string;
  targetHeader: string;
  /** The word for what is not shown. */
  hiddenHeader: string;
};

/** More labels than this cannot stand beside each other. */
const mostLabels = 7;

/** Where the values have room under their columns, by how many there are. */
function valueRoom(count: number): string | undefined {
  if (count <= 16) return 'block';
  if (count <= 24) return 'hidden @min-[24rem]:block';
  return count <= 30 ? 'hidden @min-[36rem]:block' : undefined;
}

/** What was reached against what was planned as time goes by: a column and a line for each step. Drawn without measuring, so that it prints as it stands. */
export function TargetColumns(props: TargetColumnsProps) {
  const { items, categoryHeader, valueHeader, targetHeader, hiddenHeader, ...words } = props;
  const { number } = useFormat();
  const full = Math.max(1, ...items.flatMap(({ value, target }) => [value ?? 0, target ?? 0])) * 1.04;
  const say = (value: number | null) => (value === null ? hiddenHeader : number(value));
  const room = valueRoom(items.length);
  const every = Math.ceil(items.length / mostLabels);
  const hasHidden = items.some(({ value }) => value === null);
  const table = {
    headers: [categoryHeader, valueHeader, targetHeader],
    rows: items.map(({ label, value, target }) => [label, say(value), say(target)]),
  };
  const legend = (
    <>
      <li>
        <span aria-hidden data-mark className="size-3 rounded-sm bg-series-1" />
        {valueHeader}
      </li>
      <li>
        <span aria-hidden data-mark className="h-0.5 w-3.5 bg-text" />
        {targetHeader}
      </li>
      {hasHidden && (
        <li>
          <span aria-hidden data-mark className="hatched size-3 rounded-sm" />
          {hiddenHeader}
        </li>
      )}
    </>
  );
  return (
    <ChartFigure {...words} table={table} legend={legend}>
      {(pointOf) => (
        <div className="@container flex h-40 gap-px sm:gap-0.5 print:h-26">
          {items.map(({ id, label, value, target }, index) => (
            <div key={id} className="flex min-w-0 flex-1 flex-col">
              <div {...pointOf(index)} data-mark className="relative flex-1 border-b border-edge">
                {value === null ? (
                  <div className="hatched absolute inset-x-[12%] inset-y-0 opacity-70" />
                ) : (
                  <div
                    style={{ blockSize: `${(value / full) * 100}%` }}
                    className="absolute inset-x-[12%] bottom-0 rounded-t-sm bg-series-1"
                  />
                )}
                {target !== null && target > 0 && (
                  <div
                    style={{ insetBlockEnd: `${(target / full) * 100}%` }}
                    className="absolute inset-x-0 h-0.5 bg-text outline outline-card"
                  />
                )}
              </div>
              {room && (
                <span className={cx('pt-0.5 text-center text-[0.6875rem] leading-4 tabular-nums', room)}>
                  {value === null ? '–' : number(value)}
                </span>
              )}
              <span
                className={cx(
                  'flex h-4 text-[0.6875rem] leading-4 whitespace-nowrap text-muted',
                  index > items.length - 3 && items.length > mostLabels ? 'justify-end' : 'justify-start',
                )}
              >
                {index % every === 0 && (
                  <span className={cx((index / every) % 2 === 1 && 'hidden @min-[24rem]:inline')}>
                    {label}
                  </span>
                )}
              </span>
            </div>
          ))}
        </div>
      )}
    </ChartFigure>
  );
}
