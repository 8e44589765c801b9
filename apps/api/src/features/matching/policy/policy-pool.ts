import { settleCircleCohort } from '@ithaca/matching/circle-cohort';
import { buildCohort } from '@ithaca/matching/cohort';
import type { Cohort, CohortInput } from '@ithaca/matching/cohort';
import { hashText } from '@ithaca/matching/hash';
import { solveCohort } from '@ithaca/matching/match';
import { buildPeerCohort } from '@ithaca/matching/peer-cohort';
import { solvePeers } from '@ithaca/matching/peer-matching';
import { halvePeerScore, scorePeers } from '@ithaca/matching/peer-score';
import type { MatchingPolicy } from '@ithaca/matching/policy';
import { scoreOf, scorePair } from '@ithaca/matching/score';
import type { Contribution } from '@ithaca/matching/score';
import { listBarriers } from '@ithaca/matching/unmatched';
import type { BarrierCode } from '@ithaca/matching/unmatched';

/** A pool without a policy: what stays the same while policies are tried on it. */
export type Pool = Omit<CohortInput, 'policy' | 'groups'>;

/** A policy to try; with the groups of equal access where it asks for that. */
export type TrialPolicy = { policy: MatchingPolicy; groups?: Readonly<Record<string, string>> };

/** Which people to show: ten of the pool in an order of their own, another ten with each `draw`. */
export interface SampleWanted {
  size: number;
  draw: number;
  changedOnly: boolean;
}

export interface PoolQuestion {
  /** The first is what the others are compared with. */
  policies: readonly TrialPolicy[];
  /** People under the first and the last policy. */
  sample: SampleWanted | null;
}

export interface Figures {
  mentees: number;
  mentors: number;
  places: number;
  eligiblePairs: number;
  matched: number;
  mean: number | null;
  median: number | null;
  worstDecile: number | null;
  worst: number | null;
  placesLeft: number;
  withoutPartner: number;
}

export interface Difference {
  pairsDiffer: number;
  gain: number;
  lose: number;
  newlyMatched: number;
  leftOut: number;
  meanByPresent: number | null;
}

export interface PairOfSample {
  mentorId: string;
  score: number;
  contributions: readonly Contribution[];
}

export interface PoolAnswer {
  policies: { figures: Figures; difference: Difference; matchedIds: string[] }[];
  /** Under the last policy: the first of those whom nobody may mentor, with the barriers. */
  withoutPartner: {
    menteeId: string;
    barriers: { code: BarrierCode; mentors: number; alone: number }[];
  }[];
  sample: { menteeId: string; now: PairOfSample | null; edited: PairOfSample | null }[];
}

/** Of peers a cohort in which everybody stands on both sides, with the scores of pairs. */
type Laid = Cohort & { peers?: true };

interface Solved {
  cohort: Laid;
  mentorOf: Int32Array;
  /** Of the pairs, by this policy; -1 for nobody. */
  scores: Int32Array;
  barred: number[];
}

const BARRED_NAMED = 20;
/** Policies whose result is kept: the present one, the edit, and a full comparison. */
const MOST_KEPT = 6;

/** One pool on which policies are tried; the results of the last few are kept, so that an edit solves only itself. */
export class PolicyPool {
  readonly #pool: Pool;
  readonly #solved = new Map<string, Solved>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  answer({ policies, sample }: PoolQuestion): PoolAnswer {
    const solved = policies.map((policy) => this.#solve(policy));
    const [present] = solved;
    const edited = solved.at(-1);
    if (!present || !edited) throw new Error('No policy to try.');
    return {
      policies: solved.map((one) => ({
        figures: figuresOf(one),
        difference: compare(present, one),
        matchedIds: one.cohort.mentees.flatMap(({ participant }, i) =>
          (one.mentorOf[i] ?? -1) >= 0 ? [participant.id] : [],
        ),
      })),
      withoutPartner: edited.barred.slice(0, BARRED_NAMED).map((i) => ({
        menteeId: idOf(edited.cohort.mentees, i),
        barriers: listBarriers(edited.cohort, i, edited.cohort.policy.floor).map(
          ({ code, mentors, alone }) => ({ code, mentors, alone: alone.length }),
        ),
      })),
      sample: sample ? this.#draw(present, edited, sample) : [],
    };
  }

  #solve({ policy, groups }: TrialPolicy): Solved {
    const key = JSON.stringify([{ ...policy, version: '' }, groups]);
    const kept = this.#solved.get(key);
    if (kept) {
      // Kept longest by being asked for last.
      this.#solved.delete(key);
      this.#solved.set(key, kept);
      return kept;
    }
    const { cohort, mentorOf } = this.#match({ ...this.#pool, policy, ...(groups && { groups }) });
    const found: Solved = {
      cohort,
      mentorOf,
      scores: scoresOf(cohort, mentorOf),
      barred: listBarred(cohort),
    };
    this.#solved.set(key, found);
    for (const [oldest] of this.#solved) {
      if (this.#solved.size <= MOST_KEPT) break;
      this.#solved.delete(oldest);
    }
    return found;
  }

