import {
  columnInset,
  targetColumns,
  targetColumnsTable,
  type DrawnColumns,
  type TargetColumn,
  type TargetColumnsWords,
} from '@ithaca/metrics/charts/target-columns';
import { useFormat } from '../../lib/format.ts';
import { cx } from '../cx.ts';
import { ChartFigure, type ChartWords } from './chart-figure.tsx';

export type TargetColumnsProps = ChartWords & { items: readonly TargetColumn[]; words: TargetColumnsWords };

/** Where the values have room under their columns. */
const roomFrom = {
  0: 'block',
  24: 'hidden @min-[24rem]:block',
  36: 'hidden @min-[36rem]:block',
} satisfies Record<NonNullable<DrawnColumns['valuesFrom']>, string>;
const inset = { insetInline: `${columnInset * 100}%` };

/** What was reached against what was planned as time goes by: a column and a line for each step. Drawn without measuring, so that it prints as it stands. */
export function TargetColumns({ items, words, ...around }: TargetColumnsProps) {
  const { number } = useFormat();
  const drawn = targetColumns(items);
  const { columns, valuesFrom, hasHidden } = drawn;
  const legend = (
    <>
      <li>
        <span aria-hidden data-mark className="size-3 rounded-sm bg-series-1" />
        {words.value}
      </li>
      <li>
        <span aria-hidden data-mark className="h-0.5 w-3.5 bg-text" />
        {words.target}
      </li>
      {hasHidden && (
        <li>
          <span aria-hidden data-mark className="hatched size-3 rounded-sm" />
          {words.hidden}
        </li>
      )}
    </>
  );
  return (
    <ChartFigure {...around} table={targetColumnsTable(drawn, words, number)} legend={legend}>
      {(pointOf) => (
        <div className="@container flex h-40 gap-px sm:gap-0.5 print:h-32">
          {columns.map(({ id, value, tall, line, mark, isLast }, index) => (
            <div key={id} className="flex max-w-16 min-w-0 flex-1 flex-col">
              <div {...pointOf(index)} data-mark className="relative flex-1 border-b border-edge">
                {tall === null ? (
                  <div style={inset} className="hatched absolute inset-y-0 opacity-70" />
                ) : (
                  <div
                    style={{ ...inset, blockSize: `${tall * 100}%` }}
                    className="absolute bottom-0 rounded-t-sm bg-series-1"
                  />
                )}
                {line !== null && (
                  <div
                    style={{ insetBlockEnd: `${line * 100}%` }}
                    className="absolute inset-x-0 h-0.5 bg-text outline outline-card"
                  />
                )}
              </div>
              {valuesFrom !== null && (
                <span
                  className={cx(
                    'pt-0.5 text-center text-[0.6875rem] leading-4 tabular-nums',
                    roomFrom[valuesFrom],
                  )}
                >
                  {value === null ? '–' : number(value)}
                </span>
              )}
              <span
                className={cx(
                  'flex h-4 text-[0.6875rem] leading-4 whitespace-nowrap text-muted',
                  isLast ? 'justify-end' : 'justify-start',
                )}
              >
                {mark && (
                  <span className={cx(mark.from > 0 && 'hidden @min-[24rem]:inline')}>{mark.words}</span>
                )}
              </span>
            </div>
          ))}
        </div>
      )}
    </ChartFigure>
  );
}
