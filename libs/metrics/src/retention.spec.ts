import { describe, expect, it } from '@jest/globals';
import { addDays } from './days.ts';
import type { RetentionRow } from './retention-arms.ts';
import { compareOtherLandmarks, compareRetention } from './retention.ts';

const startsOn = '2024-01-01';
const frame = { asOf: '2025-04-01' };

/** A seeded generator (mulberry32): the same people on every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** People of whom a third leave each year whatever they do, and who enrol at any time while they are still there. */
function peopleWithoutEffect(random: () => number, count: number): RetentionRow[] {
  return Array.from({ length: count }, (_, i) => {
    const leftAfter = 1 + Math.floor((-Math.log(1 - random()) * 365) / 0.4);
    const wishesAfter = random() < 0.35 ? Math.floor(random() * 60) : Math.floor(random() * 700);
    return {
      personId: `p${i}`,
      employedFrom: '2020-01-01',
      leftOn: addDays(startsOn, leftAfter),
      eligibleAtStart: true,
      tookPartBefore: false,
      matchedOn: wishesAfter < leftAfter ? addDays(startsOn, wishesAfter) : null,
      grade: 1 + (i % 5),
      traits: { department: i % 3 ? 'Sales' : 'Works' },
    };
  });
}

const person = (more: Partial<RetentionRow> = {}): RetentionRow => ({
  personId: 'p',
  employedFrom: '2020-01-01',
  leftOn: null,
  eligibleAtStart: true,
  tookPartBefore: false,
  matchedOn: null,
  ...more,
});

