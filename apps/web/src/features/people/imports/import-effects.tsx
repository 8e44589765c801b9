import { importFields, type PersonImport } from '@ithaca/contracts/imports';
import ArrowRight from 'lucide-react/icons/arrow-right';
import { useMemo } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { usePaged } from '../../../lib/paging.ts';
import { ProblemState } from '../../../lib/problem.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { Tabs } from '../../../ui/tabs.tsx';
import { isDay, nameOfRow, useFieldWords } from './import-words.ts';
import { importRowsQuery, type ImportRow, type RowFilter } from './imports.queries.ts';

export const effects = ['new', 'changed', 'unchanged', 'leavers', 'joined', 'rejected'] as const;
export type Effect = (typeof effects)[number];

const filterOf = (effect: Effect): RowFilter => (effect === 'leavers' ? { leaves: 'true' } : { effect });

type EffectsProps = {
  record: PersonImport;
  counts: NonNullable<PersonImport['counts']>;
  selected: string;
  onSelect: (effect: Effect) => void;
};

/** What each line does or did, a tab an effect; those that do not occur are left out. */
export function ImportEffects({ record, counts, selected, onSelect }: EffectsProps) {
  const t = useText();
  const present = effects.filter((effect) => counts[effect] > 0);
  const shown = present.find((effect) => effect === selected) ?? present[0];
  if (!shown) return null;
  return (
    <Tabs
      label={t('imports.effects')}
      selected={shown}
      onSelect={onSelect}
      tabs={present.map((effect) => ({
        id: effect,
        label: t(`imports.effect.${effect}`),
        count: counts[effect],
        content: <EffectRows record={record} effect={effect} />,
      }))}
    />
  );
}

function EffectRows({ record, effect }: { record: PersonImport; effect: Effect }) {
  const t = useText();
  const columns = useColumns(record, effect);
  const { query, rows, pagination, isError } = usePaged(importRowsQuery(record.id, filterOf(effect)));
  if (isError) return <ProblemState problem={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className="flex flex-col gap-3">
      <DataTable
        label={t(`imports.effect.${effect}`)}
        columns={columns}
        rows={rows}
        rowId={({ line }) => String(line)}
        narrow={effect === 'new' ? 'scroll' : 'cards'}
        empty={<EmptyState title={t('imports.effects.none')} />}
      />
      {rows && (pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
    </div>
  );
}

function useColumns(record: PersonImport, effect: Effect): Column<ImportRow>[] {
  const t = useText();
  const { number } = useFormat();
  const { mapping } = record;
  const { fieldWords, valueWords } = useFieldWords(mapping?.target?.cohortId);
  return useMemo(() => {
    const name: Column<ImportRow> = {
      id: 'name',
      header: t('directory.name'),
      className: '@sm:max-w-72',
      cell: (row) => <bdi>{nameOfRow(row, mapping) || '–'}</bdi>,
    };
    const line: Column<ImportRow> = {
      id: 'line',
      header: t('imports.line'),
      align: 'end',
      className: 'w-px whitespace-nowrap text-muted',
      cell: (row) => number(row.line),
    };
    const valueOf = (field: string): Column<ImportRow> => ({
      id: field,
      header: fieldWords(field),
      className: isDay(field) ? 'whitespace-nowrap' : '@sm:max-w-56',
      cell: ({ changes }) => {
        const words = valueWords(field, changes[field]?.[1] ?? null);
        return words ? <bdi>{words}</bdi> : <span className="text-muted">–</span>;
      },
    });
    const told: Column<ImportRow> = {
      id: 'changes',
      header: t('imports.changes'),
      cell: ({ changes }) => <Changes cohortId={mapping?.target?.cohortId} changes={changes} />,
    };
    switch (effect) {
      case 'new': {
        // A line of a pair tells of two people: what it does is listed.
        if (mapping?.columns.some(({ side }) => side !== undefined)) return [name, told, line];
        const used = new Set<string>(mapping?.columns.map(({ field }) => field));
        return [
          name,
          ...importFields.filter((field) => used.has(field) && field !== 'name').map(valueOf),
          line,
        ];
      }
      case 'leavers':
        return [name, valueOf('leftOn'), ...(usesReason(record) ? [valueOf('endReason')] : []), line];
      case 'changed':
      case 'joined':
        return [name, told, line];
      case 'rejected':
        return [
          name,
          {
            id: 'why',
            header: t('imports.why'),
            cell: ({ problems }) => (
              <span>
                {problems
                  .filter(({ severity }) => severity === 'error')
                  .map(({ code }) => t(`imports.problem.${code}`))
                  .join(' · ')}
              </span>
            ),
          },
          line,
        ];
      case 'unchanged':
        return [name, line];
    }
  }, [t, number, fieldWords, valueWords, mapping, record, effect]);
}

const usesReason = ({ mapping }: PersonImport) =>
  mapping?.columns.some(({ field }) => field === 'endReason') === true;

const placeOf = (field: string) => importFields.findIndex((known) => known === field);

/** In the order in which a person is told of; the record itself has none. */
const inOrder = (changes: ImportRow['changes']) =>
  Object.entries(changes).toSorted(([one], [other]) => placeOf(one) - placeOf(other));

/** Each changed field: what it was, what it becomes. */
function Changes({ changes, cohortId }: { changes: ImportRow['changes']; cohortId: string | undefined }) {
  const t = useText();
  const { fieldWords, valueWords } = useFieldWords(cohortId);
  return (
    <ul className="flex flex-col gap-1">
      {inOrder(changes).map(([field, [before, after]]) => (
        <li key={field} className="flex flex-wrap items-center gap-x-1.5 text-start">
          <span className="text-muted">{fieldWords(field)}:</span>
          <bdi className="text-muted line-through decoration-muted/60">
            {valueWords(field, before) || t('imports.nothing')}
          </bdi>
          <Icon of={ArrowRight} isMirrored className="text-muted" />
          <span className="sr-only">{t('imports.becomes')}</span>
          <bdi className="font-medium">{valueWords(field, after) || t('imports.nothing')}</bdi>
        </li>
      ))}
    </ul>
  );
}
