import type { PairingItem } from '@ithaca/contracts/pairings';
import { endReasons, type EndReason } from '@ithaca/domain/pairing';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { pairingQuery } from '../../lib/pairing.ts';
import { menteesOf } from '../../lib/pairing-name.ts';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useTakeOut } from './metrics.queries.ts';

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
    <Dialog
      isOpen
      role="alertdialog"
      onClose={onClose}
      title={t('metrics.takeOut.title', { mentor })}
      isDismissable={!takeOut.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={takeOut.isPending}>
            {t('common.cancel')}
          </Button>
          <Button variant="danger" onPress={send} isLoading={takeOut.isPending}>
            {t('metrics.takeOut.do')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
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
        <RadioGroup<EndReason>
          label={t('metrics.end.reason')}
          seenBy={t('metrics.end.seenBy')}
          choices={endReasons.map((id) => ({ id, label: t(`metrics.end.reason.${id}`) }))}
          value={reason}
          onChange={setReason}
          error={tried && reason === null ? t('metrics.end.choose') : undefined}
        />
        <div>
          <p className="text-dense font-medium">{t('metrics.end.effects')}</p>
          <ul className="mt-1 list-disc ps-5 text-body text-muted">
            <li>{t('metrics.takeOut.effect.told')}</li>
            <li>{t('metrics.takeOut.effect.on')}</li>
            <li>{t('metrics.takeOut.effect.pool')}</li>
          </ul>
        </div>
        <ProblemBanner problem={takeOut.error} />
      </div>
    </Dialog>
  );
}
