import type { PairingItem } from '@ithaca/contracts/pairings';
import { endReasons, type EndReason } from '@ithaca/domain/pairing';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useEndForCoordinator } from './metrics.queries.ts';
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
    <Dialog
      isOpen
      role="alertdialog"
      onClose={onClose}
      title={t('metrics.end.title', { pair })}
      isDismissable={!end.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={end.isPending}>
            {t('metrics.end.keep')}
          </Button>
          <Button variant="danger" onPress={send} isLoading={end.isPending}>
            {t('metrics.end.do')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <RadioGroup<EndReason>
          label={t('metrics.end.reason')}
          seenBy={t('metrics.end.seenBy')}
          choices={endReasons.map((id) => ({ id, label: t(`metrics.end.reason.${id}`) }))}
          value={reason}
          onChange={setReason}
          error={isMissing && reason === null ? t('metrics.end.choose') : undefined}
        />
        <div>
          <p className="text-dense font-medium">{t('metrics.end.effects')}</p>
          <ul className="mt-1 list-disc ps-5 text-body text-muted">
            <li>{t('metrics.end.effect.told')}</li>
            <li>{t('metrics.end.effect.pool')}</li>
            <li>{t('metrics.end.effect.final')}</li>
          </ul>
        </div>
        <ProblemBanner problem={end.error} />
      </div>
    </Dialog>
  );
}
