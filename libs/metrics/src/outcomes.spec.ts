import { describe, expect, it } from '@jest/globals';
import { compareCareers, measureMenteeToMentor, readCareers, type CareerRow } from './careers.ts';
import { addDays } from './days.ts';
import { compareLeftByChoice } from './left-by-choice.ts';
import { measureMentorLoad, type MentorRow } from './mentor-load.ts';
import { designOf } from './retention-arms.ts';
import { estimateRoi, replacementShare, type RoiAssumptions } from './roi.ts';
import type { Leaver } from './tenure.ts';

const startsOn = '2024-01-01';
const landmarkOn = '2024-03-01';
const design = designOf({ startsOn });

const colleague = (index: number, more: Partial<CareerRow> = {}): CareerRow => ({
  personId: `p${index}`,
  employedFrom: '2020-01-01',
  leftOn: null,
  eligibleAtStart: true,
  tookPartBefore: false,
  matchedOn: index < 40 ? '2024-01-10' : null,
  promotedOn: null,
  movedOn: null,
  couldRise: true,
  ...more,
});

describe('careers of participants against comparable others', () => {
  describe('who left by choice', () => {
    /** Of eighty colleagues: who left on which day, and of them those who chose to. */
    const story = (leftOn: (index: number) => string | null, chose: (index: number) => boolean) => {
      const rows = Array.from({ length: 80 }, (_, index) => colleague(index, { leftOn: leftOn(index) }));
      const leavers = rows.flatMap((row, index): Leaver[] =>
        row.leftOn === null
          ? []
          : [{ personId: row.personId, leftOn: row.leftOn, isChoice: chose(index), stretch: null }],
      );
      return { rows, leavers };
    };
    // Twelve of forty participants leave in the calendar year after day 60, and thirty of forty others; four before and after it.
    const leftOn = (index: number) =>
      index < 12 || (index >= 40 && index < 70)
        ? index % 2
          ? '2025-01-01'
          : '2025-12-31'
        : index < 14
          ? '2024-06-01'
          : index < 16
            ? '2026-01-01'
            : null;
    const { rows, leavers } = story(leftOn, (index) => index % 4 < 2);
    const compare = (some: readonly Leaver[] | null, asOf = '2026-02-01') =>
      compareLeftByChoice(rows, design, some, { asOf });

    it('is told of the calendar year after the landmark, a month after it', () => {
      const found = compare(leavers);
      expect(found).toMatchObject({ status: 'compared', dueOn: '2026-02-01', participants: { n: 40 } });
      expect(found.participants.share).toBeCloseTo(6 / 40, 10);
      expect(found.others.share).toBeCloseTo(16 / 40, 10);
      expect(found.record.estimate).toBeCloseTo(-10 / 40, 10);
      expect(compare(leavers, '2026-01-31')).toMatchObject({
        status: 'too-early',
        record: { estimate: null },
      });
      expect(compare(leavers, '2024-02-01')).toMatchObject({ status: 'not-due' });
    });

    it('is not told beside another cohort of the year', () => {
      expect(compare(null)).toMatchObject({
        status: 'told-of-another',
        detectable: null,
        participants: { share: null },
        record: { estimate: null, suppressed: { reason: 'protects-others' } },
      });
    });

    it('waits where few did, or few did not, in a group, beside both or beside the stretches of tenure', () => {
      const few = { status: 'too-few-to-tell', detectable: null, participants: { share: null } };
      expect(compare([])).toMatchObject(few);
      const chooses = (isChoice: (leaver: Leaver, at: number) => boolean) =>
        leavers.map((leaver, at) => ({ ...leaver, isChoice: isChoice(leaver, at) }));
      // Of the participants all but one who left chose to: that one would be known.
      expect(compare(chooses((_, at) => at % 4 < 2 || at < 11))).toMatchObject(few);
      const outsider = { personId: 'guest', leftOn: '2025-05-01', isChoice: true, stretch: null };
      expect(compare([...leavers, outsider])).toMatchObject(few);
      const inStretch = leavers.map((one) => ({ ...one, stretch: 0 }));
      expect(compare(inStretch)).toMatchObject(few);
      // Nobody before or after the year, and both stretches hold enough of each group.
      const ofYear = leavers.filter((one) => one.leftOn > '2025' && one.leftOn < '2026');
      expect(compare(ofYear.map((one) => ({ ...one, stretch: 0 })))).toMatchObject({ status: 'compared' });
    });
  });

  it('compares rises of those who could rise, and waits for the twelve months', () => {
    const rows = Array.from({ length: 80 }, (_, index) =>
      colleague(index, {
        couldRise: index % 10 !== 0,
        promotedOn:
          index < 20 ? addDays(landmarkOn, 30 + index) : index === 50 ? addDays(landmarkOn, 90) : null,
      }),
    );
    const of = (asOf: string) => compareCareers(rows, design, { asOf })[0];
    expect(of('2024-02-01')).toMatchObject({ status: 'not-due' });
    expect(of('2024-09-01')).toMatchObject({ status: 'too-early', record: { pending: 72, estimate: null } });
    const due = of('2025-06-01');
    expect(due).toMatchObject({ status: 'compared', participants: { n: 36 } });
    expect(due?.participants.share).toBeCloseTo(0.5, 10);
    expect(due?.record.lo).toBeGreaterThan(0);
    // 18 of 72 rose: 2.80 times the error of 0.102 for two groups of 36 is 0.286, in whole percent upwards.
    expect(due?.detectable).toBe(0.29);
    expect(of('2024-09-01')?.detectable).toBeNull();
    const few = compareCareers(rows.slice(30), design, { asOf: '2025-06-01' })[0];
    expect(few).toMatchObject({
      status: 'too-few-to-tell',
      participants: { n: null },
      record: { estimate: null, suppressed: { reason: 'too-few-to-tell' } },
    });
  });

  it('reads rises and moves from the jobs, and takes no re-grading for a rise', () => {
    const job = (on: string, grade: number, department = 'Sales') => ({ on, grade, department, site: 'Ulm' });
    const jobs = new Map(
      Array.from({ length: 50 }, (_, index): [string, ReturnType<typeof job>[]] => [
        `p${index}`,
        [job('2020-01-01', 3), ...(index >= 30 ? [job('2024-06-01', 4)] : [])],
      ]),
    );
    jobs.set('risen', [job('2020-01-01', 3), job('2024-07-01', 4, 'Legal'), job('2024-08-01', 4, 'Board')]);
    jobs.set('fresh', [job('2020-01-01', 2), job('2024-01-15', 3)]);
    jobs.set('top', [job('2020-01-01', 9)]);
    const careers = readCareers(jobs, landmarkOn);
    expect(careers.get('p40')).toEqual({ promotedOn: null, movedOn: null, couldRise: true });
    expect(careers.get('risen')).toEqual({
      promotedOn: '2024-07-01',
      movedOn: '2024-08-01',
      couldRise: true,
    });
    expect(careers.get('fresh')?.couldRise).toBe(false);
    expect(careers.get('top')?.couldRise).toBe(false);
  });

  it('lets a re-grading of everyone begin no new grade: who could rise before it still can', () => {
    const job = (on: string, grade: number) => ({ on, grade, department: 'Sales', site: 'Ulm' });
    const jobs = new Map(
      Array.from({ length: 40 }, (_, index) => [`p${index}`, [job('2020-01-01', 3), job('2024-02-01', 4)]]),
    );
    jobs.set('top', [job('2020-01-01', 9)]);
    jobs.set('fresh', [job('2020-01-01', 3), job('2024-01-15', 4)]);
    const careers = readCareers(jobs, landmarkOn);
    expect(careers.get('p1')?.couldRise).toBe(true);
    expect(careers.get('fresh')?.couldRise).toBe(false);
  });

  it('follows former mentees until they mentor, leave, or a year has gone', () => {
    const former = (count: number, more: object) =>
      Array.from({ length: count }, () => ({
        completedOn: startsOn,
        becameMentorOn: null,
        leftOn: null,
        ...more,
      }));
    const rows = [
      ...former(5, { becameMentorOn: '2024-06-01' }),
      ...former(5, { leftOn: '2024-04-01' }),
      ...former(10, {}),
      ...former(4, { completedOn: '2025-02-01' }),
    ];
    const record = measureMenteeToMentor(rows, { asOf: '2025-06-01' });
    expect(record.n).toBe(24);
    expect(record.pending).toBe(4);
    // 5 of 24 have left first; 4 more are not followed so far: 5 of the 15 at risk then become mentors.
    expect(record.estimate).toBeCloseTo((19 / 24) * (5 / 15), 10);
    expect(measureMenteeToMentor(former(12, {}), { asOf: '2025-06-01' })).toMatchObject({
      estimate: 0,
      lo: 0,
    });
  });
});

