import type { Meeting } from '@ithaca/contracts/meetings';
import CalendarClock from 'lucide-react/icons/calendar-clock';
import Check from 'lucide-react/icons/check';
import CircleHelp from 'lucide-react/icons/circle-help';
import X from 'lucide-react/icons/x';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';
import { Icon } from '../../../ui/icon.tsx';

const looks = { held: Check, alone: Check, absent: X, moved: CalendarClock, 'not-held': X, open: CircleHelp };
const colours = {
  held: 'text-success',
  alone: 'text-success',
  absent: 'text-muted',
  moved: 'text-muted',
  'not-held': 'text-danger',
  open: 'text-muted',
};

/** Who was there? Each has said so for themselves, or not yet. */
export function Attendance({ meeting }: { meeting: Meeting }) {
  const t = useText();
  const there = meeting.members.filter(({ answer }) => answer === 'held' || answer === 'alone').length;
  return (
    <Card
      title={t('meetings.attendance')}
      description={t('meetings.attendance.count', { there, count: meeting.members.length })}
    >
      <ul className="flex flex-col gap-1.5">
        {meeting.members.map(({ personId, displayName, answer }) => (
          <li key={personId} className="flex items-start gap-2 text-body">
            <Icon of={looks[answer ?? 'open']} className={`mt-0.5 ${colours[answer ?? 'open']}`} />
            <span>{t(`meetings.attendance.${answer ?? 'open'}`, { name: displayName })}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
