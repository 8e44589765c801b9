import type { PersonImport } from '@ithaca/contracts/imports';
import { discardableStates, UNDO_DAYS } from '@ithaca/domain/person-import';
import FileInput from 'lucide-react/icons/file-input';
import Trash2 from 'lucide-react/icons/trash-2';
import Undo2 from 'lucide-react/icons/undo-2';
import { useMemo, useState } from 'react';
import { ApiProblem } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Page } from '../../../lib/page.tsx';
import { usePaged } from '../../../lib/paging.ts';
import { ProblemState } from '../../../lib/problem.tsx';
import { useCan } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { Section } from '../../../ui/section.tsx';
import { Status } from '../../../ui/status.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { ImportUpload } from './import-upload.tsx';
import { stateTones } from './import-words.ts';
import { importsQuery, isAtWork } from './imports.queries.ts';

const DiscardImportDialog = lazyLayer(
  async () => (await import('./import-discard-dialog.tsx')).DiscardImportDialog,
);
const UndoImportDialog = lazyLayer(async () => (await import('./import-undo-dialog.tsx')).UndoImportDialog);

const counted = ['new', 'changed', 'unchanged', 'leavers', 'rejected'] as const;

function useColumns(
  readOnly: string | undefined,
  onUndo: (record: PersonImport) => void,
  onDiscard: (record: PersonImport) => void,
): Column<PersonImport>[] {
  const t = useText();
  const { number, percent, relative, day } = useFormat();
  return useMemo(
    () => [
      {
        id: 'file',
        header: t('imports.file'),
        className: '@sm:max-w-80',
        cell: ({ fileName, createdByName, createdAt }) => (
          <span className="flex flex-col">
            <bdi className="truncate font-medium">{fileName}</bdi>
            <span className="truncate font-normal text-muted">
              {t('imports.by', { name: createdByName, when: relative(createdAt) })}
            </span>
          </span>
        ),
      },
      {
        id: 'state',
        header: t('imports.state'),
        cell: ({ state, progress }) => (
          <Status look="plain" tone={stateTones[state]}>
            {state === 'running'
              ? t('imports.state.progress', { percent: percent(progress / 100) })
              : t(`imports.state.${state}`)}
          </Status>
        ),
      },
      ...counted.map((effect): Column<PersonImport> => ({
        id: effect,
        header: t(`imports.effect.${effect}`),
        align: 'end',
        // Before it runs the numbers are a forecast, which its own page tells.
        cell: ({ counts, state }) =>
          counts && state !== 'mapping' && state !== 'ready' ? (
            <span className={counts[effect] === 0 ? 'text-muted' : undefined}>{number(counts[effect])}</span>
          ) : (
            <span className="text-muted">–</span>
          ),
      })),
      {
        id: 'undo',
        header: t('imports.undo'),
        isHeaderHidden: true,
        align: 'end',
        cell: (record) => {
          if (discardableStates.includes(record.state))
            return (
              <Button size="small" icon={Trash2} disabledReason={readOnly} onPress={() => onDiscard(record)}>
                {t('imports.discard')}
                <span className="sr-only"> {record.fileName}</span>
              </Button>
            );
          if (record.state !== 'done' || record.undoableUntil === null) return null;
          const isOver = new Date(record.undoableUntil).getTime() < Date.now();
          return (
            <Button
              size="small"
              icon={Undo2}
              disabledReason={
                readOnly ?? (isOver ? t('imports.undo.over', { days: number(UNDO_DAYS) }) : undefined)
              }
              onPress={() => onUndo(record)}
            >
              {t('common.undo')}
              <span className="sr-only">
                {' '}
                {record.fileName} · {t('imports.undo.until', { day: day(record.undoableUntil) })}
              </span>
            </Button>
          );
        },
      },
    ],
    [t, number, percent, relative, day, readOnly, onUndo, onDiscard],
  );
}

/** Bring people in; what did past imports do, and can they be taken back? */
export default function ImportsPage() {
  const t = useText();
  const mayWrite = useCan('directory.write');
  const readOnly = mayWrite ? undefined : t('directory.readOnly');
  const [undoing, setUndoing] = useState<PersonImport | null>(null);
  const [discarding, setDiscarding] = useState<PersonImport | null>(null);
  const columns = useColumns(readOnly, setUndoing, setDiscarding);
  const { query, rows, pagination, isError } = usePaged({
    ...importsQuery,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isAtWork)) === true ? 1_500 : false,
  });
  if (query.error instanceof ApiProblem && query.error.status === 403)
    return (
      <Page title={t('shell.imports')}>
        <ProblemState level="page" problem={query.error} />
      </Page>
    );
  return (
    <Page title={t('shell.imports')} width="work">
      <PageHeader title={t('shell.imports')} description={t('imports.what')} />
      {readOnly ? <Banner tone="neutral">{readOnly}</Banner> : <ImportUpload />}
      <Section title={t('imports.past')}>
        {isError ? (
          <ProblemState problem={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <DataTable
            label={t('shell.imports')}
            columns={columns}
            rows={rows}
            rowId={({ id }) => id}
            rowHref={({ id }) => `/imports/${id}`}
            narrow="cards"
            skeletonRows={3}
            empty={
              <EmptyState icon={FileInput} title={t('imports.none')}>
                {t('imports.none.why')}
              </EmptyState>
            }
          />
        )}
        {rows && (pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
      </Section>
      {discarding && <DiscardImportDialog record={discarding} onClose={() => setDiscarding(null)} />}
      {undoing && <UndoImportDialog record={undoing} onClose={() => setUndoing(null)} />}
    </Page>
  );
}
