import CircleCheck from 'lucide-react/icons/circle-check';
import Equal from 'lucide-react/icons/equal-approximately';
import ShieldAlert from 'lucide-react/icons/shield-alert';
import TrendingDown from 'lucide-react/icons/trending-down';
import UserX from 'lucide-react/icons/user-x';
import type { LucideIcon } from 'lucide-react/types';
import { useText } from '../../../lib/i18n.tsx';
import { Status, type StatusProps } from '../../../ui/status.tsx';
import type { Tone } from '../../../ui/tone.ts';
import type { Attention } from './queue.ts';

export const attentionLooks: Record<Attention, { tone: Tone; icon: LucideIcon }> = {
  'no-partner': { tone: 'danger', icon: UserX },
  'rule-at-risk': { tone: 'danger', icon: ShieldAlert },
  'close-call': { tone: 'info', icon: Equal },
  weak: { tone: 'warning', icon: TrendingDown },
  clear: { tone: 'neutral', icon: CircleCheck },
};

/** Why a pairing deserves a look: icon and word. */
export function AttentionStatus({ attention, look }: { attention: Attention; look?: StatusProps['look'] }) {
  const t = useText();
  return (
    <Status {...attentionLooks[attention]} {...(look && { look })}>
      {t(`matching.attention.${attention}`)}
    </Status>
  );
}
