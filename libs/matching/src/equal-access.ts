import { solve } from './assignment.ts';
import { MatchingError } from './errors.ts';
import { withNobody, type AccessGroup } from './access-groups.ts';
import { buildNetwork, type Network } from './network.ts';
import type { Options, Problem, Solution } from './problem.ts';

/** Why no more of a group can be matched: these mentees reach these mentors only, whose places the groups concerned fill already. */
export interface GroupLimit {
  readonly group: number;
  readonly mentees: Int32Array;
  readonly mentors: Int32Array;
}

/**
 * A matching with equal access. `groups[g]`: a class and a group, how many belong to it and how many are matched; `limits` prove that no
 * count can rise; `problem` (with a "nobody" mentor per group) and `solution` prove the total for these counts.
 */
export interface EqualAccess {
  readonly mentorOf: Int32Array;
  readonly groups: readonly AccessGroup[];
  readonly limits: readonly GroupLimit[];
  readonly problem: Problem;
  readonly solution: Solution;
}

/**
 * As many mentees as possible, the first class first, and within a class the group with the lowest share matched is always served next;
 * then the largest total for those counts. Sets of mentees that can be matched form a matroid, so taking the next best again and again
 * is optimal (leximin of the shares, counted in whole people). `groupOf[i]`: any number. O(mentees · E) at worst, mostly far less.
 */
export function solveEqualAccess(
  problem: Problem,
  groupOf: ArrayLike<number>,
  options: Omit<Options, 'objective'> = {},
): EqualAccess {
  if (groupOf.length !== problem.mentees) throw new MatchingError('SHAPE', 'groupOf: one per mentee');
  const floor = options.floor ?? 0;
  const roster = listGroups(problem, groupOf);
  const network = buildNetwork(problem, { ...options, objective: 'lexicographic' }, floor, false);
  const search = new GroupSearch(network, roster.of, roster.groups.length);
  const taken = new Int32Array(roster.groups.length);
  for (const [i] of problem.locked ?? []) taken[roster.of[i]!]! += 1;
  const limits: GroupLimit[] = [];
  const rising = roster.groups.map((_, g) => g);
  while (rising.length > 0) {
    let at = 0;
    for (let k = 1; k < rising.length; k++) if (isServedBefore(rising[k]!, rising[at]!)) at = k;
    const g = rising[at]!;
    if (taken[g] === roster.groups[g]!.people) rising.splice(at, 1);
    else if (search.admit(g)) taken[g]! += 1;
    else {
      limits.push({ group: g, ...search.explored() });
      rising.splice(at, 1);
    }
  }
  const groups = roster.groups.map((group, g) => ({ ...group, matched: taken[g]! }));
  const extended = withNobody(problem, roster.of, groups, floor);
  const solution = solve(extended, { ...options, objective: 'lexicographic' });
  const mentorOf = solution.mentorOf.map((j) => (j < problem.mentors ? j : -1));
  return { mentorOf, groups, limits, problem: extended, solution };

  function isServedBefore(a: number, b: number): boolean {
    return compareTurn(roster.groups[a]!, taken[a]!, a, roster.groups[b]!, taken[b]!, b) < 0;
  }
}

type Sized = Pick<AccessGroup, 'priority' | 'people'>;

/** Whose turn is earlier: the earlier class, then the lower share matched, then the lower share after it, then the earlier group. Exact. */
function compareTurn(
  a: Sized,
  matchedA: number,
  atA: number,
  b: Sized,
  matchedB: number,
  atB: number,
): number {
  return (
    a.priority - b.priority ||
    matchedA * b.people - matchedB * a.people ||
    (matchedA + 1) * b.people - (matchedB + 1) * a.people ||
    atA - atB
  );
}

