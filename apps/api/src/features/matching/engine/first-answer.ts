import { hashInputs } from '@ithaca/matching/cohort';
import type { Cohort, CohortInput } from '@ithaca/matching/cohort';
import type { MatchCertificate } from '@ithaca/matching/cohort-certificate';
import type { PeerCertificate } from '@ithaca/matching/peer-match';
import type { Problem } from '@ithaca/matching/problem';

/**
 * A proof, or for a draft that ran out of time a bound: no matching under the same rules can total more than `dual`. `steps`:
 * after how many questions to its clock the search was stopped, so that it can be stopped there again; null without a search.
 * `isLarge`: the pairs were too many to keep; the prices prove it over all of them, the files hold those looked at.
 * `isWithheld`: groups that people declared are not kept, nor what would give them away.
 */
export type DraftCertificate = Omit<MatchCertificate, 'status'> & {
  status: 'optimal' | 'time-limit';
  steps?: number | null;
  isLarge?: true;
  isWithheld?: true;
  /** Of peers: their own proof, beside which the prices of two sides stay empty. */
  peers?: PeerCertificate['peers'];
};

/** A mentee whom a draft left out without looking for every reason: out of time, or in a pool too large to do so for everybody. */
export interface Unexplained {
  menteeId: string;
  cause:
    | { code: 'out-of-time' }
    | { code: 'no-eligible-mentor'; mentors: number }
    | { code: 'places-taken'; eligibleMentors: number };
  barriers: [];
  changes: [];
}

type Laid = Pick<Cohort, 'problem' | 'policy'>;

/**
 * A feasible draft in one pass over the pairs: locked pairs first, then class after class the best score that still has a
 * place. Deterministic; O(pairs log pairs).
 */
export function answerAtOnce({ problem, policy }: Laid): Int32Array {
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

/** The better of two feasible drafts: more of the first class, then of the next, then the larger total. */
export function betterOf({ problem }: Laid, one: Int32Array, other: Int32Array): Int32Array {
  const [a, b] = [rankOf(problem, one), rankOf(problem, other)];
  const at = a.findIndex((value, k) => value !== b[k]);
  return at >= 0 && (b[at] ?? 0) > (a[at] ?? 0) ? other : one;
}

function rankOf(problem: Problem, mentorOf: Int32Array): number[] {
  const classes = [...new Set(problem.priority ?? [0])].toSorted((a, b) => a - b);
  const matched = classes.map((one) =>
    mentorOf.reduce((sum, j, i) => sum + Number(j >= 0 && (problem.priority?.[i] ?? 0) === one), 0),
  );
  const total = mentorOf.reduce((sum, j, i) => sum + (j < 0 ? 0 : scoreAt(problem, i, j)), 0);
  return [...matched, total];
}

function scoreAt({ ptr, mentor, score }: Problem, i: number, j: number): number {
  for (let e = ptr[i] ?? 0; e < (ptr[i + 1] ?? 0); e += 1) if (mentor[e] === j) return score[e] ?? 0;
  return 0;
}

/**
 * What is certain of such a draft: its figures, and bounds on any other's. With prices v ≤ 0 for the mentors nobody can total
 * more than the sum over the mentees of their best `score + v`, plus what the places are worth (`-v`); as many mentees as have
 * any mentor, and as there are places. Any prices will do; those of a search that went on for a while make the bound close.
 */
export function boundCertificate(
  input: CohortInput,
  { problem, policy, mentors }: Pick<Cohort, 'problem' | 'policy' | 'mentors'>,
  found: { matched: number; total: number },
  search: { prices: Float64Array | null; steps: number | null },
): DraftCertificate {
  const plain = boundOf(problem, policy.floor, null);
  const priced =
    search.prices &&
    boundOf(
      problem,
      policy.floor,
      search.prices.map((price) => Math.min(0, price)),
    );
  const isPriced = priced !== null && priced.dual < plain.dual;
  const { dual, bound } = isPriced ? priced : plain;
  return {
    inputsHash: hashInputs(input),
    policyVersion: policy.version,
    seed: input.seed ?? 0,
    status: 'time-limit',
    steps: search.steps,
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
    mentorPrices: isPriced
      ? Object.fromEntries(
          mentors.map(({ participant }, j) => [participant.id, Math.min(0, search.prices?.[j] ?? 0)]),
        )
      : {},
  };
}

function boundOf(
  problem: Problem,
  floor: number,
  prices: Float64Array | null,
): { dual: number; bound: number } {
  const { mentees, mentors, ptr, mentor, score, capacity } = problem;
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * mentors + j));
  const lockOf = new Map(problem.locked);
  const best: number[] = [];
  for (let i = 0; i < mentees; i += 1) {
    const lock = lockOf.get(i);
    let highest = -Infinity;
    for (let e = ptr[i] ?? 0; e < (ptr[i + 1] ?? 0); e += 1) {
      const j = mentor[e] ?? 0;
      const isOpen =
        lock === undefined ? (score[e] ?? 0) >= floor && !banned.has(i * mentors + j) : lock === j;
      if (isOpen) highest = Math.max(highest, (score[e] ?? 0) + (prices?.[j] ?? 0));
    }
    if (highest > -Infinity) best.push(Math.max(0, highest));
  }
  const places = capacity.reduce((sum, count) => sum + count, 0);
  const bound = Math.min(best.length, places);
  const worth = capacity.reduce((sum, count, j) => sum - count * (prices?.[j] ?? 0), 0);
  const dual = best
    .toSorted((a, b) => b - a)
    .slice(0, bound)
    .reduce((sum, value) => sum + value, worth);
  return { dual, bound };
}

/** Looks again, pair by pair, whether a draft keeps every rule, ban, lock and place. */
export function isFeasible({ problem }: Pick<Cohort, 'problem'>, mentorOf: Int32Array): boolean {
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
