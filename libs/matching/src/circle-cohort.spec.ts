import { describe, expect, it } from '@jest/globals';
import { verifyCircleCohort } from './circle-certificate.ts';
import { matchCircleCohort, settleCircleCohort, type CircleCohortMatch } from './circle-cohort.ts';
import { hashInputs, type CohortInput } from './cohort.ts';
import { givenMentee, givenMentor } from './given.ts';
import { defaultPolicy, type CircleSizes } from './policy.ts';

const sizes: CircleSizes = { smallest: 3, largest: 5, mostOfOneDepartment: null };

/** Mentees of two departments by turns, and mentors with five places each. */
function givenCircles(mentees: number, mentors: number, circles: CircleSizes = sizes): CohortInput {
  const skill = (k: number): string => `skill-${k % 4}`;
  return {
    mentees: Array.from({ length: mentees }, (_, k) =>
      givenMentee(`e${String(k).padStart(2, '0')}`, {
        department: k % 3 === 0 ? 'Sales' : 'Engineering',
        skillsWanted: [{ skill: skill(k), level: 2, importance: 2 }],
      }),
    ),
    mentors: Array.from({ length: mentors }, (_, k) =>
      givenMentor(`m${k}`, { capacity: 5, skillsOffered: [{ skill: skill(k), level: 3 }] }),
    ),
    policy: { ...defaultPolicy, circles },
    seed: 7,
  };
}

const sizesOf = ({ pairings }: Pick<CircleCohortMatch, 'pairings'>): number[] => {
  const counts = new Map<string, number>();
  for (const { mentorId } of pairings) counts.set(mentorId, (counts.get(mentorId) ?? 0) + 1);
  return [...counts.values()];
};

