import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { cx } from '../cx.ts';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';
import { useRoving } from './use-roving.ts';

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
  'bg-series-1/8',
  'bg-series-1/20',
  'bg-series-1/34',
  'bg-series-1/55',
  'bg-series-1 text-card',
] as const;
const hatched =
  'bg-[repeating-linear-gradient(45deg,var(--color-track)_0_3px,transparent_3px_6px)] border border-edge/40';
const exact = '[print-color-adjust:exact] forced-colors:[forced-color-adjust:none]';

const stepOf = (share: number) => STEPS.filter((limit) => share >= limit).length;
const shadeOf = (cell: HeatCell) => {
  if (cell.kind === 'share') return shades[stepOf(cell.part / cell.base)];
  return cell.kind === 'paused' ? hatched : 'bg-track/40 text-muted';
};

/** Shares of groups as time goes by: a row for each group, a column for each step of time, five shades of one hue. */
export function HeatMap({ rowHeader, columns, rows, words, ...frame }: HeatMapProps) {
  const t = useText();
  const { percent, number } = useFormat();
  const { active, pointProps } = useRoving(rows.length * columns.length);
  const say = (cell: HeatCell | undefined) => {
    if (cell?.kind === 'few') return words.few(cell.part, cell.base);
    if (!cell || cell.kind !== 'share') return words[cell?.kind ?? 'empty'];
    return t('ui.chart.heat.cell', {
      percent: percent(cell.part / cell.base),
      part: number(cell.part),
      base: number(cell.base),
    });
  };
  const short = (cell: HeatCell | undefined) => {
    if (cell?.kind === 'few')
      return t('ui.chart.heat.few', { part: number(cell.part), base: number(cell.base) });
    return cell?.kind === 'share' ? number(Math.round((cell.part / cell.base) * 100)) : '';
  };
  const readingOf = (index: number) => {
    const row = rows[Math.floor(index / columns.length)];
    const column = columns[index % columns.length];
    return row && column ? `${row.label}, ${column.label}: ${say(row.cells[index % columns.length])}` : '';
  };
  const hasNumbers = columns.length <= mostNumbers;
  const every = Math.ceil(columns.length / 6);
  const table = {
    headers: [rowHeader, ...columns.map(({ label }) => label)],
    rows: rows.map(({ label, cells }) => [label, ...columns.map((_, index) => say(cells[index]))]),
  };
  return (
    <ChartFigure {...frame} table={table}>
      <fieldset aria-label={t('ui.chart.points', { title: frame.title })} className="min-w-0 overflow-x-auto">
        <div
          style={{
            gridTemplateColumns: `minmax(5.5rem,11rem) repeat(${columns.length}, minmax(${hasNumbers ? '2rem' : '0.5rem'},1fr))`,
          }}
          className="grid items-center gap-px"
        >
          {rows.map((row, rowIndex) => (
            <div key={row.id} className="contents">
              <span
                aria-hidden
                className={cx(
                  'sticky start-0 z-2 flex h-full items-center bg-card pe-3 text-dense leading-4',
                  row.isTotal && 'font-semibold',
                )}
              >
                <bdi className="line-clamp-2">{row.label}</bdi>
              </span>
              {columns.map(({ id }, columnIndex) => {
                const index = rowIndex * columns.length + columnIndex;
                const cell = row.cells[columnIndex] ?? { kind: 'empty' };
                return (
                  <div
                    key={id}
                    // A cell of a chart is no picture file.
                    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
                    role="img"
                    aria-label={readingOf(index)}
                    {...pointProps(index)}
                    className={cx(
                      'flex h-8 items-center justify-center rounded-sm text-caption tabular-nums focus-visible:z-1',
                      exact,
                      shadeOf(cell),
                      active === index && 'outline-2 outline-text',
                    )}
                  >
                    <span aria-hidden>{hasNumbers && short(cell)}</span>
                  </div>
                );
              })}
            </div>
          ))}
          <span />
          {columns.map(({ id, label }, index) => (
            <span
              key={id}
              aria-hidden
              className="h-4 text-[0.6875rem] leading-4 whitespace-nowrap text-muted"
            >
              {index % every === 0 && index <= columns.length - Math.min(every, 3) && label}
            </span>
          ))}
        </div>
      </fieldset>
      <p aria-hidden className="no-print min-h-4 text-caption text-muted">
        {active === null ? '' : readingOf(active)}
      </p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted">
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="flex gap-px">
            {shades.map((shade) => (
              <span key={shade} className={cx('size-3 rounded-sm', exact, shade)} />
            ))}
          </span>
          {words.steps}
        </li>
        <li className="flex items-center gap-1.5">
          <span aria-hidden className={cx('size-3 rounded-sm bg-track/40', exact)} />
          {words.empty}
        </li>
        <li className="flex items-center gap-1.5">
          <span aria-hidden className={cx('size-3 rounded-sm', exact, hatched)} />
          {words.paused}
        </li>
      </ul>
    </ChartFigure>
  );
}
