import type { Network } from './network.ts';
import type { HallSet } from './problem.ts';

/** A matching of largest size, class after class: `mentorOf` is -1 for nobody, `matchedByClass` how many of each class have a place. */
export interface Cardinality {
  readonly mentorOf: Int32Array;
  readonly matchedByClass: Int32Array;
}

/**
 * Hopcroft–Karp with places, over pairs of cost <= `limit`, the classes joining one after the other: who is matched stays matched, so
 * the counts are lexicographically largest. O(E sqrt n) a class. (Hopcroft & Karp 1973.)
 */
export function matchMost(network: Network, limit = Infinity): Cardinality {
  const n = network.mentees;
  const search = new LayeredSearch(network, network.maxScore - limit);
  const matchedByClass = new Int32Array(network.classes);
  for (let c = 0; c < network.classes; c++) {
    for (let i = 0; i < n; i++) if (network.classOf[i] === c && !network.locked[i]) search.join(i);
    while (search.layer()) search.augmentAll();
  }
  for (let i = 0; i < n; i++) if (search.mentorOf[i]! >= 0) matchedByClass[network.classOf[i]!]! += 1;
  return { mentorOf: search.mentorOf, matchedByClass };
}

class LayeredSearch {
  readonly mentorOf: Int32Array;
  private readonly network: Network;
  private readonly floor: number;
  private readonly load: Int32Array;
  private readonly occupants: number[][];
  private readonly level: Int32Array;
  private readonly nextPair: Int32Array;
  private readonly waiting: number[] = [];

  constructor(network: Network, floor: number) {
    this.network = network;
    this.floor = floor;
    this.mentorOf = new Int32Array(network.mentees).fill(-1);
    this.load = new Int32Array(network.mentors);
    this.occupants = Array.from({ length: network.mentors }, () => []);
    this.level = new Int32Array(network.mentors);
    this.nextPair = new Int32Array(network.mentees);
  }

  /** Takes the first free place in the mentee's row, or waits for a search. */
  join(i: number): void {
    const { ptr, mentor, score, places } = this.network;
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = mentor[e]!;
      if (score[e]! >= this.floor && this.load[j]! < places[j]!) return this.seat(i, j);
    }
    this.waiting.push(i);
  }

  /** Levels of mentors by breadth first search from the waiting; false when no free place can be reached. */
  layer(): boolean {
    const { ptr, mentor, score, places } = this.network;
    this.level.fill(-1);
    let front = this.waiting;
    for (let depth = 0; front.length > 0; depth++) {
      const next: number[] = [];
      let found = false;
      for (const i of front) {
        for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
          const j = mentor[e]!;
          if (this.level[j] !== -1 || score[e]! < this.floor) continue;
          this.level[j] = depth;
          if (this.load[j]! < places[j]!) found = true;
          else next.push(...this.occupants[j]!);
        }
      }
      if (found) return true;
      front = next;
    }
    return false;
  }

  /** Augments along disjoint shortest paths. */
  augmentAll(): void {
    this.nextPair.set(this.network.ptr.subarray(0, this.network.mentees));
    for (const i of this.waiting.splice(0)) if (!this.augment(i)) this.waiting.push(i);
  }

  private augment(root: number): boolean {
    const { ptr, mentor, score, places } = this.network;
    const path: number[] = [root];
    while (path.length > 0) {
      const i = path[path.length - 1]!;
      const depth = path.length - 1;
      const e = this.nextPair[i]!;
      if (e >= ptr[i + 1]!) {
        path.pop();
        continue;
      }
      const j = mentor[e]!;
      if (score[e]! < this.floor || this.level[j] !== depth) {
        this.nextPair[i] = e + 1;
        continue;
      }
      if (this.load[j]! < places[j]!) {
        this.shift(path, j);
        return true;
      }
      const deeper = this.occupants[j]!.find((o) => this.nextPair[o]! < ptr[o + 1]!);
      if (deeper === undefined) this.nextPair[i] = e + 1;
      else path.push(deeper);
    }
    return false;
  }

  /** Everybody on the path moves to the mentor that the next one leaves; the last one takes the free place. */
  private shift(path: readonly number[], free: number): void {
    let j = free;
    for (let k = path.length - 1; k >= 0; k--) {
      const i = path[k]!;
      const before = this.mentorOf[i]!;
      if (before >= 0) {
        this.occupants[before]!.splice(this.occupants[before]!.indexOf(i), 1);
        this.load[before]! -= 1;
      }
      this.seat(i, j);
      j = before;
    }
  }

  private seat(i: number, j: number): void {
    this.mentorOf[i] = j;
    this.occupants[j]!.push(i);
    this.load[j]! += 1;
  }
}

/**
 * The mentees reachable by alternating paths from the unmatched ones in `sources`, with every mentor they could go to: when the matching
 * is largest, these mentees outnumber those places by exactly the unmatched. Original indices, ascending.
 */
export function findHallSet(
  network: Network,
  mentorOf: Int32Array,
  sources: Iterable<number>,
  limit = Infinity,
): HallSet {
  const { ptr, mentor, score } = network;
  const floor = network.maxScore - limit;
  const first = new Int32Array(network.mentors + 1);
  for (const j of mentorOf) if (j >= 0) first[j + 1]! += 1;
  for (let j = 0; j < network.mentors; j++) first[j + 1]! += first[j]!;
  const next = first.slice();
  const occupants = new Int32Array(first[network.mentors]!);
  for (let i = 0; i < mentorOf.length; i++) {
    if (mentorOf[i]! < 0) continue;
    const at = next[mentorOf[i]!]!;
    next[mentorOf[i]!] = at + 1;
    occupants[at] = i;
  }
  const isIn = new Uint8Array(network.mentees);
  const mentees = new Int32Array(network.mentees);
  let count = 0;
  for (const i of sources) {
    if (isIn[i]) continue;
    isIn[i] = 1;
    mentees[count++] = i;
  }
  const seen = new Uint8Array(network.mentors);
  const mentors: number[] = [];
  let places = 0;
  for (let at = 0; at < count; at++) {
    const i = mentees[at]!;
    for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
      const j = mentor[e]!;
      if (seen[j] || score[e]! < floor) continue;
      seen[j] = 1;
      mentors.push(j);
      places += network.places[j]!;
      for (let k = first[j]!; k < first[j + 1]!; k++) {
        const other = occupants[k]!;
        if (isIn[other]) continue;
        isIn[other] = 1;
        mentees[count++] = other;
      }
    }
  }
  return {
    mentees: mentees
      .subarray(0, count)
      .map((x) => network.menteeAt[x]!)
      .sort(),
    mentors: Int32Array.from(mentors, (y) => network.mentorAt[y]!).sort(),
    places,
  };
}
