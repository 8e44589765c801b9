import type { Part, PartId, Sheet, Tile } from '@ithaca/metrics/sheets/sheet';
import type { ReactNode } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { MetricDefinition } from '../../lib/metric-definition.tsx';
import { StackedBar } from '../../ui/charts/stacked-bar.tsx';
import { TargetColumns } from '../../ui/charts/target-columns.tsx';
import { cx } from '../../ui/cx.ts';
import { InfoButton } from '../../ui/info-button.tsx';
import { SheetFoot } from './sheet-foot.tsx';

type SheetArticleProps = {
  sheet: Sheet;
  /** The rank of its title in the page around it. */
  level: 1 | 2;
  /** Where the page is found; said on paper. */
  path: string;
  /** What may be taken along of a part. */
  filesOf: (part: PartId) => ReactNode;
};

/** A page of a report on the screen, printed on one sheet of A4: draws what the sheet holds and decides nothing. */
export function SheetArticle({ sheet, level, path, filesOf }: SheetArticleProps) {
  const { heading, isDense } = sheet;
  const Title = level === 1 ? 'h1' : 'h2';
  return (
    <article
      data-sheet
      className={cx(
        'flex flex-col gap-5 rounded-lg border bg-card p-5 sm:p-8 print:border-0 print:p-0',
        isDense ? 'print:gap-2' : 'print:gap-3',
      )}
    >
      <div
        className={cx(
          'flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-b pb-3 text-dense text-muted',
          isDense && 'print:pb-2',
        )}
      >
        <span className="font-medium text-text">{sheet.organisation}</span>
        <span>{sheet.scope}</span>
      </div>
      <div className="flex flex-col gap-2">
        <Title tabIndex={-1} className="text-dense font-medium text-muted outline-none">
          {heading.name} · <span className="whitespace-nowrap">{heading.days}</span>
        </Title>
        <p className="text-title font-semibold text-balance">{sheet.finding}</p>
        {sheet.purpose !== null && (
          <p className="line-clamp-3 text-body text-pretty text-muted print:line-clamp-2">
            <span dir="auto">{sheet.purpose}</span>
          </p>
        )}
      </div>
      {sheet.rows.map((parts, row) => (
        <div
          key={parts[0]?.id}
          className={cx(
            'grid gap-x-8 gap-y-5 print:gap-y-0',
            parts.length > 1 && 'sm:grid-cols-2 print:grid-cols-2',
            row > 1 && 'border-t pt-4',
            row > 1 && (isDense ? 'print:pt-1.5' : 'print:pt-3'),
          )}
        >
          {parts.map((part) => (
            <div key={part.id} className="min-w-0">
              <PartOf part={part} level={level} />
              {filesOf(part.id)}
            </div>
          ))}
        </div>
      ))}
      <SheetFoot foot={sheet.foot} isDense={isDense} path={path} />
    </article>
  );
}

function PartOf({ part, level }: { part: Part; level: 1 | 2 }) {
  const under = level === 1 ? 2 : 3;
  if (part.kind === 'tiles') return <Tiles part={part} />;
  if (part.kind === 'columns') return <TargetColumns {...part} level={under} />;
  if (part.kind === 'stack') {
    const { title, row, parts, note } = part;
    const bar = { id: part.id, label: row, values: parts.map(({ value }) => value) };
    return (
      <div className="flex flex-col gap-1">
        <StackedBar level={under} title={title} series={parts} rows={[bar]} />
        {note !== null && <p className="text-caption text-muted">{note}</p>}
      </div>
    );
  }
  const Title = `h${under}` as const;
  return (
    <div className="flex flex-col gap-1">
      <Title className="text-body font-semibold">{part.title}</Title>
      <Content part={part} />
    </div>
  );
}

const weights = {
  lead: 'text-body text-pretty',
  plain: 'text-dense text-pretty',
  small: 'text-caption text-muted',
} as const;

function Content({ part }: { part: Extract<Part, { kind: 'words' | 'figure' | 'list' | 'table' }> }) {
  switch (part.kind) {
    case 'words':
      return part.lines.map(({ text, weight }) => (
        <p key={text} className={weights[weight]}>
          {text}
        </p>
      ));
    case 'figure':
      return (
        <p className="flex flex-col">
          <span className="text-figure font-semibold tabular-nums">{part.value}</span>
          <span className="text-dense text-muted">{part.note}</span>
        </p>
      );
    case 'list':
      return (
        <ul className="flex list-disc flex-col gap-1 ps-4 text-dense text-pretty print:gap-0 print:text-caption">
          {part.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    default:
      return <Table {...part} />;
  }
}

function Table({ title, table: { headers, rows } }: Extract<Part, { kind: 'table' }>) {
  return (
    <table aria-label={title} className="w-full text-dense">
      <thead>
        <tr className="text-muted">
          {headers.map((header, at) => (
            <th
              key={header}
              scope="col"
              className={cx('py-1 font-medium print:py-0.5', at === 0 ? 'text-start' : 'text-end')}
            >
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells]) => (
          <tr key={name} className="border-t">
            <th scope="row" className="py-1 text-start font-normal print:py-0.5">
              {name}
            </th>
            {cells.map((cell, at) => (
              <td key={headers[at + 1]} className="py-1 text-end tabular-nums print:py-0.5">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Tiles({ part: { caption, tiles } }: { part: Extract<Part, { kind: 'tiles' }> }) {
  const t = useText();
  return (
    <div className="flex flex-col gap-2">
      {caption !== null && <p className="text-caption text-muted">{caption}</p>}
      <ul
        aria-label={t('metrics.numbers')}
        className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,8.5rem),1fr))] gap-x-5 gap-y-4 print:grid-cols-4"
      >
        {tiles.map((tile) => (
          <Number key={tile.key} tile={tile} />
        ))}
      </ul>
    </div>
  );
}

function Number({ tile: { key, label, value, isTold, isFew, notes } }: { tile: Tile }) {
  return (
    <li className="flex min-w-0 flex-col border-s-2 border-divider ps-3">
      <span className="flex items-start justify-between gap-1 text-dense font-medium text-muted">
        {label}
        <span className="-mt-1">
          <InfoButton about={label}>
            <MetricDefinition metricKey={key} />
          </InfoButton>
        </span>
      </span>
      {isTold ? (
        <span className={cx('text-figure font-semibold tabular-nums', isFew && 'text-muted')}>{value}</span>
      ) : (
        <span className="py-1 text-lead font-semibold text-muted">{value}</span>
      )}
      {notes.map((note) => (
        <span key={note} className="text-caption text-muted">
          {note}
        </span>
      ))}
    </li>
  );
}
