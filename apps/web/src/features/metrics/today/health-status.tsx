import type { PairingItem } from '@ithaca/contracts/pairings';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CirclePause from 'lucide-react/icons/circle-pause';
import Clock from 'lucide-react/icons/clock';
import Flag from 'lucide-react/icons/flag';
import Hourglass from 'lucide-react/icons/hourglass';
import Repeat from 'lucide-react/icons/repeat';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { LucideIcon } from 'lucide-react/types';
import { useText } from '../../../lib/i18n.tsx';
import { Status } from '../../../ui/status.tsx';
import type { Tone } from '../../../ui/tone.ts';

const looks: Record<PairingItem['health'], { tone: Tone; icon: LucideIcon }> = {
  new: { tone: 'info', icon: CircleDashed },
  'on-rhythm': { tone: 'success', icon: Repeat },
  slipping: { tone: 'warning', icon: Clock },
  stalled: { tone: 'danger', icon: TriangleAlert },
  paused: { tone: 'neutral', icon: CirclePause },
  ended: { tone: 'neutral', icon: Flag },
};

type HealthStatusProps = { pairing: Pick<PairingItem, 'health' | 'state'>; look?: 'pill' | 'plain' };

/** How a pairing is doing, as icon and word: its rhythm while it runs, else the stage it is in. */
export function HealthStatus({ pairing: { health, state }, look = 'plain' }: HealthStatusProps) {
  const t = useText();
  if (state === 'offered')
    return (
      <Status tone="accent" icon={Hourglass} look={look}>
        {t('metrics.state.offered')}
      </Status>
    );
  const { tone, icon } = looks[health];
  return (
    <Status tone={tone} icon={icon} look={look}>
      {health === 'ended' ? t(`metrics.state.${state}`) : t(`metrics.health.${health}`)}
    </Status>
  );
}