describe('participants against comparable others', () => {
  it('reports no effect where there is none, while the naive number reports one', () => {
    const random = seeded(20260301);
    const runs = 200;
    let covered = 0;
    let keptCovered = 0;
    let naiveCovered = 0;
    let ratioCovered = 0;
    let overTimeCovered = 0;
    let weightedCovered = 0;
    for (let i = 0; i < runs; i++) {
      const result = compareRetention(peopleWithoutEffect(random, 240), { startsOn }, frame);
      expect(result.status).toBe('compared');
      if ((result.difference.lo ?? 1) <= 0 && (result.difference.hi ?? -1) >= 0) covered += 1;
      if ((result.keptDays.lo ?? 1) <= 0 && (result.keptDays.hi ?? -1) >= 0) keptCovered += 1;
      if (result.hazard.status === 'estimated' && result.hazard.lower <= 1 && result.hazard.upper >= 1)
        ratioCovered += 1;
      if (result.overTime.status === 'estimated' && result.overTime.lower <= 1 && result.overTime.upper >= 1)
        overTimeCovered += 1;
      if (result.weighted.status === 'estimated' && result.weighted.lower <= 1 && result.weighted.upper >= 1)
        weightedCovered += 1;
      if ((result.naive?.record.lo ?? 1) <= 0 && (result.naive?.record.hi ?? -1) >= 0) naiveCovered += 1;
    }
    // 200 runs at 95 %: 190 expected, standard deviation 3.1.
    expect(covered).toBeGreaterThanOrEqual(181);
    expect(keptCovered).toBeGreaterThanOrEqual(181);
    expect(ratioCovered).toBeGreaterThanOrEqual(181);
    expect(overTimeCovered).toBeGreaterThanOrEqual(181);
    expect(weightedCovered).toBeGreaterThanOrEqual(181);
    expect(naiveCovered).toBeLessThan(20);
  });

  it('recovers a known effect by both analyses, and finds the groups alike', () => {
    const random = seeded(42);
    const rows = Array.from({ length: 4000 }, (_, i): RetentionRow => {
      const grade = 1 + Math.floor(random() * 3);
      const matchedAfter = random() < 0.5 ? Math.floor(random() * 50) : Infinity;
      // Half the rate of leaving from the match on.
      const before = (-Math.log(1 - random()) * 365) / 0.6;
      const leftAfter = before <= matchedAfter ? before : matchedAfter + (before - matchedAfter) * 2;
      return person({
        personId: `p${i}`,
        leftOn: addDays(startsOn, 1 + Math.floor(leftAfter)),
        matchedOn: matchedAfter < leftAfter ? addDays(startsOn, matchedAfter) : null,
        stratum: String(grade),
        grade,
        team: `t${i % 200}`,
      });
    });
    const result = compareRetention(rows, { startsOn }, frame);
    for (const found of [result.hazard, result.overTime]) {
      if (found.status !== 'estimated') throw new Error(found.reason);
      expect(found.lower).toBeLessThan(0.5);
      expect(found.upper).toBeGreaterThan(0.5);
      expect(found.upper).toBeLessThan(0.65);
      expect(found.eValue).toBeGreaterThan(2);
    }
    expect(result.balance.map(({ fact }) => fact)).toEqual(['grade', 'tenure']);
    for (const { difference } of result.balance) expect(Math.abs(difference)).toBeLessThan(0.1);
  });

  it('says how far the groups lie apart in department and site, by the value that differs most', () => {
    // 18 of 40 participants and 10 of 40 others work in Sales, two in a place of their own; everybody in Oslo.
    const rows = Array.from({ length: 80 }, (_, i) =>
      person({
        personId: `p${i}`,
        matchedOn: i < 40 ? addDays(startsOn, 5) : null,
        leftOn: i % 4 === 0 ? addDays(startsOn, 100 + i) : null,
        traits: {
          department: i < 2 ? `Own ${i}` : i < 20 || i >= 70 ? 'Sales' : 'Works',
          site: 'Oslo',
        },
      }),
    );
    const found = new Map(
      compareRetention(rows, { startsOn }, frame).balance.map(({ fact, difference }) => [fact, difference]),
    );
    expect(found.get('site')).toBe(0);
    // Works: 20 and 30 of 40, which lie farther apart than Sales do.
    const spread = (p: number) => (p * (1 - p) * 40) / 39;
    expect(found.get('department')).toBeCloseTo(0.25 / Math.sqrt((spread(0.5) + spread(0.75)) / 2), 12);
  });

  it('gives no ratio below five exits in a group', () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      person({
        personId: `p${i}`,
        matchedOn: i < 30 ? addDays(startsOn, 5) : null,
        leftOn: i >= 30 && i < 45 ? addDays(startsOn, 100) : null,
      }),
    );
    const result = compareRetention(rows, { startsOn }, frame);
    expect(result.status).toBe('compared');
    expect(result.hazard).toMatchObject({ reason: 'too-few-observations' });
  });

  it('classes people by what was true at the landmark and leaves the rest out, counted', () => {
    const rows = [
      person({ matchedOn: '2024-03-01' }),
      person({ matchedOn: '2024-03-02' }),
      person({ leftOn: '2024-03-01', matchedOn: '2024-02-01' }),
      person({ employedFrom: '2024-01-02' }),
      person({ eligibleAtStart: false }),
      person({ eligibleAtStart: null }),
      person({ tookPartBefore: true }),
      person({ leftOn: '2030-01-01' }),
    ];
    const result = compareRetention(
      rows,
      { startsOn, minimumPerArm: 1, minimumEvents: 0 },
      { ...frame, minimumGroup: 0 },
    );
    expect(result.landmarkOn).toBe('2024-03-01');
    expect(result.participants.n).toBe(1);
    expect(result.others).toMatchObject({ n: 2, exits: 0 });
    expect(result.keptDays.unknown).toBe(1);
    expect(result.keptDays.excluded).toEqual({
      'left-before-landmark': 1,
      'not-employed-at-start': 1,
      'not-eligible': 1,
      'took-part-before': 1,
    });
  });

  it('is too few to tell below 20 in a group or 10 exits, and says what could have been seen', () => {
    const rows = peopleWithoutEffect(seeded(7), 30);
    const result = compareRetention(rows, { startsOn }, frame);
    expect(result.status).toBe('too-few-to-tell');
    expect(result.difference).toMatchObject({
      estimate: null,
      n: null,
      suppressed: { reason: 'too-few-to-tell' },
    });
    expect(result.keptDays.suppressed).toEqual({ reason: 'too-few-to-tell' });
    expect(result.participants.curve).toEqual([]);
    expect(result.detectable).toMatchObject({ status: 'estimated', below: expect.any(Number) });
  });

  it('waits for the landmark, and for the horizon before it gives the difference', () => {
    const rows = peopleWithoutEffect(seeded(11), 300);
    const early = compareRetention(rows, { startsOn }, { asOf: '2024-02-01' });
    expect(early).toMatchObject({ status: 'not-due', difference: { estimate: null, suppressed: null } });
    expect(early.participants.exits).toBeNull();
    const midway = compareRetention(rows, { startsOn }, { asOf: '2024-10-01' });
    expect(midway.status).toBe('compared');
    expect(midway.difference).toMatchObject({ estimate: null, suppressed: null });
    expect(midway.difference.pending).toBeGreaterThan(200);
    expect(midway.keptDays.horizonDays).toBeLessThanOrEqual(214);
    expect(midway.keptDays.estimate).not.toBeNull();
  });

  it('is asked again with the landmark at 30 and 90 days, each once its own year is over', () => {
    const rows = peopleWithoutEffect(seeded(11), 300);
    const others = compareOtherLandmarks(rows, { startsOn }, frame);
    expect(others.map(({ landmarkDays }) => landmarkDays)).toEqual([30, 90]);
    for (const { landmarkDays, difference } of others) {
      const alone = compareRetention(rows, { startsOn, landmarkDays }, frame).difference;
      expect([difference?.estimate, difference?.lower]).toEqual([alone.estimate, alone.lo]);
    }
    // The year after day 30 is over, that after day 90 is not.
    const early = compareOtherLandmarks(rows, { startsOn }, { asOf: addDays(startsOn, 400) });
    expect(early.map(({ difference }) => difference === null)).toEqual([false, true]);
    expect(compareOtherLandmarks(rows.slice(0, 30), { startsOn }, frame)[0]?.difference).toBeNull();
    expect(compareOtherLandmarks(rows, { startsOn, drawnOn: startsOn }, frame)).toEqual([]);
  });

  it('cuts the curves where fewer than 10 are left and never lets them rise', () => {
    const result = compareRetention(peopleWithoutEffect(seeded(3), 240), { startsOn }, frame);
    for (const { curve } of [result.participants, result.others]) {
      expect(curve.every((step) => step.atRisk >= 10)).toBe(true);
      const survival = curve.map((step) => step.survival);
      expect(survival).toEqual(survival.toSorted((x, y) => y - x));
    }
  });

  it('drops people without a counterpart in their stratum and compares within strata', () => {
    const rows = peopleWithoutEffect(seeded(5), 300).map((row, i) => ({
      ...row,
      stratum: i % 2 ? 'sales' : 'works',
    }));
    const lonely = person({ personId: 'lonely', stratum: 'board', matchedOn: '2024-01-05' });
    const result = compareRetention([...rows, lonely], { startsOn }, frame);
    expect(result.difference.excluded['no-counterpart']).toBe(1);
    expect(result.logRank).toMatchObject({ status: 'estimated', strata: 2 });
  });

  it('finds an effect that is there', () => {
    const rows = Array.from({ length: 400 }, (_, i) => {
      const isMatched = i % 2 === 0;
      const leaves = i % (isMatched ? 10 : 3) === 0;
      return person({
        personId: `p${i}`,
        matchedOn: isMatched ? '2024-01-20' : null,
        leftOn: leaves ? addDays('2024-03-05', (i * 7) % 300) : null,
      });
    });
    const result = compareRetention(rows, { startsOn }, frame);
    expect(result.difference.lo).toBeGreaterThan(0);
    expect(result.keptDays.lo).toBeGreaterThan(0);
    expect(result.logRank).toMatchObject({ status: 'estimated', z: expect.any(Number) });
  });

  it('shows the naive gap only with the reason why it is wrong, and not of a small group', () => {
    const { naive } = compareRetention(peopleWithoutEffect(seeded(9), 240), { startsOn }, frame);
    expect(naive?.participants).toBeGreaterThan(naive?.others ?? 1);
    expect(naive?.whyWrong).toMatch(/still be employed/);
    const small = compareRetention(
      [person({ matchedOn: startsOn }), ...Array.from({ length: 30 }, () => person())],
      { startsOn },
      frame,
    );
    expect(small.naive).toMatchObject({
      participants: null,
      others: null,
      record: { suppressed: { reason: 'small-group' } },
    });
    expect(small.participants.n).toBeNull();
  });

  it('weighs people so that who took part is like who did not, and leaves out places without a counterpart', () => {
    const random = seeded(8);
    const rows = Array.from({ length: 3000 }, (_, i): RetentionRow => {
      const grade = 1 + (i % 4);
      const isMatched = random() < 0.1 + 0.2 * grade;
      // The grade alone decides who leaves.
      const leftAfter = (-Math.log(1 - random()) * 365) / (1.6 - 0.35 * grade);
      return person({
        personId: `p${i}`,
        leftOn: addDays(startsOn, 61 + Math.floor(leftAfter)),
        matchedOn: isMatched ? addDays(startsOn, 10) : null,
        grade,
        traits: { department: i % 2 ? 'Sales' : 'Works' },
      });
    });
    const kitchen = Array.from({ length: 12 }, (_, i) =>
      person({ personId: `k${i}`, grade: 2, traits: { department: 'Kitchen' } }),
    );
    const { weighted, hazard } = compareRetention([...rows, ...kitchen], { startsOn }, frame);
    if (weighted.status !== 'estimated' || hazard.status !== 'estimated') throw new Error('not estimable');
    // Without strata the grades make it look like an effect; weighted there is none.
    expect(hazard.upper).toBeLessThan(0.9);
    expect(weighted.lower).toBeLessThan(1);
    expect(weighted.upper).toBeGreaterThan(1);
    expect(weighted.leftOut).toBe(12);
    for (const { difference } of weighted.balance) expect(Math.abs(difference)).toBeLessThan(0.1);
    expect(weighted.participants).toBeLessThan(rows.filter(({ matchedOn }) => matchedOn !== null).length);
  });

  it('compares by the draw where there was one, and waits for nothing but the draw', () => {
    const entrant = (i: number, more: Partial<RetentionRow>) =>
      person({ personId: `e${i}`, drawn: i % 2 === 0, stratum: `s${i}`, ...more });
    const rows = [
      ...Array.from({ length: 80 }, (_, i) =>
        entrant(i, i % 2 ? { leftOn: i < 40 ? '2024-06-01' : null, matchedOn: '2024-03-01' } : {}),
      ),
      // Gone before the draw; never in it, though matched.
      entrant(80, { leftOn: '2023-12-01' }),
      person({ personId: 'besides', matchedOn: startsOn }),
    ];
    const found = compareRetention(rows, { startsOn, drawnOn: '2023-12-15' }, frame);
    expect(found).toMatchObject({
      design: 'lottery',
      status: 'compared',
      landmarkOn: '2023-12-15',
      participants: { n: 40, exits: 0 },
      others: { n: 40, exits: 20 },
      overTime: { status: 'not-estimable' },
      weighted: { status: 'not-estimable' },
    });
    expect(found.difference.excluded).toEqual({ 'not-employed-at-draw': 1 });
    expect(found.difference.estimate).toBeCloseTo(0.5, 10);
  });
});
