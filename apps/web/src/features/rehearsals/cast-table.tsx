import type { CastMember } from '@ithaca/contracts/rehearsals';
import { useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Link } from '../../ui/link.tsx';
import type { Column } from '../../ui/table-columns.ts';
import { useTakeSeat } from './rehearsals.queries.ts';

/** Who takes part, where each of them stands, and the way to look through their eyes. */
export function CastTable({ cast, isStill }: { cast: readonly CastMember[]; isStill: boolean }) {
  const t = useText();
  const { number, language, list } = useFormat();
  const seat = useTakeSeat();
  const { mutate } = seat;
  const columns = useMemo<Column<CastMember>[]>(
    () => [
      {
        id: 'name',
        header: t('rehearsal.column.name'),
        cell: ({ displayName }) => displayName,
        sortValue: ({ displayName }) => displayName,
      },
      {
        id: 'role',
        header: t('rehearsal.column.role'),
        cell: ({ role }) => t(`rehearsal.role.${role ?? 'manager'}`),
        sortValue: ({ role }) => role ?? 'zz',
      },
      {
        id: 'state',
        header: t('rehearsal.column.state'),
        cell: ({ role, state, partners }) =>
          partners.length > 0
            ? t('rehearsal.with', { names: list([...partners], 'conjunction') })
            : state === null
              ? role === null
                ? ''
                : t('rehearsal.invited')
              : t(`enrolments.state.${state}`),
        sortValue: ({ state }) => state ?? '',
      },
      {
        id: 'language',
        header: t('rehearsal.column.language'),
        cell: ({ locale }) => language(locale),
        sortValue: ({ locale }) => locale,
      },
      {
        id: 'mails',
        header: t('rehearsal.count.mails'),
        align: 'end',
        cell: ({ personId, displayName, mails }) =>
          mails === 0 ? (
            number(0)
          ) : (
            <Link
              href={`/rehearsal/mails?person=${personId}`}
              aria-label={t('rehearsal.mails.of', { count: mails, shown: number(mails), name: displayName })}
            >
              {number(mails)}
            </Link>
          ),
        sortValue: ({ mails }) => mails,
      },
      {
        id: 'seat',
        header: t('rehearsal.seat'),
        isHeaderHidden: true,
        align: 'end',
        cell: ({ personId, displayName }) => (
          <Button
            size="small"
            variant="quiet"
            aria-label={t('rehearsal.seat.as', { name: displayName })}
            disabledReason={isStill ? undefined : t('rehearsal.days.passing')}
            onPress={() => mutate(personId)}
          >
            {t('rehearsal.seat')}
          </Button>
        ),
      },
    ],
    [t, number, language, list, isStill, mutate],
  );
  return (
    <DataTable
      label={t('rehearsal.cast.list')}
      columns={columns}
      rows={[...cast]}
      rowId={({ personId }) => personId}
      narrow="cards"
    />
  );
}
