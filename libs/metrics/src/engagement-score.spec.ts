import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { addDays } from './days.ts';
import { judgeEngagement, type LivedPairing } from './engagement-judgement.ts';
import {
  countEngagement,
  engagementParts,
  hasMoved,
  measureEngagement,
  scoreEngagement,
  type EngagementCounts,
  type EngagementRow,
} from './engagement-score.ts';
import type { GoalRow } from './goals.ts';

const start = '2026-01-01';
const asOf = '2026-05-01';
const row = (
  changes: Partial<EngagementRow> = {},
  life: Partial<EngagementRow['life']> = {},
): EngagementRow => ({
  confirmedOn: [],
  goals: [],
  asks: [],
  ...changes,
  life: {
    pairingId: 'p',
    startedOn: start,
    endedOn: null,
    cadences: [{ from: start, unit: 'day', every: 30 }],
    pauses: [],
    heldOn: [],
    ...life,
  },
});
const goal = (changes: Partial<GoalRow> = {}): GoalRow => ({
  goalId: 'g',
  setOn: start,
  dueOn: null,
  claimedOn: null,
  confirmedOn: null,
  abandonedOn: null,
  updatedOn: start,
  milestones: [{ weight: 1, doneOn: null }],
  ...changes,
});

describe('what the engagement score counts', () => {
  it('takes each part from what is due and known by the day', () => {
    const ask = { personId: 'a', wave: '1', hasBounced: false, leftOn: null };
    const found = countEngagement(
      row(
        {
          confirmedOn: ['2026-01-10'],
          goals: [goal({ milestones: [{ weight: 1, doneOn: '2026-04-20' }] }), goal()],
          asks: [
            { ...ask, deliveredOn: '2026-03-01', answeredOn: '2026-03-15' },
            { ...ask, deliveredOn: '2026-03-01', answeredOn: '2026-03-16' },
            { ...ask, deliveredOn: '2026-04-25', answeredOn: '2026-04-26' },
          ],
        },
        { heldOn: ['2026-01-10', '2026-03-10', '2026-06-01'] },
      ),
      asOf,
    );
    expect(found).toEqual({
      adherence: { met: 2, of: 4 },
      confirmation: { met: 1, of: 2 },
      goals: { met: 1, of: 2 },
      response: { met: 1, of: 2 },
    });
  });

  it('lets a goal move by milestones and by saying that it is reached, never by editing it', () => {
    expect(hasMoved(goal({ updatedOn: asOf }), asOf)).toBe(false);
    expect(hasMoved(goal({ milestones: [{ weight: 1, doneOn: addDays(asOf, -29) }] }), asOf)).toBe(true);
    expect(hasMoved(goal({ milestones: [{ weight: 1, doneOn: addDays(asOf, -30) }] }), asOf)).toBe(false);
    expect(hasMoved(goal({ claimedOn: addDays(asOf, -3), milestones: [] }), asOf)).toBe(true);
    expect(hasMoved(goal({ claimedOn: addDays(asOf, -60), confirmedOn: addDays(asOf, -50) }), asOf)).toBe(
      true,
    );
    expect(hasMoved(goal({ abandonedOn: addDays(asOf, -3) }), asOf)).toBe(false);
    // Younger than 30 days, without anything to tell by, set later, written down afterwards.
    expect(hasMoved(goal({ setOn: addDays(asOf, -29) }), asOf)).toBeNull();
    expect(hasMoved(goal({ milestones: [] }), asOf)).toBeNull();
    expect(hasMoved(goal({ setOn: addDays(asOf, 1) }), asOf)).toBeNull();
    expect(hasMoved(goal({ claimedOn: addDays(start, -1) }), asOf)).toBeNull();
  });
});

const part = fc.nat(12).chain((of) => fc.record({ of: fc.constant(of), met: fc.nat(of) }));
const counts: fc.Arbitrary<EngagementCounts> = fc.record({
  adherence: part,
  confirmation: part,
  goals: part,
  response: part,
});
const close = (value: number) => expect.closeTo(value, 8);

