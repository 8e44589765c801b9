import type { PersonItem } from '@ithaca/contracts/people';
import { useMemo } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useToday } from '../../../lib/today.ts';
import { useSession } from '../../../shell/session.tsx';
import { Status } from '../../../ui/status.tsx';
import type { Column } from '../../../ui/table-columns.ts';

/** What the directory tells of a person at a glance. */
export function useDirectoryColumns(): Column<PersonItem>[] {
  const t = useText();
  const { day } = useFormat();
  const today = useToday(useSession().organisation.timeZone);
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('directory.name'),
        className: '@sm:max-w-80',
        cell: ({ displayName, email, leftOn }) => (
          <span className="flex items-center gap-3">
            <span className="flex min-w-0 flex-1 flex-col">
              <bdi className="truncate font-medium">{displayName}</bdi>
              {email && <bdi className="truncate font-normal text-muted">{email}</bdi>}
            </span>
            {leftOn !== null && leftOn <= today && <Status tone="neutral">{t('directory.left')}</Status>}
          </span>
        ),
      },
      words('title', t('directory.title'), ({ jobTitle }) => jobTitle),
      words('department', t('directory.department'), ({ department }) => department),
      words('site', t('directory.site'), ({ site }) => site),
      words('manager', t('directory.manager'), ({ managerName }) => managerName),
      {
        id: 'hired',
        header: t('directory.hired'),
        align: 'end',
        className: 'whitespace-nowrap',
        cell: ({ hiredOn }) => (hiredOn ? day(hiredOn) : <Nothing />),
      },
    ],
    [t, day, today],
  );
}

const words = (
  id: string,
  header: string,
  valueOf: (person: PersonItem) => string | null,
): Column<PersonItem> => ({
  id,
  header,
  className: '@sm:max-w-56',
  cell: (person) => {
    const value = valueOf(person);
    return value ? <bdi className="line-clamp-2">{value}</bdi> : <Nothing />;
  },
});

const Nothing = () => <span className="text-muted">–</span>;
