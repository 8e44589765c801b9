import type { Meeting } from '@ithaca/contracts/meetings';
import type { Pairing } from '@ithaca/contracts/pairings';
import { useQuery } from '@tanstack/react-query';
import CalendarClock from 'lucide-react/icons/calendar-clock';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import CalendarX from 'lucide-react/icons/calendar-x';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Video from 'lucide-react/icons/video';
import { useState } from 'react';
import { ActionList, AddAction } from '../../lib/actions.tsx';
import { BothTimes } from '../../lib/both-times.tsx';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { useNow } from '../../lib/now.ts';
import { Loaded, Page } from '../../lib/page.tsx';
import { pairingQuery, useOffReason } from '../../lib/pairing.ts';
import { isCircle, usePairingName } from '../../lib/pairing-name.ts';
import { PrivateNoteCard } from '../../lib/private-note.tsx';
import { useSession } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { MeetingStatus } from './meeting-status.tsx';
import { Agenda } from './meeting/agenda.tsx';
import { Attendance } from './meeting/attendance.tsx';
import { DidYouMeet } from './meeting/did-you-meet.tsx';
import { Replies } from './meeting/replies.tsx';
import { SharedNotes } from './meeting/notes.tsx';
import { MeetingGuides } from './meeting/session-guide.tsx';
import { meetingQuery, type Place } from './meetings.queries.ts';
import { lazyLayer } from '../../ui/lazy-part.tsx';

const CancelMeetingForm = lazyLayer(
  async () => (await import('./cancel-meeting.form.tsx')).CancelMeetingForm,
);
const Recommended = lazyLayer(async () => (await import('../../lib/recommended.tsx')).Recommended);
const MoveMeetingForm = lazyLayer(async () => (await import('./move-meeting.form.tsx')).MoveMeetingForm);

/** What do we talk about? Before, during and after the meeting. */
export default function MeetingPage(place: Place) {
  const t = useText();
  const pairing = useQuery(pairingQuery(place.pairingId));
  const meeting = useQuery(meetingQuery(place));
  const both = {
    data: pairing.data && meeting.data && { pairing: pairing.data, meeting: meeting.data },
    error: meeting.error ?? pairing.error,
    isError: meeting.isError || pairing.isError,
    refetch: () => Promise.all([meeting.refetch(), pairing.refetch()]),
  };
  return (
    <Page title={meeting.data?.title || t('meetings.untitled')}>
      <Loaded query={both} level="page" skeleton={<MeetingSkeleton />}>
        {(data) => <MeetingView key={data.meeting.id} place={place} {...data} />}
      </Loaded>
    </Page>
  );
}

type MeetingViewProps = { place: Place; pairing: Pairing; meeting: Meeting };

