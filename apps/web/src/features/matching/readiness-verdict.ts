import type { matchingRoutes } from '@ithaca/contracts/matching';
import type { ReplyOf } from '@ithaca/contracts/route';
import { useText } from '../../lib/i18n.tsx';

type Readiness = ReplyOf<typeof matchingRoutes.overview>['readiness'];

/** Can everyone be matched well, in one sentence? */
export function useVerdict({ mentees, places, withoutPartner }: Readiness): {
  words: string;
  isWell: boolean;
} {
  const t = useText();
  if (mentees === 0) return { words: t('matching.ready.done', { places }), isWell: true };
  if (mentees > places)
    return { words: t('matching.ready.short', { count: mentees - places }), isWell: false };
  if (withoutPartner.length > 0)
    return { words: t('matching.ready.barred', { count: withoutPartner.length }), isWell: false };
  return { words: t('matching.ready.all', { places, mentees }), isWell: true };
}
