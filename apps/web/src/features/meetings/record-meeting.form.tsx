import { MEETING_MINUTES } from '@ithaca/domain/meeting';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { useSession } from '../../shell/session.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { showToast } from '../../ui/toast.tsx';
import { MeetingDialog } from './meeting-dialog.tsx';
import { useRecord } from './meetings.queries.ts';
import { instantOf } from './wall-time.ts';

/** A meeting that has taken place without having been planned here. */
export function RecordMeetingForm({ pairingId, onClose }: { pairingId: string; onClose: () => void }) {
  const t = useText();
  const { person } = useSession();
  const [wall, setWall] = useState('');
  const [minutes, setMinutes] = useState<number>(MEETING_MINUTES.usual);
  const [title, setTitle] = useState('');
  const [notes, setNotes] = useState('');
  const [isTried, setTried] = useState(false);
  const record = useRecord(pairingId);
  const startsAt = instantOf(wall, person.timeZone);
  const send = () => {
    setTried(true);
    if (startsAt === undefined) return;
    record.mutate(
      { title: title.trim(), startsAt, durationMinutes: minutes, timeZone: person.timeZone, link: '', notes },
      {
        onSuccess: () => {
          showToast({ title: t('meetings.recorded') });
          onClose();
        },
      },
    );
  };
  return (
    <MeetingDialog
      title={t('meetings.record')}
      description={t('meetings.record.what')}
      saveLabel={t('meetings.record.save')}
      fields={{
        wall,
        setWall,
        minutes,
        setMinutes,
        title,
        setTitle,
        isTimeMissing: isTried && startsAt === undefined,
      }}
      failure={<ProblemBanner problem={record.error} />}
      isSaving={record.isPending}
      onSend={send}
      onClose={onClose}
    >
      <TextArea
        label={t('meetings.notes')}
        isOptional
        maxLength={20_000}
        value={notes}
        onChange={setNotes}
        seenBy={t('meetings.notes.who')}
      />
    </MeetingDialog>
  );
}
