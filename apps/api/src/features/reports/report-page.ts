import type { Metric } from '@ithaca/contracts/metrics';
import type { Report } from '@ithaca/contracts/reports';
import type { CohortState } from '@ithaca/domain/cohort';
import type { GoalState } from '@ithaca/domain/goal';
import { goalStates } from '@ithaca/domain/goal';
import { suppress } from '@ithaca/metrics/suppression';

import type { CohortFacts, GoalFacts } from '../metrics/facts/cohort-facts.queries.ts';
import {
  measureCohort,
  measureHeld,
  measureHours,
  measureMentorRetention,
  measureParticipating,
  measureRetention,
  measureWeeks,
  narrow,
} from '../metrics/cohort/cohort-numbers.queries.ts';
import type { Unstamped } from '../metrics/stamp.queries.ts';

/** The smallest group a report speaks of: it is read by managers, printed and passed on. */
export const MINIMUM_GROUP = 10;

/**
 * The page of a cohort for everyone's aggregates (`area` null) or for the people of an area. Every number counts the
 * people behind it, and those that fewer than `minimum` stand behind are withheld.
 */
export function reportOf(
  everything: CohortFacts,
  area: ReadonlySet<string> | null,
  minimum: number,
): Unstamped<Report> {
  const facts = narrow(everything, area);
  const { cohort, asOf } = facts;
  const audience = { people: area, minimum: { named: minimum, answers: minimum } };
  const numbers = measureCohort(facts, audience);
  const metrics = [
    measureParticipating(facts, audience),
    numbers.matchRate,
    numbers.activePairings,
    numbers.adherence,
    numbers.satisfaction,
    numbers.response,
    measureHeld(facts, audience),
  ];
  const taking = facts.enrolments.filter((enrolment) => enrolment.takesPart);
  return {
    cohort: {
      id: cohort.id,
      name: cohort.name,
      programId: cohort.programId,
      programName: cohort.programName,
      format: cohort.format,
      purpose: cohort.purpose,
      state: cohort.state,
      startsOn: cohort.startsOn,
      endsOn: cohort.endsOn,
    },
    organisationName: cohort.organisationName,
    asOf: asOf.at.toISOString(),
    audience: area ? 'area' : 'cohort',
    areaPeople: new Set(taking.map((enrolment) => enrolment.personId)).size,
    minimumGroup: minimum,
    period: null,
    verdict: verdictOf(metrics, cohort.state),
    metrics,
    heldByWeek: weeksOf(facts, area, minimum),
    goals: goalsOf(facts.goals, minimum),
    hours: hoursOf(facts, area, minimum),
    retention: area ? null : measureRetention(everything),
    retentionOfMentors: area ? null : measureMentorRetention(everything),
  };
}

/** The one sentence on top: do they meet? Words are made by the reader's language. */
export function verdictOf(metrics: readonly Metric[], state: CohortState): Report['verdict'] {
  const find = (key: string) => metrics.find((metric) => metric.key === key);
  if (state === 'closed' || state === 'archived') {
    const { denominator, numerator } = find('meetings-held') ?? {};
    return denominator
      ? { code: 'over', facts: { held: numerator ?? 0, set: denominator } }
      : { code: 'too-few', facts: {} };
  }
  const active = find('active-pairings');
  if (!active || active.suppressed) return { code: 'too-few', facts: {} };
  const { numerator, denominator, estimate } = active;
  const facts = { active: numerator ?? 0, pairings: denominator ?? 0 };
  if (estimate === null) return { code: 'too-early', facts: {} };
  return { code: estimate >= 0.75 ? 'most-meet' : estimate >= 0.5 ? 'half-meet' : 'few-meet', facts };
}

function weeksOf(
  facts: CohortFacts,
  area: ReadonlySet<string> | null,
  minimum: number,
): Report['heldByWeek'] {
  const weeks = measureWeeks(facts, area).filter(({ weekStartsOn }) => weekStartsOn <= facts.asOf.day);
  const cells = (of: 'held' | 'expected') =>
    visible(
      weeks.map((week) => ({ key: week.weekStartsOn, n: week.people[of] })),
      minimum,
    );
  const held = cells('held');
  const expected = cells('expected');
  return weeks.map((week) => ({
    weekStartsOn: week.weekStartsOn,
    held: held.has(week.weekStartsOn) ? week.held : null,
    expected: expected.has(week.weekStartsOn) ? week.expected : null,
  }));
}

function goalsOf(goals: readonly GoalFacts[], minimum: number): Report['goals'] {
  const cells = goalStates.map((state) => {
    const own = goals.filter((goal) => goal.state === state);
    return { key: state, n: new Set(own.map((goal) => goal.ownerId)).size, count: own.length };
  });
  const shown = visible(cells, minimum);
  if (goals.length === 0) return null;
  const count = (state: GoalState) =>
    shown.has(state) ? (cells.find(({ key }) => key === state)?.count ?? 0) : null;
  return {
    open: count('open'),
    claimed: count('claimed'),
    reached: count('reached'),
    abandoned: count('abandoned'),
  };
}

function hoursOf(facts: CohortFacts, area: ReadonlySet<string> | null, minimum: number): number | null {
  const { hours, people } = measureHours(facts, area);
  return people === 0 || visible([{ key: 'people', n: people }], minimum).size > 0 ? hours : null;
}

/**
 * The cells of one margin that may be shown. They overlap in people, so the rest of the margin protects nobody. A cell
 * with nobody in it is a fact about all of the audience and hides nobody.
 */
function visible(cells: readonly { key: string; n: number }[], k: number): ReadonlySet<string> {
  const margin = cells.filter(({ n }) => n > 0).map(({ key, n }) => ({ key, n }));
  const decisions = suppress(margin, { k, complement: false, homogeneity: null }).cells;
  const hidden = new Set(decisions.filter((cell) => cell.suppressed !== null).map((cell) => cell.key));
  return new Set(cells.map(({ key }) => key).filter((key) => !hidden.has(key)));
}
