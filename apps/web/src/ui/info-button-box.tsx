import Info from 'lucide-react/icons/info';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useText } from '../lib/i18n.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import type { InfoButtonProps } from './info-button.tsx';
import { floatStyle } from './list-style.ts';

/** The button and what it opens; `info-button.tsx` brings it. */
export default function InfoButtonBox({ about, children }: InfoButtonProps) {
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
