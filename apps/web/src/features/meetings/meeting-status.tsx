import type { MeetingItem } from '@ithaca/contracts/meetings';
import CalendarCheck from 'lucide-react/icons/calendar-check';
import CalendarClock from 'lucide-react/icons/calendar-clock';
import CalendarX from 'lucide-react/icons/calendar-x';
import { useText } from '../../lib/i18n.tsx';
import { useNow } from '../../lib/now.ts';
import { Status } from '../../ui/status.tsx';

export const endOf = ({ startsAt, durationMinutes }: Pick<MeetingItem, 'startsAt' | 'durationMinutes'>) =>
  Date.parse(startsAt) + durationMinutes * 60_000;

/** Planned for a time that is over, and nobody has said how it went. */
export const isUnanswered = (meeting: MeetingItem, now: number) =>
  meeting.state === 'planned' && endOf(meeting) < now;

export function MeetingStatus({ meeting, look }: { meeting: MeetingItem; look?: 'pill' | 'plain' }) {
  const t = useText();
  const now = useNow();
  const shape = look ? { look } : {};
  switch (meeting.state) {
    case 'planned':
      return isUnanswered(meeting, now) ? (
        <Status tone="warning" {...shape}>
          {t('meetings.state.unanswered')}
        </Status>
      ) : (
        <Status tone="accent" icon={CalendarClock} {...shape}>
          {t('meetings.state.planned')}
        </Status>
      );
    case 'held':
      return meeting.evidence === 'disputed' ? (
        <Status tone="warning" icon={CalendarCheck} {...shape}>
          {t('meetings.state.disputed')}
        </Status>
      ) : (
        <Status tone="success" icon={CalendarCheck} {...shape}>
          {t(meeting.evidence === 'both' ? 'meetings.state.heldByBoth' : 'meetings.state.heldByOne')}
        </Status>
      );
    case 'moved':
      return (
        <Status tone="warning" icon={CalendarClock} {...shape}>
          {t('meetings.state.moved')}
        </Status>
      );
    default:
      return (
        <Status tone="neutral" icon={CalendarX} {...shape}>
          {t(`meetings.state.${meeting.state}`)}
        </Status>
      );
  }
}
