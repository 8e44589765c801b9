import type { LucideIcon } from 'lucide-react/types';
import { cx } from './cx.ts';

type IconProps = {
  /** From `lucide-react/icons/<name>`: one file an icon keeps tests and bundles small. */
  of: LucideIcon;
  size?: 16 | 20;
  /** For arrows and lists, never for clocks and ticks. */
  isMirrored?: boolean;
  className?: string;
};

/** A picture beside words: hidden from readers, since the words say it. */
export function Icon({ of: Picture, size = 16, isMirrored = false, className }: IconProps) {
  return (
    <Picture
      size={size}
      strokeWidth={1.75}
      aria-hidden
      focusable="false"
      className={cx('shrink-0', isMirrored && 'mirrored', className)}
    />
  );
}
