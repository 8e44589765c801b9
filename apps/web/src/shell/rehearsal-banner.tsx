import { identityRoutes } from '@ithaca/contracts/identity';
import { rehearsalRoomRoutes } from '@ithaca/contracts/rehearsals';
import { useMutation } from '@tanstack/react-query';
import Drama from 'lucide-react/icons/drama';
import { call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useText } from '../lib/i18n.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { useSession } from './session.tsx';

/** On every page of a rehearsal: that nothing is real, whose eyes one looks through, and the ways back. */
export default function RehearsalBanner() {
  const t = useText();
  const { day } = useFormat();
  const { rehearsal } = useSession().organisation;
  // A fresh page each time: nothing of whom one was a moment ago may stay in memory.
  const leave = useMutation({
    mutationFn: (organisationId: string) =>
      call(identityRoutes.switchOrganisation, { body: { organisationId } }),
    onSuccess: () =>
      window.location.assign(
        `/manage/${rehearsal?.homeProgramId}/setup?step=review&cohort=${rehearsal?.homeCohortId}`,
      ),
  });
  const rise = useMutation({
    mutationFn: () => call(rehearsalRoomRoutes.takeSeat, { body: { personId: null } }),
    onSuccess: () => window.location.assign('/rehearsal'),
  });
  if (!rehearsal) return null;
  return (
    <aside
      aria-label={t('shell.rehearsal')}
      className="no-print flex flex-wrap items-center gap-x-4 gap-y-2 border-b bg-warning-tint px-4 py-2 text-body sm:px-6 lg:px-10"
    >
      <p className="flex min-w-0 flex-1 basis-72 items-start gap-2.5">
        <Icon of={Drama} className="mt-0.5 text-warning" />
        <span>
          <strong className="font-semibold">{t('shell.rehearsal')}</strong>{' '}
          {rehearsal.seat === null
            ? t('shell.rehearsal.what', { day: day(rehearsal.day) })
            : t('shell.rehearsal.seat', { name: rehearsal.seat, day: day(rehearsal.day) })}
        </span>
      </p>
      <div className="flex flex-wrap gap-2">
        {rehearsal.seat === null ? (
          <LinkButton size="small" href="/rehearsal">
            {t('shell.rehearsal.desk')}
          </LinkButton>
        ) : (
          <Button size="small" isLoading={rise.isPending} onPress={() => rise.mutate()}>
            {t('shell.rehearsal.rise')}
          </Button>
        )}
        <Button
          size="small"
          variant="quiet"
          isLoading={leave.isPending}
          onPress={() => leave.mutate(rehearsal.homeId)}
        >
          {t('shell.rehearsal.leave')}
        </Button>
      </div>
    </aside>
  );
}
