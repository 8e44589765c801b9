import Menu from 'lucide-react/icons/menu';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { usePathname } from '../lib/history.ts';
import { useText } from '../lib/i18n.tsx';
import { cx } from '../ui/cx.ts';
import { Icon } from '../ui/icon.tsx';
import { Link } from '../ui/link.tsx';
import { barFor, placeOf } from './navigation.ts';
import { Unread } from './place-link.tsx';
import { useSession } from './session.tsx';
import type { LensGroup } from './sidebar.tsx';
import { useUnread } from './unread.ts';

const MoreDrawer = lazy(() => import('./more-drawer.tsx'));

// As wide as its word and a share of the rest: the longest word keeps clear of the edge.
const item = 'relative flex h-14 min-w-0 grow flex-col items-center justify-center gap-0.5 px-1 text-caption';

/** The four most used places under the thumb; the last one opens the rest when there are more. */
export function BottomBar({ groups }: { groups: readonly LensGroup[] }) {
  const t = useText();
  const { actor } = useSession();
  const path = usePathname();
  // Open on one path: going anywhere closes it.
  const [openAt, setOpenAt] = useState<string | null>(null);
  const isOpen = openAt === path;
  const { places, hasMore } = barFor(actor);
  const current = placeOf(path)?.path;
  const unread = useUnread();
  const look = (isCurrent: boolean) => cx(item, isCurrent ? 'font-medium text-accent-text!' : 'text-muted!');
  const label = (words: ReactNode) => <span className="max-w-full truncate">{words}</span>;
  return (
    <nav
      aria-label={t('shell.navigation')}
      className="no-print fixed inset-x-0 bottom-0 z-30 flex border-t bg-page pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      {places.map((place) => (
        <Link
          key={place.path}
          variant="plain"
          href={place.path}
          {...(place.path === current && { 'aria-current': 'page' as const })}
          className={look(place.path === current)}
        >
          <Icon of={place.icon} size={20} />
          {label(t(place.label))}
          {place.path === '/inbox' && unread > 0 && (
            <span className="absolute start-1/2 top-1 ms-2">
              <Unread count={unread} />
            </span>
          )}
        </Link>
      ))}
      {hasMore && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpenAt(path)}
          className={look(!places.some((place) => place.path === current))}
        >
          <Icon of={Menu} size={20} />
          {label(t('shell.more'))}
        </button>
      )}
      {isOpen && (
        <Suspense fallback={null}>
          <MoreDrawer groups={groups} onClose={() => setOpenAt(null)} />
        </Suspense>
      )}
    </nav>
  );
}
