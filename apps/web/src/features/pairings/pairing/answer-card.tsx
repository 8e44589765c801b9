import type { Pairing } from '@ithaca/contracts/pairings';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { partnersOf } from '../../../lib/pairing.ts';
import { isCircle, menteesOf, usePairingName } from '../../../lib/pairing-name.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { shortName } from '../../../lib/short-name.ts';
import { useSession } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useAccept, useBegin } from '../pairings.queries.ts';
import { Reasons } from './pairing-reasons.tsx';

const DeclineForm = lazyLayer(async () => (await import('./decline.form.tsx')).DeclineForm);

/** The offer of a pairing: the reasons, and a private yes or no. */
export function AnswerCard({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const { list, day } = useFormat();
  const { actor } = useSession();
  const [isDeclining, setDeclining] = useState(false);
  const accept = useAccept(pairing);
  const begin = useBegin(pairing);
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
            ? t(state === 'offered' ? 'pairings.circle.accepted' : 'pairings.circle.accepted.active')
            : t(state === 'active' ? 'pairings.accepted.active' : 'pairings.accepted', { name: names }),
        }),
    });
  const ready = pairing.mayBeginWith;
  const start = () =>
    begin.mutate(undefined, { onSuccess: () => showToast({ title: t('pairings.circle.begin.done') }) });
  return (
    <>
      {hasAccepted && (
        <Banner
          title={t(circle ? 'pairings.circle.waiting' : 'pairings.waitingFor', { name: names })}
          actions={
            ready !== null && (
              <Button size="small" onPress={start} isLoading={begin.isPending}>
                {t('pairings.circle.begin', { count: ready })}
              </Button>
            )
          }
        >
          {!circle
            ? t('pairings.waitingFor.what')
            : ready === null
              ? t('pairings.circle.rule', { count: pairing.smallest ?? 0 })
              : t('pairings.circle.begin.what', { count: ready, smallest: pairing.smallest ?? 0 })}
        </Banner>
      )}
      <ProblemBanner problem={begin.error} />
      <Card
        title={
          circle
            ? names
            : t(
                pairing.format === 'reverse' && role !== 'peer'
                  ? `pairings.guide.offer.${role}`
                  : `pairings.offer.${role}`,
                {
                  name: names,
                },
              )
        }
        footer={circle ? t('pairings.circle.private') : t('pairings.offer.private', { name: names })}
      >
        <div className="flex flex-col gap-5">
          <p className="max-w-prose text-muted">
            {circle
              ? t(`pairings.circle.offer.${pairing.myRole === 'mentor' ? 'mentor' : 'mentee'}`, {
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
      {isDeclining && <DeclineForm pairing={pairing} name={names} onClose={() => setDeclining(false)} />}
    </>
  );
}
