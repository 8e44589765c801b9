import { hashInputs } from '@ithaca/matching/cohort';
import type { Cohort, CohortInput } from '@ithaca/matching/cohort';
import type { MatchCertificate } from '@ithaca/matching/cohort-certificate';

/** A proof, or for a draft that ran out of time a bound: no matching under the same rules can total more than `dual`. */
export type DraftCertificate = Omit<MatchCertificate, 'status'> & { status: 'optimal' | 'time-limit' };

/** A mentee whom a draft that ran out of time left out: nobody has looked for the reason. */
export interface Unexplained {
  menteeId: string;
  cause: { code: 'out-of-time' };
  barriers: [];
  changes: [];
}

/**
 * A feasible draft in one pass over the pairs: locked pairs first, then class after class the best score that still has a
 * place. With it a bound that no matching can exceed: everybody's best possible mentor, as many as have any and as there are
 * places. Deterministic; O(pairs).
 */
export function answerAtOnce({ problem, policy }: Cohort): Int32Array {
  const { ptr, mentor, score, mentees, mentors, priority } = problem;
  const mentorOf = new Int32Array(mentees).fill(-1);
  const left = problem.capacity.slice();
  const take = (i: number, j: number) => {
    mentorOf[i] = j;
    left[j] = (left[j] ?? 0) - 1;
  };
  for (const [i, j] of problem.locked ?? []) take(i, j);
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * mentors + j));
  const rowOf = new Int32Array(mentor.length);
  for (let i = 0; i < mentees; i += 1) rowOf.fill(i, ptr[i], ptr[i + 1]);
  const classOf = (e: number) => priority?.[rowOf[e] ?? 0] ?? 0;
  // Typed arrays of numbers sort in place; a stable order by pair decides between equals.
  const order = Uint32Array.from(mentor, (_, e) => e).sort(
    (a, b) => classOf(a) - classOf(b) || (score[b] ?? 0) - (score[a] ?? 0) || a - b,
  );
  for (const e of order) {
    const [i, j] = [rowOf[e] ?? 0, mentor[e] ?? 0];
    const isOpen = mentorOf[i] === -1 && (left[j] ?? 0) > 0 && (score[e] ?? 0) >= policy.floor;
    if (isOpen && !banned.has(i * mentors + j)) take(i, j);
  }
  return mentorOf;
}

/** What is certain of such a draft: its figures, and bounds on any other's. */
export function boundCertificate(
  input: CohortInput,
  { problem, policy }: Cohort,
  found: { matched: number; total: number },
): DraftCertificate {
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * problem.mentors + j));
  const lockOf = new Map(problem.locked);
  const best: number[] = [];
  for (let i = 0; i < problem.mentees; i += 1) {
    let highest = -1;
    for (let e = problem.ptr[i] ?? 0; e < (problem.ptr[i + 1] ?? 0); e += 1) {
      const [j, score] = [problem.mentor[e] ?? 0, problem.score[e] ?? 0];
      const lock = lockOf.get(i);
      const isOpen =
        lock === undefined ? score >= policy.floor && !banned.has(i * problem.mentors + j) : lock === j;
      if (isOpen && score > highest) highest = score;
    }
    if (highest >= 0) best.push(highest);
  }
  const places = problem.capacity.reduce((sum, count) => sum + count, 0);
  const bound = Math.min(best.length, places);
  const dual = best
    .toSorted((a, b) => b - a)
    .slice(0, bound)
    .reduce((sum, score) => sum + score, 0);
  return {
    inputsHash: hashInputs(input),
    policyVersion: policy.version,
    seed: input.seed ?? 0,
    status: 'time-limit',
    primal: found.total,
    dual,
    gap: dual - found.total,
    matched: found.matched,
    bound,
    floor: policy.floor,
    floorProof: null,
    penalty: 0,
    hall: { menteeIds: [], mentorIds: [], places: 0 },
    menteePrices: {},
    mentorPrices: {},
  };
}

/** Looks again, pair by pair, whether a draft keeps every rule, ban, lock and place. */
export function isFeasible({ problem }: Cohort, mentorOf: Int32Array): boolean {
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => `${i} ${j}`));
  const load = new Int32Array(problem.mentors);
  const isEligible = (i: number, j: number) =>
    problem.mentor.subarray(problem.ptr[i], problem.ptr[i + 1]).includes(j) && !banned.has(`${i} ${j}`);
  const keepsRules = mentorOf.every((j, i) => {
    if (j < 0) return true;
    load[j] = (load[j] ?? 0) + 1;
    return isEligible(i, j);
  });
  return (
    keepsRules &&
    load.every((count, j) => count <= (problem.capacity[j] ?? 0)) &&
    (problem.locked ?? []).every(([i, j]) => mentorOf[i] === j)
  );
}
