import type { ReactNode } from 'react';
import { useText } from '../lib/i18n.tsx';
import { Button } from './button.tsx';
import { Dialog, type DialogProps } from './dialog.tsx';

export type ConfirmDialogProps = Pick<
  DialogProps,
  'isOpen' | 'onClose' | 'title' | 'description' | 'size'
> & {
  onConfirm: () => void;
  /** What is asked first, or to how many it happens and what cannot be undone. */
  children?: ReactNode;
  /** What it brings about, a line each. */
  effects?: readonly ReactNode[];
  /** What went wrong on the server, above the buttons. */
  failure?: ReactNode;
  /** Verb + noun: "Publish 118 pairings". */
  confirmLabel: string;
  /** What not doing it is called: "Keep pairing". */
  cancelLabel?: string;
  isDangerous?: boolean;
  isLoading?: boolean;
};

/** Only for what leaves the house or destroys. What can be undone happens at once, with Undo in a toast. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { onConfirm, children, effects, failure, confirmLabel, cancelLabel, isDangerous, ...dialog } = props;
  const { isLoading = false, size = 'small', ...words } = dialog;
  const t = useText();
  return (
    <Dialog
      {...words}
      size={size}
      role="alertdialog"
      isDismissable={!isLoading}
      footer={
        <>
          <Button onPress={words.onClose} isDisabled={isLoading}>
            {cancelLabel ?? t('common.cancel')}
          </Button>
          <Button variant={isDangerous ? 'danger' : 'primary'} onPress={onConfirm} isLoading={isLoading}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 text-body">
        {children}
        {effects && (
          <div>
            <p className="text-dense font-medium">{t('ui.effects')}</p>
            <ul className="mt-1 flex list-disc flex-col gap-1 ps-5 text-muted">
              {effects.map((effect, index) => (
                <li key={index}>{effect}</li>
              ))}
            </ul>
          </div>
        )}
        {failure}
      </div>
    </Dialog>
  );
}
