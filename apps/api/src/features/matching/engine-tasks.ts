import { solve } from '@ithaca/matching/assignment';
import { buildCohort } from '@ithaca/matching/cohort';
import type { Cohort, CohortInput } from '@ithaca/matching/cohort';
import { verifyCohort } from '@ithaca/matching/cohort-certificate';
import { findExclusions } from '@ithaca/matching/eligibility';
import { MatchingError } from '@ithaca/matching/errors';
import { explain } from '@ithaca/matching/explanation';
import { matchCohort } from '@ithaca/matching/match';
import type { CohortMatch } from '@ithaca/matching/match';
import { readiness } from '@ithaca/matching/readiness';
import type { Readiness } from '@ithaca/matching/readiness';
import { scoreOf } from '@ithaca/matching/score';
import { WhatIf } from '@ithaca/matching/what-if';

/** What the API asks of the engine: plain data in, plain data out, so that it can cross to a thread. */
export type Task =
  | { kind: 'match'; input: CohortInput }
  | { kind: 'readiness'; input: CohortInput }
  | {
      kind: 'effects';
      input: CohortInput;
      menteeId: string;
      mentorIds: readonly string[] | null;
      most: number;
    };

export interface TaskResults {
  match: { match: CohortMatch; verified: boolean; solveMs: number };
  readiness: Readiness;
  effects: Effects;
}

/** A mentor for a mentee: the rules against it, or what forcing it does to the whole, in points and people. */
export interface Effect {
  mentorId: string;
  score: number;
  forbiddenBy: { code: string; facts: Readonly<Record<string, unknown>> }[];
  effect: { totalChange: number; matchedChange: number; displacedIds: string[] } | null;
}

export interface Effects {
  /** Scores of the mentee's options and of the mentor's, for ranks: how many are better than a pair's own score. */
  optionsOfMentee: number[];
  optionsOfMentors: Readonly<Record<string, number[]>>;
  effects: Effect[];
}

export type Outcome =
  | { ok: true; result: TaskResults[Task['kind']] }
  | { ok: false; code: string; message: string; facts: Readonly<Record<string, unknown>> };

/** Carries out a task. Wrong data is an answer, not an exception: it has to cross threads whole. */
export function runTask(task: Task): Outcome {
  try {
    return { ok: true, result: answer(task) };
  } catch (error) {
    if (!(error instanceof MatchingError)) throw error;
    return { ok: false, code: error.code, message: error.message, facts: error.facts };
  }
}

function answer(task: Task): TaskResults[Task['kind']] {
  switch (task.kind) {
    case 'readiness':
      return readiness(task.input);
    case 'effects':
      return findEffects(task.input, task.menteeId, task.mentorIds, task.most);
    case 'match': {
      const start = performance.now();
      const match = matchCohort(task.input);
      const solveMs = performance.now() - start;
      return { match, verified: verifyCohort(task.input, match).valid, solveMs };
    }
  }
}

/** The effects of the mentors named, or of the best others for this mentee. Found by solving, then asking "what if". */
function findEffects(
  input: CohortInput,
  menteeId: string,
  mentorIds: readonly string[] | null,
  most: number,
): Effects {
  const cohort = buildCohort(input);
  const i = cohort.menteeIndex.get(menteeId);
  if (i === undefined) return { optionsOfMentee: [], optionsOfMentors: {}, effects: [] };
  const solution = solve(cohort.problem, cohort.options);
  const whatIf = new WhatIf(cohort.problem, solution);
  const own = optionsOf(cohort, i);
  const wanted =
    mentorIds?.flatMap((id) => cohort.mentorIndex.get(id) ?? []) ??
    own
      .toSorted((a, b) => b.score - a.score || a.j - b.j)
      .filter(({ j }) => solution.mentorOf[i] !== j)
      .slice(0, most)
      .map(({ j }) => j);
  const idOf = (index: number) => cohort.mentors[index]?.participant.id ?? '';
  const chosen = solution.mentorOf[i] ?? -1;
  return {
    optionsOfMentee: own.map(({ score }) => score),
    optionsOfMentors: Object.fromEntries(
      [...new Set([...wanted, ...(chosen >= 0 ? [chosen] : [])])].map((j) => [idOf(j), askersOf(cohort, j)]),
    ),
    effects: wanted.map((j) =>
      effectOf(cohort, i, j, () => explain(cohort.problem, solution, i, j, whatIf), whatIf),
    ),
  };
}

function effectOf(
  cohort: Cohort,
  i: number,
  j: number,
  explanation: () => ReturnType<typeof explain>,
  whatIf: WhatIf,
): Effect {
  const mentee = cohort.mentees[i];
  const mentor = cohort.mentors[j];
  if (!mentee || !mentor) throw new Error('An index outside the cohort.');
  const score = scoreOf(mentee, mentor, cohort.policy.criteria);
  const forbiddenBy: Effect['forbiddenBy'] = findExclusions(mentee, mentor, cohort.policy.rules).map(
    ({ code, facts }) => ({ code, facts }),
  );
  if (whatIf.isForbidden(i, j)) forbiddenBy.push({ code: 'forbidden', facts: {} });
  if (score < cohort.policy.floor)
    forbiddenBy.push({ code: 'floor', facts: { score, floor: cohort.policy.floor } });
  const found = forbiddenBy.length > 0 ? null : explanation();
  const isKnown = found?.forcedLoss !== undefined && found.matchedLoss !== undefined;
  return {
    mentorId: mentor.participant.id,
    score,
    forbiddenBy,
    effect: isKnown
      ? {
          totalChange: 0 - (found.forcedLoss ?? 0),
          matchedChange: 0 - (found.matchedLoss ?? 0),
          displacedIds: found.displaced.map(({ mentee: k }) => cohort.mentees[k]?.participant.id ?? ''),
        }
      : null,
  };
}

function optionsOf({ problem }: Cohort, i: number): { j: number; score: number }[] {
  const options: { j: number; score: number }[] = [];
  for (let e = problem.ptr[i] ?? 0; e < (problem.ptr[i + 1] ?? 0); e += 1)
    options.push({ j: problem.mentor[e] ?? -1, score: problem.score[e] ?? 0 });
  return options;
}

/** Scores of everybody who could have this mentor. */
function askersOf({ problem }: Cohort, j: number): number[] {
  const scores: number[] = [];
  problem.mentor.forEach((mentor, e) => {
    if (mentor === j) scores.push(problem.score[e] ?? 0);
  });
  return scores;
}
