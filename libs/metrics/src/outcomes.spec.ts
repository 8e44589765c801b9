import { describe, expect, it } from '@jest/globals';
import { compareCareers, measureMenteeToMentor, readCareers, type CareerRow } from './careers.ts';
import { addDays } from './days.ts';
import { measureMentorLoad, type MentorRow } from './mentor-load.ts';
import { designOf } from './retention-arms.ts';
import { estimateRoi, replacementShare, type RoiAssumptions } from './roi.ts';

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
  endReason: null,
  ...more,
});

describe('careers of participants against comparable others', () => {
  it('lets other exits compete, where one minus survival would tell too much', () => {
    // Of forty others half are retired after 100 days; of those still there a half leave by choice. Of the participants five each.
    const rows = Array.from({ length: 80 }, (_, index) => {
      if (index < 5 || (index >= 40 && index < 60))
        return colleague(index, { leftOn: addDays(landmarkOn, 100), endReason: 'retirement' });
      if (index >= 10 && index < 40) return colleague(index);
      if (index < 70) return colleague(index, { leftOn: addDays(landmarkOn, 200), endReason: 'voluntary' });
      return colleague(index);
    });
    const [exits] = compareCareers(rows, design, { asOf: '2025-06-01' });
    expect(exits).toMatchObject({
      status: 'compared',
      participants: { n: 40, share: 0.125 },
      others: { n: 40 },
    });
    // 10 of 40; Kaplan–Meier of the voluntary alone would say 10 of 20.
    expect(exits?.others.share).toBeCloseTo(0.25, 10);
    expect(exits?.record.estimate).toBeCloseTo(-0.125, 10);
    // Of the participants all but one who left chose to: that one would be known.
    const oneOther = rows.map((row, index) =>
      index < 4 ? { ...row, endReason: 'voluntary' as const } : row,
    );
    const [few] = compareCareers(oneOther, design, { asOf: '2025-06-01' });
    expect(few).toMatchObject({ status: 'too-few-to-tell', detectable: null, participants: { share: null } });
  });

  it('compares rises of those who could rise, and waits for the twelve months', () => {
    const rows = Array.from({ length: 80 }, (_, index) =>
      colleague(index, {
        couldRise: index % 10 !== 0,
        promotedOn:
          index < 20 ? addDays(landmarkOn, 30 + index) : index === 50 ? addDays(landmarkOn, 90) : null,
      }),
    );
    const of = (asOf: string) => compareCareers(rows, design, { asOf })[1];
    expect(of('2024-02-01')).toMatchObject({ status: 'not-due' });
    expect(of('2024-09-01')).toMatchObject({ status: 'too-early', record: { pending: 72, estimate: null } });
    const due = of('2025-06-01');
    expect(due).toMatchObject({ status: 'compared', participants: { n: 36 } });
    expect(due?.participants.share).toBeCloseTo(0.5, 10);
    expect(due?.record.lo).toBeGreaterThan(0);
    // 18 of 72 rose: 2.80 times the error of 0.102 for two groups of 36 is 0.286, in whole percent upwards.
    expect(due?.detectable).toBe(0.29);
    expect(of('2024-09-01')?.detectable).toBeNull();
    const few = compareCareers(rows.slice(30), design, { asOf: '2025-06-01' })[1];
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
