import type { Ending } from '@ithaca/contracts/endings';
import type { Pairing } from '@ithaca/contracts/pairings';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { pairingQuery, partnersOf } from '../../lib/pairing.ts';
import { isCircle, usePairingName } from '../../lib/pairing-name.ts';
import { shortName } from '../../lib/short-name.ts';
import { useSession } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { Link } from '../../ui/link.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Stat } from '../../ui/stat.tsx';
import { showToast } from '../../ui/toast.tsx';
import { CertificateCard } from './ending/certificate-card.tsx';
import { endingQuery } from './ending/endings.queries.ts';
import { ExtensionCard } from './ending/extension-card.tsx';
import { MentorWish } from './ending/mentor-wish.tsx';
import { PairingStatus } from './pairing-status.tsx';
import { useEnd } from './pairings.queries.ts';

const FarewellForm = lazyLayer(
  async () => (await import('./ending/farewell.form.tsx')).FarewellForm,
  () => <Skeleton className="h-52 w-full" />,
);

const FeedbackForm = lazyLayer(
  async () => (await import('./ending/feedback.form.tsx')).FeedbackForm,
  () => <Skeleton className="h-72 w-full" />,
);

/** What did we achieve, and what remains? Before the end and after it. */
export default function FinishPage({ pairingId }: { pairingId: string }) {
  const t = useText();
  const pairing = useQuery(pairingQuery(pairingId));
  const ending = useQuery(endingQuery(pairingId));
  const both = {
    data: pairing.data && ending.data && { pairing: pairing.data, ending: ending.data },
    error: pairing.error ?? ending.error,
    isError: pairing.isError || ending.isError,
    refetch: () => Promise.all([pairing.refetch(), ending.refetch()]),
  };
  return (
    <Page title={t('endings.title')} width="reading">
      <Loaded query={both} level="page">
        {(data) => <Finish {...data} />}
      </Loaded>
    </Page>
  );
}

function Finish({ pairing, ending }: { pairing: Pairing; ending: Ending }) {
  const t = useText();
  const { number, day } = useFormat();
  const { actor } = useSession();
  const nameOf = usePairingName();
  const name = isCircle(pairing)
    ? nameOf(pairing, actor.personId)
    : shortName(partnersOf(pairing, actor.personId)[0]?.displayName ?? '');
  const { lookBack, thanks, inTouch, mine, feedback } = ending;
  const isOpen = pairing.state === 'active' || pairing.state === 'paused';
  // A mentee leaves a circle that goes on: that is said on the pairing's own page.
  const canFinish = isOpen && !(isCircle(pairing) && pairing.myRole === 'mentee');
  return (
    <>
      <PageHeader
        crumbs={[{ label: nameOf(pairing, actor.personId), href: `/pairings/${pairing.id}` }]}
        title={t('endings.title')}
        status={<PairingStatus pairing={pairing} />}
        description={
          pairing.startedAt &&
          t('endings.since', {
            from: day(pairing.startedAt, 'medium'),
            to: day(pairing.endedAt ?? pairing.endsOn, 'medium'),
          })
        }
      />
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Stat label={t('endings.met')} value={number(lookBack.heldMeetings)} />
        <Stat
          label={t('endings.hours')}
          value={number(lookBack.minutes / 60, { maximumFractionDigits: 1 })}
        />
        <Stat
          label={t('endings.goals')}
          value={number(lookBack.goalsReached)}
          base={t('endings.goals.of', { count: lookBack.goals })}
        />
        <Stat label={t('endings.done')} value={number(lookBack.actionsDone)} />
      </div>
      {thanks.length > 0 && (
        <Card title={t('endings.thanks')}>
          <ul className="flex flex-col gap-4">
            {thanks.map((one) => (
              <li key={one.personId}>
                <blockquote
                  dir="auto"
                  className="border-s-2 border-accent ps-3 text-lead whitespace-pre-line"
                >
                  {one.thanks}
                </blockquote>
                <p className="mt-1 text-dense text-muted">
                  {t('endings.thanks.by', { name: one.displayName, day: day(one.writtenAt, 'medium') })}
                </p>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {inTouch.length > 0 && (
        <Banner tone="success" title={t('endings.inTouch')}>
          <ul>
            {inTouch.map(({ personId, displayName, email }) => (
              <li key={personId}>
                {displayName}
                {email && (
                  <>
                    {' · '}
                    <Link href={`mailto:${email}`}>{email}</Link>
                  </>
                )}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      {feedback.received.length > 0 && (
        <Card title={t('endings.feedback.received')}>
          <ul className="flex flex-col gap-4">
            {feedback.received.map((one) => (
              <li key={one.personId} className="flex flex-col gap-2">
                <p className="font-medium">{one.displayName}</p>
                {(['helped', 'differently'] as const).map(
                  (part) =>
                    one[part] !== '' && (
                      <div key={part}>
                        <p className="text-dense text-muted">{t(`endings.feedback.${part}.short`)}</p>
                        <p dir="auto" className="whitespace-pre-line">
                          {one[part]}
                        </p>
                      </div>
                    ),
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <ExtensionCard pairing={pairing} ending={ending} />
      <Card title={t('endings.feedback')} description={t('endings.feedback.what')}>
        <div className="flex flex-col gap-4">
          {feedback.waiting > 0 && <Banner>{t('endings.feedback.waiting', { name })}</Banner>}
          <FeedbackForm pairingId={pairing.id} feedback={feedback} name={name} />
        </div>
      </Card>
      <Card title={t('endings.thanks.write')}>
        <FarewellForm pairingId={pairing.id} mine={mine} name={name} />
      </Card>
      <CertificateCard pairingId={pairing.id} ending={ending} />
      {ending.contentUntil !== null && !isOpen && (
        <Banner
          actions={
            <LinkButton size="small" href="/my/history">
              {t('endings.kept.take')}
            </LinkButton>
          }
        >
          {t('endings.kept', { day: day(ending.contentUntil, 'long') })}
        </Banner>
      )}
      <MentorWish pairing={pairing} ending={ending} />
      {canFinish && <FinishCard pairing={pairing} name={name} />}
    </>
  );
}

function FinishCard({ pairing, name }: { pairing: Pairing; name: string }) {
  const t = useText();
  const [isAsking, setAsking] = useState(false);
  const end = useEnd(pairing);
  return (
    <Card title={t('endings.finish')} description={t('endings.finish.what', { name })}>
      <Button variant="primary" onPress={() => setAsking(true)}>
        {t('endings.finish')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('endings.finish.sure', { name })}
        confirmLabel={t('endings.finish')}
        isLoading={end.isPending}
        onConfirm={() =>
          end.mutate('goals-reached', {
            onSuccess: () => showToast({ tone: 'success', title: t('pairings.end.completed') }),
            onSettled: () => setAsking(false),
          })
        }
        effects={[
          t('pairings.end.effect.told', { name }),
          t('pairings.end.effect.reading'),
          t('pairings.end.effect.completed'),
        ]}
      />
    </Card>
  );
}
