import { identityRoutes } from '@ithaca/contracts/identity';
import { useMutation } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import type { ReactNode } from 'react';
import { call } from '../lib/api.ts';
import { useText } from '../lib/i18n.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { forgetBrand } from './brand.ts';
import { useSession } from './session.tsx';

/** The organisations somebody belongs to. */
export default function OrganisationChoice({ children }: { children: ReactNode }) {
  const t = useText();
  const { memberships, actor } = useSession();
  const move = useMutation({
    mutationFn: (organisationId: string) =>
      call(identityRoutes.switchOrganisation, { body: { organisationId } }),
    onSuccess: () => {
      forgetBrand();
      // A fresh page: nothing of the organisation left behind may stay in memory.
      window.location.assign('/');
    },
  });
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
      <Button variant="quiet" isLoading={move.isPending} className="w-full gap-2.5! px-1.5!">
        {children}
        <Icon of={ChevronsUpDown} className="text-muted" />
      </Button>
    </Menu>
  );
}
