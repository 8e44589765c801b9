import type { matchingRoutes } from '@ithaca/contracts/matching';
import type { ReplyOf } from '@ithaca/contracts/route';
import { useIsOfPeers, useMatchingText } from './matching-text.ts';

type Readiness = ReplyOf<typeof matchingRoutes.overview>['readiness'];

/** Can everyone be matched well, in one sentence? */
export function useVerdict({ mentees, places, withoutPartner, isPartial }: Readiness): {
  words: string;
  isWell: boolean;
} {
  const t = useMatchingText();
  const isPeers = useIsOfPeers();
  if (mentees === 0) return { words: t('matching.ready.done', { places }), isWell: true };
  if (isPeers && withoutPartner.length === 0 && !isPartial && mentees % 2 === 1)
    return { words: t('matching.ready.odd.peer', { mentees }), isWell: mentees > 1 };
  if (mentees > places)
    return { words: t('matching.ready.short', { count: mentees - places }), isWell: false };
  if (isPartial) return { words: t('runs.ready.partial', { places, mentees }), isWell: true };
  if (withoutPartner.length > 0)
    return { words: t('matching.ready.barred', { count: withoutPartner.length }), isWell: false };
  return { words: t('matching.ready.all', { places, mentees }), isWell: true };
}
