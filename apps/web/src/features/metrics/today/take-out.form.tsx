import type { PairingItem } from '@ithaca/contracts/pairings';
import type { EndReason } from '@ithaca/domain/pairing';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { pairingQuery } from '../../../lib/pairing.ts';
import { menteesOf } from '../../../lib/pairing-name.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Select } from '../../../ui/select.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { EndReasonField } from './end-reason-field.tsx';
import { useTakeOut } from '../metrics.queries.ts';

/** One mentee leaves a circle by its coordinator's hand: who, what fits best, and what happens then. */
export function TakeOutForm({ pairing, onClose }: { pairing: PairingItem; onClose: () => void }) {
  const t = useText();
  const circle = useQuery(pairingQuery(pairing.id));
  const takeOut = useTakeOut(pairing.id);
  const [personId, setPersonId] = useState<string | null>(null);
  const [reason, setReason] = useState<EndReason | null>(null);
  const [tried, setTried] = useState(false);
  const mentor = pairing.mentorName;
  const mentees = circle.data ? menteesOf(circle.data) : [];
  const send = () => {
    const leaving = mentees.find((mentee) => mentee.personId === personId);
    if (!leaving || reason === null) return setTried(true);
    takeOut.mutate(
      { personId: leaving.personId, reason },
      {
        onSuccess: () => {
          showToast({ title: t('metrics.takeOut.done', { name: leaving.displayName, mentor }) });
          onClose();
        },
      },
    );
  };
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={send}
      size="medium"
      title={t('metrics.takeOut.title', { mentor })}
      effects={[
        t('metrics.takeOut.effect.told'),
        t('metrics.takeOut.effect.on'),
        t('metrics.takeOut.effect.pool'),
      ]}
      failure={<ProblemBanner problem={takeOut.error} />}
      confirmLabel={t('metrics.takeOut.do')}
      isDangerous
      isLoading={takeOut.isPending}
    >
      <Loaded query={circle} skeleton={<Skeleton className="h-16 w-full" />}>
        {(data) => (
          <Select
            label={t('metrics.takeOut.who')}
            choices={menteesOf(data).map((one) => ({ id: one.personId, label: one.displayName }))}
            value={personId}
            onChange={setPersonId}
            error={tried && personId === null ? t('metrics.takeOut.choose') : undefined}
          />
        )}
      </Loaded>
      <EndReasonField value={reason} onChange={setReason} isMissing={tried && reason === null} />
    </ConfirmDialog>
  );
}
