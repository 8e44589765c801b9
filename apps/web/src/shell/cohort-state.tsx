import type { CohortState } from '@ithaca/domain/cohort';
import Archive from 'lucide-react/icons/archive';
import CalendarClock from 'lucide-react/icons/calendar-clock';
import CircleCheck from 'lucide-react/icons/circle-check';
import DoorOpen from 'lucide-react/icons/door-open';
import Flag from 'lucide-react/icons/flag';
import PencilLine from 'lucide-react/icons/pencil-line';
import Play from 'lucide-react/icons/play';
import Waypoints from 'lucide-react/icons/waypoints';
import type { LucideIcon } from 'lucide-react/types';
import { useText } from '../lib/i18n.tsx';
import { Status, type StatusProps } from '../ui/status.tsx';

const looks: Record<CohortState, { tone: StatusProps['tone']; icon: LucideIcon }> = {
  draft: { tone: 'neutral', icon: PencilLine },
  scheduled: { tone: 'info', icon: CalendarClock },
  enrolling: { tone: 'accent', icon: DoorOpen },
  matching: { tone: 'warning', icon: Waypoints },
  running: { tone: 'success', icon: Play },
  closing: { tone: 'warning', icon: Flag },
  closed: { tone: 'neutral', icon: CircleCheck },
  archived: { tone: 'neutral', icon: Archive },
};

/** The stage of a cohort as icon and word. Its words are those of `cohort`. */
export function CohortStatus({ state, look }: { state: CohortState; look?: 'pill' | 'plain' }) {
  const t = useText();
  const { tone, icon } = looks[state];
  return (
    <Status tone={tone} icon={icon} {...(look && { look })}>
      {t(`cohort.state.${state}`)}
    </Status>
  );
}
