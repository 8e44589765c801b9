import type { Pairing } from '@ithaca/contracts/pairings';
import CirclePause from 'lucide-react/icons/circle-pause';
import Clock from 'lucide-react/icons/clock';
import Flag from 'lucide-react/icons/flag';
import Sprout from 'lucide-react/icons/sprout';
import type { LucideIcon } from 'lucide-react/types';
import { useText } from '../../lib/i18n.tsx';
import { waitsForOthers } from '../../lib/pairing-name.ts';
import { useSession } from '../../shell/session.tsx';
import { Status } from '../../ui/status.tsx';
import type { Tone } from '../../ui/tone.ts';

/** What a side sees of the state: never a judgement, that is the coordinator's view. */
const looks: Record<Pairing['state'], { tone: Tone; icon?: LucideIcon }> = {
  offered: { tone: 'accent', icon: Clock },
  active: { tone: 'success', icon: Sprout },
  paused: { tone: 'warning', icon: CirclePause },
  completed: { tone: 'success', icon: Flag },
  ended: { tone: 'neutral', icon: Flag },
  declined: { tone: 'neutral', icon: Flag },
};

export function PairingStatus({ pairing, look = 'pill' }: { pairing: Pairing; look?: 'pill' | 'plain' }) {
  const t = useText();
  const { actor } = useSession();
  if (waitsForOthers(pairing, actor.personId))
    return (
      <Status tone="neutral" look={look} icon={Clock}>
        {t('pairings.state.waiting')}
      </Status>
    );
  const { tone, icon } = looks[pairing.state];
  return (
    <Status tone={tone} look={look} {...(icon && { icon })}>
      {t(`pairings.state.${pairing.state}`)}
    </Status>
  );
}
