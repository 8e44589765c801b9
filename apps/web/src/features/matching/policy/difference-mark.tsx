import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Equal from 'lucide-react/icons/equal';
import { cx } from '../../../ui/cx.ts';
import { Icon } from '../../../ui/icon.tsx';
import { toneText } from '../../../ui/tone.ts';
import type { Difference } from './figures.ts';

/** A difference as an arrow and a word; what stayed is quiet. */
export function DifferenceMark({ words, tone, isSame, isUp }: Difference & { isUp: boolean }) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1 text-dense sm:whitespace-nowrap',
        isSame ? 'text-muted' : cx('font-medium', tone === 'neutral' ? 'text-text' : toneText[tone]),
      )}
    >
      <Icon of={isSame ? Equal : isUp ? ArrowUp : ArrowDown} />
      {words}
    </span>
  );
}
