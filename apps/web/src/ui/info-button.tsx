import Info from 'lucide-react/icons/info';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { floatStyle } from './list-style.ts';

/** The definition of a word or a number, one press away. `about` is the word it explains. */
export function InfoButton({ about, children }: { about: string; children: ReactNode }) {
  const t = useText();
  return (
    <DialogTrigger>
      <Button
        aria-label={t('ui.about', { about })}
        className="no-print inline-flex size-6 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-text"
      >
        <Icon of={Info} className="size-3.5" />
      </Button>
      <Popover offset={4} className={cx(floatStyle, 'max-w-80')}>
        <Dialog aria-label={about} className="flex flex-col gap-2 p-3.5 text-dense outline-none">
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