describe('what mentors carry', () => {
  const mentor = (index: number, more: Partial<MentorRow> = {}): MentorRow => ({
    mentorId: `m${index}`,
    capacity: 2,
    takesPart: { from: '2025-01-01', to: null },
    pairings: [],
    minutes: [],
    ...more,
  });
  const open = { from: '2025-02-01', to: null };

  it('counts places taken, load, those above their places and those idle for sixty days', () => {
    const rows = [
      ...[0, 1, 2].map((index) =>
        mentor(index, { pairings: [open, open], minutes: [{ on: '2025-05-20', minutes: 60 }] }),
      ),
      mentor(3, { capacity: 1, pairings: [open, open] }),
      mentor(4),
      mentor(5, { pairings: [{ from: '2025-02-01', to: '2025-05-20' }] }),
      mentor(6, { takesPart: { from: '2025-05-20', to: null } }),
      mentor(7, { capacity: 0 }),
      mentor(8, { takesPart: { from: '2025-01-01', to: '2025-03-01' } }),
    ];
    const found = measureMentorLoad(rows, { asOf: '2025-06-01' });
    expect(found.utilisation).toMatchObject({ numerator: 7, denominator: 13 });
    expect(found.load.estimate).toBeCloseTo(8 / 7, 10);
    expect(found.overCapacity).toMatchObject({ numerator: 1, denominator: 7 });
    expect(found.idle).toMatchObject({ numerator: 1, denominator: 6, pending: 1 });
    expect(found.minutes.estimate).toBeCloseTo(180 / 7, 10);
  });
});

