import type { PersonImport } from '@ithaca/contracts/imports';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { cx } from '../../../ui/cx.ts';
import { showToast } from '../../../ui/toast.tsx';
import { useFieldWords, useHeading } from './import-words.ts';
import { useChangeRow, type ImportRow } from './imports.queries.ts';

type GridProps = { record: PersonImport; rows: readonly ImportRow[]; readOnly: string | undefined };
type Column = PersonImport['columns'][number] & { words: string };

/**
 * The lines with something to mend, cell beside cell: up and down move between lines, at its ends a cell gives way to the next
 * one, Enter writes the line and goes on below, Escape leaves the cell as it was.
 */
export function ImportGrid({ record, rows, readOnly }: GridProps) {
  const t = useText();
  const { number } = useFormat();
  const heading = useHeading();
  const { fieldWords } = useFieldWords(record.mapping?.target?.cohortId);
  const change = useChangeRow(record.id);
  const body = useRef<HTMLTableSectionElement>(null);
  const held = new Map(
    record.mapping?.columns.map(({ column, field, side }) => [column, side ? `${side}.${field}` : field]),
  );
  // What is to be mended stands first and stays there, also once it is mended: nobody has to look for it to the side.
  const [troubled] = useState(
    () => new Set(rows.flatMap(({ problems }) => problems.map((one) => one.column))),
  );
  const columns: Column[] = record.columns
    .filter(({ column }) => held.has(column))
    .toSorted((one, other) => Number(troubled.has(other.column)) - Number(troubled.has(one.column)))
    .map((column) => ({ ...column, words: fieldWords(held.get(column.column) ?? '') }));

  const focusAt = (row: number, column: number) => {
    const input = body.current?.rows[row]?.querySelectorAll('input')[column];
    input?.focus();
    input?.select();
  };
  const write = (row: ImportRow, column: number, text: string) => {
    if ((row.cells[column] ?? '') === text) return;
    const cells = record.columns.map((one) => (one.column === column ? text : (row.cells[one.column] ?? '')));
    change.mutate(
      { line: row.line, cells },
      {
        onSuccess: ({ problems }) =>
          showToast({
            tone: problems.length === 0 ? 'success' : 'warning',
            title: t(problems.length === 0 ? 'imports.row.mended' : 'imports.row.still', {
              line: number(row.line),
            }),
          }),
      },
    );
  };
  return (
    <div className="flex flex-col gap-2">
      <p className="text-dense text-muted">{t('imports.grid.keys')}</p>
      <div className="overflow-x-auto rounded-lg border bg-card">
        <table aria-label={t('imports.grid')} className="w-full text-dense">
          <thead>
            <tr className="border-b bg-surface">
              <th scope="col" className="w-px px-3 py-2 text-end font-medium whitespace-nowrap text-muted">
                {t('imports.line')}
              </th>
              {columns.map((column) => (
                <th
                  key={column.column}
                  scope="col"
                  className="px-2 py-2 text-start font-medium whitespace-nowrap"
                >
                  <bdi>{heading(column)}</bdi>
                  <span className="block font-normal text-muted">{column.words}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body} className="divide-y">
            {rows.map((row, place) => (
              <tr key={row.line}>
                <th scope="row" className="px-3 py-2 text-end align-top font-normal text-muted tabular-nums">
                  {number(row.line)}
                </th>
                {columns.map(({ column, words }, columnPlace) => (
                  <GridCell
                    key={column}
                    label={`${t('imports.row.line', { line: number(row.line) })}, ${words}`}
                    text={row.cells[column] ?? ''}
                    problem={row.problems.find((one) => one.column === column)}
                    isReadOnly={readOnly !== undefined}
                    onWrite={(text) => write(row, column, text)}
                    onMove={(down, across) => focusAt(place + down, columnPlace + across)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ProblemBanner problem={change.error} />
    </div>
  );
}

type CellProps = {
  label: string;
  text: string;
  problem: ImportRow['problems'][number] | undefined;
  isReadOnly: boolean;
  onWrite: (text: string) => void;
  onMove: (down: number, across: number) => void;
};

const tints = { error: 'bg-danger-tint', warning: 'bg-warning-tint' } as const;

function GridCell({ label, text, problem, isReadOnly, onWrite, onMove }: CellProps) {
  const t = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const write = () => {
    if (typed === null) return;
    setTyped(null);
    onWrite(typed);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const isLeftToRight = getComputedStyle(event.currentTarget).direction !== 'rtl';
    const atStart = selectionStart === 0 && selectionEnd === 0;
    const atEnd = selectionStart === value.length;
    const isWhole = selectionStart === 0 && selectionEnd === value.length && typed === null;
    const back = event.key === (isLeftToRight ? 'ArrowLeft' : 'ArrowRight') && (atStart || isWhole);
    const on = event.key === (isLeftToRight ? 'ArrowRight' : 'ArrowLeft') && (atEnd || isWhole);
    if (event.key === 'Escape' && typed !== null) setTyped(null);
    else if (event.key === 'ArrowUp') onMove(-1, 0);
    else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      if (event.key === 'Enter') write();
      onMove(1, 0);
    } else if (back) onMove(0, -1);
    else if (on) onMove(0, 1);
    else return;
    event.preventDefault();
  };
  return (
    <td className={cx('max-w-80 px-1 py-1 align-top', problem ? 'min-w-60' : 'min-w-32')}>
      <input
        aria-label={label}
        aria-invalid={problem?.severity === 'error'}
        readOnly={isReadOnly}
        value={typed ?? text}
        maxLength={2000}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={write}
        className={cx(
          'w-full rounded-sm border border-transparent px-1.5 py-1 hover:border-edge focus:border-edge',
          problem ? tints[problem.severity] : 'bg-transparent',
        )}
      />
      {problem && (
        <span className="block px-1.5 pt-0.5 text-caption text-muted">
          {t(`imports.problem.${problem.code}`)}
          {problem.suggestion !== null && (
            <>
              {' → '}
              <bdi className="font-medium">{problem.suggestion}</bdi>
            </>
          )}
        </span>
      )}
    </td>
  );
}