describe('a cohort in circles', () => {
  it('has everybody in a circle of the wanted size, proven and checked from the inputs alone', async () => {
    const input = givenCircles(13, 4);
    const match = await matchCircleCohort(input, 10);
    expect(match.pairings).toHaveLength(13);
    for (const size of sizesOf(match)) expect(size >= 3 && size <= 5).toBe(true);
    expect(match.certificate).toMatchObject({ status: 'optimal', matched: 13, bound: 13, gap: 0 });
    expect(verifyCircleCohort(input, match)).toMatchObject({ valid: true, sameInputs: true, faults: [] });
  });

  it('says why somebody sits in no circle: free places that no circle of the smallest size could use', async () => {
    const input = givenCircles(7, 2);
    const tight = { ...input, policy: { ...input.policy, circles: { ...sizes, smallest: 4 } } };
    const match = await matchCircleCohort(tight, 10);
    expect(match.pairings).toHaveLength(5);
    expect(match.certificate).toMatchObject({
      status: 'optimal',
      bound: 5,
      circles: { provenBy: 'integer-program' },
    });
    expect(match.unmatched.map(({ cause }) => cause)).toEqual([
      { code: 'circle-size', eligibleMentors: 2, smallest: 4 },
      { code: 'circle-size', eligibleMentors: 2, smallest: 4 },
    ]);
  });

  it('keeps to so many of one department, those of a running circle included', async () => {
    const input: CohortInput = {
      ...givenCircles(9, 3, { smallest: 2, largest: 4, mostOfOneDepartment: 2 }),
      running: { m0: ['Sales', 'Sales'] },
    };
    const match = await matchCircleCohort(input, 10);
    const department = new Map(input.mentees.map((one) => [one.id, one.department]));
    for (const mentorId of ['m0', 'm1', 'm2']) {
      const own = match.pairings.filter((pair) => pair.mentorId === mentorId);
      const sales = own.filter(({ menteeId }) => department.get(menteeId) === 'Sales').length;
      expect(sales).toBeLessThanOrEqual(mentorId === 'm0' ? 0 : 2);
      expect(own.length - sales).toBeLessThanOrEqual(2);
    }
    expect(verifyCircleCohort(input, match).valid).toBe(true);
  });

  it('answers at once as well, feasible and with a bound that the proof never exceeds', async () => {
    for (const [mentees, mentors] of [
      [13, 4],
      [7, 3],
      [24, 9],
      [4, 6],
    ] as const) {
      const input = givenCircles(mentees, mentors);
      const [quick, best] = [settleCircleCohort(input), await matchCircleCohort(input, 10)];
      expect(verifyCircleCohort(input, quick)).toMatchObject({ valid: true });
      expect(quick.pairings.length).toBeLessThanOrEqual(best.pairings.length);
      expect(quick.certificate.bound).toBeGreaterThanOrEqual(best.certificate.matched);
    }
  });

  it('fills a circle that somebody has begun by locking two people', async () => {
    const locked = [
      { menteeId: 'e00', mentorId: 'm3' },
      { menteeId: 'e01', mentorId: 'm3' },
    ];
    const input: CohortInput = { ...givenCircles(6, 4), locked };
    const best = await matchCircleCohort(input, 10);
    for (const match of [best, settleCircleCohort(input)]) {
      expect(match.pairings.filter(({ mentorId }) => mentorId === 'm3').length).toBeGreaterThanOrEqual(3);
      expect(verifyCircleCohort(input, match).valid).toBe(true);
    }
  });

  it('gives the same circles every time, whatever the order of the lists', async () => {
    const input = givenCircles(13, 4);
    const turned = { ...input, mentees: [...input.mentees].reverse(), mentors: [...input.mentors].reverse() };
    const [one, other] = [await matchCircleCohort(input, 10), await matchCircleCohort(turned, 10)];
    expect(other.pairings).toEqual(one.pairings);
    expect(hashInputs(turned)).toBe(hashInputs(input));
  });

  it('refuses locks that no circle can hold, and sizes that contradict one another, by name', async () => {
    const lonely = { ...givenCircles(2, 2), locked: [{ menteeId: 'e00', mentorId: 'm0' }] };
    await expect(matchCircleCohort(lonely, 10)).rejects.toMatchObject({ code: 'INFEASIBLE' });
    await expect(matchCircleCohort(givenCircles(6, 2, { ...sizes, smallest: 6 }), 10)).rejects.toMatchObject({
      code: 'RANGE',
      facts: { smallest: 6, largest: 5 },
    });
    const input = givenCircles(6, 2);
    await expect(
      matchCircleCohort({ ...input, policy: { ...input.policy, objective: 'leximin' } }, 10),
    ).rejects.toMatchObject({ code: 'RANGE', facts: { objective: 'leximin' } });
  });

  it('is refused by the checker after any tampering', async () => {
    const input = givenCircles(13, 4);
    const { pairings, certificate } = await matchCircleCohort(input, 10);
    const [first, ...rest] = pairings;
    const other = input.mentors.find(({ id }) => id !== first!.mentorId)!.id;
    const moved = [{ ...first!, mentorId: other }, ...rest];
    const someId = Object.keys(certificate.menteePrices)[0]!;
    const tampered = [
      { pairings: rest, certificate },
      { pairings: moved, certificate },
      { pairings: [...pairings, first!], certificate },
      { pairings, certificate: { ...certificate, primal: certificate.primal + 1 } },
      { pairings, certificate: { ...certificate, dual: certificate.dual - 1 } },
      { pairings, certificate: { ...certificate, bound: certificate.bound + 1 } },
      { pairings, certificate: { ...certificate, gap: 5 } },
      { pairings, certificate: { ...certificate, inputsHash: 'other' } },
      { pairings, certificate: { ...certificate, status: 'time-limit' as const } },
      {
        pairings,
        certificate: { ...certificate, menteePrices: { ...certificate.menteePrices, [someId]: -1 } },
      },
    ];
    for (const run of tampered) expect(verifyCircleCohort(input, run).valid).toBe(false);
  });
});
