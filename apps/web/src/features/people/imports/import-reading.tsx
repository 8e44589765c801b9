import { importDelimiters, importEncodings, type PersonImport } from '@ithaca/contracts/imports';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { Section } from '../../../ui/section.tsx';
import { Select } from '../../../ui/select.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { delimiterWords, useHeading } from './import-words.ts';
import { firstRowsQuery, useReread, type ImportRow } from './imports.queries.ts';

/** A glance at a wide file. */
const mostColumns = 40;

/** How the file was read, with its first rows; another sheet, encoding or separator reads it anew. */
export function ImportReading({ record, readOnly }: { record: PersonImport; readOnly: string | undefined }) {
  const t = useText();
  const { number } = useFormat();
  const heading = useHeading();
  const reread = useReread(record);
  const { data: rows } = useQuery(firstRowsQuery(record));
  const { source } = record;
  const columns = useMemo(
    () =>
      record.columns.slice(0, mostColumns).map((column): Column<ImportRow> => ({
        id: String(column.column),
        header: heading(column),
        className: 'max-w-56 truncate whitespace-nowrap',
        cell: ({ cells }) => <bdi>{cells[column.column] ?? ''}</bdi>,
      })),
    [record.columns, heading],
  );
  const isDisabled = readOnly !== undefined || !source.canReread || reread.isPending;
  const notes = [
    source.titleLines > 0 &&
      t('imports.reading.titles', { count: source.titleLines, shown: number(source.titleLines) }),
    source.mergedAreas > 0 &&
      t('imports.reading.merged', { count: source.mergedAreas, shown: number(source.mergedAreas) }),
  ].filter((note) => note !== false);
  const encoding = importEncodings.find((one) => one === record.encoding) ?? null;
  const delimiter = importDelimiters.find((one) => one === record.delimiter) ?? null;
  return (
    <Section title={t('imports.reading.title')} description={t('imports.reading.what')}>
      <div className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2 lg:max-w-2xl">
          {source.kind === 'workbook' ? (
            <Select
              label={t('imports.reading.sheet')}
              isDisabled={isDisabled}
              choices={source.sheets.map(({ name, hidden, rows: lines }) => ({
                id: name,
                label: name,
                description: [
                  hidden && t('imports.reading.hidden'),
                  lines !== null && t('imports.reading.rows', { count: lines, shown: number(lines) }),
                ]
                  .filter((part) => part !== false)
                  .join(' · '),
              }))}
              value={source.sheet}
              onChange={(sheet) => reread.mutate({ sheet })}
            />
          ) : (
            <>
              <Select
                label={t('imports.reading.encoding')}
                isDisabled={isDisabled}
                choices={importEncodings.map((id) => ({ id, label: t(`imports.encoding.${id}`) }))}
                value={encoding}
                onChange={(next) =>
                  reread.mutate({
                    ...(importEncodings.includes(next) && { encoding: next }),
                    ...(delimiter && { delimiter }),
                  })
                }
              />
              <Select
                label={t('imports.reading.delimiter')}
                isDisabled={isDisabled}
                choices={importDelimiters.map((id) => ({
                  id,
                  label: t(`imports.sign.${delimiterWords[id]}`),
                }))}
                value={delimiter}
                onChange={(next) =>
                  reread.mutate({
                    ...(importDelimiters.includes(next) && { delimiter: next }),
                    ...(encoding && { encoding }),
                  })
                }
              />
            </>
          )}
        </div>
        {notes.length > 0 && <p className="text-dense text-muted">{notes.join(' ')}</p>}
        <ProblemBanner problem={reread.error} />
        <DataTable
          label={t('imports.reading.first')}
          columns={columns}
          rows={rows}
          rowId={({ line }) => String(line)}
          skeletonRows={5}
        />
      </div>
    </Section>
  );
}
