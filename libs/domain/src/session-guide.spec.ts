import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { addDays } from './cohort.ts';
import { programTemplates } from './program-templates.ts';
import { guided, writtenIn } from './session-guides.ts';
import { dueDayOf, GUIDE_LIMITS, meetingsOfMilestones, milestoneWords } from './session-guide.ts';

const start = '2026-03-01';
const on = (day: number) => addDays(start, day);

describe('the milestones of a pair', () => {
  it('belong to the last meeting that has them in time', () => {
    const milestones = [14, 30, 91].map(on);
    // The first meeting prepares day 14, for the next one would be too late; day 30 comes before the third's successor.
    expect(meetingsOfMilestones(milestones, [2, 16, 30].map(on), 14)).toEqual([0, 2, null]);
  });

  it('are made up for at the next meeting when a pair meets late, whatever order the meetings come in', () => {
    expect(meetingsOfMilestones([14, 30].map(on), [60, 2].map(on), 14)).toEqual([1, 0]);
  });

  it('count from the pair’s own start when it began after the cohort', () => {
    expect(dueDayOf(14, start, null)).toBe(on(14));
    expect(dueDayOf(14, start, on(-5))).toBe(on(14));
    expect(dueDayOf(14, start, on(40))).toBe(on(54));
  });

  it('never move to an earlier meeting when one more is planned later', () => {
    const days = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 });
    fc.assert(
      fc.property(days, days, fc.integer({ min: 1, max: 92 }), (due, meetings, cadence) => {
        const milestones = due.map(on);
        const before = meetingsOfMilestones(milestones, meetings.map(on), cadence);
        const last = Math.max(0, ...meetings);
        const after = meetingsOfMilestones(milestones, [...meetings, last].map(on), cadence);
        // What a meeting has, it keeps; no meeting has what its successor, a cadence later, would have in time.
        before.forEach((index, k) => {
          if (index !== null) expect(after[k]).toBe(index);
          if (index !== null) expect((due[k] ?? 0) < (meetings[index] ?? 0) + cadence).toBe(true);
        });
      }),
    );
  });
});

describe('a guide', () => {
  it('is read in the reader’s language as far as it is said in it', () => {
    const milestone = {
      title: 'First meeting',
      guide: 'Say hello.',
      agenda: ['Who we are'],
      texts: { de: { title: 'Erstes Treffen' } },
    };
    expect(milestoneWords(milestone, 'de')).toEqual({
      title: 'Erstes Treffen',
      guide: 'Say hello.',
      agenda: ['Who we are'],
    });
    expect(milestoneWords(milestone, 'ar').title).toBe('First meeting');
  });

  it('is written first in the organisation’s language, with the others beside it', () => {
    const german = writtenIn(guided('goals', 30, 45), 'de');
    expect(german).toMatchObject({ title: 'Die Ziele stehen', dayOfCohort: 30, minutes: 45 });
    expect(Object.keys(german.texts).toSorted()).toEqual(['ar', 'en']);
    for (const locale of ['en', 'de', 'ar'] as const)
      expect(milestoneWords(german, locale)).toEqual(milestoneWords(guided('goals', 30, 45), locale));
  });

  it('comes with every milestone of Ithaca’s templates, in all languages, with as many points in each', () => {
    for (const { key, journey } of programTemplates)
      for (const milestone of journey.milestones) {
        const said = (['en', 'de', 'ar'] as const).map((locale) => milestoneWords(milestone, locale));
        const what = `${key}: ${milestone.title}`;
        expect([what, new Set(said.map(({ title }) => title)).size]).toEqual([what, 3]);
        expect([what, new Set(said.map(({ guide }) => guide)).size]).toEqual([what, 3]);
        expect([what, new Set(said.map(({ agenda }) => agenda.length)).size]).toEqual([what, 1]);
        for (const { guide, agenda } of said) {
          expect(guide.length).toBeLessThan(GUIDE_LIMITS.text);
          expect(agenda.length).toBeGreaterThan(1);
          expect(agenda.length).toBeLessThanOrEqual(GUIDE_LIMITS.agenda);
        }
      }
  });
});
