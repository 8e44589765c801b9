import type { Alternative } from '@ithaca/contracts/matching';
import { useMemo } from 'react';
import { useCauseWords } from '../cause-words.ts';
import { useMatchingText } from '../matching-text.ts';

const MOST_NAMED = 3;

/** What choosing a mentor would mean, in sentences: who gains or loses, who moves from whom to whom. */
export function useEffectWords() {
  const t = useMatchingText();
  const causes = useCauseWords();
  return useMemo(() => {
    const move = ({ mentee, from, to }: NonNullable<Alternative['effect']>['displaced'][number]): string =>
      from === null
        ? t('review.move.gains', { mentee, to: to ?? '' })
        : to === null
          ? t('review.move.loses', { mentee, from })
          : t('review.move', { mentee, from, to });

    /** What a move does to the two circles: the others stay where they are. */
    const circles = ({ members, leaves, smallest }: NonNullable<Alternative['circle']>): string[] => [
      t(members < smallest ? 'review.circle.joins.small' : 'review.circle.joins', {
        count: members,
        smallest,
      }),
      ...(leaves === null
        ? []
        : [
            t(leaves > 0 && leaves < smallest ? 'review.circle.leaves.small' : 'review.circle.leaves', {
              count: leaves,
              smallest,
            }),
          ]),
    ];

    const effect = ({
      effect: found,
      effectUnknown,
      circle,
    }: Pick<Alternative, 'effect' | 'effectUnknown' | 'circle'>): string[] => {
      if (!found) return [t(`runs.effect.${effectUnknown ?? 'places-kept'}`)];
      const { totalChange, matchedChange, displaced, others } = found;
      const rest = displaced.length + others - MOST_NAMED;
      const named = displaced.slice(0, rest === 1 ? MOST_NAMED + 1 : MOST_NAMED).map(move);
      return [
        totalChange === 0
          ? t('matching.effect.same')
          : t(totalChange < 0 ? 'matching.effect.falls' : 'matching.effect.rises', {
              count: Math.abs(totalChange),
            }),
        ...(matchedChange < 0 ? [t('matching.effect.lost', { count: -matchedChange })] : []),
        ...(matchedChange > 0 ? [t('matching.effect.gained', { count: matchedChange })] : []),
        ...(circle ? circles(circle) : displaced.length === 0 ? [t('matching.effect.nobody')] : named),
        ...(rest > 1 ? [t('review.move.more', { count: rest })] : []),
      ];
    };

    /** The whole answer in one line: the rule against it, or the effect. */
    const answer = (option: Alternative): string =>
      (option.forbiddenBy.length > 0
        ? option.forbiddenBy.map((cause) => causes.forbidden(cause))
        : effect(option)
      ).join(' ');
    return { effect, answer };
  }, [t, causes]);
}
