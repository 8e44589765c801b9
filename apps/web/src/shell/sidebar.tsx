import Search from 'lucide-react/icons/search';
import { usePathname } from '../lib/history.ts';
import { useText } from '../lib/i18n.tsx';
import { Icon } from '../ui/icon.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import { AccountMenu } from './account-menu.tsx';
import { placeOf, type Lens, type Place } from './navigation.ts';
import { OrganisationMenu } from './organisation-menu.tsx';
import { PlaceLink } from './place-link.tsx';
import { useUnread } from './unread.ts';

export type LensGroup = { lens: Lens; places: Place[] };
type SidebarProps = { groups: readonly LensGroup[]; onFind: () => void; onKeys: () => void };

/** Organisation, search, the places of each lens, and the reader's own menu. */
export function Sidebar({ groups, onFind, onKeys }: SidebarProps) {
  const t = useText();
  return (
    <aside className="no-print sticky top-0 hidden h-dvh w-54 shrink-0 flex-col border-e bg-surface sm:flex lg:w-62">
      <div className="flex flex-col gap-2 p-3">
        <OrganisationMenu />
        <button
          type="button"
          onClick={onFind}
          className="flex h-9 items-center gap-2 rounded-md border bg-raised px-2.5 text-start text-body text-muted transition-colors duration-120 hover:bg-hover"
        >
          <Icon of={Search} />
          <span className="min-w-0 flex-1 truncate">{t('shell.find')}</span>
          <KeyHint keys="Mod+K" />
        </button>
      </div>
      <nav aria-label={t('shell.navigation')} className="min-h-0 flex-1 overflow-y-auto px-3 pb-3">
        <PlaceGroups groups={groups} />
      </nav>
      <div className="border-t p-2">
        <AccountMenu onKeys={onKeys} look="name" />
      </div>
    </aside>
  );
}

/** The places, under the name of their lens when there is more than one lens. */
export function PlaceGroups({ groups }: { groups: readonly LensGroup[] }) {
  const t = useText();
  const current = placeOf(usePathname())?.path;
  const unread = useUnread();
  return groups.map(({ lens, places }) => (
    <section key={lens} aria-label={t(`shell.lens.${lens}`)} className="mt-4 first:mt-1">
      {groups.length > 1 && (
        <p aria-hidden className="mb-1 px-2.5 text-caption font-medium text-muted">
          {t(`shell.lens.${lens}`)}
        </p>
      )}
      <ul className="flex flex-col gap-0.5">
        {places.map((place) => (
          <li key={place.path}>
            <PlaceLink
              place={place}
              isCurrent={place.path === current}
              unread={place.path === '/inbox' ? unread : 0}
            />
          </li>
        ))}
      </ul>
    </section>
  ));
}
