import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { keepInStep, spellOn, withSpell } from './job-spell.ts';
import type { JobFacts, JobSpell, JobStart } from './job-spell.ts';

const job = (jobTitle: string): JobFacts => ({
  jobTitle,
  department: 'Finance',
  grade: 3,
  site: 'Berlin',
  managerId: null,
});
const spell = (startsOn: string, jobTitle: string): JobSpell => ({
  id: `${startsOn} ${jobTitle}`,
  startsOn,
  ...job(jobTitle),
});
const step = (more: Partial<Parameters<typeof keepInStep>[1]>) => ({
  facts: job('Analyst'),
  today: '2026-03-02',
  hiredOn: '2020-01-01',
  employedSince: '2020-01-01',
  changedFrom: null,
  ...more,
});
const titles = ({ added }: { added: JobStart[] }) => added.map((one) => [one.startsOn, one.jobTitle]);

describe('job spells', () => {
  it('begin with the hiring, or today when nobody knows it', () => {
    expect(titles(keepInStep([], step({})))).toEqual([['2020-01-01', 'Analyst']]);
    expect(titles(keepInStep([], step({ hiredOn: null, employedSince: null })))).toEqual([
      ['2026-03-02', 'Analyst'],
    ]);
  });

  it('are opened by a change and replaced by a correction', () => {
    const before = [spell('2020-01-01', 'Clerk')];
    expect(keepInStep(before, step({ changedFrom: '2026-02-01' }))).toMatchObject({
      superseded: [],
      added: [{ startsOn: '2026-02-01', jobTitle: 'Analyst' }],
    });
    expect(keepInStep(before, step({}))).toMatchObject({
      superseded: ['2020-01-01 Clerk'],
      added: [{ startsOn: '2020-01-01', jobTitle: 'Analyst' }],
    });
  });

  it('leave alone what is planned', () => {
    const before = [spell('2020-01-01', 'Clerk'), spell('2026-05-01', 'Head')];
    expect(titles(keepInStep(before, step({ changedFrom: '2026-03-02' })))).toEqual([
      ['2026-03-02', 'Analyst'],
    ]);
    expect(spellOn(before, '2026-04-30')?.jobTitle).toBe('Clerk');
  });

  it('follow a hiring that was put right, and begin anew with a return', () => {
    const before = [spell('2020-01-01', 'Clerk'), spell('2022-01-01', 'Analyst')];
    expect(keepInStep(before, step({ hiredOn: '2019-06-01', employedSince: '2019-06-01' }))).toMatchObject({
      superseded: ['2020-01-01 Clerk'],
      added: [{ startsOn: '2019-06-01', jobTitle: 'Clerk' }],
    });
    expect(keepInStep(before, step({ hiredOn: '2023-01-01', employedSince: '2023-01-01' }))).toMatchObject({
      superseded: ['2020-01-01 Clerk', '2022-01-01 Analyst'],
      added: [{ startsOn: '2023-01-01', jobTitle: 'Analyst' }],
    });
    expect(titles(keepInStep(before, step({ hiredOn: '2025-01-01', facts: job('Head') })))).toEqual([
      ['2025-01-01', 'Head'],
    ]);
  });

  it('say, whatever happened, what the directory says; and a second look changes nothing', () => {
    const day = fc.integer({ min: 0, max: 2400 }).map((days) => {
      const date = new Date(Date.UTC(2020, 0, 1 + days));
      return date.toISOString().slice(0, 10);
    });
    const title = fc.constantFrom('Clerk', 'Analyst', 'Head');
    const apply = (spells: JobSpell[], changes: ReturnType<typeof withSpell>): JobSpell[] =>
      [
        ...spells.filter(({ id }) => !changes.superseded.includes(id)),
        ...changes.added.map((one) => ({ ...one, id: `${one.startsOn} ${one.jobTitle}` })),
      ].toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
    fc.assert(
      fc.property(
        fc.array(fc.record({ from: day, jobTitle: title }), { maxLength: 6 }),
        title,
        fc.option(day),
        (acts, now, hiredOn) => {
          let spells: JobSpell[] = [];
          for (const { from, jobTitle } of acts)
            spells = apply(spells, withSpell(spells, { startsOn: from, ...job(jobTitle) }));
          const wanted = step({ facts: job(now), hiredOn, employedSince: hiredOn });
          const after = apply(spells, keepInStep(spells, wanted));
          expect(new Set(after.map(({ startsOn }) => startsOn)).size).toBe(after.length);
          expect(spellOn(after, wanted.today)?.jobTitle).toBe(now);
          expect(keepInStep(after, wanted)).toEqual({ superseded: [], added: [] });
        },
      ),
    );
  });
});
