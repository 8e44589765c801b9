import X from 'lucide-react/icons/x';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useText } from '../lib/i18n.tsx';
import { IconButton } from './icon-button.tsx';

export type SidePanelProps = { title: string; onClose: () => void; actions?: ReactNode; children: ReactNode };

/**
 * A quick look beside the list, which stays usable; on narrow screens it covers the page. Render it only while
 * it is open (`?panel=…`). Escape closes it and the focus returns to where it was.
 */
export function SidePanel({ title, onClose, actions, children }: SidePanelProps) {
  const t = useText();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    heading.current?.focus();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    // Escape closes from anywhere within, as in a dialog.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <aside
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
      className="fixed inset-0 z-40 flex flex-col bg-card lg:sticky lg:inset-auto lg:z-auto lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:w-96 lg:shrink-0 lg:rounded-lg lg:border"
    >
      <header className="flex items-center gap-1 border-b py-2.5 ps-4 pe-2">
        <h2
          id={id}
          ref={heading}
          tabIndex={-1}
          className="min-w-0 flex-1 truncate text-body font-semibold outline-none"
        >
          {title}
        </h2>
        {actions}
        <IconButton icon={X} label={t('ui.close')} size="small" onPress={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-auto p-4">{children}</div>
    </aside>
  );
}
