import X from 'lucide-react/icons/x';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { backdropStyle } from './backdrop-style.ts';
import type { DialogProps } from './dialog.tsx';
import { IconButton } from './icon-button.tsx';

const widths = { small: 'max-w-100', medium: 'max-w-140', large: 'max-w-220' };

/** The dialog itself; `dialog.tsx` brings it when the first one opens. */
export default function DialogBox(props: DialogProps) {
  const { isOpen, onClose, title, description, footer, size = 'medium', isDismissable = true } = props;
  const t = useText();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
      className={cx(backdropStyle, 'flex items-end justify-center sm:items-start sm:p-6 sm:pt-[12vh]')}
    >
      <Modal
        className={cx(
          'flex max-h-[88dvh] w-full flex-col rounded-t-xl bg-raised shadow-float transition-[opacity,scale] duration-180 ease-out sm:max-h-[76dvh] sm:rounded-xl',
          'data-entering:scale-98 data-entering:opacity-0 data-exiting:opacity-0 data-exiting:duration-120 forced-colors:border',
          widths[size],
        )}
      >
        <AriaDialog role={props.role ?? 'dialog'} className="flex min-h-0 flex-col outline-none">
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Heading slot="title" className="text-lead font-semibold">
                {title}
              </Heading>
              {description && <p className="mt-1 text-body text-muted">{description}</p>}
            </div>
            {isDismissable && (
              <IconButton icon={X} label={t('ui.close')} size="small" onPress={onClose} className="-me-1.5" />
            )}
          </header>
          {props.children && <div className="min-h-0 overflow-auto px-5 pt-1 pb-5">{props.children}</div>}
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
