import { describe, expect, it } from '@jest/globals';
import { compareMentorCareers, type CareerRow } from './careers.ts';
import { addDays } from './days.ts';
import type { RetentionRow } from './retention-arms.ts';
import { compareMentors } from './retention-mentors.ts';
import { compareRetention } from './retention.ts';

const startsOn = '2024-01-01';
const landmarkOn = '2024-03-01';
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

const person = (more: Partial<RetentionRow> = {}): RetentionRow => ({
  personId: 'p',
  employedFrom: '2015-01-01',
  leftOn: null,
  eligibleAtStart: true,
  tookPartBefore: false,
  matchedOn: null,
  otherSideOn: null,
  grade: 5,
  tenureBand: 2,
  stratum: 'Sales Oslo 2 2',
  ...more,
});

/**
 * People of nine grades who leave the less the higher they stand, and for no other reason. Of the low grades more are mentored,
 * of the high ones the more mentor the higher they are. Neither does anything.
 */
const seniorsStayAnyway = (random: () => number, count: number): RetentionRow[] =>
  Array.from({ length: count }, (_, at) => {
    const grade = 1 + (at % 9);
    const stays = 1 + Math.floor((-Math.log(1 - random()) * 365) / (1.1 / 1.35 ** grade));
    const on = Math.floor(random() * 60);
    const mentors = random() < (grade < 4 ? 0 : (grade - 3) * 0.13);
    const isMentored = random() < (grade < 4 ? 0.2 : 0.1);
    const matched = on < stays ? addDays(startsOn, on) : null;
    return person({
      personId: `p${at}`,
      leftOn: addDays(startsOn, stays),
      grade,
      stratum: `Sales Oslo ${grade}`,
      matchedOn: isMentored && !mentors ? matched : null,
      otherSideOn: mentors ? matched : null,
    });
  });

