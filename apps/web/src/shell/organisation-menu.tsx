import { identityRoutes } from '@ithaca/contracts/identity';
import { useMutation } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import { call } from '../lib/api.ts';
import { useText } from '../lib/i18n.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { forgetBrand } from './brand.ts';
import { Mark } from './mark.tsx';
import { useSession } from './session.tsx';

/** Whose organisation this is; for those who belong to several, the way to another one. */
export function OrganisationMenu() {
  const t = useText();
  const { organisation, memberships, actor } = useSession();
  const move = useMutation({
    mutationFn: (organisationId: string) =>
      call(identityRoutes.switchOrganisation, { body: { organisationId } }),
    onSuccess: () => {
      forgetBrand();
      // A fresh page: nothing of the organisation left behind may stay in memory.
      window.location.assign('/');
    },
  });
  const name = (
    <>
      <Mark name={organisation.name} />
      <span className="min-w-0 flex-1 truncate text-start font-semibold">{organisation.name}</span>
    </>
  );
  if (memberships.length < 2) return <div className="flex h-9 items-center gap-2.5 px-1.5">{name}</div>;
  return (
    <Menu
      label={t('shell.organisations')}
      entries={memberships.map((membership) => ({
        id: membership.organisationId,
        label: membership.organisationName,
        ...(membership.organisationId === actor.organisationId
          ? { icon: Check }
          : { onAction: () => move.mutate(membership.organisationId) }),
      }))}
    >
      <Button variant="quiet" isLoading={move.isPending} className="w-full px-1.5!">
        {name}
        <Icon of={ChevronsUpDown} className="text-muted" />
      </Button>
    </Menu>
  );
}
