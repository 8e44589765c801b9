import { programRoutes } from '@ithaca/contracts/programs';
import { grantableRoles, type GrantableRole } from '@ithaca/domain/permissions';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../lib/api.ts';
import { GrantForm } from '../../../lib/grant-form.tsx';
import { useText } from '../../../lib/i18n.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { useGrant } from '../identity.queries.ts';

const everywhere = 'everywhere';

/** Gives a person a role; coordinators may be given one program only. */
export function GrantRoleDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useText();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('identity.roles.grant')}>
      {isOpen && <GrantRoleForm onClose={onClose} />}
    </Dialog>
  );
}

function GrantRoleForm({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [role, setRole] = useState<GrantableRole>('coordinator');
  const [place, setPlace] = useState<string>(everywhere);
  const grant = useGrant();
  const programs = useQuery({
    queryKey: ['programs', 'list'],
    queryFn: ({ signal }) => call(programRoutes.list, {}, { signal }),
  });
  const programId = role === 'coordinator' && place !== everywhere ? place : null;
  return (
    <GrantForm
      words={{
        person: t('identity.roles.person'),
        lastDay: t('identity.roles.lastsUntil'),
        lastDayWhat: t('identity.roles.lastsUntil.what'),
        verb: t('identity.roles.grant'),
        done: (name) => t('identity.roles.granted', { name }),
      }}
      grant={{ ...grant, mutate: (granted, on) => grant.mutate({ ...granted, role, programId }, on) }}
      onClose={onClose}
    >
      <RadioGroup
        label={t('identity.roles.role')}
        layout="cards"
        choices={grantableRoles.map((id) => ({
          id,
          label: t(`identity.role.${id}`),
          description: t(`identity.role.${id}.what`),
        }))}
        value={role}
        onChange={setRole}
      />
      {role === 'coordinator' && (
        <Select
          label={t('identity.roles.where')}
          choices={[
            { id: everywhere, label: t('identity.roles.everywhere') },
            ...(programs.data?.items ?? []).map(({ id, name }) => ({ id, label: name })),
          ]}
          value={place}
          onChange={setPlace}
        />
      )}
    </GrantForm>
  );
}
