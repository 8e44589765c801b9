import { can, type Actor, type Permission } from '@ithaca/domain/permissions';
import BookOpenText from 'lucide-react/icons/book-open-text';
import Building from 'lucide-react/icons/building-2';
import ChartColumn from 'lucide-react/icons/chart-column';
import FileInput from 'lucide-react/icons/file-input';
import Handshake from 'lucide-react/icons/handshake';
import Gauge from 'lucide-react/icons/gauge';
import HandHeart from 'lucide-react/icons/hand-heart';
import History from 'lucide-react/icons/history';
import House from 'lucide-react/icons/house';
import Inbox from 'lucide-react/icons/inbox';
import LayoutList from 'lucide-react/icons/layout-list';
import Mails from 'lucide-react/icons/mails';
import ShieldCheck from 'lucide-react/icons/shield-check';
import Sprout from 'lucide-react/icons/sprout';
import Sun from 'lucide-react/icons/sun';
import Users from 'lucide-react/icons/users';
import UserSearch from 'lucide-react/icons/user-search';
import UsersRound from 'lucide-react/icons/users-round';
import type { LucideIcon } from 'lucide-react/types';
import type { MessageKey } from '../locales/messages.ts';

export const lenses = ['participant', 'coordinator', 'manager', 'organisation'] as const;
export type Lens = (typeof lenses)[number];

export interface Place {
  path: string;
  label: MessageKey;
  icon: LucideIcon;
  lens: Lens;
  /** Who finds it in the navigation. */
  permission: Permission;
  /** The second key after G. */
  key?: string;
}

/** Every place of the navigation, by lens. */
export const places: readonly Place[] = [
  { path: '/', label: 'shell.home', icon: House, lens: 'participant', permission: 'member.act', key: 'H' },
  {
    path: '/inbox',
    label: 'shell.inbox',
    icon: Inbox,
    lens: 'participant',
    permission: 'member.act',
    key: 'I',
  },
  {
    path: '/my',
    label: 'shell.my',
    icon: Handshake,
    lens: 'participant',
    permission: 'member.act',
    key: 'M',
  },
  {
    path: '/programs',
    label: 'shell.programs',
    icon: Sprout,
    lens: 'participant',
    permission: 'member.act',
    key: 'O',
  },
  {
    path: '/concerns',
    label: 'shell.concerns',
    icon: ShieldCheck,
    lens: 'organisation',
    permission: 'concerns.read',
  },
  {
    path: '/today',
    label: 'shell.today',
    icon: Sun,
    lens: 'coordinator',
    permission: 'programs.manage',
    key: 'T',
  },
  {
    path: '/manage',
    label: 'shell.manage',
    icon: LayoutList,
    lens: 'coordinator',
    permission: 'programs.manage',
    key: 'P',
  },
  {
    path: '/people',
    label: 'shell.people',
    icon: UsersRound,
    lens: 'coordinator',
    permission: 'directory.manage',
    key: 'D',
  },
  {
    path: '/imports',
    label: 'shell.imports',
    icon: FileInput,
    lens: 'coordinator',
    permission: 'directory.manage',
  },
  {
    path: '/admin/templates',
    label: 'shell.templates',
    icon: Sprout,
    lens: 'coordinator',
    permission: 'templates.keep',
  },
  {
    path: '/team',
    label: 'shell.team',
    icon: Users,
    lens: 'manager',
    permission: 'team.read',
    key: 'E',
  },
  {
    path: '/reports',
    label: 'shell.reports',
    icon: ChartColumn,
    lens: 'manager',
    permission: 'report.list',
    key: 'R',
  },
  {
    path: '/metrics',
    label: 'shell.metrics',
    icon: BookOpenText,
    lens: 'manager',
    permission: 'report.list',
  },
  {
    path: '/admin',
    label: 'shell.admin',
    icon: Gauge,
    lens: 'organisation',
    permission: 'organisation.audit',
  },
  {
    path: '/admin/people',
    label: 'shell.conflicts',
    icon: UserSearch,
    lens: 'organisation',
    permission: 'organisation.audit',
  },
  {
    path: '/admin/declarations',
    label: 'shell.declarations',
    icon: HandHeart,
    lens: 'organisation',
    permission: 'organisation.audit',
  },
  {
    path: '/admin/outbox',
    label: 'shell.outbox',
    icon: Mails,
    lens: 'organisation',
    permission: 'organisation.administer',
  },
  {
    path: '/admin/audit',
    label: 'shell.audit',
    icon: History,
    lens: 'organisation',
    permission: 'organisation.audit',
  },
  {
    path: '/admin/roles',
    label: 'shell.roles',
    icon: ShieldCheck,
    lens: 'organisation',
    permission: 'organisation.audit',
  },
  {
    path: '/admin/organisation',
    label: 'shell.organisation',
    icon: Building,
    lens: 'organisation',
    permission: 'organisation.administer',
  },
];

/** The places somebody can go to, grouped by lens; a lens without places is left out. */
export function placesFor(actor: Actor): { lens: Lens; places: Place[] }[] {
  return lenses
    .map((lens) => ({
      lens,
      places: places.filter((place) => place.lens === lens && can(actor, place.permission)),
    }))
    .filter((group) => group.places.length > 0);
}

/** The bar of a phone holds four: all places when there are so few, else the three most used and the way to the rest. */
export function barFor(actor: Actor): { places: Place[]; hasMore: boolean } {
  const all = placesFor(actor).flatMap((group) => group.places);
  if (all.length <= 4) return { places: all, hasMore: false };
  const paths = can(actor, 'programs.manage') ? ['/', '/today', '/manage'] : ['/', '/inbox', '/my'];
  return { places: all.filter((place) => paths.includes(place.path)), hasMore: true };
}

/** The place a path belongs to: the longest one that it starts with. */
export function placeOf(path: string): Place | undefined {
  return places
    .filter((place) => (place.path === '/' ? path === '/' : `${path}/`.startsWith(`${place.path}/`)))
    .toSorted((one, other) => other.path.length - one.path.length)[0];
}
