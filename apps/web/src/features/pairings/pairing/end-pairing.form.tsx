import type { Pairing } from '@ithaca/contracts/pairings';
import type { EndReason } from '@ithaca/domain/pairing';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { goTo } from '../../../lib/history.ts';
import { partnersOf } from '../../../lib/pairing.ts';
import { isCircle, usePairingName } from '../../../lib/pairing-name.ts';
import { shortName } from '../../../lib/short-name.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useSession } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useEnd } from '../pairings.queries.ts';

const reasons: readonly EndReason[] = [
  'goals-reached',
  'no-time',
  'different-needs',
  'changed-job',
  'left',
  'other',
];

type EndPairingFormProps = {
  pairing: Pairing;
  /** Somebody else is wanted: nothing was reached, and the question says so. */
  isChange?: boolean;
  onPause: () => void;
  onClose: () => void;
};

/** The end of a pairing, without blame: what fits best, who reads it, and what happens then. */
export function EndPairingForm({ pairing, isChange = false, onPause, onClose }: EndPairingFormProps) {
  const t = useText();
  const { actor } = useSession();
  const [reason, setReason] = useState<EndReason | null>(null);
  const [isMissing, setMissing] = useState(false);
  const end = useEnd(pairing);
  const nameOf = usePairingName();
  const circle = isCircle(pairing);
  const isLeaving = circle && pairing.myRole === 'mentee';
  const name = circle
    ? nameOf(pairing, actor.personId)
    : shortName(partnersOf(pairing, actor.personId)[0]?.displayName ?? '');
  const isComplete = reason === 'goals-reached';
  // Nothing is reached before it has begun.
  const offered =
    isChange || pairing.state === 'offered' ? reasons.filter((id) => id !== 'goals-reached') : reasons;
  const send = () => {
    if (reason === null) setMissing(true);
    else
      end.mutate(reason, {
        onSuccess: () => {
          showToast({
            title: t(
              isLeaving ? 'pairings.leave.done' : isComplete ? 'pairings.end.completed' : 'pairings.end.done',
            ),
          });
          onClose();
          if (isLeaving) goTo('/my');
        },
      });
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={send}
      size="medium"
      title={t(isLeaving ? 'pairings.leave.title' : isChange ? 'pairings.end.change' : 'pairings.end.title', {
        name,
      })}
      description={t(isLeaving ? 'pairings.leave.intro' : 'pairings.end.intro')}
      effects={[
        isLeaving
          ? t('pairings.leave.effect.told')
          : t(circle ? 'pairings.end.circle.told' : 'pairings.end.effect.told', { name }),
        t(isLeaving ? 'pairings.leave.effect.reading' : 'pairings.end.effect.reading'),
        t(isComplete ? 'pairings.end.effect.completed' : 'pairings.end.effect.pool'),
      ]}
      failure={<ProblemBanner problem={end.error} />}
      cancelLabel={t('pairings.end.keep')}
      confirmLabel={t(
        isLeaving ? 'pairings.leave' : isComplete ? 'pairings.end.complete' : 'pairings.end.confirm',
      )}
      isDangerous={!isComplete}
      isLoading={end.isPending}
    >
      <RadioGroup<EndReason>
        label={t('pairings.end.reason')}
        seenBy={circle ? t('pairings.leave.seenBy') : t('pairings.end.seenBy', { name })}
        choices={offered.map((id) => ({ id, label: t(`pairings.end.reason.${id}`) }))}
        value={reason}
        onChange={setReason}
        error={isMissing && reason === null ? t('pairings.end.choose') : undefined}
      />
      {(reason === 'no-time' || reason === 'changed-job') && pairing.state === 'active' && !isLeaving && (
        <Banner
          actions={
            <Button
              size="small"
              onPress={() => {
                onPause();
                onClose();
              }}
            >
              {t('pairings.pause')}
            </Button>
          }
        >
          {t('pairings.end.pauseInstead')}
        </Banner>
      )}
    </ConfirmDialog>
  );
}
