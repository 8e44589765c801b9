import type { CircleRules } from '@ithaca/domain/circle';
import type { MatchingPolicy, OwnRule } from '@ithaca/contracts/programs';
import {
  accessByOf,
  ownRuleFacts,
  policyCriteria,
  policyGoals,
  policyRules,
  ruleValue,
  searchSecondsOf,
  sharesOf,
  usualLossPerMille,
  workGroups,
  type PolicyCriterion,
  type PolicyRule,
  type PolicyWeights,
} from '@ithaca/domain/matching-policy';
import { useMemo } from 'react';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';

/** What a pair has when everything fits. */
export const FULL_SCORE = 10_000;

export type Goal = MatchingPolicy['objective'];
type GoalTerms = Pick<MatchingPolicy, 'floor' | 'lossPerMille' | 'accessBy'>;

/** How much a criterion counts beside the others, as a word. */
export type WeightLevel = 'most' | 'lot' | 'some' | 'little' | 'none';

const LOT = 15;
const SOME = 7;

export function levelOf(shares: PolicyWeights, criterion: PolicyCriterion): WeightLevel {
  const share = shares[criterion];
  if (share === 0) return 'none';
  const counting = policyCriteria.map((one) => shares[one]).filter((other) => other > 0);
  const most = Math.max(...counting);
  // When all count the same, none counts most.
  if (share === most && (counting.length === 1 || Math.min(...counting) < most)) return 'most';
  if (share >= LOT) return 'lot';
  return share >= SOME ? 'some' : 'little';
}

type Band = MatchingPolicy['preferredGradeDistance'];
type Change = { code: string; facts: Record<string, unknown> };

const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0);
const oneOf = <T extends string>(known: readonly T[], value: unknown): T | undefined =>
  known.find((one) => one === value);

const SHIFTS_NAMED = 3;

function shiftIn(value: unknown): { criterion: PolicyCriterion; from: number; to: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { criterion, from, to } = value as Record<string, unknown>;
  const which = oneOf(policyCriteria, criterion);
  return which ? [{ criterion: which, from: numberIn(from), to: numberIn(to) }] : [];
}

function ownRuleIn({ of, name, label, partners }: Change['facts']): OwnRule | undefined {
  const which = partners === 'different' ? 'different' : 'same';
  const fact = oneOf(ownRuleFacts, of);
  if (fact) return { of: fact, partners: which };
  if (typeof name !== 'string') return undefined;
  if (of === 'attribute') return { of, name, partners: which };
  return of === 'answer' && typeof label === 'string' ? { of, name, label, partners: which } : undefined;
}

