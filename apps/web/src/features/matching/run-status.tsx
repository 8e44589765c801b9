import type { MatchingRun } from '@ithaca/contracts/matching';
import BadgeCheck from 'lucide-react/icons/badge-check';
import CircleCheck from 'lucide-react/icons/circle-check';
import CalendarClock from 'lucide-react/icons/calendar-clock';
import CircleStop from 'lucide-react/icons/circle-stop';
import Clock from 'lucide-react/icons/clock';
import History from 'lucide-react/icons/history';
import ListChecks from 'lucide-react/icons/list-checks';
import LoaderCircle from 'lucide-react/icons/loader-circle';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { LucideIcon } from 'lucide-react/types';
import { useText } from '../../lib/i18n.tsx';
import { Status, type StatusProps } from '../../ui/status.tsx';
import type { Tone } from '../../ui/tone.ts';

const looks: Record<MatchingRun['state'], { tone: Tone; icon: LucideIcon }> = {
  queued: { tone: 'info', icon: Clock },
  running: { tone: 'info', icon: LoaderCircle },
  ready: { tone: 'accent', icon: ListChecks },
  scheduled: { tone: 'warning', icon: CalendarClock },
  published: { tone: 'success', icon: CircleCheck },
  superseded: { tone: 'neutral', icon: History },
  cancelled: { tone: 'neutral', icon: CircleStop },
  failed: { tone: 'danger', icon: TriangleAlert },
};

export function RunStatus({ state, look }: { state: MatchingRun['state']; look?: StatusProps['look'] }) {
  const t = useText();
  return (
    <Status {...looks[state]} {...(look && { look })}>
      {t(`matching.run.${state}`)}
    </Status>
  );
}

/** Whether the draft is proven to be the best; nothing while there is none. */
export function ProofStatus({ run, look }: { run: MatchingRun; look?: StatusProps['look'] }) {
  const t = useText();
  const { certificate } = run;
  if (!certificate) return null;
  const isProven = certificate.status === 'optimal' && certificate.verified;
  return (
    <Status
      tone={isProven ? 'success' : 'warning'}
      icon={isProven ? BadgeCheck : TriangleAlert}
      {...(look && { look })}
    >
      {t(`matching.proof.${certificate.verified ? certificate.status : 'unverified'}`)}
    </Status>
  );
}
