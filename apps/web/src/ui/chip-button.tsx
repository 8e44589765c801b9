import ChevronDown from 'lucide-react/icons/chevron-down';
import { useFormat } from '../lib/format.ts';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import type { FilterChipProps } from './filter-chip.tsx';
import { Icon } from './icon.tsx';

type ChipButtonProps<Id extends string> = Pick<FilterChipProps<Id>, 'label' | 'choices' | 'value'> & {
  onPress?: () => void;
};

/** What a filter chip looks like, with or without its list. */
export function ChipButton<Id extends string>({ label, choices, value, onPress }: ChipButtonProps<Id>) {
  const { number } = useFormat();
  const chosen = choices.filter(({ id }) => value.includes(id));
  const isSet = chosen.length > 0;
  return (
    <Button
      className={cx('font-normal', isSet && 'border-accent! bg-accent-tint!')}
      {...(onPress && { onPress, 'aria-haspopup': 'menu' })}
    >
      <span className={cx(!isSet && 'text-muted')}>{label}</span>
      {isSet && (
        <span className="max-w-40 truncate font-medium">
          {chosen[0]?.label}
          {chosen.length > 1 && ` +${number(chosen.length - 1)}`}
        </span>
      )}
      <Icon of={ChevronDown} className="-me-1 text-muted" />
    </Button>
  );
}
