import { breach } from './eligibility.ts';
import { countDaysAway, countDaysTogether, type Profile } from './participant.ts';
import { classesBy, classPart, EXCLUDED_GRAINS, indexBy, type ClassPart } from './people-classes.ts';
import type { Rule } from './policy.ts';

/** Overwrites the scores of the mentors that a rule keeps from mentee i. */
export type RuleKernel = (i: number, scores: Int32Array) => void;

/** What a rule leaves of a score. */
export const EXCLUDED = -1;

/** Rules that few different answers decide exclude by class, the others one by one. */
export interface RuleKernels {
  readonly parts: readonly ClassPart[];
  readonly kernels: readonly RuleKernel[];
}

/** All rules, and that nobody mentors oneself: exactly what `isEligible` says of single pairs. */
export function ruleKernels(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  rules: readonly Rule[],
): RuleKernels {
  const ofPerson = indexBy(mentors, ({ participant }) => [participant.personId]);
  const excludePeople =
    (peopleOf: (mentee: Profile) => Iterable<string>, naming?: Map<string, number[]>): RuleKernel =>
    (i, scores) => {
      const mentee = mentees[i]!;
      for (const personId of peopleOf(mentee))
        for (const j of ofPerson.get(personId) ?? []) scores[j] = EXCLUDED;
      for (const j of naming?.get(mentee.participant.personId) ?? []) scores[j] = EXCLUDED;
    };
  const kernels = [excludePeople(({ participant }) => [participant.personId])];
  const parts: ClassPart[] = [];
  for (const rule of rules) {
    switch (rule.code) {
      case 'own-manager-line': {
        const near = ({ participant }: Profile): string[] =>
          participant.managerLine.slice(0, Math.max(0, Math.floor(rule.levels)));
        kernels.push(excludePeople(near, indexBy(mentors, near)));
        break;
      }
      case 'earlier-partners':
      case 'do-not-pair': {
        const named = (person: Profile): ReadonlySet<string> =>
          rule.code === 'do-not-pair' ? person.doNotPairWith : person.earlierPartners;
        kernels.push(excludePeople(named, indexBy(mentors, named)));
        break;
      }
      case 'same-team':
        kernels.push(teamKernel(mentees, mentors));
        break;
      case 'tenure-gap':
        kernels.push(tenureKernel(mentees, mentors, rule));
        break;
      case 'time-together':
        kernels.push(togetherKernel(mentees, mentors, rule));
        break;
      default:
        parts.push(rulePart(mentees, mentors, rule));
    }
  }
  return { parts, kernels };
}

function teamKernel(mentees: readonly Profile[], mentors: readonly Profile[]): RuleKernel {
  const ofTeam = indexBy(mentors, ({ participant: { teamId } }) => (teamId === null ? [] : [teamId]));
  return (i, scores) => {
    const { teamId } = mentees[i]!.participant;
    if (teamId !== null) for (const j of ofTeam.get(teamId) ?? []) scores[j] = EXCLUDED;
  };
}

function tenureKernel(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  { minDays, whenUnknown }: Extract<Rule, { code: 'tenure-gap' }>,
): RuleKernel {
  // A mentor whose days nobody knows has as many as it takes, or none.
  const unknown = whenUnknown === 'exclude' ? -Infinity : Infinity;
  const days = Float64Array.from(mentors, ({ participant }) => participant.tenureDays ?? unknown);
  return (i, scores) => {
    const own = mentees[i]!.participant.tenureDays;
    if (own === null) {
      if (whenUnknown === 'exclude') scores.fill(EXCLUDED);
      return;
    }
    for (let j = 0; j < days.length; j++) if (days[j]! - own < minDays) scores[j] = EXCLUDED;
  };
}

/** Only pairs that are away too long when nothing of it falls together are looked at day by day. */
function togetherKernel(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  { runDays, minDays }: Extract<Rule, { code: 'time-together' }>,
): RuleKernel {
  const allowed = runDays - minDays;
  const away = mentors
    .map((mentor, j) => ({ j, days: countDaysAway(mentor, runDays) }))
    .filter(({ days }) => days > 0)
    .sort((a, b) => b.days - a.days);
  return (i, scores) => {
    const own = countDaysAway(mentees[i]!, runDays);
    if (own > allowed) {
      scores.fill(EXCLUDED);
      return;
    }
    for (const { j, days } of away) {
      if (own + days <= allowed) return;
      if (countDaysTogether(mentees[i]!, mentors[j]!, runDays) < minDays) scores[j] = EXCLUDED;
    }
  };
}

/** Rules that depend on few different answers: a table of the classes of equal answers. */
function rulePart(mentees: readonly Profile[], mentors: readonly Profile[], rule: Rule): ClassPart {
  return classPart(
    classesBy(mentees, (p) => answerKey(p, rule)),
    classesBy(mentors, (p) => answerKey(p, rule)),
    (i, j) => (breach(rule, mentees[i]!, mentors[j]!) ? EXCLUDED_GRAINS : 0),
  );
}

/** Everything a person answered that the rule looks at. */
function answerKey({ participant, hours }: Profile, rule: Rule): string {
  switch (rule.code) {
    case 'common-language':
      return JSON.stringify(participant.languages);
    case 'hours-overlap':
      return hours ? `${hours.from} ${hours.to}` : '';
    case 'grade-gap':
      return String(participant.grade);
    case 'same-site':
      return JSON.stringify(participant.site);
    case 'attribute':
      return JSON.stringify(participant.attributes[rule.attribute] ?? null);
    default:
      return participant.id;
  }
}
