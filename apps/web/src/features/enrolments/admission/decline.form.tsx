import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { TextArea } from '../../../ui/text-area.tsx';

/** A no with the reason that the person reads. */
export function DeclineForm({
  title,
  isSending,
  problem,
  onClose,
  onDecline,
}: {
  title: string;
  isSending: boolean;
  problem: unknown;
  onClose: () => void;
  onDecline: (reason: string) => void;
}) {
  const t = useText();
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const isMissing = isTried && reason.trim() === '';
  return (
    <FormDialog
      onClose={onClose}

      title={title}
      description={t('admission.decline.what')}
      onSubmit={() => {
        setTried(true);
        if (reason.trim() !== '') onDecline(reason);
      }}
      failure={<ProblemBanner problem={problem} />}
      sendLabel={t('admission.decline')}
      isSending={isSending}
      sendButton={{ variant: 'danger' }}
    >
      <TextArea
        label={t('admission.reason')}
        rows={3}
        maxLength={600}
        value={reason}
        onChange={setReason}
        error={isMissing ? t('problem.approval.reason-missing') : undefined}
      />
    </FormDialog>
  );
}
