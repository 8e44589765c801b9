import Check from 'lucide-react/icons/check';
import Columns3 from 'lucide-react/icons/columns-3';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu';
import { useText } from '../lib/i18n.tsx';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { floatStyle, itemStyle } from './list-style.ts';

export type ColumnMenuProps = {
  /** The columns that may be hidden. */
  columns: readonly { id: string; label: string }[];
  hidden: readonly string[];
  onChange: (hidden: string[]) => void;
};

/** Which columns a table shows. */
export function ColumnMenu({ columns, hidden, onChange }: ColumnMenuProps) {
  const t = useText();
  const shown = columns.map(({ id }) => id).filter((id) => !hidden.includes(id));
  return (
    <MenuTrigger>
      <Button icon={Columns3}>{t('ui.table.columns')}</Button>
      <Popover offset={4} className={cx(floatStyle, 'min-w-48')}>
        <Menu
          aria-label={t('ui.table.columns')}
          selectionMode="multiple"
          selectedKeys={shown}
          onSelectionChange={(keys) =>
            onChange(columns.map(({ id }) => id).filter((id) => keys !== 'all' && !keys.has(id)))
          }
          className="max-h-80 overflow-auto p-1 outline-none"
        >
          {columns.map(({ id, label }) => (
            <MenuItem key={id} id={id} textValue={label} className={cx(itemStyle, 'group')}>
              <span className="min-w-0 flex-1">{label}</span>
              <Icon of={Check} className="invisible text-accent-text group-data-selected:visible" />
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
