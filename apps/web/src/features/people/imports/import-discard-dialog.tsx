import type { PersonImport } from '@ithaca/contracts/imports';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useDiscardImport } from './imports.queries.ts';

type DiscardProps = { record: PersonImport; onClose: () => void; onDone?: () => void };

/** Throws away a file that was never imported, after saying what that means. */
export function DiscardImportDialog({ record, onClose, onDone }: DiscardProps) {
  const t = useText();
  const discard = useDiscardImport(record);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      isDangerous
      isLoading={discard.isPending}
      title={t('imports.discard.title', { file: record.fileName })}
      confirmLabel={t('imports.discard')}
      onConfirm={() =>
        discard.mutate(undefined, {
          onSuccess: () => {
            showToast({ tone: 'success', title: t('imports.discarded') });
            onClose();
            onDone?.();
          },
        })
      }
    >
      <p>{t('imports.discard.what')}</p>
      <ProblemBanner problem={discard.error} />
    </ConfirmDialog>
  );
}