describe('return on the cost', () => {
  const assumptions: RoiAssumptions = {
    salary: 60_000,
    replacement: replacementShare,
    licence: 20_000,
    coordinatorHours: 200,
    hourlyRate: 50,
  };
  const facts = { participants: 200, meetingHours: 1200, exitShare: 0.2 };

  it('leads with the break-even while the effect may be nothing', () => {
    const roi = estimateRoi({ ...facts, effect: { estimate: 0.03, lo: -0.02, hi: 0.08 } }, assumptions);
    expect(roi.headline).toBe('break-even');
    expect(roi.cost).toEqual({ licence: 20_000, coordination: 10_000, meetings: 60_000, total: 90_000 });
    expect(roi.breakEven.avoided).toBeCloseTo(90_000 / (60_000 * 0.21), 10);
    expect(roi.breakEven.expected).toBe(40);
    expect(roi.roi?.lo).toBeLessThan(-1);
    expect(estimateRoi({ ...facts, effect: null }, assumptions)).toMatchObject({
      roi: null,
      headline: 'break-even',
    });
  });

  it('tells the range and how often it pays once the effect is one, the same on every run', () => {
    const effect = { estimate: 0.08, lo: 0.04, hi: 0.12 };
    const roi = estimateRoi({ ...facts, effect }, assumptions);
    expect(roi).toEqual(estimateRoi({ ...facts, effect }, assumptions));
    expect(roi.headline).toBe('roi');
    // 16 avoided exits of 60,000 at a mean share of 0.2233, against 90,000.
    expect(roi.roi?.estimate).toBeCloseTo((16 * 60_000 * (0.67 / 3) - 90_000) / 90_000, 8);
    // A product of a normal effect of sd 4.08 exits and a share of sd 0.029 holds 90 % within these.
    expect(roi.avoided?.lo).toBeGreaterThan(16 - 1.645 * 4.0816 - 0.3);
    expect(roi.avoided?.lo).toBeLessThan(16 - 1.645 * 4.0816 + 0.3);
    expect(roi.positive).toBeGreaterThan(0.97);
    expect(() =>
      estimateRoi({ ...facts, effect }, { ...assumptions, licence: 0, coordinatorHours: 0, hourlyRate: 0 }),
    ).toThrow(RangeError);
  });
});
