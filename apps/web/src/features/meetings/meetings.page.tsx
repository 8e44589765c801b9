import type { MeetingItem } from '@ithaca/contracts/meetings';
import type { Pairing } from '@ithaca/contracts/pairings';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import CalendarDays from 'lucide-react/icons/calendar-days';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import History from 'lucide-react/icons/history';
import { useState } from 'react';
import { BothTimes } from '../../lib/both-times.tsx';
import { OfferedTimes } from '../../lib/free-times.tsx';
import { useText } from '../../lib/i18n.tsx';
import { useNow } from '../../lib/now.ts';
import { Loaded, Page } from '../../lib/page.tsx';
import { meetingsQuery, pairingQuery, partnersOf, useOffReason } from '../../lib/pairing.ts';
import { usePairingName } from '../../lib/pairing-name.ts';
import { useSession } from '../../shell/session.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { isUnanswered, MeetingStatus } from './meeting-status.tsx';
import { RecordMeetingForm } from './record-meeting.form.tsx';

/** When did or do we meet? */
export default function MeetingsPage({ pairingId }: { pairingId: string }) {
  const t = useText();
  const { actor } = useSession();
  const offReason = useOffReason();
  const [isRecording, setRecording] = useState(false);
  const { data: pairing } = useSuspenseQuery(pairingQuery(pairingId));
  const meetings = useQuery(meetingsQuery(pairingId));
  const names = usePairingName()(pairing, actor.personId);
  const record = (
    <Button icon={History} disabledReason={offReason(pairing, 'note')} onPress={() => setRecording(true)}>
      {t('meetings.record')}
    </Button>
  );
  return (
    <Page title={t('meetings.title', { name: names })} width="full">
      <Loaded query={meetings} skeleton={<MeetingsSkeleton />}>
        {({ items }) =>
          items.length === 0 ? (
            <NoMeetings pairing={pairing} record={record} />
          ) : (
            <MeetingLists pairing={pairing} items={items} record={record} />
          )
        }
      </Loaded>
      {isRecording && <RecordMeetingForm pairingId={pairingId} onClose={() => setRecording(false)} />}
    </Page>
  );
}

type ListsProps = { pairing: Pairing; items: readonly MeetingItem[]; record: React.ReactNode };

function MeetingLists({ pairing, items, record }: ListsProps) {
  const t = useText();
  const now = useNow();
  const waiting = items.filter((meeting) => isUnanswered(meeting, now) || meeting.state === 'moved');
  const coming = items
    .filter((meeting) => meeting.state === 'planned' && !isUnanswered(meeting, now))
    .toReversed();
  const past = items.filter(({ state }) => state !== 'planned' && state !== 'moved');
  const path = `/pairings/${pairing.id}/meetings/new`;
  const canPlan = useOffReason()(pairing, 'plan') === undefined;
  return (
    <>
      {waiting.length > 0 && (
        <Section title={t('meetings.waiting')} description={t('meetings.waiting.what')}>
          <MeetingList pairing={pairing} items={waiting} />
        </Section>
      )}
      <Section title={t('meetings.coming')} actions={record}>
        {coming.length > 0 ? (
          <MeetingList pairing={pairing} items={coming} />
        ) : (
          <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border bg-card px-4 py-3.5">
            <p className="text-muted">{t('meetings.coming.none')}</p>
            {canPlan && (
              <LinkButton icon={CalendarPlus} href={path}>
                {t('pairings.plan')}
              </LinkButton>
            )}
          </div>
        )}
      </Section>
      {past.length > 0 && (
        <Section title={t('meetings.past')}>
          <MeetingList pairing={pairing} items={past} />
        </Section>
      )}
    </>
  );
}

function MeetingList({ pairing, items }: { pairing: Pairing; items: readonly MeetingItem[] }) {
  const t = useText();
  const { actor, person } = useSession();
  const others = partnersOf(pairing, actor.personId);
  return (
    <ul className="divide-y overflow-hidden rounded-lg border bg-card">
      {items.map((meeting) => (
        <li
          key={meeting.id}
          className="relative grid grid-cols-1 items-center gap-x-6 gap-y-1 px-4 py-3 hover:bg-hover sm:grid-cols-[16rem_minmax(0,1fr)_auto]"
        >
          <BothTimes
            at={meeting.startsAt}
            durationMinutes={meeting.durationMinutes}
            zone={person.timeZone}
            others={meeting.state === 'planned' ? others : []}
            className="tabular-nums"
          />
          <Link
            variant="quiet"
            href={`/pairings/${pairing.id}/meetings/${meeting.id}`}
            className="min-w-0 after:absolute after:inset-0"
          >
            <bdi>{meeting.title || t('meetings.untitled')}</bdi>
          </Link>
          <span className="justify-self-start sm:justify-self-end">
            <MeetingStatus meeting={meeting} look="plain" />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Nothing yet: three times that suit both, each one press away. */
function NoMeetings({ pairing, record }: { pairing: Pairing; record: React.ReactNode }) {
  const t = useText();
  const canPlan = pairing.state === 'active';
  const path = `/pairings/${pairing.id}/meetings/new`;
  return (
    <EmptyState
      icon={CalendarDays}
      title={t('meetings.empty')}
      action={
        <div className="flex w-full flex-col items-stretch gap-3">
          {canPlan && <OfferedTimes pairingId={pairing.id} label={t('meetings.slots')} />}
          <div className="flex flex-wrap justify-center gap-2">
            {canPlan && (
              <LinkButton variant="primary" icon={CalendarPlus} href={path}>
                {t('pairings.plan')}
              </LinkButton>
            )}
            {record}
          </div>
        </div>
      }
    >
      {t(canPlan ? 'meetings.empty.why' : 'meetings.empty.off')}
    </EmptyState>
  );
}

function MeetingsSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-6 w-40" />
      {Array.from({ length: 4 }, (_, index) => (
        <Skeleton key={index} className="h-14 w-full rounded-lg" />
      ))}
    </div>
  );
}
