import type { PoolFigures } from '@ithaca/contracts/matching-policy';
import { useMemo } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import type { Tone } from '../../../ui/tone.ts';

/** The rows of every table about a pool, people first. */
export const figureRows = [
  'matched',
  'withoutPartner',
  'placesLeft',
  'mean',
  'median',
  'worstDecile',
  'worst',
] as const;
export type FigureRow = (typeof figureRows)[number];

const counts: readonly FigureRow[] = ['matched', 'withoutPartner', 'placesLeft'];
export const isCount = (row: FigureRow) => counts.includes(row);

/** Whether more of it is better; points of two policies are measured differently, so more is only more. */
const better: Partial<Record<FigureRow, 1 | -1>> = { matched: 1, withoutPartner: -1 };

export interface Difference {
  words: string;
  tone: Extract<Tone, 'success' | 'warning' | 'neutral'>;
  isSame: boolean;
}

/** Figures of a pool and their differences in the reader's words. */
export function useFigureWords() {
  const t = useText();
  const { number } = useFormat();
  return useMemo(() => {
    const value = (row: FigureRow, figures: PoolFigures) => {
      const found = figures[row];
      if (found === null) return t('policy.none');
      return row === 'matched'
        ? t('policy.matched.of', { matched: number(found), mentees: number(figures.mentees) })
        : number(Math.round(found));
    };
    const difference = (row: FigureRow, from: PoolFigures, to: PoolFigures): Difference => {
      const change = Math.round((to[row] ?? 0) - (from[row] ?? 0));
      if (change === 0 || from[row] === null || to[row] === null)
        return { words: t('policy.same'), tone: 'neutral', isSame: true };
      const amount = number(Math.abs(change));
      const sign = better[row];
      return {
        words: isCount(row)
          ? t(change > 0 ? 'policy.more' : 'policy.fewer', { amount })
          : t(change > 0 ? 'policy.higher' : 'policy.lower', { amount }),
        tone: sign === undefined ? 'neutral' : change * sign > 0 ? 'success' : 'warning',
        isSame: false,
      };
    };
    return { value, difference };
  }, [t, number]);
}
