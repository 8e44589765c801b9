import { peopleRoutes } from '@ithaca/contracts/people';
import { programRoutes } from '@ithaca/contracts/programs';
import { can } from '@ithaca/domain/permissions';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Keyboard from 'lucide-react/icons/keyboard';
import Plus from 'lucide-react/icons/plus';
import Sprout from 'lucide-react/icons/sprout';
import UserRound from 'lucide-react/icons/user-round';
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
  const people = useQuery({
    queryKey: ['people', 'search', words],
    queryFn: ({ signal }) => call(peopleRoutes.find, { query: { q: words } }, { signal }),
    enabled: isOpen && words.length >= 2,
    placeholderData: keepPreviousData,
  });
  const managesPrograms = can(actor, 'programs.manage');
  const programs = useQuery({
    queryKey: ['programs', 'list'],
    queryFn: ({ signal }) => call(programRoutes.list, {}, { signal }),
    enabled: isOpen && managesPrograms,
  });
  const fits = (command: Command) => words === '' || fold(command.label).includes(fold(words));
  const groups: CommandGroup[] = [
    {
      id: 'people',
      label: t('shell.find.people'),
      commands:
        words.length < 2
          ? []
          : (people.data?.items ?? []).map((person) => ({
              id: `/people/${person.id}`,
              label: person.displayName,
              hint: [person.jobTitle, person.department].filter(Boolean).join(' · '),
              icon: UserRound,
            })),
    },
    {
      id: 'programs',
      label: t('shell.find.programs'),
      commands: (programs.data?.items ?? [])
        .map((program) => ({ id: `/manage/${program.id}`, label: program.name, icon: Sprout }))
        .filter(fits)
        .slice(0, 6),
    },
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
      ].filter(fits),
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
      isLoading={people.isFetching}
      onChoose={(id) => (id === 'keys' ? onKeys() : goTo(id))}
    />
  );
}
