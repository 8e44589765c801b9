import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { TextArea } from '../../ui/text-area.tsx';

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
    <Dialog
      isOpen
      onClose={onClose}
      isDismissable={!isSending}
      title={title}
      description={t('admission.decline.what')}
    >
      <Form
        onSubmit={() => {
          setTried(true);
          if (reason.trim() !== '') onDecline(reason);
        }}
        failure={<ProblemBanner problem={problem} />}
        actions={
          <>
            <Button onPress={onClose} isDisabled={isSending}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" variant="danger" isLoading={isSending}>
              {t('admission.decline')}
            </Button>
          </>
        }
      >
        <TextArea
          label={t('admission.reason')}
          rows={3}
          maxLength={600}
          value={reason}
          onChange={setReason}
          error={isMissing ? t('problem.approval.reason-missing') : undefined}
        />
      </Form>
    </Dialog>
  );
}
