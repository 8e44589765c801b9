import type { PersonImport } from '@ithaca/contracts/people';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { Status } from '../../ui/status.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { nameOfRow, useFieldWords, useHeading } from './import-words.ts';
import { useChangeRow, type ImportRow } from './imports.queries.ts';

type RowProps = {
  record: PersonImport;
  row: ImportRow;
  readOnly: string | undefined;
  /** Nothing is wrong with the line any more; it may be gone from the list. */
  onMended: () => void;
};

/** One line of the file: what is wrong with it, and its cells to mend. Others are shown when asked for. */
export function ImportRowForm({ record, row, readOnly, onMended }: RowProps) {
  const t = useText();
  const { number, list } = useFormat();
  const heading = useHeading();
  const { fieldWords } = useFieldWords();
  const change = useChangeRow(record.id);
  const [typed, setTyped] = useState<ReadonlyMap<number, string>>(new Map());
  const [showsAll, setShowsAll] = useState(false);
  const isShifted = row.problems.some(({ code }) => code === 'shifted-row');
  const mapped = new Map(record.mapping?.columns.map(({ column, field }) => [column, field]));
  const atFault = new Set(row.problems.flatMap(({ column }) => column ?? []));
  const shown = record.columns.filter(
    ({ column }) => isShifted || atFault.has(column) || (showsAll && mapped.has(column)),
  );
  const canShowMore = !isShifted && [...mapped.keys()].some((column) => !atFault.has(column));
  const surplus = row.cells.slice(record.columns.length);
  const save = async () => {
    const cells = record.columns.map(({ column }) => typed.get(column) ?? row.cells[column] ?? '');
    // Once it is mended this form may be gone, so nothing here waits for it to be told.
    const saved = await change.mutateAsync({ line: row.line, cells }).catch(() => null);
    if (!saved) return;
    setTyped(new Map());
    const isMended = saved.problems.length === 0;
    showToast({
      tone: isMended ? 'success' : 'warning',
      title: t(isMended ? 'imports.row.mended' : 'imports.row.still', { line: number(row.line) }),
    });
    if (isMended) onMended();
  };
  const name = nameOfRow(row, record.mapping);
  const label = t('imports.row.line', { line: number(row.line) });
  return (
    <form
      noValidate
      aria-label={name ? `${label}, ${name}` : label}
      onSubmit={(event) => {
        event.preventDefault();
        if (!readOnly && (typed.size > 0 || isShifted)) void save();
      }}
      className="flex flex-col gap-3 rounded-lg border bg-card p-4"
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-medium">
          {name ? <bdi>{name}</bdi> : label}
          {name && <span className="ms-2 font-normal text-muted">{label}</span>}
        </h3>
        <ul className="flex min-w-0 flex-wrap gap-x-4 gap-y-1">
          {row.problems.map(({ code, severity, value, column }) => (
            <li key={`${code} ${column}`} className="min-w-0">
              <Status look="plain" tone={severity === 'error' ? 'danger' : 'warning'}>
                {t(`imports.problem.${code}`)}
                {value !== '' && code !== 'shifted-row' && (
                  <>
                    {': '}
                    <bdi>“{value}”</bdi>
                  </>
                )}
              </Status>
            </li>
          ))}
        </ul>
      </div>
      {isShifted && (
        <p className="text-dense text-muted">
          {t('imports.row.cells', { found: number(row.cells.length), needed: number(record.columns.length) })}
          {surplus.length > 0 && (
            <> {t('imports.row.surplus', { cells: list(surplus.map((cell) => `“${cell}”`)) })}</>
          )}
        </p>
      )}
      {shown.length > 0 && (
        <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
          {shown.map((column) => {
            const field = mapped.get(column.column);
            return (
              <TextField
                key={column.column}
                label={heading(column)}
                {...(field && fieldWords(field) !== heading(column) && { description: fieldWords(field) })}
                isReadOnly={readOnly !== undefined}
                value={typed.get(column.column) ?? row.cells[column.column] ?? ''}
                onChange={(next) => setTyped(new Map([...typed, [column.column, next]]))}
                maxLength={2000}
              />
            );
          })}
        </div>
      )}
      <ProblemBanner problem={change.error} />
      <div className="flex flex-wrap justify-between gap-2">
        {canShowMore ? (
          <Button
            variant="quiet"
            size="small"
            aria-expanded={showsAll}
            onPress={() => setShowsAll(!showsAll)}
            className="-ms-2"
          >
            {t(showsAll ? 'imports.row.fewer' : 'imports.row.all')}
          </Button>
        ) : (
          <span />
        )}
        <Button
          type="submit"
          size="small"
          isLoading={change.isPending}
          disabledReason={
            readOnly ?? (typed.size === 0 && !isShifted ? t('imports.row.untouched') : undefined)
          }
        >
          {t('imports.row.save')}
        </Button>
      </div>
    </form>
  );
}
