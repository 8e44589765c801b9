import { breach } from './eligibility.ts';
import type { Profile } from './participant.ts';
import { classesBy, indexBy, tableRows } from './people-classes.ts';
import type { Rule } from './policy.ts';

/** Marks the mentors that a rule keeps from mentee i. */
export type RuleKernel = (i: number, excluded: Uint8Array) => void;

/** One kernel per rule, and that nobody mentors oneself: exactly what `isEligible` says of single pairs. */
export function ruleKernels(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  rules: readonly Rule[],
): RuleKernel[] {
  const ofPerson = indexBy(mentors, ({ participant }) => [participant.personId]);
  const markPeople =
    (peopleOf: (mentee: Profile) => Iterable<string>, naming?: Map<string, number[]>): RuleKernel =>
    (i, excluded) => {
      const mentee = mentees[i]!;
      for (const personId of peopleOf(mentee)) for (const j of ofPerson.get(personId) ?? []) excluded[j] = 1;
      for (const j of naming?.get(mentee.participant.personId) ?? []) excluded[j] = 1;
    };
  return [
    markPeople(({ participant }) => [participant.personId]),
    ...rules.map((rule): RuleKernel => {
      switch (rule.code) {
        case 'own-manager-line': {
          const near = ({ participant }: Profile): string[] =>
            participant.managerLine.slice(0, Math.max(0, Math.floor(rule.levels)));
          return markPeople(near, indexBy(mentors, near));
        }
        case 'earlier-partners':
          return markPeople(
            ({ earlierPartners }) => earlierPartners,
            indexBy(mentors, ({ earlierPartners }) => earlierPartners),
          );
        case 'do-not-pair':
          return markPeople(
            ({ doNotPairWith }) => doNotPairWith,
            indexBy(mentors, ({ doNotPairWith }) => doNotPairWith),
          );
        case 'same-team': {
          const ofTeam = indexBy(mentors, ({ participant }) =>
            participant.teamId === null ? [] : [participant.teamId],
          );
          return (i, excluded) => {
            const { teamId } = mentees[i]!.participant;
            if (teamId !== null) for (const j of ofTeam.get(teamId) ?? []) excluded[j] = 1;
          };
        }
        case 'grade-gap':
          return gapKernel(
            mentees,
            mentors,
            ({ participant }) => participant.grade,
            rule.min,
            rule.whenUnknown,
          );
        case 'tenure-gap':
          return gapKernel(
            mentees,
            mentors,
            ({ participant }) => participant.tenureDays,
            rule.minDays,
            rule.whenUnknown,
          );
        default:
          return classKernel(mentees, mentors, rule);
      }
    }),
  ];
}

function gapKernel(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  valueOf: (person: Profile) => number | null,
  required: number,
  whenUnknown: 'allow' | 'exclude',
): RuleKernel {
  const unknown = Number(whenUnknown === 'exclude');
  const theirs = Float64Array.from(mentors, (mentor) => valueOf(mentor) ?? NaN);
  return (i, excluded) => {
    const own = valueOf(mentees[i]!);
    for (let j = 0; j < theirs.length; j++) {
      const other = theirs[j]!;
      if (own === null || other !== other) excluded[j]! |= unknown;
      else if (other - own < required) excluded[j] = 1;
    }
  };
}

/** Rules that depend on few different answers: a table of the classes of equal answers. */
function classKernel(mentees: readonly Profile[], mentors: readonly Profile[], rule: Rule): RuleKernel {
  const rows = classesBy(mentees, (p) => answerKey(p, rule));
  const columns = classesBy(mentors, (p) => answerKey(p, rule));
  const rowOf = tableRows(
    rows,
    columns,
    (length) => new Uint8Array(length),
    (i, j) => Number(breach(rule, mentees[i]!, mentors[j]!) !== undefined),
  );
  const classOf = columns.of;
  return (i, excluded) => {
    const row = rowOf(rows.of[i]!);
    for (let j = 0; j < classOf.length; j++) excluded[j]! |= row[classOf[j]!]!;
  };
}

/** Everything a person answered that the rule looks at. */
function answerKey({ participant, hours }: Profile, rule: Rule): string {
  switch (rule.code) {
    case 'common-language':
      return JSON.stringify(participant.languages);
    case 'hours-overlap':
      return hours ? `${hours.from} ${hours.to}` : '';
    case 'same-site':
      return JSON.stringify(participant.site);
    case 'attribute':
      return JSON.stringify(participant.attributes[rule.attribute] ?? null);
    default:
      return participant.id;
  }
}
