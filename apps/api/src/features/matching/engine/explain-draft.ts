import type { Cohort } from '@ithaca/matching/cohort';
import { Competition } from '@ithaca/matching/competition';
import { runnersUp } from '@ithaca/matching/explanation';
import type { GoalSolution } from '@ithaca/matching/goal';
import { linearOptimum, toRunWith } from '@ithaca/matching/match';
import type { Solution } from '@ithaca/matching/problem';
import { scorePair } from '@ithaca/matching/score';
import { explainUnmatched } from '@ithaca/matching/unmatched';
import type { Unmatched } from '@ithaca/matching/unmatched';
import { WhatIf } from '@ithaca/matching/what-if';

import { closeCalls } from './close-calls.ts';
import type { FindRunnerUp } from './close-calls.ts';
import type { DraftPair } from './draft.ts';

/** With more possible pairs than this, second choices are looked for among the pairs that come close (see `closeCalls`). */
const ALL_UP_TO = 1_000_000;
/** Where a change is tried by solving everything again: for so many of those left out; the others are asked when somebody looks. */
const SOLVED_FOR = 10;
const SOLVED_UP_TO = 60_000;
/** How often a share is told. */
const STEPS = 20;

interface Telling {
  isLate: () => boolean;
  tell: (share: number) => void;
}

/** The pairs with their evidence and second choices, and why others are left out. What is late is left to the moment somebody asks. */
export function explainDraft(
  cohort: Cohort,
  solution: GoalSolution,
  { isLate, tell }: Telling,
): { pairings: DraftPair[]; unmatched: Unmatched[] } {
  const { problem } = cohort;
  const linear = linearOptimum(solution);
  const whatIf = linear && new WhatIf(problem, linear);
  const floor = linear?.floor ?? solution.floor;
  const competition = new Competition(problem, { mentorOf: solution.mentorOf, floor });
  const isSum = cohort.goal.kind === 'largest-total';
  const solving = isSum || problem.mentor.length > SOLVED_UP_TO ? undefined : toRunWith(cohort);
  const findRunnerUp = linear && whatIf ? runnerUpFinder(cohort, linear, whatIf) : () => null;
  const pairOf = new Map(
    evidenceOf(cohort, solution.mentorOf).map((pair) => [cohort.menteeIndex.get(pair.menteeId) ?? -1, pair]),
  );
  const unmatched: Unmatched[] = [];
  const step = Math.max(1, Math.ceil(problem.mentees / STEPS));
  for (let i = 0; i < problem.mentees; i += 1) {
    if (i % step === 0) tell(i / problem.mentees);
    const pair = pairOf.get(i);
    if (pair) {
      pair.reducedCost = whatIf?.reducedCost(i, solution.mentorOf[i] ?? -1) ?? 0;
      if (!isLate()) pair.runnerUp = findRunnerUp(i);
      continue;
    }
    const runWith = unmatched.length < SOLVED_FOR ? solving : undefined;
    // Prices answer for a single sum; another goal has to be solved again for each change, or nothing is said of it.
    const tries = !isLate() && (isSum || runWith) ? whatIf : undefined;
    unmatched.push(
      explainUnmatched(cohort, { floor }, tries, competition, isLate() ? undefined : runWith, i),
    );
  }
  return { pairings: [...pairOf.values()], unmatched };
}

function runnerUpFinder(cohort: Cohort, solution: Solution, whatIf: WhatIf): FindRunnerUp {
  const { problem, mentors } = cohort;
  if (problem.mentor.length > ALL_UP_TO) return closeCalls(cohort, solution);
  return (i) => {
    const [next] = runnersUp(problem, solution, i, 1, whatIf);
    const mentor = mentors[next?.mentor ?? -1];
    if (!next || !mentor) return null;
    const { score, forcedLoss, matchedLoss } = next;
    return { mentorId: mentor.participant.id, score, forcedLoss, matchedLoss };
  };
}

/** The pairs by mentee's id with their scores and evidence, and nothing else yet. */
export function evidenceOf(
  {
    mentees,
    mentors,
    problem,
    policy,
  }: Pick<Cohort, 'mentees' | 'mentors' | 'policy'> & {
    problem: Pick<Cohort['problem'], 'locked'>;
  },
  mentorOf: Int32Array,
): { -readonly [K in keyof DraftPair]: DraftPair[K] }[] {
  const locked = new Set(problem.locked?.map(([i]) => i));
  return [...mentorOf].flatMap((j, i) => {
    const [mentee, mentor] = [mentees[i], mentors[j]];
    if (!mentee || !mentor) return [];
    const { score, contributions } = scorePair(mentee, mentor, policy.criteria);
    return {
      menteeId: mentee.participant.id,
      mentorId: mentor.participant.id,
      score,
      contributions,
      runnerUp: null,
      reducedCost: 0,
      locked: locked.has(i),
    };
  });
}
