import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { backdropStyle } from './backdrop-style.ts';
import { IconButton } from './icon-button.tsx';

export type DrawerProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** Beside the title: a link to the full page, a menu. */
  actions?: ReactNode;
  footer?: ReactNode;
  size?: 'medium' | 'large';
  children: ReactNode;
};

/** A panel at the end side, over the page: a quick look or a short form that keeps the list in sight. */
export function Drawer({ isOpen, onClose, title, actions, footer, size = 'medium', children }: DrawerProps) {
  const t = useText();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className={cx(backdropStyle, 'flex justify-end')}
    >
      <Modal
        className={cx(
          'flex h-full w-full flex-col bg-raised shadow-float transition-[opacity,translate] duration-180 ease-out sm:m-2 sm:h-[calc(100%-1rem)] sm:rounded-xl',
          'data-entering:translate-x-6 data-entering:opacity-0 data-exiting:translate-x-6 data-exiting:opacity-0 data-exiting:duration-120',
          'rtl:data-entering:-translate-x-6 rtl:data-exiting:-translate-x-6 forced-colors:border-s',
          size === 'medium' ? 'sm:max-w-110' : 'sm:max-w-170',
        )}
      >
        <AriaDialog className="flex min-h-0 flex-1 flex-col outline-none">
          <header className="flex items-center gap-1 border-b py-3 ps-5 pe-3">
            <Heading slot="title" className="min-w-0 flex-1 truncate text-lead font-semibold">
              {title}
            </Heading>
            {actions}
            <IconButton icon={X} label={t('ui.close')} size="small" onPress={onClose} />
          </header>
          <div className="min-h-0 flex-1 overflow-auto p-5">{children}</div>
          {footer && <footer className="flex justify-end gap-2 border-t px-5 py-3">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
