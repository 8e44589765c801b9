import Search from 'lucide-react/icons/search';
import { useText } from '../lib/i18n.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { AccountMenu } from './account-menu.tsx';
import { OrganisationMenu } from './organisation-menu.tsx';

/** The top of a phone: organisation, search, own menu. */
export function TopBar({ onFind, onKeys }: { onFind: () => void; onKeys: () => void }) {
  const t = useText();
  return (
    <header className="no-print sticky top-0 z-30 flex h-14 items-center gap-1 border-b bg-page ps-2.5 pe-1 sm:hidden">
      <div className="min-w-0 flex-1">
        <OrganisationMenu />
      </div>
      <IconButton icon={Search} label={t('shell.find')} onPress={onFind} />
      <AccountMenu onKeys={onKeys} look="picture" />
    </header>
  );
}
