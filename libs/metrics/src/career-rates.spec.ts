import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { measureCareerRates } from './career-rates.ts';
import { addDays } from './days.ts';
import { readJobLives, type Job } from './job-changes.ts';

// The window is 2025-06-01 to 2026-06-01, 365 days.
const asOf = '2026-06-17';
const job = (on: string, grade: number | null, more: Partial<Job> = {}): Job => ({
  on,
  grade,
  department: 'Sales',
  site: 'Ulm',
  ...more,
});
const always = [{ from: '2020-01-01', to: null }];

/** Twenty-nine who stay in grade 3, one in grade 9, and those named. */
function ratesOf(
  named: Record<string, Job[]>,
  employed: Record<string, typeof always | { from: string; to: string }[]> = {},
) {
  const jobs = new Map<string, Job[]>(
    Array.from({ length: 29 }, (_, index) => [`p${index}`, [job('2020-01-01', 3)]]),
  );
  jobs.set('top', [job('2020-01-01', 9)]);
  for (const [id, of] of Object.entries(named)) jobs.set(id, of);
  const employedOf = new Map([...jobs.keys()].map((id) => [id, employed[id] ?? always]));
  return measureCareerRates(readJobLives(jobs), employedOf, '2020-01-01', { asOf });
}
const daysOf = (years: number | null) => Math.round((years ?? 0) * 365.25);

describe('promotions a year', () => {
  it('are rises over the years in which one could rise: not at the top, not in the first six months of a grade', () => {
    const { promotion, mobility } = ratesOf({
      // At risk until the rise and again from 1 March 2026: 92 days each.
      risen: [
        job('2020-01-01', 3),
        job('2025-09-01', 4),
        job('2025-11-01', 4, { department: 'Legal' }),
        job('2026-03-01', 4),
      ],
      // Risen again within six months: the second one is of nobody at risk.
      twice: [job('2020-01-01', 3), job('2025-07-01', 4), job('2025-12-01', 5)],
    });
    expect(promotion.numerator).toBe(2);
    expect(daysOf(promotion.denominator)).toBe(29 * 365 + (92 + 92) + 30);
    expect(promotion.n).toBe(31);
    // To Legal and back; a rise is no move.
    expect(mobility.numerator).toBe(2);
    expect(daysOf(mobility.denominator)).toBe(32 * 365);
  });

  it('have exact Poisson limits', () => {
    const rise = [job('2020-01-01', 3), job('2025-12-01', 4)];
    const named = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`r${index}`, rise]));
    const { promotion } = ratesOf(named);
    // Garwood, Biometrika 1936: of 5 the limits are 1.623 and 11.668.
    const years = promotion.denominator ?? 0;
    expect(promotion.estimate).toBeCloseTo(5 / years, 12);
    expect((promotion.lo ?? 0) * years).toBeCloseTo(1.623, 3);
    expect((promotion.hi ?? 0) * years).toBeCloseTo(11.668, 3);
    expect(promotion.method).toBe('garwood');
  });

  it('take no re-grading for a promotion, and not for a new grade', () => {
    const graded = [job('2020-01-01', 3), job('2025-10-01', 4)];
    const all = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`g${index}`, graded]));
    const { promotion } = ratesOf(all);
    expect(promotion.numerator).toBe(0);
    expect(daysOf(promotion.denominator)).toBe((29 + 40) * 365);
    const later = { ...all, one: [...graded, job('2025-11-15', 5)] };
    expect(ratesOf(later).promotion.numerator).toBe(1);
  });

  it('count nobody before they came or after they left, and no grade that nobody knows', () => {
    const rise = [job('2020-01-01', 3), job('2025-12-01', 4)];
    const { promotion } = ratesOf(
      { gone: rise, unknown: [job('2020-01-01', null), job('2025-12-01', 4)], late: rise },
      { gone: [{ from: '2020-01-01', to: '2025-12-01' }], late: [{ from: '2026-05-02', to: '2026-05-12' }] },
    );
    expect(promotion.numerator).toBe(0);
    // 183 days to the leaving; grade 4 from an unknown one on is a new grade, and `late` has been in theirs since 2025-12-01.
    expect(daysOf(promotion.denominator)).toBe(29 * 365 + 183);
  });

  it('count from the day on which jobs began to be recorded: before it nobody could be seen to rise', () => {
    const jobs = new Map(
      Array.from({ length: 30 }, (_, at) => [`p${at}`, [job('2020-01-01', at === 0 ? 4 : 3)]]),
    );
    const employed = new Map([...jobs.keys()].map((id) => [id, always]));
    const from = (recorded: string) =>
      measureCareerRates(readJobLives(jobs), employed, recorded, { asOf }).mobility;
    expect(daysOf(from('2026-05-21').denominator)).toBe(30 * 10);
    expect(from('2026-06-10')).toMatchObject({ n: 0, estimate: null, suppressed: null });
    // A change that is known from before tells that they were: from the day after it.
    jobs.set('p0', [job('2020-01-01', 4), job('2026-05-01', 4, { site: 'Rome' })]);
    expect(from('2026-05-21')).toMatchObject({ numerator: 0 });
    expect(daysOf(from('2026-05-21').denominator)).toBe(30 * 30);
  });

  it('say nothing of fewer than twenty, and of years in which nothing happened the upper limit', () => {
    const few = new Map([
      ['a', [job('2020-01-01', 3)]],
      ['top', [job('2020-01-01', 9)]],
    ]);
    const employed = new Map([...few.keys()].map((id) => [id, always]));
    const rates = measureCareerRates(readJobLives(few), employed, '2020-01-01', { asOf });
    expect(rates.promotion).toMatchObject({
      estimate: null,
      denominator: null,
      suppressed: { reason: 'small-group' },
    });
    expect(ratesOf({}).promotion).toMatchObject({ numerator: 0, estimate: 0, lo: 0 });
    expect(ratesOf({}).promotion.hi).toBeGreaterThan(0.1);
    expect(measureCareerRates([], new Map(), '2020-01-01', { asOf }).promotion).toMatchObject({
      n: 0,
      estimate: null,
    });
  });

  it('count every rise and move once, and no more years than there were', () => {
    const step = fc.record({
      days: fc.integer({ min: 1, max: 500 }),
      grade: fc.constantFrom(1, 2, 3, null),
      department: fc.constantFrom('Sales', 'Legal'),
    });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 4 }), { minLength: 20, maxLength: 60 }), (people) => {
        const jobs = new Map(
          people.map((steps, index): [string, Job[]] => {
            let on = '2024-06-01';
            const first = job(on, 2);
            return [
              `p${index}`,
              [first, ...steps.map(({ days, ...of }) => job((on = addDays(on, days)), of.grade, of))],
            ];
          }),
        );
        const lives = readJobLives(jobs);
        const employed = new Map([...jobs.keys()].map((id) => [id, always]));
        const { promotion, mobility } = measureCareerRates(lives, employed, '2024-01-01', { asOf });
        const inWindow = (is: 'isRise' | 'isMove') =>
          lives
            .flatMap(({ changes }) => changes)
            .filter((one) => one[is] && one.on >= '2025-06-01' && one.on < '2026-06-01').length;
        expect(mobility.numerator).toBe(inWindow('isMove'));
        expect(daysOf(mobility.denominator)).toBe(people.length * 365);
        expect(promotion.numerator ?? 0).toBeLessThanOrEqual(inWindow('isRise'));
        expect(promotion.denominator ?? 0).toBeLessThanOrEqual(mobility.denominator ?? 0);
      }),
    );
  });
});
