import type { Person } from '@ithaca/contracts/people';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useInvitePerson } from './directory.queries.ts';

type InviteProps = { person: Person & { email: string }; onClose: () => void };

/** A mail leaves the house: it says to whom and what is in it. */
export function InvitePersonDialog({ person, onClose }: InviteProps) {
  const t = useText();
  const invite = useInvitePerson(person.id);
  const [note, setNote] = useState('');
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={() =>
        invite.mutate(note.trim(), {
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
      <TextField
        label={t('directory.invite.note')}
        description={t('directory.invite.note.what')}
        isOptional
        maxLength={300}
        value={note}
        onChange={setNote}
      />
      <ProblemBanner problem={invite.error} />
    </ConfirmDialog>
  );
}
