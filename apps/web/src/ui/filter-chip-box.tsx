import Check from 'lucide-react/icons/check';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu';
import { ChipButton } from './chip-button.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import type { FilterChipProps } from './filter-chip.tsx';
import { floatStyle, itemStyle } from './list-style.ts';

type FilterChipBoxProps<Id extends string> = FilterChipProps<Id> & { isOpenAtFirst?: boolean };

/** The chip with its list; `filter-chip.tsx` brings it. */
export default function FilterChipBox<Id extends string>(props: FilterChipBoxProps<Id>) {
  const { label, choices, value, onChange, isSingle = false, isOpenAtFirst = false } = props;
  return (
    <MenuTrigger defaultOpen={isOpenAtFirst}>
      <ChipButton label={label} choices={choices} value={value} />
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
