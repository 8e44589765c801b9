import { CAPACITY } from '@ithaca/domain/enrolment';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import type { Side, UnequalSide } from '@ithaca/domain/vocabulary';

import { columnOf, object, PersonFinder } from '../row-matching.ts';
import type { DirectoryEntry, MatchedRow } from '../row-matching.ts';
import type { Changes } from '../row-effects.ts';
import { isOfPairs } from '../row-reading.ts';
import type { ReadingRules } from '../row-reading.ts';

/** What the lines of a file say about taking part → enrolments and pairings of one cohort. Pure. */

export interface KnownEnrolment {
  id: string;
  personId: string;
  role: Side;
  state: EnrolmentState;
  capacity: number;
  openPairings: number;
}

/** The cohort that the file speaks of, as it is now. */
export interface CohortFacts {
  id: string;
  /** Everybody is a peer in it: the two sides of a file of pairs are alike. */
  isOfPeers: boolean;
  enrolments: readonly KnownEnrolment[];
  /** Open pairings, one for each mentee of them; of peers, the two in either order. */
  pairs: readonly { mentorId: string; menteeId: string }[];
}

export interface PlannedEnrolment {
  id: string;
  personId: string;
  role: Side;
  /** In a file of pairs, as which of the two they stand in it. */
  side: UnequalSide | null;
  line: number;
  known: KnownEnrolment | null;
  interests: string[];
  /** Ids of people, best first. */
  wishes: string[];
  capacity: number;
  isPaired: boolean;
  pairedOn: string | null;
}

export interface PlannedPairing {
  id: string;
  line: number;
  mentorEnrolmentId: string;
  menteeEnrolmentId: string;
  mentorId: string;
  menteeId: string;
  pairedOn: string | null;
}

interface Gathered extends PlannedEnrolment {
  row: MatchedRow;
  said: { text: string; rank: number }[];
  wished: { id: string; rank: number }[];
  wantedCapacity: number | null;
}

const USABLE: readonly EnrolmentState[] = ['draft', 'awaiting-approval', 'in-pool', 'waitlisted', 'matched'];
/** What this part says about a line: taken back before it is said anew. */
const OWN_CODES = new Set([
  'wish-unknown',
  'same-person-paired',
  'mentee-paired',
  'peer-paired',
  'side-not-here',
  'mentor-full',
  'enrolment-over',
  'answers-kept',
]);
const MOST_INTERESTS = 20;
const MOST_WISHES = 5;

export class MentoringPlan {
  enrolments: PlannedEnrolment[] = [];
  pairings: PlannedPairing[] = [];
  readonly #rules: ReadingRules;
  readonly #cohort: CohortFacts;
  readonly #directory: readonly DirectoryEntry[];
  readonly #newId: () => string;
  readonly #known: Map<string, KnownEnrolment>;

  constructor(
    rules: ReadingRules,
    cohort: CohortFacts,
    directory: readonly DirectoryEntry[],
    newId: () => string,
  ) {
    this.#rules = rules;
    this.#cohort = cohort;
    this.#directory = directory;
    this.#newId = newId;
    this.#known = new Map(cohort.enrolments.map((one) => [enrolmentKey(one.personId, one.role), one]));
  }

