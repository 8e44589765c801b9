import type { Pairing } from '@ithaca/contracts/pairings';
import { declineReasons, type DeclineReason } from '@ithaca/domain/pairing';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { goTo } from '../../../lib/history.ts';
import { isCircle } from '../../../lib/pairing-name.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useDecline } from '../pairings.queries.ts';

type DeclineFormProps = { pairing: Pairing; name: string; onClose: () => void };

/** A private no, with a reason if one wants to give it. */
export function DeclineForm({ pairing, name, onClose }: DeclineFormProps) {
  const t = useText();
  const [reason, setReason] = useState<DeclineReason | null>(null);
  const decline = useDecline(pairing);
  const send = () =>
    decline.mutate(reason, {
      onSuccess: () => {
        showToast({
          title: isCircle(pairing) ? t('pairings.circle.declined') : t('pairings.declined', { name }),
        });
        onClose();
        // The circle goes on without the reader, who sees no more of it.
        if (isCircle(pairing)) goTo('/my');
      },
    });
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={send}
      size="medium"
      title={t('pairings.decline.title', { name })}
      description={
        isCircle(pairing) ? t('pairings.circle.decline.what') : t('pairings.decline.what', { name })
      }
      failure={<ProblemBanner problem={decline.error} />}
      cancelLabel={t('common.back')}
      confirmLabel={t('pairings.decline')}
      isDangerous
      isLoading={decline.isPending}
    >
      <RadioGroup<DeclineReason>
        label={t('pairings.decline.reason')}
        isOptional
        choices={declineReasons.map((id) => ({ id, label: t(`pairings.decline.reason.${id}`) }))}
        value={reason}
        onChange={setReason}
        seenBy={t('pairings.decline.seenBy', { name })}
      />
    </ConfirmDialog>
  );
}
