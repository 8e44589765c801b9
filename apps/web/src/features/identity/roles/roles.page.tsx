import type { grant } from '@ithaca/contracts/identity';
import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { useMemo, useState } from 'react';
import type * as z from 'zod/mini';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { lastDayBefore } from '../../../lib/today.ts';
import { useCan, useSession } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Status } from '../../../ui/status.tsx';
import type { Column } from '../../../ui/table-columns.ts';
import { showToast } from '../../../ui/toast.tsx';
import { grantsQuery, useRevoke } from '../identity.queries.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

const GrantRoleDialog = lazyLayer(async () => (await import('./grant-role.form.tsx')).GrantRoleDialog);

type Grant = z.infer<typeof grant>;

/** Who may do what? */
export default function RolesPage() {
  const t = useText();
  const mayChange = useCan('organisation.administer');
  const grants = useQuery(grantsQuery);
  const [isGranting, setGranting] = useState(false);
  const [leaving, setLeaving] = useState<Grant | null>(null);
  const columns = useColumns(mayChange ? setLeaving : null);
  return (
    <Page title={t('shell.roles')}>
      <PageHeader
        title={t('shell.roles')}
        description={t('identity.roles.what')}
        actions={
          <Button
            variant="primary"
            icon={Plus}
            disabledReason={mayChange ? undefined : t('identity.roles.readOnly')}
            onPress={() => setGranting(true)}
          >
            {t('identity.roles.grant')}
          </Button>
        }
      />
      <Loaded query={grants.isError ? grants : { ...grants, data: grants.data ?? { items: undefined } }}>
        {({ items }) => (
          <DataTable
            label={t('shell.roles')}
            columns={columns}
            rows={items}
            rowId={(row) => row.id}
            rowHref={(row) => `/people/${row.personId}`}
            narrow="cards"
            empty={<EmptyState title={t('identity.roles.empty')} />}
          />
        )}
      </Loaded>
      <GrantRoleDialog isOpen={isGranting} onClose={() => setGranting(false)} />
      {leaving && <TakeBack grant={leaving} onClose={() => setLeaving(null)} />}
    </Page>
  );
}

function useColumns(onTakeBack: ((grant: Grant) => void) | null): Column<Grant>[] {
  const t = useText();
  const { day } = useFormat();
  const { timeZone } = useSession().organisation;
  return useMemo(
    () => [
      {
        id: 'person',
        header: t('identity.roles.person'),
        cell: (row) => row.personName,
        sortValue: (row) => row.personName,
      },
      {
        id: 'role',
        header: t('identity.roles.role'),
        cell: (row) => (
          <Status tone={row.role === 'owner' ? 'accent' : 'neutral'}>{t(`identity.role.${row.role}`)}</Status>
        ),
      },
      {
        id: 'where',
        header: t('identity.roles.where'),
        cell: (row) => row.programName ?? t('identity.roles.everywhere'),
      },
      { id: 'since', header: t('identity.roles.since'), cell: (row) => day(row.grantedAt) },
      {
        id: 'until',
        header: t('identity.roles.until'),
        cell: (row) =>
          row.expiresAt ? day(lastDayBefore(row.expiresAt, timeZone)) : <span className="text-muted">–</span>,
      },
      ...(onTakeBack
        ? [
            {
              id: 'actions',
              header: t('identity.roles.actions'),
              isHeaderHidden: true,
              align: 'end' as const,
              cell: (row: Grant) => (
                <Button size="small" variant="quiet" onPress={() => onTakeBack(row)}>
                  {t('identity.roles.take')}
                  <span className="sr-only">: {row.personName}</span>
                </Button>
              ),
            },
          ]
        : []),
    ],
    [t, day, timeZone, onTakeBack],
  );
}

function TakeBack({ grant: taken, onClose }: { grant: Grant; onClose: () => void }) {
  const t = useText();
  const revoke = useRevoke();
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      isDangerous
      isLoading={revoke.isPending}
      title={t('identity.roles.takeFrom', { name: taken.personName })}
      confirmLabel={t('identity.roles.take')}
      onConfirm={() =>
        revoke.mutate(taken.id, {
          onSuccess: () => showToast({ title: t('identity.roles.taken', { name: taken.personName }) }),
          onSettled: onClose,
        })
      }
    >
      {t('identity.roles.take.what', {
        name: taken.personName,
        role: t(`identity.role.${taken.role}`),
        where: taken.programName ?? t('identity.roles.everywhere'),
      })}
    </ConfirmDialog>
  );
}
