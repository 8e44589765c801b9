import type { Side } from '@ithaca/domain/vocabulary';
import { useCallback } from 'react';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';

type Facts = Record<string, unknown>;

const MOST_NAMED = 3;

const namesIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
const wordIn = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberIn = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const toldTo = <K extends 'reasons.skills' | 'reasons.grade'>(
  key: K,
  reader: Side | 'of-peers' | undefined,
) => {
  if (reader === undefined) return key;
  return reader === 'of-peers' ? (`${key}.of-peers` as const) : (`${key}.to.${reader}` as const);
};

/**
 * Evidence of matching in plain words, for the sides and for the coordinator: `reason(code, facts)`. Says as well what
 * speaks against a pair (nothing in common) and what nobody answered. With `reader`, one of the two is spoken to; `of-peers` speaks about two of whom nobody is the mentor. Pages that use it load the words `reasons`.
 */
export function useReason(reader?: Side | 'of-peers'): (code: string, facts: Facts) => string {
  const t = useText();
  const { list, number, language } = useFormat();
  return useCallback(
    (code, facts) => {
      const items = (value: unknown) => list(namesIn(value).slice(0, MOST_NAMED));
      const isMissing = facts['missing'] === true;
      switch (code) {
        case 'skills':
          if (isMissing) return t('reasons.skills.unknown');
          if (namesIn(facts['covered']).length === 0)
            return t(reader === 'of-peers' ? 'reasons.skills.none.of-peers' : 'reasons.skills.none');
          return t(toldTo('reasons.skills', reader), { items: items(facts['covered']) });
        case 'goals':
          if (isMissing) return t('reasons.goals.unknown');
          if (namesIn(facts['shared']).length === 0) return t('reasons.goals.none');
          return t('reasons.goals', { items: items(facts['shared']) });
        case 'interests':
          if (isMissing) return t('reasons.interests.unknown');
          if (namesIn(facts['shared']).length === 0) return t('reasons.interests.none');
          return t('reasons.interests', { items: items(facts['shared']) });
        case 'working-style':
          if (isMissing || facts['compared'] === 0) return t('reasons.style.unknown');
          if (Array.isArray(facts['alike']) && facts['alike'].length === 0) return t('reasons.style.none');
          return t('reasons.style');
        case 'language': {
          if (isMissing) return t('reasons.language.unknown');
          const shared = namesIn(facts['shared']);
          if (shared.length === 0) return t('reasons.language.none');
          return t('reasons.language', { items: items(shared.map(language)) });
        }
        case 'hours': {
          const minutes = numberIn(facts['minutes']);
          if (minutes === null) return t('reasons.hours.unknown');
          if (minutes === 0) return t('reasons.hours.none');
          if (minutes < 60) return t('reasons.minutes', { count: minutes });
          return t('reasons.hours', { count: Math.floor(minutes / 60) });
        }
        case 'site': {
          const [mentee, mentor] = [wordIn(facts['mentee']), wordIn(facts['mentor'])];
          if (mentee === '' || mentor === '') return t('reasons.site.unknown');
          return mentee === mentor
            ? t('reasons.site', { site: mentor })
            : t('reasons.site.none', { mentee, mentor });
        }
        case 'grade-distance': {
          const distance = numberIn(facts['distance']);
          if (distance === null) return t('reasons.grade.unknown');
          if (distance === 0) return t('reasons.grade.same');
          return distance > 0
            ? t(toldTo('reasons.grade', reader), { count: distance })
            : t('reasons.grade.below', { count: -distance });
        }
        case 'mentee-wish':
        case 'mentor-wish': {
          // The sides are never told which choice it was.
          if (!('rank' in facts)) return t('reasons.wish');
          const rank = numberIn(facts['rank']);
          if (reader === 'of-peers') {
            if (rank !== null) return t('reasons.wish.of-peers', { rank: number(rank) });
            return t(facts['wishes'] === 0 ? 'reasons.wish.unknown.of-peers' : 'reasons.wish.none.of-peers');
          }
          const side = code === 'mentee-wish' ? 'mentee' : 'mentor';
          if (rank !== null) return t(`reasons.wish.${side}`, { rank: number(rank) });
          return t(facts['wishes'] === 0 ? `reasons.wish.${side}.unknown` : `reasons.wish.${side}.none`);
        }
        case 'function': {
          const [mentee, mentor] = [wordIn(facts['mentee']), wordIn(facts['mentor'])];
          if (mentee === '' || mentor === '') return t('reasons.function.unknown');
          return mentee === mentor
            ? t('reasons.function', { department: mentor })
            : t('reasons.function.different', { mentee, mentor });
        }
        case 'locked':
          return t('reasons.locked');
        default:
          return t('reasons.other');
      }
    },
    [t, list, number, language, reader],
  );
}
