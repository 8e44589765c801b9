import type { Cohort } from './cohort.ts';
import type { PeerCohort } from './peer-cohort.ts';
import type { Solution } from './problem.ts';

/** Figures of a run. Scores are of the matched pairs, 0…10,000; null when nobody is matched. `placesLeft`: places nobody took. */
export interface MatchStatistics {
  readonly mentees: number;
  readonly mentors: number;
  readonly places: number;
  readonly eligiblePairs: number;
  readonly matched: number;
  readonly shareMatched: number | null;
  readonly total: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly worstDecile: number | null;
  readonly worst: number | null;
  readonly best: number | null;
  readonly placesLeft: number;
  readonly firstChoices: number;
  readonly missingAnswers: number;
}

/** Summarises a run. The median of an even number is the mean of the middle two; the worst decile is the mean of the lowest tenth (at least one). */
export function summariseScores(
  cohort: Cohort,
  solution: Pick<Solution, 'matched' | 'total'>,
  pairings: readonly { score: number; missingAnswers: number; rank: { forMentee: number } }[],
): MatchStatistics {
  const scores = pairings.map(({ score }) => score).sort((a, b) => a - b);
  const { problem } = cohort;
  const places = problem.capacity.reduce((sum, c) => sum + c, 0);
  return {
    mentees: problem.mentees,
    mentors: problem.mentors,
    places,
    eligiblePairs: problem.mentor.reduce((sum, j) => sum + Number(problem.capacity[j]! > 0), 0),
    matched: solution.matched,
    shareMatched: problem.mentees === 0 ? null : solution.matched / problem.mentees,
    total: solution.total,
    mean: meanOf(scores),
    median: medianOf(scores),
    worstDecile: meanOf(scores.slice(0, Math.max(1, Math.floor(scores.length / 10)))),
    worst: scores[0] ?? null,
    best: scores.at(-1) ?? null,
    placesLeft: places - solution.matched,
    firstChoices: pairings.filter(({ rank }) => rank.forMentee === 1).length,
    missingAnswers: pairings.reduce((sum, { missingAnswers }) => sum + missingAnswers, 0),
  };
}

/** The same figures of a pool of peers, as far as they mean something there: `mentees` are people, there are neither mentors nor places, `matched` counts people. */
export function summarisePeerScores(
  { people, problem }: Pick<PeerCohort, 'people' | 'problem'>,
  pairings: readonly { score: number }[],
): Pick<
  MatchStatistics,
  'mentees' | 'mentors' | 'places' | 'eligiblePairs' | 'matched' | 'mean' | 'median' | 'worst'
> {
  const scores = pairings.map(({ score }) => score).sort((a, b) => a - b);
  return {
    mentees: people.length,
    mentors: 0,
    places: 0,
    eligiblePairs: problem.partner.length / 2,
    matched: 2 * scores.length,
    mean: meanOf(scores),
    median: medianOf(scores),
    worst: scores[0] ?? null,
  };
}

/** Of numbers in order. */
function medianOf(scores: readonly number[]): number | null {
  const middle = scores.length >> 1;
  if (scores.length % 2 === 1) return scores[middle]!;
  return meanOf(scores.slice(Math.max(0, middle - 1), middle + 1));
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}
