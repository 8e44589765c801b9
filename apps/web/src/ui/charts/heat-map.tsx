import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { cx } from '../cx.ts';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';

export type HeatCell =
  | { kind: 'share'; part: number; base: number }
  /** Too few for a share: the counts alone, in grey. */
  | { kind: 'few'; part: number; base: number }
  /** Not due, nothing there, paused, or withheld: no share. */
  | { kind: 'empty' | 'paused' | 'hidden' };

export type HeatMapProps = ChartWords & {
  /** What the rows stand for: "Department". */
  rowHeader: string;
  columns: readonly { id: string; label: string }[];
  rows: readonly { id: string; label: string; cells: readonly HeatCell[]; isTotal?: boolean }[];
  /** The words for cells without a share. */
  words: {
    empty: string;
    paused: string;
    hidden: string;
    few: (part: number, base: number) => string;
    steps: string;
  };
};

const STEPS = [0.2, 0.4, 0.6, 0.8] as const;
/** More columns than this have no room for numbers. */
const mostNumbers = 12;

/** One hue, five steps; only the strongest carries the words of the other theme. */
const shades = [
  'bg-series-1/16',
  'bg-series-1/28',
  'bg-series-1/42',
  'bg-series-1/60',
  'bg-series-1 text-card',
] as const;
const stepOf = (share: number) => STEPS.filter((limit) => share >= limit).length;
const shadeOf = (cell: HeatCell) => {
  if (cell.kind === 'share') return shades[stepOf(cell.part / cell.base)];
  return cell.kind === 'paused' ? 'hatched' : 'bg-track/40 text-muted';
};

/** Shares of groups as time goes by: a row for each group, a column for each step of time, five shades of one hue. */
export function HeatMap({ rowHeader, columns, rows, words, ...frame }: HeatMapProps) {
  const t = useText();
  const { percent, number } = useFormat();
  const say = (cell: HeatCell | undefined) => {
    if (cell?.kind === 'few') return words.few(cell.part, cell.base);
    if (!cell || cell.kind !== 'share') return words[cell?.kind ?? 'empty'];
    return t('ui.chart.heat.cell', {
      percent: percent(cell.part / cell.base),
      part: number(cell.part),
      base: number(cell.base),
    });
  };
  const short = (cell: HeatCell) => {
    if (cell.kind === 'few')
      return t('ui.chart.heat.few', { part: number(cell.part), base: number(cell.base) });
    return cell.kind === 'share' ? number(Math.round((cell.part / cell.base) * 100)) : '';
  };
  const hasNumbers = columns.length <= mostNumbers;
  const every = Math.ceil(columns.length / 6);
  const table = {
    headers: [rowHeader, ...columns.map(({ label }) => label)],
    rows: rows.map(({ label, cells }) => [label, ...columns.map((_, index) => say(cells[index]))]),
  };
  const legend = (
    <>
      <li>
        <span aria-hidden className="flex gap-px">
          {shades.map((shade) => (
            <span key={shade} data-mark className={cx('size-3 rounded-sm', shade)} />
          ))}
        </span>
        {words.steps}
      </li>
      <li>
        <span aria-hidden data-mark className="size-3 rounded-sm bg-track/40" />
        {words.empty}
      </li>
      <li>
        <span aria-hidden data-mark className="hatched size-3 rounded-sm" />
        {words.paused}
      </li>
    </>
  );
  return (
    <ChartFigure {...frame} table={table} points="cells" legend={legend}>
      {(pointOf) => (
        <div
          style={{
            gridTemplateColumns: `minmax(5.5rem,11rem) repeat(${columns.length}, minmax(${hasNumbers ? '2rem' : '0.5rem'},1fr))`,
          }}
          className="grid items-center gap-px"
        >
          {rows.map((row, rowIndex) => (
            <div key={row.id} className="contents">
              <span
                className={cx(
                  'sticky start-0 z-2 flex h-full items-center bg-card pe-3 text-dense leading-4',
                  row.isTotal && 'font-semibold',
                )}
              >
                <bdi className="line-clamp-2">{row.label}</bdi>
              </span>
              {columns.map(({ id }, columnIndex) => {
                const cell = row.cells[columnIndex] ?? { kind: 'empty' };
                return (
                  <div
                    key={id}
                    {...pointOf(rowIndex * columns.length + columnIndex)}
                    data-mark
                    className={cx(
                      'flex h-8 scroll-ms-24 items-center justify-center rounded-sm text-caption tabular-nums',
                      shadeOf(cell),
                    )}
                  >
                    {hasNumbers && short(cell)}
                  </div>
                );
              })}
            </div>
          ))}
          <span />
          {columns.map(({ id, label }, index) => (
            <span key={id} className="h-4 text-[0.6875rem] leading-4 whitespace-nowrap text-muted">
              {index % every === 0 && index <= columns.length - Math.min(every, 3) && label}
            </span>
          ))}
        </div>
      )}
    </ChartFigure>
  );
}