/** A matching policy, and what changed in it, as sentences; of peers without sides. Pages that use it load the words `policy`. */
export function usePolicyWords(isOfPeers = false) {
  const t = useText();
  const { number, percent, list } = useFormat();
  return useMemo(() => {
    const criterion = (code: PolicyCriterion) => t(`policy.criterion.${code}`);

    const distance = (levels: number) =>
      levels === 0
        ? t('policy.distance.same')
        : t(levels > 0 ? 'policy.distance.above' : 'policy.distance.below', { count: Math.abs(levels) });

    /** "Mentor 1 to 3 levels above, best at 2." */
    const band = ({ least, most, best }: Band) => {
      if (least === most)
        return t(isOfPeers ? 'policy.band.peers.one' : 'policy.band.one', { at: distance(least) });
      if (isOfPeers) {
        const ends = { from: distance(least), to: distance(most) };
        return best == null
          ? t('policy.band.peers', ends)
          : t('policy.band.peers.best', { ...ends, best: distance(best) });
      }
      if (least < 0)
        return best == null
          ? t('policy.band', { from: distance(least), to: distance(most) })
          : t('policy.band.best', { from: distance(least), to: distance(most), best: distance(best) });
      const ends = { least: number(least), most: number(most) };
      return best == null
        ? t('policy.band.above', ends)
        : t('policy.band.above.best', { ...ends, best: number(best) });
    };

    /** "Skills count most (40 %)." */
    const weight = (code: PolicyCriterion, shares: PolicyWeights) =>
      t(code === 'language' && isOfPeers ? 'policy.weight.language.peers' : `policy.weight.${code}`, {
        level: levelOf(shares, code),
        share: number(shares[code]),
      });

    /** "Never pair people of the same team." */
    const rule = (code: PolicyRule, value: number | true) => {
      if (value === true) return t(`policy.rule.${code}`, { count: 0 });
      if (isOfPeers && code === 'leastGradeGap' && value <= 0)
        return t('policy.rule.leastGradeGap.peers', { count: -value });
      // Asked of both directions, which no two can meet.
      if (isOfPeers && (code === 'leastGradeGap' || code === 'leastTenureGapMonths'))
        return t('policy.rule.peers.nobody');
      if (code === 'leastGradeGap' && value <= 0)
        return value === 0
          ? t('policy.rule.leastGradeGap.same')
          : t('policy.rule.leastGradeGap.below', { count: -value });
      if (code === 'leastTenureGapMonths' && value === 0) return t('policy.rule.leastTenureGapMonths.same');
      return t(`policy.rule.${code}`, { count: value });
    };

    /** What a rule of the program's own compares: "department", or an answer to a question by its words. */
    const ownSubject = ({ of, name, label }: { of: OwnRule['of']; name?: string; label?: string }) => {
      if (of === 'attribute') return t('policy.own.attribute', { name: name ?? '' });
      return of === 'answer' ? t('policy.own.answer', { name: label ?? '' }) : t(`policy.own.fact.${of}`);
    };

    /** "Never pair people whose department differs." */
    const ownRule = (own: OwnRule) =>
      t('policy.own.sentence', { what: ownSubject(own), partners: own.partners });

    /** "By department"; what people declare has a name only where the screen knows it. */
    const access = (accessBy: string, names: readonly { id: string; name: string }[] = []) => {
      const fact = oneOf(workGroups, accessBy);
      const name = names.find(({ id }) => id === accessBy)?.name;
      if (fact) return t(`policy.access.${fact}`);
      return name === undefined ? t('policy.access.declared') : t('policy.access.named', { name });
    };

    const goal = (objective: Goal, { floor, lossPerMille = usualLossPerMille, accessBy }: GoalTerms) =>
      t(`policy.goal.${objective}`, {
        floor: number(floor),
        most: number(FULL_SCORE),
        loss: percent(lossPerMille / 1000, 1),
        by: access(accessByOf({ accessBy })),
      });

    /** "Circles of 3 to 6 mentees, at most 2 of one department." */
    const circle = ({ smallest, largest, mostOfOneDepartment }: CircleRules) =>
      t(mostOfOneDepartment === null ? 'policy.circle' : 'policy.circle.mixed', {
        smallest,
        largest,
        count: largest,
        most: mostOfOneDepartment ?? 0,
        same: smallest === largest ? 'yes' : 'no',
      });

    /** The hard rules that are on, and the one that always is. */
    const rules = (policy: MatchingPolicy) => [
      ...policyRules.flatMap((code) => {
        const value = ruleValue(policy.rules, code);
        return value === null ? [] : [rule(code, value)];
      }),
      ...(policy.ownRules ?? []).map(ownRule),
      t('policy.rule.doNotPair'),
    ];

    /** What counts, the weightiest first. */
    const weights = (policy: MatchingPolicy) => {
      const shares = sharesOf(policy.weights);
      return policyCriteria
        .filter((code) => shares[code] > 0)
        .toSorted((a, b) => shares[b] - shares[a])
        .map((code) => ({ code, share: shares[code], sentence: weight(code, shares) }));
    };

    const time = (seconds: number) =>
      seconds >= 60 && seconds % 60 === 0
        ? t('policy.time.minutes', { count: seconds / 60 })
        : t('policy.time.seconds', { count: seconds });

    /** When a run stops searching. */
    const searchTime = (terms: Pick<MatchingPolicy, 'searchSeconds'>) =>
      t('policy.time.sentence', { time: time(searchSecondsOf(terms)) });

    /** One difference between two policies. */
    const change = ({ code, facts }: Change): string => {
      const ruleCode = oneOf(policyRules, facts['rule']);
      const value = typeof facts['value'] === 'number' ? facts['value'] : true;
      switch (code) {
        case 'rule-on':
          return ruleCode ? t('policy.change.rule-on', { rule: rule(ruleCode, value) }) : '';
        case 'rule-off':
          return ruleCode ? t('policy.change.rule-off', { rule: rule(ruleCode, value) }) : '';
        case 'rule-value':
          return ruleCode
            ? t('policy.change.rule-value', { rule: rule(ruleCode, numberIn(facts['to'])) })
            : '';
        case 'own-rule-on':
        case 'own-rule-off': {
          const own = ownRuleIn(facts);
          return own
            ? t(`policy.change.${code === 'own-rule-on' ? 'rule-on' : 'rule-off'}`, { rule: ownRule(own) })
            : '';
        }
        case 'weights': {
          const shifts = Array.isArray(facts['shifts']) ? facts['shifts'].flatMap(shiftIn) : [];
          const named = shifts
            .slice(0, SHIFTS_NAMED)
            .map(({ criterion: which, from, to }) =>
              t('policy.change.shift', { criterion: criterion(which), from: number(from), to: number(to) }),
            );
          return t(shifts.length > named.length ? 'policy.change.weights.more' : 'policy.change.weights', {
            shifts: list(named),
          });
        }
        case 'grade-band': {
          const best = typeof facts['best'] === 'number' ? facts['best'] : null;
          return t('policy.change.band', {
            band: band({ least: numberIn(facts['least']), most: numberIn(facts['most']), best }),
          });
        }
        case 'function':
          return t(
            facts['to'] === 'same' ? 'policy.change.function.same' : 'policy.change.function.different',
          );
        case 'objective': {
          const to = oneOf(policyGoals, facts['to']);
          const loss = facts['lossPerMille'];
          const terms = {
            floor: numberIn(facts['floor']),
            ...(typeof loss === 'number' && { lossPerMille: loss }),
            ...(typeof facts['accessBy'] === 'string' && { accessBy: facts['accessBy'] }),
          };
          return to ? t('policy.change.goal', { goal: goal(to, terms) }) : '';
        }
        case 'floor':
          return t('policy.change.floor', {
            from: number(numberIn(facts['from'])),
            to: number(numberIn(facts['to'])),
          });
        case 'circle':
          return circle({
            smallest: numberIn(facts['smallest']),
            largest: numberIn(facts['largest']),
            mostOfOneDepartment:
              typeof facts['mostOfOneDepartment'] === 'number' ? facts['mostOfOneDepartment'] : null,
          });
        case 'loss':
          return t('policy.change.loss', {
            from: percent(numberIn(facts['from']) / 1000, 1),
            to: percent(numberIn(facts['to']) / 1000, 1),
          });
        case 'access':
          return t('policy.change.access', { by: access(String(facts['to'])) });
        case 'search-time':
          return t('policy.change.search-time', {
            from: time(numberIn(facts['from'])),
            to: time(numberIn(facts['to'])),
          });
        default:
          return t('policy.change.other');
      }
    };
    return {
      criterion,
      band,
      circle,
      weight,
      rule,
      ownRule,
      ownSubject,
      goal,
      rules,
      weights,
      change,
      time,
      searchTime,
      access,
    };
  }, [isOfPeers, t, number, percent, list]);
}