/** The groups within classes, ordered by class and number, and the group of every mentee. */
function listGroups(
  problem: Problem,
  groupOf: ArrayLike<number>,
): { of: Int32Array; groups: Omit<AccessGroup, 'matched'>[] } {
  const keyOf = (i: number): string => `${problem.priority?.[i] ?? 0} ${groupOf[i]!}`;
  const people = new Map<string, number>();
  for (let i = 0; i < problem.mentees; i++) people.set(keyOf(i), (people.get(keyOf(i)) ?? 0) + 1);
  const groups = [...people]
    .map(([key, count]) => {
      const [priority, group] = key.split(' ').map(Number);
      return { key, priority: priority!, group: group!, people: count };
    })
    .sort((a, b) => a.priority - b.priority || a.group - b.group);
  const index = new Map(groups.map(({ key }, g) => [key, g]));
  return {
    of: Int32Array.from({ length: problem.mentees }, (_, i) => index.get(keyOf(i))!),
    groups: groups.map(({ priority, group, people: count }) => ({ priority, group, people: count })),
  };
}

/** Breadth-first search for one more of a group: people of a group may stand in for one another, since only its count is settled. */
class GroupSearch {
  private readonly network: Network;
  private readonly groupAt: Int32Array;
  private readonly waiting: number[][];
  private readonly mentorOf: Int32Array;
  private readonly occupants: number[][];
  private readonly reachedFrom: Int32Array;
  private readonly via: Int32Array;
  private order: number[] = [];
  private mentors: number[] = [];

  constructor(network: Network, groupAt: Int32Array, groups: number) {
    this.network = network;
    this.groupAt = groupAt;
    this.waiting = Array.from({ length: groups }, () => []);
    for (let i = 0; i < network.mentees; i++) if (!network.locked[i]) this.waiting[groupAt[i]!]!.push(i);
    this.mentorOf = new Int32Array(network.mentees).fill(-1);
    this.occupants = Array.from({ length: network.mentors }, () => []);
    this.reachedFrom = new Int32Array(network.mentees);
    this.via = new Int32Array(network.mentors);
  }

  /** Matches one more of the group and nobody less of any other; false when that cannot be. */
  admit(group: number): boolean {
    const { ptr, mentor, places } = this.network;
    this.reachedFrom.fill(-2);
    this.via.fill(-1);
    this.order = [];
    this.mentors = [];
    this.call(group, -1);
    for (let at = 0; at < this.order.length; at++) {
      const i = this.order[at]!;
      for (let e = ptr[i]!; e < ptr[i + 1]!; e++) {
        const j = mentor[e]!;
        if (this.via[j]! >= 0) continue;
        this.via[j] = i;
        if (this.occupants[j]!.length < places[j]!) {
          this.shift(j);
          return true;
        }
        this.mentors.push(j);
        for (const o of this.occupants[j]!) {
          if (this.reachedFrom[o] !== -2) continue;
          this.reachedFrom[o] = -1;
          this.order.push(o);
          this.call(this.groupAt[o]!, o);
        }
      }
    }
    return false;
  }

  /** Everybody and every mentor the last search reached, ascending. */
  explored(): { mentees: Int32Array; mentors: Int32Array } {
    return { mentees: Int32Array.from(this.order).sort(), mentors: Int32Array.from(this.mentors).sort() };
  }

  /** The unmatched of a group may take the place of `leaver` (of the same group; -1: of nobody). */
  private call(group: number, leaver: number): void {
    for (const i of this.waiting[group]!) {
      if (this.mentorOf[i]! >= 0 || this.reachedFrom[i] !== -2) continue;
      this.reachedFrom[i] = leaver;
      this.order.push(i);
    }
  }

  private shift(free: number): void {
    let j = free;
    for (;;) {
      const i = this.via[j]!;
      const before = this.mentorOf[i]!;
      // Somebody unmatched came in for a leaver of the same group, whose place is free then.
      const leaver = before >= 0 ? i : this.reachedFrom[i]!;
      const next = leaver < 0 ? -1 : this.mentorOf[leaver]!;
      if (leaver >= 0) {
        this.occupants[next]!.splice(this.occupants[next]!.indexOf(leaver), 1);
        this.mentorOf[leaver] = -1;
      }
      this.mentorOf[i] = j;
      this.occupants[j]!.push(i);
      if (next < 0) return;
      j = next;
    }
  }
}
