import Search from 'lucide-react/icons/search';
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Header, Menu, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Input, SearchField } from 'react-aria-components/SearchField';
import { useText } from '../lib/i18n.tsx';
import type { CommandPaletteProps } from './command-palette.tsx';
import { cx } from './cx.ts';
import { backdropStyle } from './backdrop-style.ts';
import { Icon } from './icon.tsx';
import { KeyHint } from './key-hint.tsx';
import { itemStyle } from './list-style.ts';
import { Spinner } from './spinner.tsx';

export default function CommandPaletteControl(props: CommandPaletteProps) {
  const { isOpen, onClose, label, placeholder, groups, onChoose, onSearch, isLoading = false } = props;
  const t = useText();
  const { contains } = useFilter({ sensitivity: 'base' });
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className={cx(backdropStyle, 'flex items-start justify-center p-3 pt-[10vh]')}
    >
      <Modal className="w-full max-w-150 overflow-hidden rounded-xl bg-raised shadow-float transition-[opacity,scale] duration-120 ease-out data-entering:scale-98 data-entering:opacity-0 forced-colors:border">
        <Dialog aria-label={label} className="outline-none">
          <Autocomplete
            {...(!onSearch && { filter: contains })}
            {...(onSearch && { onInputChange: onSearch })}
          >
            {/* Opening the palette is the wish to type. */}
            {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
            <SearchField aria-label={label} autoFocus className="flex items-center gap-2.5 border-b px-4">
              {isLoading ? <Spinner /> : <Icon of={Search} className="text-muted" />}
              <Input
                placeholder={placeholder}
                className="h-12 min-w-0 flex-1 bg-transparent text-lead outline-none [&::-webkit-search-cancel-button]:hidden"
              />
              <KeyHint keys="Esc" />
            </SearchField>
            <Menu
              aria-label={label}
              onAction={(key) => {
                onClose();
                onChoose(String(key));
              }}
              renderEmptyState={() => (
                <p className="px-3 py-6 text-center text-body text-muted">{t('ui.nothingFound')}</p>
              )}
              className="max-h-[min(24rem,60dvh)] overflow-auto p-1.5 outline-none"
            >
              {groups.map((group) => (
                <MenuSection key={group.id} id={group.id} aria-label={group.label}>
                  <Header className="px-2.5 pt-2 pb-1 text-caption font-medium text-muted">
                    {group.label}
                  </Header>
                  {group.commands.map((command) => (
                    <MenuItem
                      key={command.id}
                      id={command.id}
                      textValue={`${command.label} ${command.hint ?? ''}`}
                      className={cx(itemStyle, 'min-h-9 px-2.5')}
                    >
                      {command.icon && <Icon of={command.icon} className="text-muted" />}
                      <span className="min-w-0 flex-1 truncate">
                        {command.label}
                        {command.hint && <span className="ms-2 text-dense text-muted">{command.hint}</span>}
                      </span>
                      {command.keys && <KeyHint keys={command.keys} />}
                    </MenuItem>
                  ))}
                </MenuSection>
              ))}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