function MeetingView({ place, pairing, meeting }: MeetingViewProps) {
  const t = useText();
  const { actor } = useSession();
  const now = useNow();
  const offReason = useOffReason();
  const isCancelled = meeting.state === 'cancelled';
  const off = isCancelled ? t('meetings.off.cancelled') : offReason(pairing, 'note');
  const guides = !isCancelled && (
    <>
      <MeetingGuides place={place} meeting={meeting} off={off} />
      <Recommended pairingId={place.pairingId} meetingId={meeting.id} />
    </>
  );
  const hasBegun = Date.parse(meeting.startsAt) <= now;
  const [isMoving, setMoving] = useState(false);
  const canMove = off === undefined && offReason(pairing, 'plan') === undefined;
  return (
    <>
      <Head place={place} pairing={pairing} meeting={meeting} />
      {isCancelled && (
        <Banner tone="neutral" title={t('meetings.cancelled')}>
          {meeting.cancelReason && <q dir="auto">{meeting.cancelReason}</q>}
        </Banner>
      )}
      {!isCancelled && hasBegun && (
        <DidYouMeet
          place={place}
          meeting={meeting}
          off={off}
          isCircle={isCircle(pairing)}
          onMove={canMove ? () => setMoving(true) : undefined}
        />
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {meeting.state === 'planned' && guides}
          <Agenda place={place} meeting={meeting} off={off} />
          <SharedNotes place={place} meeting={meeting} off={off} />
          {/* What has been talked about comes before what was to be. */}
          {meeting.state !== 'planned' && guides}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {meeting.state === 'planned' && !hasBegun && <Replies place={place} meeting={meeting} off={off} />}
          {!isCancelled && hasBegun && (isCircle(pairing) || meeting.evidence !== 'unanswered') && (
            <Attendance meeting={meeting} />
          )}
          <Card title={t('meetings.actions')}>
            <div className="flex flex-col gap-3">
              {meeting.actions.length === 0 ? (
                <p className="text-muted">{t('meetings.actions.empty')}</p>
              ) : (
                <ActionList
                  label={t('meetings.actions')}
                  pairingId={pairing.id}
                  personId={actor.personId}
                  actions={meeting.actions}
                  off={off}
                />
              )}
              {off === undefined && (
                <AddAction
                  pairingId={pairing.id}
                  personId={actor.personId}
                  members={meeting.members}
                  meetingId={meeting.id}
                  off={off}
                />
              )}
            </div>
          </Card>
          <PrivateNoteCard place={place} off={off} />
        </div>
      </div>
      {isMoving && <MoveMeetingForm place={place} meeting={meeting} onClose={() => setMoving(false)} />}
    </>
  );
}

function Head({ place, pairing, meeting }: MeetingViewProps) {
  const t = useText();
  const format = useFormat();
  const { number } = format;
  const distance = format.distance(meeting.startsAt);
  const { actor, person } = useSession();
  const now = useNow();
  const [layer, setLayer] = useState<'move' | 'cancel' | null>(null);
  const offReason = useOffReason();
  const others = meeting.members.filter(({ personId }) => personId !== actor.personId);
  const names = usePairingName()(pairing, actor.personId);
  const home = `/pairings/${pairing.id}`;
  const isPlanned = meeting.state === 'planned';
  const isAhead = Date.parse(meeting.startsAt) > now;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: names, href: home },
          { label: t('pairings.tab.meetings'), href: `${home}/meetings` },
        ]}
        title={meeting.title || t('meetings.untitled')}
        status={<MeetingStatus meeting={meeting} />}
        actions={
          <>
            {isPlanned && isAhead && (
              <LinkButton
                icon={CalendarPlus}
                href={`/api/meetings/${meeting.id}/calendar`}
                download="meeting.ics"
              >
                {t('meetings.toCalendar')}
              </LinkButton>
            )}
            {(isPlanned || meeting.state === 'moved') && offReason(pairing, 'note') === undefined && (
              <Menu
                label={t('meetings.menu')}
                entries={[
                  {
                    id: 'move',
                    label: t('meetings.move'),
                    icon: CalendarClock,
                    isDisabled: offReason(pairing, 'plan') !== undefined,
                    onAction: () => setLayer('move'),
                  },
                  {
                    id: 'cancel',
                    label: t('meetings.cancel'),
                    icon: CalendarX,
                    isDangerous: true,
                    onAction: () => setLayer('cancel'),
                  },
                ]}
              >
                <IconButton variant="secondary" icon={Ellipsis} label={t('meetings.menu')} />
              </Menu>
            )}
            {isPlanned && meeting.link !== '' && (
              <LinkButton variant="primary" icon={Video} href={meeting.link} target="_blank" rel="noreferrer">
                {t('meetings.join')}
              </LinkButton>
            )}
          </>
        }
      />
      <div className="-mt-3 flex flex-wrap items-baseline gap-x-6">
        <BothTimes
          at={meeting.startsAt}
          durationMinutes={meeting.durationMinutes}
          zone={person.timeZone}
          others={others}
          className="text-lead"
        />
        {isPlanned && isAhead && distance && <span className="text-dense text-muted">{distance}</span>}
        {meeting.series && (
          <span className="text-dense text-muted">
            {t('meetings.series', {
              weeks: meeting.series.everyWeeks,
              place: number(meeting.series.place),
              times: number(meeting.series.times),
            })}
          </span>
        )}
      </div>
      {layer === 'move' && <MoveMeetingForm place={place} meeting={meeting} onClose={() => setLayer(null)} />}
      {layer === 'cancel' && (
        <CancelMeetingForm place={place} meeting={meeting} names={names} onClose={() => setLayer(null)} />
      )}
    </>
  );
}

function MeetingSkeleton() {
  return (
    <>
      <div className="flex flex-col gap-2">
        <Skeleton className="h-7 w-72 max-w-full" />
        <Skeleton className="h-5 w-48" />
      </div>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Skeleton className="h-64 w-full rounded-lg" />
        <Skeleton className="h-40 w-full rounded-lg" />
      </div>
    </>
  );
}
