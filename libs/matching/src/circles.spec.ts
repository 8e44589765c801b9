import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { solve } from './assignment.ts';
import type { CircleRules } from './circle-rules.ts';
import { findBrokenCircleRules, matchCircles, quotasByShare } from './circles.ts';
import { MatchingError } from './errors.ts';
import { allMatchings, anyProblem, compareVectors, denseProblem } from './given.ts';
import { hash32 } from './hash.ts';
import type { Problem } from './problem.ts';

const half = (n: number, noise: number): Uint8Array =>
  Uint8Array.from({ length: n }, (_, i) => hash32(noise, i) % 2);

/** The best number matched and total by trying everything; undefined when nothing keeps the rules. */
function bestCircles(problem: Problem, rules: CircleRules): number[] | undefined {
  let best: number[] | undefined;
  for (const found of allMatchings(problem, rules.floor ?? 0)) {
    if (findBrokenCircleRules(problem, rules, Int32Array.from(found)).length > 0) continue;
    let total = 0;
    found.forEach((j, i) => {
      const e = problem.mentor.subarray(problem.ptr[i]!, problem.ptr[i + 1]!).indexOf(j);
      if (j >= 0) total += problem.score[problem.ptr[i]! + e]!;
    });
    const value = [found.filter((j) => j >= 0).length, total];
    if (!best || compareVectors(value, best) > 0) best = value;
  }
  return best;
}

describe('circles', () => {
  it('are as good as trying everything: sizes, composition, quotas, locks and bans kept', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyProblem,
        fc.nat(),
        fc.integer({ min: 1, max: 3 }),
        async ({ problem }, noise, smallest) => {
          const { priority: _, ...plain } = problem;
          const rules: CircleRules = {
            smallest,
            ...(noise % 7 === 0 && {
              present: Int32Array.from({ length: problem.mentors }, (_one, j) => hash32(noise, j) % 2),
            }),
            compositions:
              noise % 2
                ? [{ member: half(problem.mentees, noise), least: noise % 3 === 0 ? 1 : 0, most: 1 }]
                : [],
            quotas:
              noise % 5 === 0
                ? [{ member: half(problem.mentees, noise + 1), least: Math.min(1, problem.mentees) }]
                : [],
          };
          const best = bestCircles(plain, rules);
          const found = await matchCircles(plain, rules).catch((error: unknown) => error);
          if (!best) {
            expect(found).toMatchObject({ code: 'INFEASIBLE' });
            return;
          }
          expect(found).toMatchObject({
            matched: best[0],
            total: best[1],
            status: 'optimal',
            gap: { matched: 0, total: 0 },
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('agree with the network optimum where there is nothing to keep but places', async () => {
    for (const seed of [1, 2, 3]) {
      const problem = denseProblem(
        40,
        new Int32Array(15).fill(2),
        (i, j) => hash32(seed, 15 * i + j) % 10_001,
      );
      const { matched, total } = solve(problem);
      expect(await matchCircles(problem, { smallest: 1 })).toMatchObject({
        matched,
        total,
        gap: { total: 0 },
      });
    }
  });

  it('match the stated share of a group, even at a loss', async () => {
    // The second half of the mentees scores less with everybody and would be left out.
    const problem = denseProblem(12, [4, 4], (i, j) => (i < 8 ? 900 : 100) + j);
    const member = Uint8Array.from({ length: 12 }, (_, i) => Number(i >= 8));
    const without = await matchCircles(problem, { smallest: 2 });
    const withQuota = await matchCircles(problem, { smallest: 2, quotas: [{ member, least: 3 }] });
    expect(without.mentorOf.filter((j, i) => j >= 0 && member[i] === 1).length).toBe(0);
    expect(withQuota.mentorOf.filter((j, i) => j >= 0 && member[i] === 1).length).toBe(3);
    expect(withQuota).toMatchObject({ matched: 8, status: 'optimal' });
    expect(withQuota.total).toBeLessThan(without.total);
    expect(withQuota.total).toBeLessThanOrEqual(withQuota.relaxation.total);
  });

  it('close a circle that would stay too small', async () => {
    const problem = denseProblem(4, [3, 3], (i, j) => (j === 0 ? 500 : 400) + i);
    const { mentorOf, matched } = await matchCircles(problem, { smallest: 3 });
    expect(matched).toBe(3);
    expect(new Set(mentorOf.filter((j) => j >= 0)).size).toBe(1);
  });

  it('say so when quotas and rules cannot all be kept', async () => {
    const problem = denseProblem(3, [1], () => 5);
    const quotas = quotasByShare([1, 1, 1], 2);
    expect(quotas).toEqual([{ member: new Uint8Array(3).fill(1), least: 2 }]);
    await expect(matchCircles(problem, { smallest: 1, quotas })).rejects.toThrow(MatchingError);
    await expect(matchCircles(problem, { smallest: 0 })).rejects.toMatchObject({ code: 'RANGE' });
    await expect(matchCircles(problem, { smallest: NaN })).rejects.toMatchObject({ code: 'NOT_FINITE' });
  });

  it('keep a middling cohort within the time, with both bounds proved', async () => {
    const problem = denseProblem(60, new Int32Array(14).fill(5), (i, j) => hash32(i, j) % 1000);
    const found = await matchCircles(problem, { smallest: 3, seconds: 20 });
    expect(found).toMatchObject({ matched: 60, status: 'optimal', matchedBound: 60 });
    expect(found.bound).toBe(found.total);
  });
});
