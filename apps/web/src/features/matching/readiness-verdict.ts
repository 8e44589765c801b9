import type { matchingRoutes } from '@ithaca/contracts/matching';
import type { ReplyOf } from '@ithaca/contracts/route';
import { useText } from '../../lib/i18n.tsx';

type Readiness = ReplyOf<typeof matchingRoutes.overview>['readiness'];

/** Can everyone be matched well, in one sentence? */
export function useVerdict({ mentees, places, withoutPartner, isPartial }: Readiness): {
  words: string;
  isWell: boolean;
} {
  const t = useText();
  if (mentees === 0) return { words: t('matching.ready.done', { places }), isWell: true };
  if (mentees > places)
    return { words: t('matching.ready.short', { count: mentees - places }), isWell: false };
  if (isPartial) return { words: t('runs.ready.partial', { places, mentees }), isWell: true };
  if (withoutPartner.length > 0)
    return { words: t('matching.ready.barred', { count: withoutPartner.length }), isWell: false };
  return { words: t('matching.ready.all', { places, mentees }), isWell: true };
}
