import type { Shell } from './candidates.ts';
import { MatchingError } from './errors.ts';
import type { Goal } from './goal.ts';
import { canonicalJson, hashText, sha256 } from './hash.ts';
import { PairScorer } from './pair-scorer.ts';
import { checkParticipant, toProfile, type Participant, type Profile } from './participant.ts';
import { checkPolicy, type MatchingPolicy } from './policy.ts';
import { MAX_CAPACITY, requireInteger, type IndexPair, type Options, type Problem } from './problem.ts';
import type { Rows } from './row-search.ts';
import { FULL_SCORE } from './score.ts';

/** A pair of enrolments by id. */
export interface PairOfIds {
  readonly menteeId: string;
  readonly mentorId: string;
}

/**
 * Everything a matching run depends on. `locked` pairs stay, even against a rule (never against places or oneself); `forbidden` pairs never
 * come. The order of the lists does not matter: equals are drawn by `seed` and id.
 */
export interface CohortInput {
  readonly mentees: readonly Participant[];
  readonly mentors: readonly Participant[];
  readonly policy: MatchingPolicy;
  readonly locked?: readonly PairOfIds[];
  readonly forbidden?: readonly PairOfIds[];
  readonly seed?: number;
  /** An earlier result to change as little as the objective allows; pairs of people who are gone are ignored. */
  readonly before?: readonly PairOfIds[];
  /** Declared group by mentee id, for `equal-access`; those who are not listed form one group of their own. */
  readonly groups?: Readonly<Record<string, string>>;
  /** Circles that run already, by mentor id: the department of each member. Their mentor's `capacity` is what is left of the places. */
  readonly running?: Readonly<Record<string, readonly (string | null)[]>>;
  /** A pool of peers: everybody stands on both sides under one id (see `buildPeerCohort`). */
  readonly peers?: true;
}

/** The cohort as a problem: people sorted by id, index k of the problem is `mentees[k]` or `mentors[k]`. */
export interface Cohort {
  readonly mentees: readonly Profile[];
  readonly mentors: readonly Profile[];
  readonly menteeIndex: ReadonlyMap<string, number>;
  readonly mentorIndex: ReadonlyMap<string, number>;
  readonly policy: MatchingPolicy;
  readonly problem: Problem;
  readonly options: Options;
  readonly goal: Goal;
  readonly before: Int32Array | undefined;
}

/** A cohort whose pairs are scored row by row when they are asked for: for pools too large to keep all pairs. */
export interface CohortRows extends Omit<Cohort, 'problem' | 'goal'> {
  readonly shell: Shell;
  readonly rows: Rows;
}

/** Checks the inputs and lays the cohort out without its pairs. Throws MatchingError naming ids. O(people). */
export function layOutCohort(input: CohortInput): CohortRows {
  const { policy, seed = 0 } = input;
  checkPolicy(policy);
  requireInteger(seed, -(2 ** 53) + 1, 2 ** 53 - 1, 'RANGE', { field: 'seed' });
  const mentees = toProfiles(input.mentees);
  const mentors = toProfiles(input.mentors);
  for (const { participant } of mentees)
    requireInteger(participant.priority, 0, 65_535, 'RANGE', { menteeId: participant.id, field: 'priority' });
  for (const { participant } of mentors)
    requireInteger(participant.capacity, 0, MAX_CAPACITY, 'CAPACITY', { mentorId: participant.id });
  const menteeIndex = new Map(mentees.map(({ participant }, i) => [participant.id, i]));
  const mentorIndex = new Map(mentors.map(({ participant }, j) => [participant.id, j]));
  const toIndices = ({ menteeId, mentorId }: PairOfIds): IndexPair => {
    const i = menteeIndex.get(menteeId);
    const j = mentorIndex.get(mentorId);
    if (i === undefined) throw new MatchingError('RANGE', 'unknown mentee', { menteeId });
    if (j === undefined) throw new MatchingError('RANGE', 'unknown mentor', { mentorId });
    return [i, j];
  };
  const forbidden = (input.forbidden ?? []).map(toIndices);
  const locked = (input.locked ?? []).map(toIndices).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  checkLockedIds(mentees, mentors, locked, forbidden, (mentor) => placesOf(input, mentor));
  const people = [...mentees, ...mentors];
  const shell: Shell = {
    mentees: mentees.length,
    mentors: mentors.length,
    capacity: Int32Array.from(mentors, ({ participant }) => placesOf(input, participant)),
    locked,
    forbidden,
    priority: Uint16Array.from(mentees, ({ participant }) => participant.priority),
    tieKey: Uint32Array.from(people, ({ participant }) => hashText(seed, participant.id)),
  };
  const rows: Rows = new PairScorer(mentees, mentors, policy, new Map(locked));
  const objective = policy.objective === 'largest-worst' ? 'floor' : 'lexicographic';
  const options: Options = { objective, floor: policy.floor, maxScore: FULL_SCORE, seed };
  const before = input.before && toBefore(input.before, menteeIndex, mentorIndex);
  return { mentees, mentors, menteeIndex, mentorIndex, policy, options, before, shell, rows };
}

