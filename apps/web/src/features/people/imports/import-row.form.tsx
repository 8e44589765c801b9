import type { PersonImport } from '@ithaca/contracts/imports';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Status } from '../../../ui/status.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { nameOfRow, useFieldWords, useHeading } from './import-words.ts';
import { useChangeRow, type ImportRow } from './imports.queries.ts';

type RowProps = {
  record: PersonImport;
  row: ImportRow;
  readOnly: string | undefined;
  /** The line may be gone from the list now. */
  onSaved: () => void;
};

/** One line of the file: what is wrong with it, and its cells to mend. Others are shown when asked for. */
export function ImportRowForm({ record, row, readOnly, onSaved }: RowProps) {
  const t = useText();
  const { number, list } = useFormat();
  const heading = useHeading();
  const { fieldWords } = useFieldWords(record.mapping?.target?.cohortId);
  const change = useChangeRow(record.id);
  const [typed, setTyped] = useState<ReadonlyMap<number, string>>(new Map());
  const [showsAll, setShowsAll] = useState(false);
  const isShifted = row.problems.some(({ code }) => code === 'shifted-row');
  const mapped = new Map(record.mapping?.columns.map(({ column, field }) => [column, field]));
  // Of two days that contradict one another either may be the wrong one.
  const codes = new Set<string>(row.problems.map(({ code }) => code));
  const contradicted = new Set<string>([
    ...(codes.has('left-before-hired') ? ['hiredOn'] : []),
    ...(codes.has('leave-ends-first') ? ['leaveFrom', 'leaveUntil'] : []),
  ]);
  const atFault = new Set([
    ...row.problems.flatMap(({ column }) => column ?? []),
    ...[...mapped].flatMap(([column, field]) => (contradicted.has(field) ? [column] : [])),
  ]);
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
    onSaved();
  };
  const name = nameOfRow(row, record.mapping);
  const label = t('imports.row.line', { line: number(row.line) });
  const isCompact = shown.length <= 1;
  return (
    <form
      noValidate
      aria-label={name ? `${label}, ${name}` : label}
      onSubmit={(event) => {
        event.preventDefault();
        if (!readOnly && (typed.size > 0 || isShifted)) void save();
      }}
      className="@container px-4 py-3"
    >
      <div
        className={cx(
          'grid gap-x-4 gap-y-3',
          isCompact && '@min-[36rem]:grid-cols-[1fr_minmax(11rem,17rem)_auto] @min-[36rem]:items-end',
        )}
      >
        <div className="flex min-w-0 flex-col gap-0.5 self-center">
          <h3 className="font-medium">
            {name ? <bdi>{name}</bdi> : label}
            {name && <span className="ms-2 text-dense font-normal text-muted">{label}</span>}
          </h3>
          <ul className="flex min-w-0 flex-wrap gap-x-4 gap-y-0.5">
            {row.problems.map(({ code, severity, value, column }) => (
              <li key={`${code} ${column}`} className="min-w-0">
                <Status look="plain" tone={severity === 'error' ? 'danger' : 'warning'}>
                  {t(`imports.problem.${code}`)}
                  {isToBeSaid(row, { column, value }) && code !== 'shifted-row' && (
                    <>
                      {': '}
                      <bdi>{value}</bdi>
                    </>
                  )}
                </Status>
              </li>
            ))}
          </ul>
          {isShifted && (
            <p className="text-dense text-muted">
              {t('imports.row.cells', {
                found: number(row.cells.length),
                needed: number(record.columns.length),
              })}
              {surplus.length > 0 && (
                <> {t('imports.row.surplus', { cells: list(surplus.map((cell) => `“${cell}”`)) })}</>
              )}
            </p>
          )}
        </div>
        <div className={cx('grid gap-3', !isCompact && '@min-[30rem]:grid-cols-2 @min-[48rem]:grid-cols-3')}>
          {shown.map((column) => {
            const field = mapped.get(column.column);
            return (
              <TextField
                key={column.column}
                label={field ? `${heading(column)} · ${fieldWords(field)}` : heading(column)}
                isReadOnly={readOnly !== undefined}
                value={typed.get(column.column) ?? row.cells[column.column] ?? ''}
                onChange={(next) => setTyped(new Map([...typed, [column.column, next]]))}
                maxLength={2000}
              />
            );
          })}
        </div>
        <div className="flex flex-wrap justify-end gap-1">
          {canShowMore && (
            <IconButton
              icon={showsAll ? ChevronUp : ChevronDown}
              label={t(showsAll ? 'imports.row.fewer' : 'imports.row.all')}
              aria-expanded={showsAll}
              onPress={() => setShowsAll(!showsAll)}
            />
          )}
          <Button
            type="submit"
            isLoading={change.isPending}
            disabledReason={
              readOnly ?? (typed.size === 0 && !isShifted ? t('imports.row.untouched') : undefined)
            }
          >
            {t('imports.row.save')}
          </Button>
        </div>
      </div>
      {change.error && (
        <div className="pt-3">
          <ProblemBanner problem={change.error} />
        </div>
      )}
    </form>
  );
}

/** What is found is said beside the problem where the cell itself does not show it. */
const isToBeSaid = ({ cells }: ImportRow, { column, value }: { column: number | null; value: string }) =>
  value !== '' && (column === null || cells[column]?.trim() !== value);