  /** Circles are settled without their proof, which may take longer than somebody who moves a slider waits. */
  #match(input: CohortInput): Pick<Solved, 'cohort' | 'mentorOf'> {
    if (input.policy.circles) return settleCircleCohort(input);
    const cohort = buildCohort(input);
    // People stand in the same order on both sides and in the pool.
    if (input.peers) return pairPeers(input, cohort);
    return { cohort, mentorOf: solveCohort(cohort).mentorOf };
  }

  #draw(present: Solved, edited: Solved, { size, draw, changedOnly }: SampleWanted): PoolAnswer['sample'] {
    const { seed = 0 } = this.#pool;
    const order = present.cohort.mentees
      .map(({ participant }, i) => ({ i, key: hashText(seed, participant.id) }))
      .filter(({ i }) => !changedOnly || present.mentorOf[i] !== edited.mentorOf[i])
      .toSorted((a, b) => a.key - b.key || a.i - b.i);
    const pages = Math.max(1, Math.ceil(order.length / size));
    const first = (draw % pages) * size;
    return order.slice(first, first + size).map(({ i }) => ({
      menteeId: idOf(present.cohort.mentees, i),
      now: pairOf(present, i),
      edited: pairOf(edited, i),
    }));
  }
}

const idOf = (people: Cohort['mentees'], index: number) => people[index]?.participant.id ?? '';

/** A pool of peers as a cohort of two sides that pairs the same people. */
function pairPeers(input: CohortInput, cohort: Cohort): Pick<Solved, 'cohort' | 'mentorOf'> {
  const { problem, options } = buildPeerCohort(input);
  const { partnerOf } = solvePeers(problem, options);
  const { ptr, partner, score } = problem;
  const ofPairs = { ptr, mentor: partner, score: score.map((sum) => Math.round(sum / 2)) };
  return {
    cohort: { ...cohort, peers: true, problem: { ...cohort.problem, ...ofPairs } },
    mentorOf: partnerOf,
  };
}

function assess({ mentees, mentors, policy, peers }: Laid, i: number, j: number) {
  const [mentee, mentor] = [mentees[i], mentors[j]];
  if (!mentee || !mentor) return null;
  if (peers) return halvePeerScore(scorePeers(mentee, mentor, policy.criteria));
  return scorePair(mentee, mentor, policy.criteria);
}

function scoreAt(cohort: Laid, i: number, j: number): number {
  const { mentees, mentors, policy, peers } = cohort;
  const [mentee, mentor] = [mentees[i], mentors[j]];
  if (!mentee || !mentor) return -1;
  return peers ? (assess(cohort, i, j)?.score ?? -1) : scoreOf(mentee, mentor, policy.criteria);
}

const scoresOf = (cohort: Laid, mentorOf: Int32Array) =>
  mentorOf.map((j, i) => (j < 0 ? -1 : scoreAt(cohort, i, j)));

function pairOf({ cohort, mentorOf }: Solved, i: number): PairOfSample | null {
  const j = mentorOf[i] ?? -1;
  const assessed = assess(cohort, i, j);
  if (!assessed) return null;
  return { mentorId: idOf(cohort.mentors, j), score: assessed.score, contributions: assessed.contributions };
}

/** Mentees without a single mentor who has places, may mentor them, and reaches the floor with them. */
function listBarred({ problem, policy }: Cohort): number[] {
  const { ptr, mentor, score, capacity, mentees, mentors } = problem;
  const locked = new Set((problem.locked ?? []).map(([i]) => i));
  const banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * mentors + j));
  const barred: number[] = [];
  for (let i = 0; i < mentees; i += 1) {
    let isOpen = locked.has(i);
    for (let e = ptr[i] ?? 0; !isOpen && e < (ptr[i + 1] ?? 0); e += 1) {
      const j = mentor[e] ?? -1;
      isOpen = (capacity[j] ?? 0) > 0 && (score[e] ?? 0) >= policy.floor && !banned.has(i * mentors + j);
    }
    if (!isOpen) barred.push(i);
  }
  return barred;
}

function figuresOf({ cohort, scores, barred }: Solved): Figures {
  const { problem } = cohort;
  const sorted = scores.filter((score) => score >= 0).toSorted();
  const places = problem.capacity.reduce((sum, c) => sum + c, 0);
  const middle = sorted.length >> 1;
  return {
    mentees: problem.mentees,
    mentors: problem.mentors,
    places,
    eligiblePairs: problem.mentor.length,
    matched: sorted.length,
    mean: meanOf(sorted),
    median: sorted.length % 2 === 1 ? (sorted[middle] ?? null) : meanOf(sorted.slice(middle - 1, middle + 1)),
    worstDecile: meanOf(sorted.slice(0, Math.max(1, Math.floor(sorted.length / 10)))),
    worst: sorted[0] ?? null,
    placesLeft: places - sorted.length,
    withoutPartner: barred.length,
  };
}

/** Fit is measured by the present policy on both sides, so that a gain is a gain by one measure; nobody is the least of all. */
function compare(present: Solved, other: Solved): Difference {
  const measured = present === other ? present.scores : scoresOf(present.cohort, other.mentorOf);
  const found: Difference = {
    pairsDiffer: 0,
    gain: 0,
    lose: 0,
    newlyMatched: 0,
    leftOut: 0,
    meanByPresent: meanOf(measured.filter((score) => score >= 0)),
  };
  other.mentorOf.forEach((j, i) => {
    const before = present.mentorOf[i] ?? -1;
    if (before === j) return;
    found.pairsDiffer += 1;
    if (before < 0) found.newlyMatched += 1;
    if (j < 0) found.leftOut += 1;
    const change = (measured[i] ?? -1) - (present.scores[i] ?? -1);
    if (change > 0) found.gain += 1;
    if (change < 0) found.lose += 1;
  });
  return found;
}

const meanOf = (values: Int32Array): number | null =>
  values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
