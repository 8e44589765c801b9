import type { PairingItem } from '@ithaca/contracts/pairings';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useBeginForCoordinator } from './metrics.queries.ts';

/** A circle begins early by its coordinator's hand: with how many, and what happens then. */
export function BeginCircleForm({ pairing, onClose }: { pairing: PairingItem; onClose: () => void }) {
  const t = useText();
  const begin = useBeginForCoordinator(pairing.id);
  const mentor = pairing.mentorName;
  const send = () =>
    begin.mutate(undefined, {
      onSuccess: () => {
        showToast({ title: t('metrics.begin.done', { mentor }) });
        onClose();
      },
    });
  return (
    <Dialog
      isOpen
      role="alertdialog"
      onClose={onClose}
      title={t('metrics.begin.title', { mentor })}
      isDismissable={!begin.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={begin.isPending}>
            {t('common.cancel')}
          </Button>
          <Button variant="primary" onPress={send} isLoading={begin.isPending}>
            {t('metrics.begin.do')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <p>{t('metrics.begin.what', { count: pairing.mayBeginWith ?? 0 })}</p>
        <div>
          <p className="text-dense font-medium">{t('metrics.end.effects')}</p>
          <ul className="mt-1 list-disc ps-5 text-body text-muted">
            <li>{t('metrics.begin.effect.told')}</li>
            <li>{t('metrics.begin.effect.seat')}</li>
          </ul>
        </div>
        <ProblemBanner problem={begin.error} />
      </div>
    </Dialog>
  );
}
