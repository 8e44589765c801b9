import Check from 'lucide-react/icons/check';
import ChevronDown from 'lucide-react/icons/chevron-down';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu';
import { useFormat } from '../lib/format.ts';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import type { FilterChipProps } from './filter-chip.tsx';
import { floatStyle, itemStyle } from './list-style.ts';

/** The chip with its list; `filter-chip.tsx` brings it. */
export default function FilterChipBox<Id extends string>(props: FilterChipProps<Id>) {
  const { label, choices, value, onChange, isSingle = false } = props;
  const { number } = useFormat();
  const chosen = choices.filter(({ id }) => value.includes(id));
  const isSet = chosen.length > 0;
  return (
    <MenuTrigger>
      <Button className={cx('font-normal', isSet && 'border-accent! bg-accent-tint!')}>
        <span className={cx(!isSet && 'text-muted')}>{label}</span>
        {isSet && (
          <span className="max-w-40 truncate font-medium">
            {chosen[0]?.label}
            {chosen.length > 1 && ` +${number(chosen.length - 1)}`}
          </span>
        )}
        <Icon of={ChevronDown} className="-me-1 text-muted" />
      </Button>
      <Popover offset={4} className={cx(floatStyle, 'min-w-48 max-w-80')}>
        <Menu
          aria-label={label}
          selectionMode={isSingle ? 'single' : 'multiple'}
          selectedKeys={value}
          onSelectionChange={(keys) =>
            onChange(choices.map(({ id }) => id).filter((id) => keys === 'all' || keys.has(id)))
          }
          className="max-h-80 overflow-auto p-1 outline-none"
        >
          {choices.map((choice) => (
            <MenuItem
              key={choice.id}
              id={choice.id}
              textValue={choice.label}
              className={cx(itemStyle, 'group')}
            >
              <span className="min-w-0 flex-1">{choice.label}</span>
              <Icon of={Check} className="invisible text-accent-text group-data-selected:visible" />
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
