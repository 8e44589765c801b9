import type { Alternative, Cause } from '@ithaca/contracts/matching';
import { useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';

const rules = [
  'own-manager-line',
  'same-team',
  'grade-gap',
  'tenure-gap',
  'common-language',
  'hours-overlap',
  'same-site',
  'earlier-partners',
  'do-not-pair',
  'attribute',
  'same-person',
  'capacity',
  'forbidden',
  'floor',
] as const;
const alone = ['no-mentors', 'taken-apart', 'joined-later'] as const;
const changes = ['add-place', 'add-place-and-lock'] as const;
const gone = [
  'record.not-found',
  'person.not-employed',
  'enrolment.wrong-state',
  'pairing.mentee-paired',
  'pairing.mentor-full',
] as const;

const MOST_NAMED = 3;

const known = <T extends string>(codes: readonly T[], code: unknown): T | 'other' =>
  codes.find((one) => one === code) ?? 'other';
const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0);
const wordIn = (value: unknown): string => (typeof value === 'string' ? value : '');
const isCause = (value: unknown): value is Cause =>
  typeof value === 'object' && value !== null && 'code' in value && 'facts' in value;

/** Rules, causes and effects of matching in the reader's words. */
export function useCauseWords() {
  const t = useText();
  const { number, list } = useFormat();
  return useMemo(() => {
    const rule = (code: unknown) => t(`matching.rule.${known(rules, code)}`);
    const hours = (minutes: unknown) => t('matching.hours', { count: Math.floor(numberIn(minutes) / 60) });

    /** A rule that counts: how many mentors it keeps away from somebody. */
    const barrier = ({ code, facts }: Cause) => {
      const values = {
        rule: rule(code),
        mentors: numberIn(facts['mentors']),
        alone: numberIn(facts['alone']),
      };
      return t(values.alone > 0 ? 'matching.barrier.alone' : 'matching.barrier', values);
    };

    /** Why two people may not be paired. */
    const forbidden = ({ code, facts }: Cause) =>
      facts['unknown'] === true
        ? t('matching.forbidden.unknown', { rule: rule(code) })
        : t(`matching.forbidden.${known(rules, code)}`, {
            have: hours(facts['minutes']),
            need: hours(facts['required']),
            score: number(numberIn(facts['score'])),
            floor: number(numberIn(facts['floor'])),
          });

    /** Why somebody has no partner: the cause itself, or a rule with its count. */
    const unmatched = (cause: Cause) => {
      const { code, facts } = cause;
      if (code === 'no-eligible-mentor')
        return t('matching.cause.no-eligible-mentor', { count: numberIn(facts['mentors']) });
      if (code === 'scarce-places')
        return t('matching.cause.scarce-places', {
          competing: numberIn(facts['competing']),
          places: numberIn(facts['places']),
        });
      return 'mentors' in facts ? barrier(cause) : t(`matching.cause.${known(alone, code)}`);
    };

    /** The one change that would give somebody a partner. */
    const change = ({ code, facts }: Cause) =>
      t(`matching.change.${changes.find((one) => one === code) ?? 'relax-rule'}`, {
        mentor: wordIn(facts['mentorName']),
        rule: rule(facts['rule']),
      });

    /** Why a pairing of the draft cannot be published any more. */
    const left = ({ code, facts }: Cause): string => {
      const broken: unknown = Array.isArray(facts['rules']) ? facts['rules'][0] : undefined;
      if (isCause(broken)) return forbidden(broken);
      return t(`matching.gone.${known(gone, code)}`, { name: wordIn(facts['displayName']) });
    };

    /** What forcing a mentor does to the whole. */
    const effect = (found: Alternative['effect']): string => {
      if (!found) return t('matching.effect.unknown');
      const { totalChange, matchedChange, displaced } = found;
      const rest = displaced.length - MOST_NAMED;
      const names = list([
        ...displaced.slice(0, rest === 1 ? MOST_NAMED + 1 : MOST_NAMED),
        ...(rest > 1 ? [t('matching.effect.more', { count: rest })] : []),
      ]);
      const size = Math.abs(totalChange);
      return [
        totalChange === 0
          ? t('matching.effect.same')
          : t(totalChange < 0 ? 'matching.effect.falls' : 'matching.effect.rises', { count: size }),
        ...(matchedChange < 0 ? [t('matching.effect.lost', { count: -matchedChange })] : []),
        ...(matchedChange > 0 ? [t('matching.effect.gained', { count: matchedChange })] : []),
        displaced.length === 0
          ? t('matching.effect.nobody')
          : t('matching.effect.moves', { names, count: displaced.length }),
      ].join(' ');
    };
    return { rule, barrier, forbidden, unmatched, change, left, effect };
  }, [t, number, list]);
}
