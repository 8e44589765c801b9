import type { PairingItem } from '@ithaca/contracts/pairings';
import type { EndReason } from '@ithaca/domain/pairing';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { EndReasonField } from './end-reason-field.tsx';
import { useEndForCoordinator } from '../metrics.queries.ts';
import { usePairingWords } from './pairing-words.ts';

type EndPairingFormProps = {
  pairing: PairingItem;
  onClose: () => void;
  /** The line it was opened from may be gone then. */
  onEnded?: (() => void) | undefined;
};

/** The end of a pairing by its coordinator: what fits best, who reads it, and what happens then. */
export function EndPairingForm({ pairing, onClose, onEnded }: EndPairingFormProps) {
  const t = useText();
  const words = usePairingWords();
  const [reason, setReason] = useState<EndReason | null>(null);
  const [isMissing, setMissing] = useState(false);
  const end = useEndForCoordinator(pairing.id);
  const pair = words.pair(pairing);
  const send = () => {
    if (reason === null) setMissing(true);
    else
      end.mutate(reason, {
        onSuccess: () => {
          showToast({ title: t('metrics.end.done', { pair }) });
          onEnded?.();
          onClose();
        },
      });
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={send}
      size="medium"
      title={t('metrics.end.title', { pair })}
      effects={[t('metrics.end.effect.told'), t('metrics.end.effect.pool'), t('metrics.end.effect.final')]}
      failure={<ProblemBanner problem={end.error} />}
      cancelLabel={t('metrics.end.keep')}
      confirmLabel={t('metrics.end.do')}
      isDangerous
      isLoading={end.isPending}
    >
      <EndReasonField value={reason} onChange={setReason} isMissing={isMissing && reason === null} />
    </ConfirmDialog>
  );
}
