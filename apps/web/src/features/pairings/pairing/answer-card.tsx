import type { Pairing } from '@ithaca/contracts/pairings';
import { declineReasons, type DeclineReason } from '@ithaca/domain/pairing';
import Check from 'lucide-react/icons/check';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { goTo } from '../../../lib/history.ts';
import { partnersOf } from '../../../lib/pairing.ts';
import { isCircle, menteesOf, usePairingName } from '../../../lib/pairing-name.ts';
import { shortName } from '../../../lib/short-name.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useReason } from '../../../lib/reasons.tsx';
import { useSession } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useAccept, useDecline } from '../pairings.queries.ts';

/** Why these two, in plain words; never a score. */
export function Reasons({ reasons, myRole }: Pick<Pairing, 'reasons' | 'myRole'>) {
  const reason = useReason(myRole ?? undefined);
  const all = reasons.length > 0 ? reasons : [{ code: 'locked', facts: {} }];
  return (
    <ul className="flex flex-col gap-2">
      {all.map(({ code, facts }) => (
        <li key={code} className="flex items-start gap-2">
          <Icon of={Check} className="mt-0.5 text-success" />
          <span className="min-w-0">{reason(code, facts)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The offer of a pairing: the reasons, and a private yes or no. */
export function AnswerCard({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const { list, day } = useFormat();
  const { actor } = useSession();
  const [isDeclining, setDeclining] = useState(false);
  const accept = useAccept(pairing);
  const partners = partnersOf(pairing, actor.personId);
  const nameOf = usePairingName();
  const circle = isCircle(pairing);
  const names = circle
    ? nameOf(pairing, actor.personId)
    : list(partners.map(({ displayName }) => shortName(displayName)));
  const own = pairing.members.find(({ personId }) => personId === actor.personId);
  const role = partners[0]?.role ?? 'mentor';
  const hasAccepted = own?.acceptedAt != null;
  const say = () =>
    accept.mutate(undefined, {
      onSuccess: ({ state }) =>
        showToast({
          title: circle
            ? t(state === 'offered' ? 'pairings.circle.accepted' : 'pairings.circle.accepted.active', {
                name: names,
              })
            : t(state === 'active' ? 'pairings.accepted.active' : 'pairings.accepted', { name: names }),
        }),
    });
  return (
    <>
      {hasAccepted && (
        <Banner title={t(circle ? 'pairings.circle.waiting' : 'pairings.waitingFor', { name: names })}>
          {circle
            ? t('pairings.circle.rule', { count: pairing.smallest ?? 0 })
            : t('pairings.waitingFor.what')}
        </Banner>
      )}
      <Card
        title={circle ? names : t(`pairings.offer.${role}`, { name: names })}
        footer={circle ? t('pairings.circle.private') : t('pairings.offer.private', { name: names })}
      >
        <div className="flex flex-col gap-5">
          <p className="max-w-prose text-muted">
            {circle
              ? t(`pairings.circle.offer.${pairing.myRole ?? 'mentee'}`, {
                  program: pairing.programName,
                  end: day(pairing.endsOn, 'long'),
                  count: menteesOf(pairing).length,
                })
              : t('pairings.offer.what', { program: pairing.programName, end: day(pairing.endsOn, 'long') })}
          </p>
          {circle && (
            <p className="max-w-prose text-muted">
              {t('pairings.circle.rule', { count: pairing.smallest ?? 0 })}
            </p>
          )}
          {(!circle || pairing.reasons.length > 0) && (
            <div className="flex flex-col gap-2">
              <h3 className="font-semibold">{t(circle ? 'pairings.why.circle' : 'pairings.why')}</h3>
              <Reasons reasons={pairing.reasons} myRole={pairing.myRole} />
            </div>
          )}
          {!hasAccepted && (
            <div className="flex flex-wrap gap-2">
              <Button variant="primary" onPress={say} isLoading={accept.isPending}>
                {t('pairings.accept')}
              </Button>
              <Button onPress={() => setDeclining(true)} isDisabled={accept.isPending}>
                {t('pairings.decline')}
              </Button>
            </div>
          )}
        </div>
      </Card>
      {isDeclining && <DeclineDialog pairing={pairing} name={names} onClose={() => setDeclining(false)} />}
    </>
  );
}

function DeclineDialog({ pairing, name, onClose }: { pairing: Pairing; name: string; onClose: () => void }) {
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
    <Dialog
      isOpen
      onClose={onClose}
      title={t('pairings.decline.title', { name })}
      description={
        isCircle(pairing) ? t('pairings.circle.decline.what') : t('pairings.decline.what', { name })
      }
      isDismissable={!decline.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={decline.isPending}>
            {t('common.back')}
          </Button>
          <Button variant="danger" onPress={send} isLoading={decline.isPending}>
            {t('pairings.decline')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <RadioGroup<DeclineReason>
          label={t('pairings.decline.reason')}
          isOptional
          choices={declineReasons.map((id) => ({ id, label: t(`pairings.decline.reason.${id}`) }))}
          value={reason}
          onChange={setReason}
          seenBy={t('pairings.decline.seenBy', { name })}
        />
        <ProblemBanner problem={decline.error} />
      </div>
    </Dialog>
  );
}
