import type { ReactNode } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DateTimeField } from '../../ui/time-field.tsx';
import { DurationSelect } from './duration-select.tsx';

type MeetingDialogProps = {
  title: string;
  description: string;
  saveLabel: string;
  /** When, how long, what about: the same of every meeting. */
  fields: MeetingFields;
  failure: ReactNode;
  isSaving: boolean;
  onSend: () => void;
  onClose: () => void;
  /** What belongs below the time. */
  times?: ReactNode;
  children: ReactNode;
};

export type MeetingFields = {
  wall: string;
  setWall: (wall: string) => void;
  minutes: number;
  setMinutes: (minutes: number) => void;
  title: string;
  setTitle: (title: string) => void;
  /** Sent without a time. */
  isTimeMissing: boolean;
};

/** A meeting to record or to move: its time, its length, its topic, and what the caller adds. */
export function MeetingDialog(props: MeetingDialogProps) {
  const { title, description, saveLabel, fields, failure, isSaving, onSend, onClose, times, children } =
    props;
  const t = useText();
  return (
    <FormDialog
      onClose={onClose}
      title={title}
      description={description}
      onSubmit={onSend}
      failure={failure}
      sendLabel={saveLabel}
      isSending={isSaving}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <DateTimeField
          label={t('meetings.when')}
          value={fields.wall}
          onChange={fields.setWall}
          error={fields.isTimeMissing ? t('meetings.slot.choose') : undefined}
        />
        <DurationSelect value={fields.minutes} onChange={fields.setMinutes} />
      </div>
      {times}
      <TextField
        label={t('meetings.topic')}
        isOptional
        maxLength={160}
        value={fields.title}
        onChange={fields.setTitle}
      />
      {children}
    </FormDialog>
  );
}
