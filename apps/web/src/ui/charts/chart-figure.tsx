import { readingsOf, type ChartTable } from '@ithaca/metrics/charts/chart-table';
import ChartColumn from 'lucide-react/icons/chart-column';
import Table2 from 'lucide-react/icons/table-2';
import { useId, useState, type ReactNode, type Ref } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { cx } from '../cx.ts';
import { Icon } from '../icon.tsx';
import { useChartPoints, type PointOf } from './chart-points.ts';

export type ChartWords = {
  /** The finding: "Four of five meet as planned". */
  title: string;
  /** One sentence more. */
  summary?: ReactNode;
  level?: 2 | 3;
  /** Beside the title: an `InfoButton`, an export. */
  actions?: ReactNode;
};

export type ChartFigureProps = ChartWords & {
  /** The same numbers; what is said of a point is its row of it, or its cell. */
  table: ChartTable;
  points?: 'rows' | 'cells';
  /** Bars beside words that say it all: read as the text it is. Else the drawing is silent but for its points. */
  isText?: boolean;
  legend?: ReactNode;
  /** Draws; each part that is a point wears `pointOf(index)`, in the order of the table. */
  children: (pointOf: PointOf, active: number | null) => ReactNode;
};

const storageKey = 'ithaca.chartView';
type View = 'chart' | 'table';

function storedView(): View {
  return localStorage.getItem(storageKey) === 'table' ? 'table' : 'chart';
}

/**
 * Around every chart: what it says, the same numbers as a table, and its points behind one tab stop: arrows walk them, a
 * live region says them, Enter opens the table. The choice is remembered.
 */
export function ChartFigure(props: ChartFigureProps) {
  const {
    title,
    summary,
    level = 3,
    actions,
    table,
    points = 'rows',
    isText = false,
    legend,
    children,
  } = props;
  const t = useText();
  const id = useId();
  const [view, setView] = useState(storedView);
  const show = (next: View) => {
    localStorage.setItem(storageKey, next);
    setView(next);
  };
  const readings = readingsOf(table, points);
  const across = points === 'cells' ? table.headers.length - 1 : 1;
  const {
    active,
    pointOf,
    stopProps,
    table: twin,
  } = useChartPoints(readings.length, across, () => show('table'));
  const Title = level === 2 ? 'h2' : 'h3';
  const isEmpty = readings.length === 0;
  return (
    <figure aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
      <figcaption>
        <div className="flex items-start justify-between gap-3">
          <Title id={id} className="min-w-0 text-body font-semibold text-pretty">
            {title}
          </Title>
          <div className="no-print -my-1 flex shrink-0 items-center gap-1">
            {actions}
            {!isEmpty && <ViewSwitch title={title} view={view} onShow={show} />}
          </div>
        </div>
        {summary && <p className="mt-0.5 max-w-prose text-dense text-pretty text-muted">{summary}</p>}
      </figcaption>
      {view === 'table' && !isEmpty && (
        <div className="no-print contents">
          <Twin label={title} table={table} region={twin} />
        </div>
      )}
      {/* Paper always gets the chart: a long table would spill over its page. */}
      <div className={cx('flex min-w-0 flex-col gap-2', view === 'table' && !isEmpty && 'hidden print:flex')}>
        {legend && (
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-caption text-muted *:flex *:items-center *:gap-1.5">
            {legend}
          </ul>
        )}
        {isEmpty ? (
          children(pointOf, null)
        ) : (
          <>
            <div
              role={isText ? 'group' : 'application'}
              aria-label={t('ui.chart.points', { title })}
              {...stopProps}
              className="-m-1.5 overflow-x-auto rounded-sm p-1.5 [&_:is(div,li)[data-active]]:outline-2 [&_:is(div,li)[data-active]]:outline-edge"
            >
              {children(pointOf, active)}
            </div>
            <output
              className={isText ? 'sr-only' : 'no-print -my-1 min-h-4 text-caption text-muted tabular-nums'}
            >
              {active !== null && readings[active]}
            </output>
          </>
        )}
      </div>
    </figure>
  );
}

type ViewSwitchProps = { title: string; view: View; onShow: (view: View) => void };

function ViewSwitch({ title, view, onShow }: ViewSwitchProps) {
  const t = useText();
  return (
    <fieldset aria-label={t('ui.chart.view', { title })} className="flex rounded-md border p-0.5">
      {(['chart', 'table'] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={view === one}
          aria-label={t(`ui.chart.${one}`)}
          title={t(`ui.chart.${one}`)}
          onClick={() => onShow(one)}
          className={cx(
            'inline-flex size-6 items-center justify-center rounded-sm text-muted hover:text-text pointer-coarse:size-9',
            view === one && 'bg-hover text-text forced-colors:outline-2',
          )}
        >
          <Icon of={one === 'chart' ? ChartColumn : Table2} className="size-3.5" />
        </button>
      ))}
    </fieldset>
  );
}

type TwinProps = { label: string; table: ChartTable; region: Ref<HTMLElement> };

function Twin({ label, table: { headers, rows }, region }: TwinProps) {
  return (
    // Wide tables scroll in their region, which the keyboard must reach.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section ref={region} aria-label={label} tabIndex={0} className="overflow-auto rounded-md border">
      <table aria-label={label} className="w-full text-dense">
        <thead>
          <tr className="bg-surface text-muted">
            {headers.map((header, index) => (
              <th
                key={header}
                scope="col"
                className={cx('px-3 py-1.5 font-medium', index === 0 ? 'text-start' : 'text-end')}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first = '', ...rest], index) => (
            <tr key={`${first}-${index}`} className="border-t">
              <th scope="row" className="px-3 py-1.5 text-start font-normal">
                <bdi>{first}</bdi>
              </th>
              {rest.map((value, column) => (
                <td key={headers[column + 1]} className="px-3 py-1.5 text-end tabular-nums">
                  <bdi>{value}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
