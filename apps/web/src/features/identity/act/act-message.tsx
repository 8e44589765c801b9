import { useId, useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { EntranceButton } from '../entrance-parts.tsx';

type ActMessageProps = { isRunning: boolean; onSend: (reply: string) => void };

/** The answer to a message, behind the link of its mail: nothing leaves the page before it is sent. */
export function ActMessage({ isRunning, onSend }: ActMessageProps) {
  const t = useText();
  const id = useId();
  const [words, setWords] = useState('');
  const [isTried, setTried] = useState(false);
  const isMissing = isTried && words.trim() === '';
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (words.trim() !== '' && !isRunning) onSend(words.trim());
      }}
    >
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-dense font-medium">
          {t('acts.answer-message.label')}
        </label>
        <textarea
          id={id}
          rows={5}
          dir="auto"
          maxLength={8000}
          value={words}
          aria-invalid={isMissing}
          aria-describedby={`${id}-seen`}
          onChange={(event) => setWords(event.target.value)}
          className="w-full min-w-0 rounded-md border border-edge/70 bg-raised px-3 py-2 text-body text-text hover:border-edge focus:border-accent"
        />
        <p id={`${id}-seen`} className="text-dense text-muted">
          {t('acts.answer-message.who')}
        </p>
      </div>
      {isMissing && (
        <p role="alert" className="rounded-lg bg-danger-tint px-3.5 py-2.5 text-body">
          {t('acts.answer-message.empty')}
        </p>
      )}
      <EntranceButton look="primary" type="submit" isRunning={isRunning}>
        {t('acts.answer-message.button')}
      </EntranceButton>
    </form>
  );
}
