import type { Meeting } from '@ithaca/contracts/meetings';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { meetingQuery, useCancel, type Place } from './meetings.queries.ts';

type CancelMeetingFormProps = { place: Place; meeting: Meeting; names: string; onClose: () => void };

/** The partner is told at once, so it is asked for first. */
export function CancelMeetingForm({ place, meeting, names, onClose }: CancelMeetingFormProps) {
  const t = useText();
  const { data: latest = meeting } = useQuery(meetingQuery(place));
  const [reason, setReason] = useState('');
  const [scope, setScope] = useState<'one' | 'following'>('one');
  const cancel = useCancel(place);
  const send = () =>
    cancel.mutate(
      { reason: reason.trim(), following: scope === 'following', version: latest.version },
      {
        onSuccess: () => {
          showToast({ title: t('meetings.cancelled') });
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={send}
      title={t('meetings.cancel.title')}
      description={t('meetings.cancel.what', { name: names })}
      failure={<ProblemBanner problem={cancel.error} />}
      cancelLabel={t('meetings.cancel.keep')}
      confirmLabel={t('meetings.cancel')}
      isDangerous
      isLoading={cancel.isPending}
    >
      {meeting.series && meeting.series.place < meeting.series.times && (
        <RadioGroup
          label={t('meetings.cancel.scope')}
          choices={[
            { id: 'one', label: t('meetings.cancel.scope.one') },
            { id: 'following', label: t('meetings.cancel.scope.following') },
          ]}
          value={scope}
          onChange={setScope}
        />
      )}
      <TextField
        label={t('meetings.cancel.reason')}
        isOptional
        maxLength={300}
        value={reason}
        onChange={setReason}
        seenBy={t('meetings.cancel.seenBy', { name: names })}
      />
    </ConfirmDialog>
  );
}