/** The places a mentor has: their own, and of a circle at most what the policy's largest leaves. */
function placesOf({ policy: { circles }, running = {} }: CohortInput, { id, capacity }: Participant): number {
  if (!circles) return capacity;
  return Math.max(0, Math.min(capacity, circles.largest - (running[id]?.length ?? 0)));
}

/** Scores every eligible pair and lays the cohort out as a problem. Throws MatchingError naming ids. O(mentees × mentors). */
export function buildCohort(input: CohortInput): Cohort {
  const { shell, rows, ...cohort } = layOutCohort(input);
  const problem: Problem = { ...shell, ...keepPairs(shell.mentees, rows) };
  const goal = toGoal(input, cohort.mentees, cohort.mentors, problem);
  return { ...cohort, problem, goal };
}

/** The cohort in which mentee i has these pairs as well (or with these scores), everything else as it is. O(pairs). */
export function withPairs(
  cohort: Cohort,
  i: number,
  columns: ArrayLike<number>,
  scores: ArrayLike<number>,
): Cohort {
  const { problem, goal, policy, mentees, mentors } = cohort;
  const { ptr, mentor, score } = problem;
  const row = new Map<number, number>();
  for (let e = ptr[i]!; e < ptr[i + 1]!; e++) row.set(mentor[e]!, score[e]!);
  for (let k = 0; k < columns.length; k++) row.set(columns[k]!, scores[k]!);
  const own = [...row].sort((a, b) => a[0] - b[0]);
  const more = own.length - (ptr[i + 1]! - ptr[i]!);
  const insert = (list: Int32Array, at: 0 | 1): Int32Array => {
    const longer = new Int32Array(list.length + more);
    longer.set(list.subarray(0, ptr[i]));
    longer.set(
      own.map((pair) => pair[at]),
      ptr[i],
    );
    longer.set(list.subarray(ptr[i + 1]), ptr[i + 1]! + more);
    return longer;
  };
  const changed: Problem = {
    ...problem,
    ptr: ptr.map((from, k) => (k > i ? from + more : from)),
    mentor: insert(mentor, 0),
    score: insert(score, 1),
  };
  // Only what people prefer is laid out pair by pair.
  const nextGoal = goal.kind === 'stable' ? toGoal({ policy }, mentees, mentors, changed) : goal;
  return { ...cohort, problem: changed, goal: nextGoal };
}

/** Everybody's earlier mentor. Of a mentee listed twice the last counts. */
function toBefore(
  pairs: readonly PairOfIds[],
  menteeIndex: ReadonlyMap<string, number>,
  mentorIndex: ReadonlyMap<string, number>,
): Int32Array {
  const before = new Int32Array(menteeIndex.size).fill(-1);
  for (const { menteeId, mentorId } of pairs) {
    const i = menteeIndex.get(menteeId);
    const j = mentorIndex.get(mentorId);
    if (i !== undefined && j !== undefined) before[i] = j;
  }
  return before;
}

/** What `leximin` settles and `bounded-loss` gives up when the policy does not say. */
const LEVELS = 16;
const LOSS_PER_MILLE = 20;

function toGoal(
  { policy, groups = {} }: Pick<CohortInput, 'policy' | 'groups'>,
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  problem: Problem,
): Goal {
  switch (policy.objective) {
    case 'largest-total':
    case 'largest-worst':
      return { kind: policy.objective };
    case 'bounded-loss':
      return { kind: 'bounded-loss', lossPerMille: policy.lossPerMille ?? LOSS_PER_MILLE };
    case 'leximin':
      return { kind: 'leximin', levels: policy.levels ?? LEVELS };
    case 'equal-access': {
      const names = [...new Set(Object.values(groups))].sort(compareText);
      const groupOf = mentees.map(({ participant }) => names.indexOf(groups[participant.id] ?? '') + 1);
      return { kind: 'equal-access', groupOf };
    }
    case 'stable-for-mentees':
    case 'stable-for-mentors': {
      const menteeValue = new Int32Array(problem.mentor.length);
      const mentorValue = new Int32Array(problem.mentor.length);
      for (let i = 0; i < mentees.length; i++) {
        const mentee = mentees[i]!;
        for (let e = problem.ptr[i]!; e < problem.ptr[i + 1]!; e++) {
          const mentor = mentors[problem.mentor[e]!]!;
          menteeValue[e] = preferenceValue(mentee, mentor.participant.personId, problem.score[e]!);
          mentorValue[e] = preferenceValue(mentor, mentee.participant.personId, problem.score[e]!);
        }
      }
      const side = policy.objective === 'stable-for-mentees' ? 'mentees' : 'mentors';
      return { kind: 'stable', side, menteeValue, mentorValue };
    }
  }
}

