import type { PersonImport } from '@ithaca/contracts/imports';
import { keptReasons } from '@ithaca/domain/person-import';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Link } from '../../../ui/link.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useUndoImport, type Kept } from './imports.queries.ts';

/** Takes an import back after saying what that does; then tells who stays as they are, and why. */
export function UndoImportDialog({ record, onClose }: { record: PersonImport; onClose: () => void }) {
  const t = useText();
  const { number } = useFormat();
  const undo = useUndoImport(record);
  const [kept, setKept] = useState<Kept | null>(null);
  const { counts } = record;
  if (kept)
    return (
      <Dialog
        isOpen
        onClose={onClose}
        title={t('imports.undone')}
        description={t('imports.kept', { count: kept.length, shown: number(kept.length) })}
        footer={
          <Button variant="primary" onPress={onClose}>
            {t('common.close')}
          </Button>
        }
      >
        <KeptList kept={kept} />
      </Dialog>
    );
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      isDangerous
      isLoading={undo.isPending}
      title={t('imports.undo.title', { file: record.fileName })}
      confirmLabel={t('imports.undo')}
      onConfirm={() =>
        undo.mutate(undefined, {
          onSuccess: (reply) => {
            if (reply.kept.length > 0) return setKept(reply.kept);
            showToast({ tone: 'success', title: t('imports.undone') });
            onClose();
          },
        })
      }
    >
      <ul className="flex list-disc flex-col gap-1.5 ps-5">
        {counts && counts.new > 0 && (
          <li>{t('imports.undo.removes', { count: counts.new, shown: number(counts.new) })}</li>
        )}
        {counts && counts.changed > 0 && (
          <li>{t('imports.undo.restores', { count: counts.changed, shown: number(counts.changed) })}</li>
        )}
        {counts && counts.enrolments > 0 && (
          <li>
            {t('imports.undo.enrolments', { count: counts.enrolments, shown: number(counts.enrolments) })}
          </li>
        )}
        {counts && counts.pairings > 0 && (
          <li>{t('imports.undo.pairings', { count: counts.pairings, shown: number(counts.pairings) })}</li>
        )}
        <li>{t('imports.undo.keeps')}</li>
      </ul>
      <p className="text-muted">{t('imports.noMail')}</p>
      <ProblemBanner problem={undo.error} />
    </ConfirmDialog>
  );
}

/** Who an undo left as they are, and what has come to hang on them. */
export function KeptList({ kept }: { kept: Kept }) {
  const t = useText();
  return (
    <ul className="divide-y rounded-lg border">
      {kept.map(({ personId, displayName, kind, reason }) => {
        const known = keptReasons.find((one) => one === reason) ?? 'changed-since';
        return (
          <li
            key={`${personId} ${kind}`}
            className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-3 py-2"
          >
            <Link variant="quiet" href={`/people/${personId}`}>
              <bdi>{displayName}</bdi>
            </Link>
            <span className="text-dense text-muted">
              {kind === 'person'
                ? t(`imports.kept.${known}`)
                : t(`imports.kept.${kind}`, { reason: t(`imports.kept.${known}`) })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
