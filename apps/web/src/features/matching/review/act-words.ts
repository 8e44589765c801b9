import type { ReviewActItem } from '@ithaca/contracts/review';
import { useMemo } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import type { Entry } from './queue.ts';

/** What an act is called: enough of it for both what was just done here and what the server remembers. */
export interface Named {
  kind: ReviewActItem['kind'];
  mentee: string;
  mentor: string;
  count: number;
}

export const namedOf = ({ kind, of, pairs: [first], count }: ReviewActItem): Named => ({
  kind: of ?? kind,
  mentee: first?.mentee ?? '',
  mentor: first?.mentor ?? '',
  count,
});

/** Acts and pairs in the reader's words. */
export function useActWords() {
  const t = useText();
  return useMemo(() => {
    const pair = (mentee: string, mentor: string) => t('matching.pair', { mentee, mentor });
    const entry = ({ mentee, item }: Entry) =>
      item
        ? pair(mentee.displayName, item.mentor.displayName)
        : t('matching.pair.alone', { mentee: mentee.displayName });
    const done = ({ kind, mentee, mentor, count }: Named): string => {
      if (kind === 'approve-clear') return t('matching.done.clear', { count });
      return t(`review.done.${kind}`, { pair: pair(mentee, mentor) });
    };
    return { pair, entry, done };
  }, [t]);
}
