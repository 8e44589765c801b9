import type { Person } from '@ithaca/contracts/people';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useInvitePerson } from './directory.queries.ts';

type InviteProps = { person: Person & { email: string }; onClose: () => void };

/** A mail leaves the house: it says to whom and what is in it. */
export function InvitePersonDialog({ person, onClose }: InviteProps) {
  const t = useText();
  const invite = useInvitePerson(person.id);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={() =>
        invite.mutate(undefined, {
          onSuccess: () => {
            showToast({ tone: 'success', title: t('directory.invited', { name: person.displayName }) });
            onClose();
          },
        })
      }
      isLoading={invite.isPending}
      title={t('directory.invite.title', { name: person.displayName })}
      confirmLabel={t('directory.invite.do')}
    >
      <p>
        {t('directory.invite.to')} <bdi className="font-medium">{person.email}</bdi>
      </p>
      <p className="text-muted">{t('directory.invite.what')}</p>
      <ProblemBanner problem={invite.error} />
    </ConfirmDialog>
  );
}