describe('mentors beside colleagues of their grade', () => {
  it('are no different where seniors stay anyway, nor are mentees; both taken together as participants look as if they were', () => {
    const random = seeded(20260302);
    const runs = 40;
    const covers = { pooled: 0, mentees: 0, mentors: 0, daysOfMentors: 0, ratioOfMentors: 0 };
    for (let run = 0; run < runs; run += 1) {
      const rows = seniorsStayAnyway(random, 700);
      const together = rows.map(({ stratum: _stratum, ...row }) => ({
        ...row,
        matchedOn: row.matchedOn ?? row.otherSideOn ?? null,
        otherSideOn: null,
      }));
      const pooled = compareRetention(together, { startsOn }, frame);
      const mentees = compareRetention(rows, { startsOn }, frame);
      const mentors = compareMentors(rows, { startsOn }, frame);
      expect([mentees.status, mentors.status]).toEqual(['compared', 'compared']);
      const holds = ({ lo, hi }: { lo: number | null; hi: number | null }) =>
        (lo ?? 1) <= 0 && (hi ?? -1) >= 0;
      if (holds(pooled.difference)) covers.pooled += 1;
      if (holds(mentees.difference)) covers.mentees += 1;
      if (holds(mentors.difference)) covers.mentors += 1;
      if (holds(mentors.keptDays)) covers.daysOfMentors += 1;
      const { hazard } = mentors;
      if (hazard.status === 'estimated' && hazard.lower <= 1 && hazard.upper >= 1) covers.ratioOfMentors += 1;
    }
    // 40 runs at 95 %: 38 expected, standard deviation 1.4.
    for (const one of [covers.mentees, covers.mentors, covers.daysOfMentors, covers.ratioOfMentors])
      expect(one).toBeGreaterThanOrEqual(34);
    expect(covers.pooled).toBeLessThan(4);
  });

  it('are told from mentees: whoever takes part on the other side by the landmark is in neither group, and counted', () => {
    const rows = [
      person({ otherSideOn: '2024-01-10' }),
      person({ matchedOn: '2024-01-10' }),
      person({ matchedOn: '2024-01-10', otherSideOn: '2024-02-10' }),
      // After the landmark: mentors stay others of mentees, mentees others of mentors.
      person({ otherSideOn: '2024-03-02' }),
      person({ matchedOn: '2024-03-02' }),
      person(),
      // Of a grade that no mentor has, and of one that nobody knows.
      person({ grade: 4 }),
      person({ grade: null }),
      person({ grade: null, otherSideOn: '2024-01-10' }),
    ].map((row, at) => ({ ...row, personId: `p${at}` }));
    const seen = { ...frame, minimumGroup: 0 };
    const protocol = { startsOn, minimumPerArm: 1, minimumEvents: 0 };
    const mentees = compareRetention(rows, protocol, seen);
    expect([mentees.participants.n, mentees.others.n, mentees.otherSide]).toEqual([1, 5, 3]);
    expect(mentees.keptDays.excluded).toEqual({ 'other-side': 3 });
    const mentors = compareMentors(rows, protocol, seen);
    expect([mentors.participants.n, mentors.others.n, mentors.otherSide]).toEqual([1, 3, 2]);
    expect(mentors.keptDays).toMatchObject({
      key: 'mentor-retention-kept-days',
      excluded: { 'other-side': 2 },
      unknown: 1,
    });
  });

  it('are compared within as much as leaves nine of ten a counterpart, never within less than the grade', () => {
    const within = (othersLike: (at: number) => Partial<RetentionRow>) => {
      const rows = Array.from({ length: 80 }, (_, at) =>
        person({
          personId: `p${at}`,
          ...(at < 40 ? { otherSideOn: '2024-01-10' } : othersLike(at)),
          leftOn: at % 4 === 0 ? addDays(landmarkOn, 30 + at) : null,
        }),
      );
      const { within: found, participants, others } = compareMentors(rows, { startsOn }, frame);
      return [found, participants.n, others.n];
    };
    expect(within(() => ({}))).toEqual(['place', 40, 40]);
    expect(within(() => ({ stratum: 'Legal Rome 2 2' }))).toEqual(['tenure', 40, 40]);
    expect(within(() => ({ stratum: 'Legal Rome 2 1', tenureBand: 1 }))).toEqual(['grade', 40, 40]);
    expect(within(() => ({ grade: 6 }))).toEqual(['place', null, null]);
  });

  it('weighs the others to the grades of the mentors, so that who mentors where makes no difference', () => {
    // Of grade 5 nobody leaves, of grade 4 half; thirty of forty mentors are of grade 5, thirty of 120 others.
    const rows = Array.from({ length: 160 }, (_, at) => {
      const isMentor = at < 40;
      const grade = (isMentor ? at < 30 : at < 70) ? 5 : 4;
      return person({
        personId: `p${at}`,
        grade,
        stratum: `Sales ${grade}`,
        otherSideOn: isMentor ? '2024-01-10' : null,
        leftOn: grade === 4 ? addDays(landmarkOn, 100) : null,
      });
    });
    const found = compareMentors(rows, { startsOn }, frame);
    // Of the mentors 10 of 40 leave; of the others 90 of 120, in the mentors' grades 1 in 4.
    expect(found.difference.estimate).toBeCloseTo(0, 12);
    expect(found.keptDays.estimate).toBeCloseTo(0, 10);
    expect(found.balance.find(({ fact }) => fact === 'grade')?.difference).toBeCloseTo(0, 12);
    expect([found.overTime.status, found.weighted.status, found.naive]).toEqual([
      'not-estimable',
      'not-estimable',
      null,
    ]);
    const careers = compareMentorCareers(
      rows.map((row): CareerRow => ({
        ...row,
        promotedOn: row.leftOn && addDays(row.leftOn, -1),
        movedOn: null,
        couldRise: true,
      })),
      { startsOn },
      frame,
    );
    expect(careers[0]).toMatchObject({ status: 'compared', participants: { n: 40, share: 0.25 } });
    expect(careers[0]?.record.estimate).toBeCloseTo(0, 12);
  });

  it('are counted from the start as the day has it: others up to their match, mentors from then on in neither group', () => {
    // Who mentors has left early; counted on they would make the others look worse.
    const rows = Array.from({ length: 90 }, (_, at) =>
      person({
        personId: `p${at}`,
        matchedOn: at < 40 ? '2024-01-10' : null,
        otherSideOn: at >= 80 ? '2024-02-20' : null,
        leftOn: at >= 80 ? '2024-06-01' : at % 5 === 0 ? addDays(landmarkOn, 40 + at) : null,
      }),
    );
    const { overTime } = compareRetention(rows, { startsOn }, frame);
    const alone = compareRetention(rows.slice(0, 80), { startsOn }, frame).overTime;
    if (overTime.status !== 'estimated' || alone.status !== 'estimated') throw new Error('not estimable');
    expect(overTime.ratio).toBeCloseTo(alone.ratio, 10);
  });
});
