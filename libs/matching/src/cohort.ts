import { isEligible } from './eligibility.ts';
import { MatchingError } from './errors.ts';
import { canonicalJson, hashText, sha256 } from './hash.ts';
import { toProfile, type Participant, type Profile } from './participant.ts';
import { checkPolicy, type MatchingPolicy } from './policy.ts';
import { MAX_CAPACITY, requireInteger, type IndexPair, type Options, type Problem } from './problem.ts';
import { FULL_SCORE, scoreOf } from './score.ts';

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
}

/** Scores every eligible pair and lays the cohort out as a problem. Throws MatchingError naming ids. O(mentees × mentors). */
export function buildCohort(input: CohortInput): Cohort {
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
  checkLockedIds(mentees, mentors, locked, forbidden);
  const pairs = scorePairs(mentees, mentors, policy, new Map(locked));
  const people = [...mentees, ...mentors];
  const problem: Problem = {
    mentees: mentees.length,
    mentors: mentors.length,
    capacity: Int32Array.from(mentors, ({ participant }) => participant.capacity),
    ...pairs,
    locked,
    forbidden,
    priority: Uint16Array.from(mentees, ({ participant }) => participant.priority),
    tieKey: Uint32Array.from(people, ({ participant }) => hashText(seed, participant.id)),
  };
  const objective = policy.objective === 'largest-worst' ? 'floor' : 'lexicographic';
  const options: Options = { objective, floor: policy.floor, maxScore: FULL_SCORE, seed };
  return { mentees, mentors, menteeIndex, mentorIndex, policy, problem, options };
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
    }),
  );
}

function toProfiles(people: readonly Participant[]): Profile[] {
  const sorted = [...people].sort((a, b) => compareText(a.id, b.id));
  for (let k = 1; k < sorted.length; k++)
    if (sorted[k]!.id === sorted[k - 1]!.id)
      throw new MatchingError('SHAPE', 'an enrolment is given twice', { id: sorted[k]!.id });
  return sorted.map(toProfile);
}

function scorePairs(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  policy: MatchingPolicy,
  lockOf: ReadonlyMap<number, number>,
): Pick<Problem, 'ptr' | 'mentor' | 'score'> {
  const ptr = new Int32Array(mentees.length + 1);
  const mentor = new Int32Array(mentees.length * mentors.length);
  const score = new Int32Array(mentor.length);
  let used = 0;
  for (let i = 0; i < mentees.length; i++) {
    const lock = lockOf.get(i);
    for (let j = 0; j < mentors.length; j++) {
      // A coordinator's lock overrides the rules; the result says which.
      if (lock !== j && !isEligible(mentees[i]!, mentors[j]!, policy.rules)) continue;
      const value = scoreOf(mentees[i]!, mentors[j]!, policy.criteria);
      if (!Number.isFinite(value))
        throw new MatchingError('NOT_FINITE', 'a score is not a number', {
          menteeId: mentees[i]!.participant.id,
          mentorId: mentors[j]!.participant.id,
        });
      mentor[used] = j;
      score[used++] = value;
    }
    ptr[i + 1] = used;
  }
  return { ptr, mentor: mentor.slice(0, used), score: score.slice(0, used) };
}

function checkLockedIds(
  mentees: readonly Profile[],
  mentors: readonly Profile[],
  locked: readonly IndexPair[],
  forbidden: readonly IndexPair[],
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
    if (locks.length > mentors[j]!.participant.capacity) refuse('more locks than places', locks);
  });
}

/** Order of texts by code unit: the same under every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
