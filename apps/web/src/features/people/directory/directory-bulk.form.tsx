import { bulkActRoutes, type BulkAct } from '@ithaca/contracts/bulk-acts';
import type { RequestOf } from '@ithaca/contracts/route';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { call } from '../../../lib/api.ts';
import { ColleagueField } from '../../../lib/colleague-field.tsx';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useToday } from '../../../lib/today.ts';
import { useSession } from '../../../shell/session.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';

export type BulkKind = BulkAct['kind'];
type Body = RequestOf<typeof bulkActRoutes.carryOut>['body'];
export type Selection = Body['selection'];

type BulkDialogProps = { kind: BulkKind; selection: Selection; onClose: () => void; onDone: () => void };

/** One act on many people: what it is to be, whom it changes and whom not, and the way back. */
export function BulkDialog({ kind, selection, onClose, onDone }: BulkDialogProps) {
  const t = useText();
  const { number, list } = useFormat();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [managerId, setManagerId] = useState<string | null>(null);
  const [leftOn, setLeftOn] = useState<string | null>(useToday(useSession().organisation.timeZone));
  const act = actOf(kind, text.trim(), managerId, leftOn);
  const asked = useDeferredValue(act);
  const preview = useQuery({
    queryKey: ['people', 'bulk', selection, asked],
    queryFn: ({ signal }) =>
      call(bulkActRoutes.preview, { body: { selection, act: asked ?? { kind: 'invite' } } }, { signal }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
  });
  const [key] = useState(() => crypto.randomUUID());
  const undo = useMutation({
    mutationFn: ({ id, version }: BulkAct) => call(bulkActRoutes.undo, { params: { actId: id }, version }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['people'] });
      showToast({ title: t('lists.bulk.undone') });
    },
  });
  const carryOut = useMutation({
    mutationFn: (wanted: Body['act']) =>
      call(bulkActRoutes.carryOut, { body: { selection, act: wanted } }, { key }),
    onSuccess: (done) => {
      void queries.invalidateQueries({ queryKey: ['people'] });
      showToast({
        tone: 'success',
        title: t('lists.bulk.done', { count: done.people, shown: number(done.people) }),
        onUndo: () => undo.mutate(done),
      });
      onDone();
    },
    meta: { showsProblem: true },
  });
  const count = preview.data?.people ?? 0;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`lists.bulk.${kind}`)}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            isLoading={carryOut.isPending}
            isDisabled={act === null || count === 0 || preview.isFetching}
            onPress={() => act && carryOut.mutate(act)}
          >
            {t('lists.bulk.do', { count, shown: number(count) })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {kind === 'set-manager' && <ManagerChoice value={managerId} onChange={setManagerId} />}
        {(kind === 'set-department' || kind === 'set-site') && (
          <TextField
            label={t(kind === 'set-site' ? 'directory.site' : 'directory.department')}
            value={text}
            onChange={setText}
          />
        )}
        {kind === 'invite' && (
          <TextField
            label={t('lists.bulk.note')}
            description={t('lists.bulk.note.what')}
            isOptional
            value={text}
            onChange={setText}
          />
        )}
        {kind === 'deactivate' && (
          <DateField
            label={t('directory.leftOn')}
            description={t('directory.leftOn.what')}
            value={leftOn}
            onChange={setLeftOn}
          />
        )}
        <div aria-live="polite" className="flex flex-col gap-1 text-body">
          {preview.data && (
            <>
              <p className="font-medium">{t('lists.bulk.effect', { count, shown: number(count) })}</p>
              {preview.data.names.length > 0 && (
                <p className="text-dense text-muted">
                  {t('lists.bulk.first', { names: list(preview.data.names, 'conjunction') })}
                </p>
              )}
              {preview.data.skipped.map(({ reason, people }) => (
                <p key={reason} className="text-dense text-muted">
                  {t('lists.bulk.skip', {
                    count: people,
                    shown: number(people),
                    why: t(`lists.bulk.skip.${reason}`),
                  })}
                </p>
              ))}
            </>
          )}
          <ProblemBanner problem={preview.error ?? carryOut.error} />
        </div>
      </div>
    </Dialog>
  );
}

/** What is to be done; null while something is missing. */
function actOf(
  kind: BulkKind,
  text: string,
  managerId: string | null,
  leftOn: string | null,
): Body['act'] | null {
  switch (kind) {
    case 'invite':
      return text === '' ? { kind } : { kind, note: text };
    case 'set-department':
      return { kind, department: text };
    case 'set-site':
      return { kind, site: text };
    case 'set-manager':
      return { kind, managerId };
    case 'deactivate':
      return leftOn === null ? null : { kind, leftOn };
  }
}

function ManagerChoice({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const t = useText();
  return (
    <ColleagueField
      label={t('directory.manager')}
      description={value === null ? t('lists.bulk.manager.none') : undefined}
      value={value}
      onChange={onChange}
    />
  );
}
