import type { Pairing } from '@ithaca/contracts/pairings';
import { useQuery } from '@tanstack/react-query';
import CalendarCheck from 'lucide-react/icons/calendar-check';
import CalendarX from 'lucide-react/icons/calendar-x';
import Flag from 'lucide-react/icons/flag';
import Handshake from 'lucide-react/icons/handshake';
import Signature from 'lucide-react/icons/signature';
import Target from 'lucide-react/icons/target';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useNow } from '../../../lib/now.ts';
import { goalsQuery, meetingsQuery } from '../../../lib/pairing.ts';
import { Link } from '../../../ui/link.tsx';
import { Timeline, type TimelineEvent } from '../../../ui/timeline.tsx';

const MOST = 7;

/** What happened in this pairing, newest first; the start stays at the foot of it. */
export function PairingTimeline({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const { relative } = useFormat();
  const meetings = useQuery(meetingsQuery(pairing.id)).data?.items ?? [];
  const goals = useQuery(goalsQuery(pairing.id)).data?.items ?? [];
  const now = useNow();
  const path = `/pairings/${pairing.id}`;
  const event = (id: string, at: string, rest: Omit<TimelineEvent, 'id' | 'at' | 'when'>): TimelineEvent => ({
    id,
    at,
    when: relative(at),
    ...rest,
  });
  const events: TimelineEvent[] = meetings
    .filter(({ state, startsAt }) => state !== 'planned' && state !== 'moved' && Date.parse(startsAt) <= now)
    .map((meeting) =>
      event(meeting.id, meeting.startsAt, {
        title: (
          <Link variant="plain" href={`${path}/meetings/${meeting.id}`} className="hover:underline">
            {t(
              `pairings.event.${meeting.state === 'held' ? 'held' : meeting.state === 'missed' ? 'missed' : 'cancelled'}`,
            )}
          </Link>
        ),
        ...(meeting.title && { body: <span dir="auto">{meeting.title}</span> }),
        icon: meeting.state === 'held' ? CalendarCheck : CalendarX,
        tone: meeting.state === 'held' ? 'success' : 'neutral',
      }),
    );
  for (const goal of goals)
    if (goal.state === 'reached')
      events.push(
        event(goal.id, goal.claim?.confirmed?.at ?? goal.updatedAt, {
          title: t('pairings.event.goal'),
          body: <span dir="auto">{goal.title}</span>,
          icon: Target,
          tone: 'success',
        }),
      );
  const signed = pairing.members.map(({ signedAt }) => signedAt);
  if (signed.length > 0 && signed.every((at) => at !== null))
    events.push(
      event('signed', signed.toSorted().at(-1) ?? '', { title: t('pairings.event.signed'), icon: Signature }),
    );
  if (pairing.endedAt)
    events.push(event('ended', pairing.endedAt, { title: t('pairings.event.ended'), icon: Flag }));
  const start = pairing.startedAt
    ? [
        event('started', pairing.startedAt, {
          title: t('pairings.event.started'),
          icon: Handshake,
          tone: 'accent' as const,
        }),
      ]
    : [];
  const newest = events.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, MOST);
  return (
    <div className="flex flex-col gap-3">
      <Timeline label={t('pairings.timeline')} events={[...newest, ...start]} />
      {events.length > MOST && (
        <Link href={`${path}/meetings`} className="text-dense">
          {t('pairings.timeline.all')}
        </Link>
      )}
    </div>
  );
}