  /** Works everything out for the lines that still stand; objects to those that cannot be. */
  settle(firsts: readonly MatchedRow[], accepted: readonly MatchedRow[]): void {
    const finder = new PersonFinder(firsts, this.#directory);
    const gathered = new Map<string, Gathered>();
    for (const row of accepted) {
      row.problems = row.problems.filter(({ code }) => !OWN_CODES.has(code));
      const said = row.side ?? row.part?.role;
      if (!row.part || !said) continue;
      const role = this.#cohort.isOfPeers ? 'peer' : said;
      if (role === 'peer' && !this.#cohort.isOfPeers) {
        object(row, 'side-not-here', 'error', columnOf(this.#rules, 'role', null), said);
        continue;
      }
      this.#gather(gathered, row, role, finder);
    }
    this.pairings = isOfPairs(this.#rules) ? this.#pair(accepted, gathered) : [];
    this.enrolments = [...gathered.values()].filter(({ row }) => !row.rejected).map(settled);
  }

  #gather(all: Map<string, Gathered>, row: MatchedRow, role: Side, finder: PersonFinder): void {
    const { part } = row;
    if (!part) return;
    const key = enrolmentKey(row.id, role);
    const known = this.#known.get(key) ?? null;
    if (known && !USABLE.includes(known.state)) {
      object(
        row,
        'enrolment-over',
        'error',
        columnOf(this.#rules, 'role', row.side),
        row.said.displayName ?? '',
      );
      return;
    }
    let enrolment = all.get(key);
    if (!enrolment) {
      enrolment = {
        id: known?.id ?? this.#newId(),
        personId: row.id,
        role,
        side: row.side,
        line: row.line,
        known,
        interests: [],
        wishes: [],
        capacity: known?.capacity ?? CAPACITY.usual,
        isPaired: false,
        pairedOn: null,
        row,
        said: [],
        wished: [],
        wantedCapacity: null,
      };
      all.set(key, enrolment);
    }
    const rank = part.rank ?? Number.MAX_SAFE_INTEGER;
    // In a file of pairs topics are what the mentee wants to reach.
    if (row.side !== 'mentor')
      for (const text of part.interests)
        if (!enrolment.said.some((one) => one.text.toLowerCase() === text.toLowerCase()))
          enrolment.said.push({ text, rank });
    if (role !== 'mentor') this.#gatherWishes(enrolment, row, rank, finder);
    if (part.capacity !== null && role === 'mentor' && !known) {
      enrolment.wantedCapacity = Math.max(part.capacity, enrolment.wantedCapacity ?? 0);
      enrolment.capacity = enrolment.wantedCapacity;
    }
    if (known && known.state !== 'draft' && (part.interests.length > 0 || part.wishes.length > 0))
      object(row, 'answers-kept', 'warning', columnOf(this.#rules, 'interest', row.side), '');
  }

  #gatherWishes(enrolment: Gathered, row: MatchedRow, rank: number, finder: PersonFinder): void {
    for (const written of row.part?.wishes ?? []) {
      const found = finder.find(written);
      if (found === undefined || found === 'many')
        object(row, 'wish-unknown', 'warning', columnOf(this.#rules, 'wish', row.side), written);
      else if (found.id !== row.id && !enrolment.wished.some(({ id }) => id === found.id))
        enrolment.wished.push({ id: found.id, rank });
    }
  }

  #pair(accepted: readonly MatchedRow[], enrolments: ReadonlyMap<string, Gathered>): PlannedPairing[] {
    const { isOfPeers } = this.#cohort;
    const partnerOf = new Map(
      this.#cohort.pairs.flatMap(({ menteeId, mentorId }) => [
        [menteeId, mentorId] as const,
        ...(isOfPeers ? [[mentorId, menteeId] as const] : []),
      ]),
    );
    const taken = new Map<string, number>();
    const pairings: PlannedPairing[] = [];
    for (const mentor of accepted) {
      const mentee = mentor.partner;
      if (mentor.side !== 'mentor' || !mentee || mentor.rejected) continue;
      if (mentor.id === mentee.id) {
        object(mentee, 'same-person-paired', 'error', null, mentee.said.displayName ?? '');
        continue;
      }
      const [one, other] = [
        enrolments.get(enrolmentKey(mentor.id, isOfPeers ? 'peer' : 'mentor')),
        enrolments.get(enrolmentKey(mentee.id, isOfPeers ? 'peer' : 'mentee')),
      ];
      if (!one || !other) continue;
      const before = partnerOf.get(mentee.id);
      // The pairing is there already, or an earlier line brings it.
      if (before === mentor.id) continue;
      const taker = before === undefined && isOfPeers && partnerOf.has(mentor.id) ? mentor : mentee;
      if (before !== undefined || taker === mentor) {
        object(
          taker,
          isOfPeers ? 'peer-paired' : 'mentee-paired',
          'error',
          null,
          taker.said.displayName ?? '',
        );
        continue;
      }
      const seats = (taken.get(mentor.id) ?? one.known?.openPairings ?? 0) + 1;
      if (!isOfPeers && seats > CAPACITY.most) {
        object(mentor, 'mentor-full', 'error', null, mentor.said.displayName ?? '');
        continue;
      }
      taken.set(mentor.id, seats);
      partnerOf.set(mentee.id, mentor.id);
      if (isOfPeers) partnerOf.set(mentor.id, mentee.id);
      else one.capacity = Math.max(one.capacity, seats);
      const pairedOn = mentee.part?.pairedOn ?? mentor.part?.pairedOn ?? null;
      for (const side of [one, other]) {
        side.isPaired = true;
        if (pairedOn !== null && (side.pairedOn === null || pairedOn < side.pairedOn))
          side.pairedOn = pairedOn;
      }
      pairings.push({
        id: this.#newId(),
        line: mentor.line,
        mentorEnrolmentId: one.id,
        menteeEnrolmentId: other.id,
        mentorId: mentor.id,
        menteeId: mentee.id,
        pairedOn,
      });
    }
    return pairings;
  }

  /** Enrolments that are new or become something else. */
  get changedEnrolments(): PlannedEnrolment[] {
    return this.enrolments.filter(
      ({ known, isPaired, capacity }) =>
        known === null ||
        known.state === 'draft' ||
        (isPaired && known.state !== 'matched') ||
        capacity !== known.capacity,
    );
  }

  /** What each line adds beside what it says about its people: line → field → [old, new]. */
  changesByLine(nameOf: (id: string) => string | null): Map<number, Changes> {
    const changes = new Map<number, Changes>();
    const add = (line: number, field: string, before: string | null, after: string) => {
      const known = changes.get(line);
      if (known) known[field] = [before, after];
      else changes.set(line, { [field]: [before, after] });
    };
    for (const one of this.changedEnrolments)
      add(
        one.line,
        one.side ? `${one.side}.enrolment` : 'enrolment',
        one.known?.state ?? null,
        one.isPaired ? 'matched' : one.role,
      );
    for (const { line, mentorId, menteeId } of this.pairings)
      add(line, 'pairing', null, `${nameOf(mentorId) ?? ''} – ${nameOf(menteeId) ?? ''}`);
    return changes;
  }
}

/** Topics and chosen people in the order of their ranks, as many as an enrolment holds. */
function settled(one: Gathered): PlannedEnrolment {
  const { id, personId, role, side, line, known, capacity, isPaired, pairedOn, said, wished } = one;
  const interests = inOrder(said).map(({ text }) => text);
  const wishes = inOrder(wished).map((wish) => wish.id);
  return {
    id,
    personId,
    role,
    side,
    line,
    known,
    capacity,
    isPaired,
    pairedOn,
    interests: interests.slice(0, MOST_INTERESTS),
    wishes: wishes.slice(0, MOST_WISHES),
  };
}

const enrolmentKey = (personId: string, role: Side) => `${personId} ${role}`;
const inOrder = <T extends { rank: number }>(items: readonly T[]) =>
  items.toSorted((a, b) => a.rank - b.rank);
