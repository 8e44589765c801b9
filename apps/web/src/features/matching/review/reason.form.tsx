import { MOST_REASON_LENGTH, type Advice } from '@ithaca/domain/review';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { TextField } from '../../../ui/text-field.tsx';

type ReasonFormProps = {
  /** The pair in words. */
  pair: string;
  /** What the act goes against. */
  advice: Advice;
  act: 'remove' | 'approve' | 'lock';
  onGive: (reason: string) => void;
  onClose: () => void;
};

/** The dialog asks for one thing: whoever opened it types at once. */
const atOnce = { autoFocus: true } as const;

/** Asks why, before something is done against the advice of the draft. One line, Enter does it. */
export function ReasonForm({ pair, advice, act, onGive, onClose }: ReasonFormProps) {
  const t = useText();
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const given = reason.trim();
  const title = t(`review.reason.${act}`);
  return (
    <FormDialog
      onClose={onClose}
      size="small"
      title={title}
      description={pair}
      label={title}
      onSubmit={() => {
        setTried(true);
        if (given !== '') onGive(given);
      }}
      sendLabel={t(`matching.act.${act}`)}
    >
      <p>{t(`review.advice.${advice}`)}</p>
      <TextField
        label={t('matching.choose.reason')}
        seenBy={t('matching.choose.seen')}
        {...atOnce}
        value={reason}
        onChange={setReason}
        maxLength={MOST_REASON_LENGTH}
        error={isTried && given === '' ? t('problem.field.required') : undefined}
      />
    </FormDialog>
  );
}
