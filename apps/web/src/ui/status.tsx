import type { LucideIcon } from 'lucide-react/types';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { toneIcon, toneText, toneTint, type Tone } from './tone.ts';

export type StatusProps = {
  tone: Tone;
  icon?: LucideIcon;
  /** `plain` for table cells: icon and word without a pill. */
  look?: 'pill' | 'plain';
  children: ReactNode;
};

/** The state of a thing: icon + word, never colour alone. */
export function Status({ tone, icon, look = 'pill', children }: StatusProps) {
  return (
    <span
      className={cx(
        'inline-flex max-w-full items-center align-middle gap-1.5 text-dense whitespace-nowrap',
        look === 'pill' &&
          cx('rounded-full py-0.5 ps-1.5 pe-2 font-medium forced-colors:border', toneTint[tone]),
        look === 'pill' && (tone === 'neutral' ? 'text-text' : toneText[tone]),
      )}
    >
      <Icon of={icon ?? toneIcon[tone]} className={toneText[tone]} />
      <span className="truncate">{children}</span>
    </span>
  );
}
