import { MEETING_MINUTES } from '@ithaca/domain/meeting';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { useSession } from '../../shell/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DateTimeField } from '../../ui/time-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { DurationSelect } from './duration-select.tsx';
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
    <Dialog
      isOpen
      onClose={onClose}
      title={t('meetings.record')}
      description={t('meetings.record.what')}
      isDismissable={!record.isPending}
    >
      <Form
        onSubmit={send}
        failure={<ProblemBanner problem={record.error} />}
        actions={
          <>
            <Button onPress={onClose} isDisabled={record.isPending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" variant="primary" isLoading={record.isPending}>
              {t('meetings.record.save')}
            </Button>
          </>
        }
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <DateTimeField
            label={t('meetings.when')}
            value={wall}
            onChange={setWall}
            error={isTried && startsAt === undefined ? t('meetings.slot.choose') : undefined}
          />
          <DurationSelect value={minutes} onChange={setMinutes} />
        </div>
        <TextField label={t('meetings.topic')} isOptional maxLength={160} value={title} onChange={setTitle} />
        <TextArea
          label={t('meetings.notes')}
          isOptional
          maxLength={20_000}
          value={notes}
          onChange={setNotes}
          seenBy={t('meetings.notes.who')}
        />
      </Form>
    </Dialog>
  );
}
