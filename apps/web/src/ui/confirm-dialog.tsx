import type { ReactNode } from 'react';
import { useText } from '../lib/i18n.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

export type ConfirmDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  /** What will happen, to how many, and what cannot be undone. */
  children: ReactNode;
  /** Verb + noun: "Publish 118 pairings". */
  confirmLabel: string;
  isDangerous?: boolean;
  isLoading?: boolean;
};

/** Only for what leaves the house or destroys. What can be undone happens at once, with Undo in a toast. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onClose, onConfirm, title, children, confirmLabel, isDangerous, isLoading = false } = props;
  const t = useText();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      size="small"
      role="alertdialog"
      isDismissable={!isLoading}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isLoading}>
            {t('common.cancel')}
          </Button>
          <Button variant={isDangerous ? 'danger' : 'primary'} onPress={onConfirm} isLoading={isLoading}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-body">{children}</div>
    </Dialog>
  );
}
