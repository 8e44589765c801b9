import type { Cause } from '@ithaca/contracts/matching';
import { ownRuleFacts } from '@ithaca/domain/matching-policy';
import { useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useMatchingText } from './matching-text.ts';

const rules = [
  'own-manager-line',
  'same-team',
  'grade-gap',
  'tenure-gap',
  'common-language',
  'hours-overlap',
  'time-together',
  'same-site',
  'earlier-partners',
  'do-not-pair',
  'same-person',
  'capacity',
  'forbidden',
  'floor',
  'circle-full',
  'circle-department',
] as const;
const alone = ['no-mentors', 'taken-apart', 'joined-later', 'out-of-time'] as const;
const changes = ['wish', 'add-place', 'add-place-and-lock'] as const;
const gone = [
  'record.not-found',
  'person.not-employed',
  'enrolment.wrong-state',
  'pairing.mentee-paired',
  'pairing.peer-paired',
  'pairing.mentor-full',
  'pairing.circle-full',
  'pairing.circle-too-small',
] as const;

const known = <T extends string>(codes: readonly T[], code: unknown): T | 'other' =>
  codes.find((one) => one === code) ?? 'other';
const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0);
const wordIn = (value: unknown): string => (typeof value === 'string' ? value : '');
/** What a rule of the program's own compares: a fact of work, or the name that people know it by. */
const ownSubject = (code: unknown): string | undefined =>
  typeof code === 'string' && code.startsWith('attribute:') ? code.slice('attribute:'.length) : undefined;
const isCause = (value: unknown): value is Cause =>
  typeof value === 'object' && value !== null && 'code' in value && 'facts' in value;

/** Rules, causes and effects of matching in the reader's words. */
export function useCauseWords() {
  const t = useMatchingText();
  const { number } = useFormat();
  return useMemo(() => {
    const rule = (code: unknown) => {
      const subject = ownSubject(code);
      if (subject === undefined) return t(`matching.rule.${known(rules, code)}`);
      const fact = ownRuleFacts.find((one) => one === subject);
      return fact ? t(`matching.own.${fact}`) : subject;
    };
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
        : ownSubject(code) !== undefined
          ? t('matching.forbidden.own', { what: rule(code), partners: wordIn(facts['relation']) })
          : t(`matching.forbidden.${known(rules, code)}`, {
              have: hours(facts['minutes']),
              need: hours(facts['required']),
              weeks: numberIn(facts['weeks']),
              required: number(numberIn(facts['required'])),
              score: number(numberIn(facts['score'])),
              floor: number(numberIn(facts['floor'])),
              places: number(numberIn(facts['places'])),
              most: number(numberIn(facts['most'])),
              department: wordIn(facts['department']),
            });

    /** Why somebody has no partner: the cause itself, or a rule with its count. */
    const unmatched = (cause: Cause) => {
      const { code, facts } = cause;
      if (code === 'no-eligible-mentor')
        return t('matching.cause.no-eligible-mentor', { count: numberIn(facts['mentors']) });
      if (code === 'circle-size')
        return t('matching.cause.circle-size', { smallest: number(numberIn(facts['smallest'])) });
      if (code === 'scarce-places')
        return t('matching.cause.scarce-places', {
          competing: numberIn(facts['competing']),
          places: numberIn(facts['places']),
        });
      if (code === 'no-eligible-partner')
        return t('matching.cause.no-eligible-partner', { count: numberIn(facts['people']) });
      if (code === 'odd-group') return t('matching.cause.odd-group', { count: numberIn(facts['people']) });
      if (code === 'scarce-partners')
        return t('matching.cause.scarce-partners', {
          groups: numberIn(facts['groups']),
          partners: numberIn(facts['partners']),
        });
      if (code === 'places-taken')
        return t('matching.cause.places-taken', { count: numberIn(facts['eligibleMentors']) });
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
      return t(`matching.gone.${known(gone, code)}`, {
        name: wordIn(facts['displayName']),
        members: number(numberIn(facts['members'])),
        smallest: number(numberIn(facts['smallest'])),
      });
    };

    return { rule, barrier, forbidden, unmatched, change, left };
  }, [t, number]);
}
