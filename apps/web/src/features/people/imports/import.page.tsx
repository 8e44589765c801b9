import type { PersonImport } from '@ithaca/contracts/imports';
import { discardableStates, UNDO_DAYS } from '@ithaca/domain/person-import';
import Trash2 from 'lucide-react/icons/trash-2';
import Undo2 from 'lucide-react/icons/undo-2';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { goTo } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useNow } from '../../../lib/now.ts';
import { Loaded, Page } from '../../../lib/page.tsx';
import { useCan } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Status } from '../../../ui/status.tsx';
import { DiscardImportDialog } from './import-discard-dialog.tsx';
import { UndoImportDialog } from './import-undo-dialog.tsx';
import { delimiterWords, stateTones } from './import-words.ts';
import { useImport } from './imports.queries.ts';
import { ImportOutcome } from './import-outcome.tsx';
import { ImportPreparation } from './import-preparation.tsx';

/** Will this file do what I mean? And afterwards: what did it do? */
export default function ImportPage({ importId }: { importId: string }) {
  const t = useText();
  const query = useImport(importId);
  return (
    <Page title={query.data?.fileName ?? t('shell.imports')} width="full">
      <Loaded query={query} level="page">
        {(record) => (
          <>
            <Header record={record} />
            {record.state === 'mapping' || record.state === 'ready' ? (
              <ImportPreparation record={record} />
            ) : (
              <ImportOutcome record={record} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Header({ record }: { record: PersonImport }) {
  const t = useText();
  const { relative, day, number } = useFormat();
  const mayWrite = useCan('directory.write');
  const [isUndoing, setUndoing] = useState(false);
  const [isDiscarding, setDiscarding] = useState(false);
  const isDiscardable = discardableStates.includes(record.state);
  const delimiter = delimiterWords[record.delimiter as keyof typeof delimiterWords] ?? 'other';
  const now = useNow();
  const { undoableUntil } = record;
  const isOver = undoableUntil !== null && new Date(undoableUntil).getTime() < now;
  return (
    <>
      <PageHeader
        title={record.fileName}
        crumbs={[{ label: t('shell.imports'), href: '/imports' }]}
        status={<Status tone={stateTones[record.state]}>{t(`imports.state.${record.state}`)}</Status>}
        description={[
          t('imports.by', { name: record.createdByName, when: relative(record.createdAt) }),
          ...(record.source.kind === 'workbook'
            ? [t('imports.ofSheet', { sheet: record.source.sheet ?? '' })]
            : [record.encoding.toUpperCase(), t(`imports.delimiter.${delimiter}`)]),
          ...(record.targetName ? [t('imports.into', { cohort: record.targetName })] : []),
        ].join(' · ')}
        actions={
          isDiscardable ? (
            <Button
              icon={Trash2}
              disabledReason={mayWrite ? undefined : t('directory.readOnly')}
              onPress={() => setDiscarding(true)}
            >
              {t('imports.discard')}
            </Button>
          ) : (
            undoableUntil !== null && (
              <div className="flex flex-wrap items-center gap-3">
                <span className="text-dense text-muted">
                  {isOver
                    ? t('imports.undo.over', { days: number(UNDO_DAYS) })
                    : t('imports.undo.until', { day: day(undoableUntil) })}
                </span>
                <Button
                  icon={Undo2}
                  disabledReason={
                    mayWrite
                      ? isOver
                        ? t('imports.undo.over', { days: number(UNDO_DAYS) })
                        : undefined
                      : t('directory.readOnly')
                  }
                  onPress={() => setUndoing(true)}
                >
                  {t('imports.undo')}
                </Button>
              </div>
            )
          )
        }
      />
      {isDiscarding && (
        <DiscardImportDialog
          record={record}
          onClose={() => setDiscarding(false)}
          onDone={() => goTo('/imports')}
        />
      )}
      {isUndoing && <UndoImportDialog record={record} onClose={() => setUndoing(false)} />}
    </>
  );
}
