import type { Problem, Solution } from './problem.ts';

/**
 * Who competes for the places that an unmatched mentee could have: everybody reachable by alternating paths. Built once per solution; a
 * question stops as soon as every mentor is reached, which in a dense market is after a few people. O(pairs) at worst.
 */
export class Competition {
  private readonly problem: Problem;
  private readonly floor: number;
  private readonly left: Int32Array;
  private readonly openMentors: number;
  private readonly seatStart: Int32Array;
  private readonly occupant: Int32Array;
  private readonly banned: ReadonlySet<number>;
  private readonly seen: Uint32Array;
  private asked = 0;

  constructor(problem: Problem, solution: Pick<Solution, 'floor' | 'mentorOf'>) {
    const { mentees: n, mentors: m } = problem;
    this.problem = problem;
    this.floor = solution.floor;
    this.left = problem.capacity.slice();
    const isLocked = new Uint8Array(n);
    for (const [i, j] of problem.locked ?? []) {
      isLocked[i] = 1;
      this.left[j]! -= 1;
    }
    this.openMentors = this.left.reduce((sum, places) => sum + Number(places > 0), 0);
    this.banned = new Set((problem.forbidden ?? []).map(([i, j]) => i * m + j));
    this.seatStart = new Int32Array(m + 1);
    for (let i = 0; i < n; i++)
      if (!isLocked[i] && solution.mentorOf[i]! >= 0) this.seatStart[solution.mentorOf[i]! + 1]! += 1;
    for (let j = 0; j < m; j++) this.seatStart[j + 1]! += this.seatStart[j]!;
    const next = this.seatStart.slice(0, m);
    this.occupant = new Int32Array(this.seatStart[m]!);
    for (let i = 0; i < n; i++) {
      const j = solution.mentorOf[i]!;
      if (isLocked[i] || j < 0) continue;
      this.occupant[next[j]!] = i;
      next[j]! += 1;
    }
    this.seen = new Uint32Array(m);
  }

  /** True when a place of the mentor is open to the mentee: not all locked for others, and the pair not forbidden. */
  isOpen(i: number, j: number): boolean {
    return this.left[j]! > 0 && !this.banned.has(i * this.problem.mentors + j);
  }

  /** How many mentees (with the one asking) reach for how many places; `isDirect`: only those who hold the places of this mentee's mentors. */
  around(i: number, isDirect = false): { mentees: number; places: number } {
    const { ptr, mentor, score, mentors: m } = this.problem;
    const mark = ++this.asked;
    const people = [i];
    let reached = 0;
    let places = 0;
    for (let at = 0; at < people.length; at++) {
      if (isDirect && at > 0) break;
      if (reached === this.openMentors) return { mentees: this.occupant.length + 1, places };
      const k = people[at]!;
      for (let e = ptr[k]!; e < ptr[k + 1]!; e++) {
        const j = mentor[e]!;
        if (this.seen[j] === mark || this.left[j]! <= 0 || score[e]! < this.floor) continue;
        if (this.banned.size > 0 && this.banned.has(k * m + j)) continue;
        this.seen[j] = mark;
        reached++;
        places += this.left[j]!;
        for (let seat = this.seatStart[j]!; seat < this.seatStart[j + 1]!; seat++)
          people.push(this.occupant[seat]!);
      }
    }
    return { mentees: people.length, places };
  }
}
