import { describe, expect, it } from '@jest/globals';
import { solve } from './assignment.ts';
import { solveEqualAccess } from './equal-access.ts';
import { hash32 } from './hash.ts';
import { solveYesNo, type ProgramRow } from './integer-program.ts';
import { toProblem, type Problem } from './problem.ts';

/** Can so many be matched with at least `least` of a group among them? Asked of HiGHS, which knows nothing of groups being served in turn. */
async function canMeet(problem: Problem, isMember: readonly boolean[], matched: number, least: number) {
  const { mentees: n, mentors: m, ptr, mentor, capacity } = problem;
  const ofMentee = (i: number) => Array.from({ length: ptr[i + 1]! - ptr[i]! }, (_, k) => ptr[i]! + k);
  const row = (columns: number[], low: number, high: number): ProgramRow => ({
    low,
    high,
    columns,
    values: columns.map(() => 1),
  });
  const all = [...mentor.keys()];
  const rows = [
    ...Array.from({ length: n }, (_, i) => row(ofMentee(i), 0, 1)),
    ...Array.from({ length: m }, (_, j) =>
      row(
        all.filter((e) => mentor[e] === j),
        0,
        capacity[j]!,
      ),
    ),
    row(all, matched, matched),
    row(
      isMember.flatMap((is, i) => (is ? ofMentee(i) : [])),
      least,
      Infinity,
    ),
  ];
  const none = new Uint8Array(all.length);
  return solveYesNo({ gain: none, fixed: none, rows }, 10).then(
    () => true,
    () => false,
  );
}

describe('a quota for a group of one-to-one pairs', () => {
  it('is met by equal access whenever any matching of as many people meets it, and for the other group too', async () => {
    const seen = { met: 0, impossible: 0 };
    for (let seed = 0; seed < 24; seed++) {
      const n = 8 + (hash32(seed, 1) % 14);
      const m = 3 + (hash32(seed, 2) % 5);
      const groupOf = Array.from({ length: n }, (_, i) => Number(hash32(seed + 3, i) % 3 === 0));
      const edges: [number, number, number][] = [];
      // One group reaches few mentors, so that its share is not there for the asking.
      for (let i = 0; i < n; i++)
        for (let j = 0; j < m; j++)
          if (hash32(seed + 10, i * m + j) % 100 < (groupOf[i] ? 12 : 60))
            edges.push([i, j, hash32(seed + 11, i * m + j) % 100]);
      const problem = toProblem(
        n,
        Array.from({ length: m }, (_, j) => 1 + (hash32(seed, j) % 2)),
        edges,
      );
      const { matched } = solve(problem);
      const found = solveEqualAccess(problem, groupOf);
      expect(found.solution.mentorOf.filter((j) => j < m)).toHaveLength(matched);
      for (const group of [0, 1]) {
        const isMember = groupOf.map((one) => one === group);
        const people = isMember.filter(Boolean).length;
        const share = Math.floor((people * matched) / n);
        const served = found.groups.find((one) => one.group === group)?.matched ?? 0;
        const isPossible = await canMeet(problem, isMember, matched, share);
        expect([seed, group, served >= share]).toEqual([seed, group, isPossible]);
        // Where the share cannot be had, one more of the group than were served cannot either.
        if (!isPossible) expect(await canMeet(problem, isMember, matched, served + 1)).toBe(false);
        seen[isPossible ? 'met' : 'impossible'] += 1;
      }
    }
    expect(seen.met).toBeGreaterThan(12);
    expect(seen.impossible).toBeGreaterThan(2);
  });
});
