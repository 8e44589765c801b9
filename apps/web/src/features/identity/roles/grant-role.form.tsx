import { programRoutes } from '@ithaca/contracts/programs';
import { grantableRoles, type GrantableRole } from '@ithaca/domain/permissions';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../lib/api.ts';
import { ColleagueField } from '../../../lib/colleague-field.tsx';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { showToast } from '../../../ui/toast.tsx';
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
  const [personId, setPersonId] = useState<string | null>(null);
  const [role, setRole] = useState<GrantableRole>('coordinator');
  const [place, setPlace] = useState<string>(everywhere);
  const [lastsUntil, setLastsUntil] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const grant = useGrant();
  const programs = useQuery({
    queryKey: ['programs', 'list'],
    queryFn: ({ signal }) => call(programRoutes.list, {}, { signal }),
  });
  const submit = () => {
    setTried(true);
    if (personId === null) return;
    const programId = role === 'coordinator' && place !== everywhere ? place : null;
    grant.mutate(
      { personId, role, programId, ...(lastsUntil && { lastsUntil }) },
      {
        onSuccess: ({ personName }) => {
          showToast({ title: t('identity.roles.granted', { name: personName }) });
          onClose();
        },
      },
    );
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="flex flex-col gap-5"
    >
      <ColleagueField
        label={t('identity.roles.person')}
        value={personId}
        onChange={setPersonId}
        error={isTried && personId === null ? t('problem.field.required') : undefined}
      />
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
      <DateField
        label={t('identity.roles.lastsUntil')}
        description={t('identity.roles.lastsUntil.what')}
        isOptional
        value={lastsUntil}
        onChange={setLastsUntil}
      />
      <ProblemBanner problem={grant.error} />
      <div className="flex justify-end gap-2">
        <Button onPress={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" isLoading={grant.isPending}>
          {t('identity.roles.grant')}
        </Button>
      </div>
    </form>
  );
}
