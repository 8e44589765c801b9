import { useId, useState, type ReactNode } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { EntranceButton } from '../entrance-parts.tsx';
import type { Answer } from './act.page.tsx';

const often = ['yes', 'sometimes', 'no'] as const;
const scale = [1, 2, 3, 4, 5] as const;

type ActQuestionsProps = { names: string; isRunning: boolean; onSend: (answer: Answer) => void };

/** The three questions of a check-in in native controls; beside each, who reads the answer. */
export function ActQuestions({ names, isRunning, onSend }: ActQuestionsProps) {
  const t = useText();
  const changeId = useId();
  const [meetingRegularly, setMeeting] = useState<Answer['meetingRegularly'] | null>(null);
  const [usefulness, setUsefulness] = useState<number | null>(null);
  const [change, setChange] = useState('');
  const [tried, setTried] = useState(false);
  const isWhole = meetingRegularly !== null && usefulness !== null;
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isWhole && !isRunning) onSend({ meetingRegularly, usefulness, change, sharedWithPartner: false });
      }}
    >
      <Question label={t('surveys.meeting')} seenBy={t('surveys.seenBy.meeting', { name: names })}>
        {often.map((one) => (
          <Choice
            key={one}
            name="meeting"
            label={t(`surveys.meeting.${one}`)}
            isChosen={meetingRegularly === one}
            onChoose={() => setMeeting(one)}
          />
        ))}
      </Question>
      <Question label={t('surveys.useful')} seenBy={t('surveys.seenBy.useful')}>
        {scale.map((one) => (
          <Choice
            key={one}
            name="useful"
            label={t(`surveys.useful.${one}`)}
            isChosen={usefulness === one}
            onChoose={() => setUsefulness(one)}
          />
        ))}
      </Question>
      <div className="flex flex-col gap-1">
        <label htmlFor={changeId} className="text-dense font-medium">
          {t('surveys.change')}
        </label>
        <textarea
          id={changeId}
          rows={3}
          dir="auto"
          maxLength={2000}
          value={change}
          aria-describedby={`${changeId}-seen`}
          onChange={(event) => setChange(event.target.value)}
          className="w-full min-w-0 rounded-md border border-edge/70 bg-raised px-3 py-2 text-body text-text hover:border-edge focus:border-accent"
        />
        <p id={`${changeId}-seen`} className="text-dense text-muted">
          {t('surveys.seenBy.change', { name: names })}
        </p>
      </div>
      {tried && !isWhole && (
        <p role="alert" className="rounded-lg bg-danger-tint px-3.5 py-2.5 text-body">
          {t('acts.missing')}
        </p>
      )}
      <EntranceButton look="primary" type="submit" isRunning={isRunning}>
        {t('acts.answer-check-in.button')}
      </EntranceButton>
    </form>
  );
}

type QuestionProps = { label: string; seenBy: string; children: ReactNode };

function Question({ label, seenBy, children }: QuestionProps) {
  const id = useId();
  return (
    <fieldset aria-describedby={id} className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-dense font-medium">{label}</legend>
      <div className="flex flex-col gap-1">{children}</div>
      <p id={id} className="text-dense text-muted">
        {seenBy}
      </p>
    </fieldset>
  );
}

type ChoiceProps = { name: string; label: string; isChosen: boolean; onChoose: () => void };

function Choice({ name, label, isChosen, onChoose }: ChoiceProps) {
  return (
    <label className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md border px-3 text-body hover:bg-hover has-checked:border-accent has-checked:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-ring pointer-coarse:min-h-11">
      <input
        type="radio"
        name={name}
        checked={isChosen}
        onChange={onChoose}
        className="accent-accent outline-none"
      />
      {label}
    </label>
  );
}
