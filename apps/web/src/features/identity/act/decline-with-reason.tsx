import { useEffect, useId, useRef, useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { EntranceButton } from '../entrance-parts.tsx';

type DeclineWithReasonProps = { names: string; isRunning: boolean; onDecline: (reason: string) => void };

/** A no that needs a reason: the field comes only to whoever wants to say no. */
export function DeclineWithReason({ names, isRunning, onDecline }: DeclineWithReasonProps) {
  const t = useText();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // It appears because somebody asked for it, and is what comes next.
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  if (!isOpen)
    return (
      <EntranceButton isRunning={isRunning} onPress={() => setOpen(true)}>
        {t('acts.approve-enrolment.no')}
      </EntranceButton>
    );
  const isMissing = isTried && reason.trim() === '';
  return (
    <form
      noValidate
      className="flex flex-col gap-3 border-t pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (reason.trim() !== '' && !isRunning) onDecline(reason);
      }}
    >
      <div className="flex flex-col gap-1">
        <label htmlFor={id} className="text-dense font-medium">
          {t('acts.approve-enrolment.reason', { names })}
        </label>
        <textarea
          id={id}
          rows={3}
          dir="auto"
          maxLength={600}
          value={reason}
          ref={field}
          aria-invalid={isMissing}
          aria-describedby={isMissing ? `${id}-missing` : undefined}
          onChange={(event) => setReason(event.target.value)}
          className="w-full min-w-0 rounded-md border border-edge/70 bg-raised px-3 py-2 text-body text-text hover:border-edge focus:border-accent"
        />
        {isMissing && (
          <p id={`${id}-missing`} role="alert" className="text-dense text-danger">
            {t('problem.approval.reason-missing')}
          </p>
        )}
      </div>
      <EntranceButton type="submit" isRunning={isRunning}>
        {t('acts.approve-enrolment.decline')}
      </EntranceButton>
    </form>
  );
}
