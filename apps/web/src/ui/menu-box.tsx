import {
  Header,
  Menu as AriaMenu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
} from 'react-aria-components/Menu';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { KeyHint } from './key-hint.tsx';
import { floatStyle, itemStyle } from './list-style.ts';
import type { MenuEntry, MenuProps } from './menu.tsx';

function Entry({ entry }: { entry: MenuEntry }) {
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      isDisabled={entry.isDisabled ?? false}
      {...(entry.href && { href: entry.href })}
      {...(entry.onAction && { onAction: entry.onAction })}
      className={cx(itemStyle, entry.isDangerous && 'text-danger')}
    >
      {entry.icon && <Icon of={entry.icon} className={entry.isDangerous ? '' : 'text-muted'} />}
      <span className="min-w-0 flex-1">
        <span className="block">{entry.label}</span>
        {entry.description && <span className="block text-dense text-muted">{entry.description}</span>}
      </span>
      {entry.keys && <KeyHint keys={entry.keys} />}
    </MenuItem>
  );
}

/** The button with its menu; `menu.tsx` brings it. */
export default function MenuBox({ label, children, entries = [], groups }: MenuProps) {
  const all = groups ?? [{ id: 'all', entries }];
  return (
    <MenuTrigger>
      {children}
      <Popover offset={4} className={cx(floatStyle, 'min-w-48 max-w-80')}>
        <AriaMenu aria-label={label} className="max-h-96 overflow-auto p-1 outline-none">
          {all.map((group, index) => (
            <MenuSection
              key={group.id}
              aria-label={group.label ?? label}
              className={cx(index > 0 && 'mt-1 border-t pt-1')}
            >
              {group.label && (
                <Header className="px-2 pt-1.5 pb-1 text-caption font-medium text-muted">
                  {group.label}
                </Header>
              )}
              {group.entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
