import ChartColumn from 'lucide-react/icons/chart-column';
import Table2 from 'lucide-react/icons/table-2';
import { useId, useState, type ReactNode } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { cx } from '../cx.ts';
import { Icon } from '../icon.tsx';

export type ChartWords = {
  /** The finding: "Four of five meet as planned". */
  title: string;
  /** One sentence more. */
  summary?: ReactNode;
  level?: 2 | 3;
  /** Beside the title: an `InfoButton`, an export. */
  actions?: ReactNode;
};
export type ChartTable = { headers: readonly string[]; rows: readonly (readonly string[])[] };

const storageKey = 'ithaca.chartView';
type View = 'chart' | 'table';

function storedView(): View {
  return localStorage.getItem(storageKey) === 'table' ? 'table' : 'chart';
}

/** Around every chart: what it says, and the same numbers as a table. The choice is remembered. */
export function ChartFigure(props: ChartWords & { table: ChartTable; children: ReactNode }) {
  const { title, summary, level = 3, actions, table, children } = props;
  const t = useText();
  const id = useId();
  const [view, setView] = useState(storedView);
  const Title = level === 2 ? 'h2' : 'h3';
  const show = (next: View) => {
    localStorage.setItem(storageKey, next);
    setView(next);
  };
  return (
    <figure aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
      <figcaption className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <Title id={id} className="text-body font-semibold text-pretty">
            {title}
          </Title>
          {summary && <p className="mt-0.5 max-w-prose text-dense text-muted">{summary}</p>}
        </div>
        <div className="no-print flex shrink-0 items-center gap-1">
          {actions}
          <fieldset aria-label={t('ui.chart.view', { title })} className="flex rounded-md border p-0.5">
            {(['chart', 'table'] as const).map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={view === one}
                aria-label={t(`ui.chart.${one}`)}
                title={t(`ui.chart.${one}`)}
                onClick={() => show(one)}
                className={cx(
                  'inline-flex size-6 items-center justify-center rounded-sm text-muted hover:text-text pointer-coarse:size-9',
                  view === one && 'bg-hover text-text forced-colors:outline-2',
                )}
              >
                <Icon of={one === 'chart' ? ChartColumn : Table2} className="size-3.5" />
              </button>
            ))}
          </fieldset>
        </div>
      </figcaption>
      {view === 'table' && (
        <div className="no-print contents">
          <Twin label={title} table={table} />
        </div>
      )}
      {/* Paper always gets the chart: a long table would spill over its page. */}
      <div className={cx('flex min-w-0 flex-col gap-3', view === 'table' && 'hidden print:flex')}>
        {children}
      </div>
    </figure>
  );
}

function Twin({ label, table: { headers, rows } }: { label: string; table: ChartTable }) {
  return (
    // Wide tables scroll in their region, which the keyboard must reach.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section aria-label={label} tabIndex={0} className="overflow-auto rounded-md border">
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
                {first}
              </th>
              {rest.map((value, column) => (
                <td key={headers[column + 1]} className="px-3 py-1.5 text-end tabular-nums">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