describe('the engagement score', () => {
  it('is worked out by hand: four periods of the cohort beside one’s own', () => {
    const none = { met: 0, of: 0 };
    const only = (met: number, of: number) => ({
      counts: { adherence: { met, of }, confirmation: none, goals: none, response: none },
    });
    const { parts, scores } = scoreEngagement([only(4, 4), only(0, 4), only(0, 0)]);
    expect(parts.map(({ weight }) => weight)).toEqual([1, 0, 0, 0]);
    expect(parts[0]).toMatchObject({ share: 0.5, met: 4, of: 8, pairings: 2 });
    expect(scores.map(({ score }) => score)).toEqual([75, 25, 50]);
    expect(scores.map(({ own }) => own)).toEqual([100, 0, 50]);
  });

  it('lies between 0 and 100, is the sum of its parts, and does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 12 }), (all) => {
        const rows = all.map((one) => ({ counts: one }));
        const { parts, scores } = scoreEngagement(rows);
        const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
        expect(weights === 0 || Math.abs(weights - 1) < 1e-9).toBe(true);
        for (const one of scores) {
          expect(one.score).toBeGreaterThanOrEqual(-1e-9);
          expect(one.score).toBeLessThanOrEqual(100 + 1e-9);
          expect(one.parts.reduce((sum, { points }) => sum + points, 0)).toEqual(close(one.score));
        }
        const other = scoreEngagement(rows.toReversed()).scores.toReversed();
        expect(other.map(({ score }) => score)).toEqual(scores.map(({ score }) => close(score)));
      }),
      { numRuns: 100 },
    );
  });

  it('never falls when a pairing met once more, and lies between its own share and that of the cohort', () => {
    fc.assert(
      fc.property(
        fc.array(counts, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...engagementParts),
        (all, which) => {
          const [first, ...rest] = all;
          if (!first || first[which].met === first[which].of) return;
          const better = { ...first, [which]: { ...first[which], met: first[which].met + 1 } };
          const score = (one: EngagementCounts) =>
            scoreEngagement([one, ...rest].map((of) => ({ counts: of }))).scores[0]?.score ?? 0;
          expect(score(better)).toBeGreaterThan(score(first));
          const { parts, scores } = scoreEngagement(all.map((of) => ({ counts: of })));
          const found = scores[0]?.parts.find((one) => one.part === which);
          const cohort = parts.find((one) => one.part === which);
          if (!found || !cohort || cohort.share === null || found.of === 0) return;
          const share = found.points / (100 * cohort.weight);
          const ends = [found.met / found.of, cohort.share];
          expect(share).toBeGreaterThanOrEqual(Math.min(...ends) - 1e-9);
          expect(share).toBeLessThanOrEqual(Math.max(...ends) + 1e-9);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is told of running pairings, lowest first, beside shares of all that have begun', () => {
    const of = (id: string, heldOn: string[], more: Partial<EngagementRow['life']> = {}) =>
      row({}, { pairingId: id, heldOn, ...more });
    const found = measureEngagement(
      [
        of('b', ['2026-01-05', '2026-02-05', '2026-03-08', '2026-04-05']),
        of('a', []),
        of('over', [], { endedOn: '2026-04-30' }),
        of('paused', [], { pauses: [{ from: '2026-04-20', to: null }] }),
        of('young', [], {
          startedOn: '2026-04-20',
          cadences: [{ from: '2026-04-20', unit: 'day', every: 30 }],
        }),
      ],
      { asOf, minimumGroup: 0 },
    );
    expect(found.scores.map(({ pairing }) => pairing.life.pairingId)).toEqual(['a', 'b']);
    expect(found.record).toMatchObject({ n: 2, pending: 1, excluded: { paused: 1 }, method: 't-by-pairing' });
    // Four periods each of four pairings, less the one that a pause touches.
    expect(found.parts[0]).toMatchObject({ part: 'adherence', met: 4, of: 14, pairings: 4 });
    expect(measureEngagement([], { asOf }).record).toMatchObject({ n: 0, estimate: null, lo: null });
    // One pairing by itself: its spread is not known.
    expect(measureEngagement([of('b', ['2026-01-05'])], { asOf, minimumGroup: 0 }).record).toMatchObject({
      n: 1,
      lo: null,
      method: null,
    });
  });
});

/** Pairings of three months in which so many meet; those that meet complete with both content as often as said. */
function lived(n: number, chanceOf: (meets: number, nth: number) => boolean): LivedPairing[] {
  return Array.from({ length: n }, (_, nth) => {
    const meets = nth % 10;
    const startedOn = addDays('2025-01-01', nth % 150);
    const isGood = chanceOf(meets, nth);
    return {
      cohortId: 'c',
      isCompleted: isGood,
      ratings: isGood ? [5, 4] : [null, 3],
      confirmedOn: [],
      goals: [],
      asks: [],
      life: {
        pairingId: `p${String(nth).padStart(4, '0')}`,
        startedOn,
        endedOn: addDays(startedOn, 120 + (nth % 20)),
        cadences: [{ from: startedOn, unit: 'day', every: 10 }],
        pauses: [],
        heldOn: Array.from({ length: meets }, (_, at) => addDays(startedOn, 10 * at)),
      },
    };
  });
}

describe('whether the engagement score tells', () => {
  it('is judged by what was over before the quarter', () => {
    const few = judgeEngagement(
      lived(90, (meets) => meets > 4),
      asOf,
    );
    expect(few).toMatchObject({ status: 'not-yet', holds: null, since: '2026-04-01', auc: null });
    const [one] = lived(1, () => true);
    if (!one) throw new Error('no pairing');
    const at = (changes: Partial<LivedPairing>, life: Partial<LivedPairing['life']> = {}) => {
      const { counted, pending, unknown } = judgeEngagement(
        [{ ...one, ...changes, life: { ...one.life, ...life } }],
        asOf,
      );
      return [counted, pending, unknown];
    };
    // Settled outcomes wait for nine others.
    expect(at({})).toEqual([0, 1, 0]);
    expect(at({ ratings: [5, null] })).toEqual([0, 0, 1]);
    expect(at({ ratings: [3, null] })).toEqual([0, 1, 0]);
    expect(at({}, { endedOn: null })).toEqual([0, 1, 0]);
    expect(at({}, { endedOn: '2026-04-01' })).toEqual([0, 1, 0]);
    // Over by the ninetieth day, or younger than that: nothing was foretold.
    expect(at({}, { endedOn: addDays(one.life.startedOn, 90) })).toEqual([0, 0, 0]);
    expect(at({}, { startedOn: '2026-01-10', endedOn: null })).toEqual([0, 0, 0]);
  });

  it('holds where it tells, and is withdrawn where it does not', () => {
    // A chance that is the share of periods met itself, and one that has nothing to do with it.
    const draw = (nth: number) => ((nth * 7919 + 13) % 1009) / 1009;
    const telling = judgeEngagement(
      lived(600, (meets, nth) => draw(nth) < (meets + 1.5) / 12),
      asOf,
    );
    expect(telling).toMatchObject({ status: 'judged', verdict: 'better' });
    expect(telling.auc?.estimate).toBeGreaterThan(0.6);
    const blind = judgeEngagement(
      lived(600, (_, nth) => draw(nth) < 0.5),
      asOf,
    );
    expect(blind).toMatchObject({ status: 'judged', holds: false });
  });
});
