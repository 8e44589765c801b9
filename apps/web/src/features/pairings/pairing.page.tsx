import type { Pairing } from '@ithaca/contracts/pairings';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useFormat } from '../../lib/format.ts';
import { awaitsAnswer, isCircle, usePairingName } from '../../lib/pairing-name.ts';
import { useText } from '../../lib/i18n.tsx';
import { Page } from '../../lib/page.tsx';
import { pairingQuery, useOffReason } from '../../lib/pairing.ts';
import { useSession } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AgreementCard } from './pairing/agreement-card.tsx';
import { AnswerCard } from './pairing/answer-card.tsx';
import { usePauseAndResume } from './pairing/pairing-menu.tsx';
import { loadEngagementCard } from './pairing/load-engagement-card.ts';
import { ActionsCard, GoalsCard, NextMeetingCard } from './pairing/pairing-cards.tsx';
import { MembersCard } from './pairing/members-card.tsx';
import { Reasons } from './pairing/pairing-reasons.tsx';
import { StartCard } from './pairing/start-card.tsx';

const PairingTimeline = lazyLayer(
  async () => (await import('./pairing/pairing-timeline.tsx')).PairingTimeline,
  () => <Skeleton className="h-40 w-full" />,
);
const PrivateNoteCard = lazyLayer(async () => (await import('../../lib/private-note.tsx')).PrivateNoteCard);
// Nothing of these is shown before its own answer is there.
const SharedCheckInsCard = lazyLayer(
  async () => (await import('./pairing/shared-check-ins-card.tsx')).SharedCheckInsCard,
);
const Recommended = lazyLayer(async () => (await import('../../lib/recommended.tsx')).Recommended);
const IntroductionsCard = lazyLayer(
  async () => (await import('./pairing/introductions-card.tsx')).IntroductionsCard,
);
const EngagementCard = lazyLayer(loadEngagementCard);
const ReviewNotesCard = lazyLayer(
  async () => (await import('./pairing/review-notes-card.tsx')).ReviewNotesCard,
);

/** What is our next step? The first tab of a pairing. */
export default function PairingPage({ pairingId }: { pairingId: string }) {
  const nameOf = usePairingName();
  const { actor } = useSession();
  const { data: pairing } = useSuspenseQuery(pairingQuery(pairingId));
  return (
    <Page title={nameOf(pairing, actor.personId)} width="full">
      <Overview pairing={pairing} />
    </Page>
  );
}

function Overview({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const { actor } = useSession();
  const off = useOffReason()(pairing, 'note');
  if (pairing.myRole === null)
    return (
      <div className="flex max-w-176 flex-col gap-4">
        <Banner>{t('pairings.onlySides')}</Banner>
        <EngagementCard pairing={pairing} />
        <ReviewNotesCard pairing={pairing} />
      </div>
    );
  if (awaitsAnswer(pairing, actor.personId))
    return (
      <div className="flex max-w-176 flex-col gap-6">
        <AnswerCard pairing={pairing} />
        {isCircle(pairing) && <MembersCard pairing={pairing} />}
      </div>
    );
  if (pairing.state === 'declined' || pairing.startedAt === null)
    return (
      <Banner
        title={t('pairings.over.declined')}
        actions={<LinkButton href="/my">{t('pairings.toMy')}</LinkButton>}
      >
        {t('pairings.over.declined.what')}
      </Banner>
    );
  return (
    <>
      <StateBanner pairing={pairing} />
      {pairing.state === 'active' && <StartCard pairing={pairing} />}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {pairing.state === 'active' && <NextMeetingCard pairing={pairing} />}
          <ActionsCard pairing={pairing} />
          <GoalsCard pairing={pairing} />
          <IntroductionsCard pairing={pairing} />
          <SharedCheckInsCard pairing={pairing} />
          <Card title={t('pairings.timeline')}>
            <PairingTimeline pairing={pairing} />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {isCircle(pairing) && <MembersCard pairing={pairing} />}
          {pairing.state === 'active' && <Recommended pairingId={pairing.id} />}
          <AgreementCard pairing={pairing} />
          <PrivateNoteCard place={{ pairingId: pairing.id }} off={off} />
          {(!isCircle(pairing) || pairing.reasons.length > 0) && (
            <Card title={t(isCircle(pairing) ? 'pairings.why.circle' : 'pairings.why')}>
              <Reasons reasons={pairing.reasons} myRole={pairing.myRole} />
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

function StateBanner({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const { day } = useFormat();
  const { resume, isPending } = usePauseAndResume(pairing);
  if (pairing.state === 'paused')
    return (
      <Banner
        tone="warning"
        title={t('pairings.pausedNow')}
        actions={
          (!isCircle(pairing) || pairing.myRole === 'mentor') && (
            <Button size="small" onPress={resume} isLoading={isPending}>
              {t('pairings.resume')}
            </Button>
          )
        }
      >
        {t('pairings.pausedNow.what')}
      </Banner>
    );
  if (pairing.endedAt !== null)
    return (
      <Banner
        tone="neutral"
        actions={
          <LinkButton size="small" href={`/pairings/${pairing.id}/finish`}>
            {t('pairings.finish.look')}
          </LinkButton>
        }
        title={t(`pairings.over.${pairing.state === 'completed' ? 'completed' : 'ended'}`, {
          day: day(pairing.endedAt, 'long'),
        })}
      >
        {t('pairings.over.what')}
      </Banner>
    );
  return null;
}