/** People somebody ranked come first, in that order; everybody else by score. */
function preferenceValue(asker: Profile, personId: string, score: number): number {
  const rank = asker.wishRank.get(personId);
  return rank === undefined ? score : 2 ** 30 - rank;
}

/** SHA-256 of the canonical inputs: the same people, policy, pins and seed give the same hash in any order. */
export function hashInputs(input: CohortInput): string {
  const byId = (people: readonly Participant[]): Participant[] =>
    [...people].sort((a, b) => compareText(a.id, b.id));
  const byPair = (pairs: readonly PairOfIds[] = []): string[] =>
    pairs.map(({ menteeId, mentorId }) => canonicalJson([menteeId, mentorId])).sort(compareText);
  return sha256(
    canonicalJson({
      mentees: byId(input.mentees),
      mentors: byId(input.mentors),
      policy: input.policy,
      locked: byPair(input.locked),
      forbidden: byPair(input.forbidden),
      seed: input.seed ?? 0,
      before: input.before && byPair(input.before),
      groups: input.groups,
      running: input.running,
      peers: input.peers,
    }),
  );
}

function toProfiles(people: readonly Participant[]): Profile[] {
  for (const person of people) checkParticipant(person);
  const sorted = [...people].sort((a, b) => compareText(a.id, b.id));
  for (let k = 1; k < sorted.length; k++)
    if (sorted[k]!.id === sorted[k - 1]!.id)
      throw new MatchingError('SHAPE', 'an enrolment is given twice', { id: sorted[k]!.id });
  return sorted.map(toProfile);
}

/** Two gigabytes of pairs. Beyond, `matchLargeCohort` proves the same optimum without keeping them. */
const MOST_PAIRS = 2 ** 28;

function keepPairs(mentees: number, rows: Rows): Pick<Problem, 'ptr' | 'mentor' | 'score'> {
  const row = new Int32Array(rows.mentors);
  const ptr = new Int32Array(mentees + 1);
  let mentor = new Int32Array(Math.min(mentees * rows.mentors, 2 ** 20));
  let score = new Int32Array(mentor.length);
  let used = 0;
  for (let i = 0; i < mentees; i++) {
    rows.scoreRow(i, row);
    if (used > MOST_PAIRS)
      throw new MatchingError('RANGE', 'too many eligible pairs to keep; match the pool as a large one', {
        field: 'pairs',
        most: MOST_PAIRS,
      });
    if (used + row.length >= mentor.length) {
      mentor = grow(mentor, used + row.length + 1);
      score = grow(score, used + row.length + 1);
    }
    // Written always and counted when allowed: a branch that cannot be foretold costs more than the writing.
    for (let j = 0; j < row.length; j++) {
      mentor[used] = j;
      score[used] = row[j]!;
      used += Number(row[j]! >= 0);
    }
    ptr[i + 1] = used;
  }
  return { ptr, mentor: mentor.slice(0, used), score: score.slice(0, used) };
}

function grow(list: Int32Array<ArrayBuffer>, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(least, 2 * list.length));
  larger.set(list);
  return larger;
}

function checkLockedIds(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  locked: readonly IndexPair[],
  forbidden: readonly IndexPair[],
  places: (mentor: Participant) => number,
): void {
  const toIds = ([i, j]: IndexPair): PairOfIds => ({
    menteeId: mentees[i]!.participant.id,
    mentorId: mentors[j]!.participant.id,
  });
  const refuse = (message: string, pairs: readonly IndexPair[]): never => {
    throw new MatchingError('LOCK_CONFLICT', message, { locks: pairs.map(toIds) });
  };
  const banned = new Set(forbidden.map(([i, j]) => `${i} ${j}`));
  const ofMentor = new Map<number, IndexPair[]>();
  locked.forEach((lock, k) => {
    const [i, j] = lock;
    if (k > 0 && locked[k - 1]![0] === i) refuse('a mentee is locked twice', [locked[k - 1]!, lock]);
    if (banned.has(`${i} ${j}`)) refuse('a locked pair is forbidden', [lock]);
    if (mentees[i]!.participant.personId === mentors[j]!.participant.personId)
      refuse('nobody mentors oneself', [lock]);
    const locks = [...(ofMentor.get(j) ?? []), lock];
    ofMentor.set(j, locks);
    if (locks.length > places(mentors[j]!.participant)) refuse('more locks than places', locks);
  });
}

/** Order of texts by code unit: the same under every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
