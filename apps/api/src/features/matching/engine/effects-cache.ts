import { createHash } from 'node:crypto';

import { buildCohort } from '@ithaca/matching/cohort';
import type { Cohort, CohortInput } from '@ithaca/matching/cohort';
import { linearOptimum, solveCohort } from '@ithaca/matching/match';
import { findPair } from '@ithaca/matching/problem';
import type { IndexPair, Solution } from '@ithaca/matching/problem';
import { WhatIf } from '@ithaca/matching/what-if';

/** A draft solved and ready to be asked. `asked` is missing where the policy's goal is no single sum: each question is a solve then. */
export interface Solved {
  cohort: Cohort;
  mentorOf: Int32Array;
  matched: number;
  total: number;
  floor: number;
  asked: { solution: Solution; whatIf: WhatIf } | undefined;
}

/** Few reviews are under way at one moment; a cohort of 400 people takes about half a megabyte. */
const MOST_COHORTS = 6;
const MOST_SOLVED = 12;

const cohorts = new Map<string, Cohort>();
const solved = new Map<string, Solved>();

/**
 * Solves a cohort, or answers what the same people, policy and pins gave a moment ago: one review asks about one draft again
 * and again. Scores do not depend on pins, so they are kept when only pins change. Only in this process, only derived, never stale:
 * the key is everything the answer depends on.
 */
export function solveOnce(input: CohortInput): Solved {
  const { locked = [], ...rest } = input;
  const people = createHash('sha1').update(JSON.stringify(rest)).digest('base64');
  const key = `${people} ${locked.map(({ menteeId, mentorId }) => `${menteeId}${mentorId}`).join(' ')}`;
  return keep(solved, key, MOST_SOLVED, () => {
    const cohort = pin(
      keep(cohorts, people, MOST_COHORTS, () => buildCohort({ ...rest, locked: [] })),
      input,
    );
    const found = solveCohort(cohort);
    const { mentorOf, matched, total } = found;
    const solution = linearOptimum(found);
    const isSum = cohort.goal.kind === 'largest-total';
    return {
      cohort,
      mentorOf,
      matched,
      total,
      floor: solution?.floor ?? found.floor,
      // Prices keep a raised floor where it was; a draft made anew would raise another one.
      asked: isSum ? solution && { solution, whatIf: new WhatIf(cohort.problem, solution) } : undefined,
    };
  });
}

/** The cohort with pins. Pins that break a rule or do not fit the places need the scores made with them, which also says so. */
function pin(cohort: Cohort, input: CohortInput): Cohort {
  const { problem, menteeIndex, mentorIndex } = cohort;
  const taken = new Map<number, number>();
  const locked: IndexPair[] = [];
  for (const { menteeId, mentorId } of input.locked ?? []) {
    const [i, j] = [menteeIndex.get(menteeId), mentorIndex.get(mentorId)];
    if (i === undefined || j === undefined || findPair(problem, i, j) < 0) return buildCohort(input);
    taken.set(j, (taken.get(j) ?? 0) + 1);
    if ((taken.get(j) ?? 0) > (problem.capacity[j] ?? 0)) return buildCohort(input);
    locked.push([i, j]);
  }
  locked.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return { ...cohort, problem: { ...problem, locked } };
}

/** What is known under a key, made when it is not; the one not asked for the longest goes. */
function keep<T>(known: Map<string, T>, key: string, most: number, make: () => T): T {
  const value = known.get(key) ?? make();
  known.delete(key);
  known.set(key, value);
  for (const oldest of known.keys()) {
    if (known.size <= most) break;
    known.delete(oldest);
  }
  return value;
}
