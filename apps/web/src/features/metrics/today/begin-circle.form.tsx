import type { PairingItem } from '@ithaca/contracts/pairings';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useBeginForCoordinator } from '../metrics.queries.ts';

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
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={send}
      size="medium"
      title={t('metrics.begin.title', { mentor })}
      description={t('metrics.begin.what', { count: pairing.mayBeginWith ?? 0 })}
      effects={[t('metrics.begin.effect.told'), t('metrics.begin.effect.seat')]}
      failure={<ProblemBanner problem={begin.error} />}
      confirmLabel={t('metrics.begin.do')}
      isLoading={begin.isPending}
    />
  );
}
