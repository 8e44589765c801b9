import { countDaysTogether, overlapMinutes, type Profile } from './participant.ts';
import { ruleName, type Rule, type RuleName, type WhenUnknown } from './policy.ts';

/** Evidence in plain JSON; the words are made by whoever shows it. */
export type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Codes of everything that can exclude a pair: the policy's rules and the two that always hold. */
export type ExclusionCode = RuleName | 'same-person' | 'capacity';

/** One reason why two people cannot be paired. */
export interface Exclusion {
  readonly code: ExclusionCode;
  readonly facts: Facts;
}

/** Every rule that excludes the pair, with its evidence; empty when the two may be paired. */
export function findExclusions(mentee: Profile, mentor: Profile, rules: readonly Rule[]): Exclusion[] {
  const found: Exclusion[] = [];
  if (mentee.participant.personId === mentor.participant.personId)
    found.push({ code: 'same-person', facts: { personId: mentee.participant.personId } });
  if (mentor.participant.capacity <= 0)
    found.push({ code: 'capacity', facts: { places: mentor.participant.capacity } });
  for (const rule of rules) {
    const facts = breach(rule, mentee, mentor);
    if (facts) found.push({ code: ruleName(rule), facts });
  }
  return found;
}

/** True when no rule excludes the pair: `findExclusions` without evidence, and without places, which are the solver's matter. */
export function isEligible(mentee: Profile, mentor: Profile, rules: readonly Rule[]): boolean {
  if (mentee.participant.personId === mentor.participant.personId) return false;
  for (const rule of rules) if (breach(rule, mentee, mentor)) return false;
  return true;
}

const DAYS_A_WEEK = 7;

/** The evidence that a rule excludes the pair, or undefined when it does not. */
export function breach(rule: Rule, mentee: Profile, mentor: Profile): Facts | undefined {
  const a = mentee.participant;
  const b = mentor.participant;
  switch (rule.code) {
    case 'own-manager-line':
      return breachManagerLine(mentee, mentor, rule.levels);
    case 'same-team':
      return a.teamId !== null && a.teamId === b.teamId ? { teamId: a.teamId } : undefined;
    case 'grade-gap':
      return breachGap(a.grade, b.grade, rule.min, rule.whenUnknown);
    case 'tenure-gap':
      return breachGap(a.tenureDays, b.tenureDays, rule.minDays, rule.whenUnknown);
    case 'common-language':
      if (a.languages.length === 0 || b.languages.length === 0) return breachUnknown(rule.whenUnknown);
      for (const language of a.languages) if (mentor.languages.has(language)) return undefined;
      return { mentee: a.languages, mentor: b.languages };
    case 'hours-overlap': {
      const minutes = overlapMinutes(mentee, mentor);
      if (minutes === undefined) return breachUnknown(rule.whenUnknown);
      return minutes < rule.minMinutes ? { minutes, required: rule.minMinutes } : undefined;
    }
    case 'time-together': {
      const days = countDaysTogether(mentee, mentor, rule.runDays);
      // Whole weeks, and of both together: nobody's own days can be read from them.
      return days < rule.minDays
        ? { weeks: Math.floor(days / DAYS_A_WEEK), required: Math.ceil(rule.minDays / DAYS_A_WEEK) }
        : undefined;
    }
    case 'same-site':
      if (a.site === null || b.site === null) return breachUnknown(rule.whenUnknown);
      return a.site === b.site ? undefined : { mentee: a.site, mentor: b.site };
    case 'earlier-partners':
      return mentee.earlierPartners.has(b.personId) || mentor.earlierPartners.has(a.personId)
        ? { mentee: a.personId, mentor: b.personId }
        : undefined;
    case 'do-not-pair':
      // Who asked for it stays private: the evidence names the pair, never the side.
      return mentee.doNotPairWith.has(b.personId) || mentor.doNotPairWith.has(a.personId)
        ? { mentee: a.personId, mentor: b.personId }
        : undefined;
    case 'attribute': {
      const own = a.attributes[rule.attribute] ?? null;
      const other = b.attributes[rule.attribute] ?? null;
      const { attribute, relation } = rule;
      if (own === null || other === null) return breachUnknown(rule.whenUnknown, { attribute });
      // What somebody answered stays with the answers: whoever may read them has them beside.
      return (own === other) === (relation === 'same') ? undefined : { attribute, relation };
    }
  }
}

function breachManagerLine(mentee: Profile, mentor: Profile, levels: number): Facts | undefined {
  const above = mentee.participant.managerLine.indexOf(mentor.participant.personId) + 1;
  if (above > 0 && above <= levels) return { manager: mentor.participant.personId, level: above };
  const below = mentor.participant.managerLine.indexOf(mentee.participant.personId) + 1;
  if (below > 0 && below <= levels) return { manager: mentee.participant.personId, level: below };
  return undefined;
}

function breachGap(
  mentee: number | null,
  mentor: number | null,
  required: number,
  whenUnknown: WhenUnknown,
): Facts | undefined {
  if (mentee === null || mentor === null) return breachUnknown(whenUnknown);
  return mentor - mentee < required ? { mentee, mentor, gap: mentor - mentee, required } : undefined;
}

function breachUnknown(whenUnknown: WhenUnknown, facts: Facts = {}): Facts | undefined {
  return whenUnknown === 'exclude' ? { ...facts, unknown: true } : undefined;
}
