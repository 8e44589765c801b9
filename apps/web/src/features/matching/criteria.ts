import { policyCriteria } from '@ithaca/domain/matching-policy';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleDot from 'lucide-react/icons/circle-dot';
import CircleMinus from 'lucide-react/icons/circle-minus';
import CircleX from 'lucide-react/icons/circle-x';
import Check from 'lucide-react/icons/check';
import type { LucideIcon } from 'lucide-react/types';
import type { MessageKey } from '../../locales/messages.ts';
import type { Tone } from '../../ui/tone.ts';

/** The catalogue key of a criterion. */
export function criterionKey(criterion: string): MessageKey {
  return `matching.criterion.${policyCriteria.find((one) => one === criterion) ?? 'other'}`;
}

/** What a pair has when everything fits. */
export const FULL_SCORE = 10_000;

export type Result = 'strong' | 'good' | 'partial' | 'weak' | 'none' | 'unknown';

/** How well a criterion fits, as a word. */
export function resultOf({ value, evidence }: { value: number; evidence: { facts: object } }): Result {
  if ('missing' in evidence.facts && evidence.facts.missing === true) return 'unknown';
  if (value >= 0.8) return 'strong';
  if (value >= 0.5) return 'good';
  if (value >= 0.25) return 'partial';
  return value > 0 ? 'weak' : 'none';
}

export const resultLooks: Record<Result, { tone: Tone; icon: LucideIcon }> = {
  strong: { tone: 'success', icon: CircleCheck },
  good: { tone: 'success', icon: Check },
  partial: { tone: 'info', icon: CircleDot },
  weak: { tone: 'warning', icon: CircleMinus },
  none: { tone: 'warning', icon: CircleX },
  unknown: { tone: 'neutral', icon: CircleDashed },
};
