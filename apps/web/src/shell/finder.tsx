import { searchRoutes } from '@ithaca/contracts/search';
import { can } from '@ithaca/domain/permissions';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Handshake from 'lucide-react/icons/handshake';
import Keyboard from 'lucide-react/icons/keyboard';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import Sprout from 'lucide-react/icons/sprout';
import UserRound from 'lucide-react/icons/user-round';
import type { LucideIcon } from 'lucide-react/types';
import { useDeferredValue, useState } from 'react';
import { call } from '../lib/api.ts';
import { goTo } from '../lib/history.ts';
import { useText } from '../lib/i18n.tsx';
import { CommandPalette, type Command, type CommandGroup } from '../ui/command-palette.tsx';
import type { Place } from './navigation.ts';
import { useSession } from './session.tsx';

type FinderProps = { isOpen: boolean; onClose: () => void; places: readonly Place[]; onKeys: () => void };

const fold = (words: string) => words.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/** Find a person, a program or a page, or do something, by typing. Ids of commands are paths, or `keys`. */
export function Finder({ isOpen, onClose, places, onKeys }: FinderProps) {
  const t = useText();
  const { actor } = useSession();
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['search', words],
    queryFn: ({ signal }) => call(searchRoutes.search, { query: { q: words } }, { signal }),
    enabled: isOpen && words.length >= 2,
    placeholderData: keepPreviousData,
  });
  const hits = (kind: 'people' | 'programs' | 'pairings', icon: LucideIcon): Command[] =>
    words.length < 2
      ? []
      : (found.data?.[kind] ?? []).map(({ label, hint, path }) => ({ id: path, label, hint, icon }));
  const fits = (command: Command) => words === '' || fold(command.label).includes(fold(words));
  const groups: CommandGroup[] = [
    { id: 'people', label: t('shell.find.people'), commands: hits('people', UserRound) },
    { id: 'programs', label: t('shell.find.programs'), commands: hits('programs', Sprout) },
    { id: 'pairings', label: t('shell.find.pairings'), commands: unique(hits('pairings', Handshake)) },
    {
      id: 'pages',
      label: t('shell.find.pages'),
      commands: [
        ...places.map((place) => ({
          id: place.path,
          label: t(place.label),
          icon: place.icon,
          ...(place.key && { keys: `G ${place.key}` }),
        })),
        { id: '/me', label: t('shell.me'), icon: UserRound },
      ].filter(fits),
    },
    {
      id: 'actions',
      label: t('shell.find.actions'),
      commands: [
        ...(can(actor, 'program.create')
          ? [{ id: '/manage/new', label: t('shell.newProgram'), icon: Plus }]
          : []),
        { id: 'keys', label: t('shell.keys'), icon: Keyboard, keys: '?' },
      ]
        .filter(fits)
        .concat(
          words.length < 2
            ? []
            : [{ id: `/search?q=${encodeURIComponent(words)}`, label: t('shell.find.all'), icon: Search }],
        ),
    },
  ];
  return (
    <CommandPalette
      isOpen={isOpen}
      onClose={() => {
        onClose();
        setTyped('');
      }}
      label={t('shell.find.label')}
      placeholder={t('shell.find.placeholder')}
      groups={groups.filter((group) => group.commands.length > 0)}
      onSearch={setTyped}
      isLoading={found.isFetching}
      onChoose={(id) => (id === 'keys' ? onKeys() : goTo(id))}
    />
  );
}

/** Two pairings of one cohort lead a coordinator to the same list: one way is enough. */
const unique = (commands: Command[]) =>
  commands.filter((one, index) => commands.findIndex(({ id }) => id === one.id) === index);
