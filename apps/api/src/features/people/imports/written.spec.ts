import { describe, expect, it } from '@jest/globals';

import {
  nameKey,
  readEndReason,
  readGrade,
  readLanguage,
  readLocale,
  readTimeZone,
  splitName,
  tidy,
} from '../written-values.ts';
import { DayTally, readDay } from './reading/written-days.ts';

const TODAY = '2026-03-02';

describe('a written day', () => {
  it('is read in its order', () => {
    expect(readDay('31.12.1999', 'day-month-year', TODAY)).toBe('1999-12-31');
    expect(readDay('2/20/2012', 'month-day-year', TODAY)).toBe('2012-02-20');
    expect(readDay('2012-02-20 00:00:00', 'year-month-day', TODAY)).toBe('2012-02-20');
    expect(readDay('2012-02-20T10:00:00Z', 'year-month-day', TODAY)).toBe('2012-02-20');
    expect(readDay('29-02-2023', 'day-month-year', TODAY)).toBeNull();
    expect(readDay('12.31.1999', 'month-day-year', TODAY)).toBeNull();
    expect(readDay('soon', 'day-month-year', TODAY)).toBeNull();
  });

  it('with two digits for the year lies in the last century when it would lie in the future', () => {
    expect(readDay('07/10/83', 'month-day-year', TODAY)).toBe('1983-07-10');
    expect(readDay('01/17/19', 'month-day-year', TODAY)).toBe('2019-01-17');
    expect(readDay('3.3.26', 'day-month-year', TODAY)).toBe('1926-03-03');
    expect(readDay('2.3.26', 'day-month-year', TODAY)).toBe('2026-03-02');
    expect(readDay('29.2.00', 'day-month-year', TODAY)).toBe('2000-02-29');
  });

  it('leaves the order open when both fit and mean different days, or when the column mixes them', () => {
    const tallyOf = (...texts: string[]) => {
      const tally = new DayTally(TODAY);
      for (const text of texts) tally.add(text);
      return tally;
    };
    const both = ['day-month-year', 'month-day-year'];
    expect(tallyOf('03/04/2021', '05/06/2021').orders).toEqual(both);
    expect(tallyOf('03/04/2021', '13/06/2021').orders).toEqual(['day-month-year']);
    expect(tallyOf('04/04/2021').orders).toHaveLength(1);
    expect(tallyOf('13/04/2021', 'soon', '31/31/2021', '14/05/2021').orders).toEqual(['day-month-year']);
    const mixed = tallyOf('13/04/2021', '06/13/2021', '01/02/2021');
    expect([mixed.orders, mixed.mixed]).toEqual([both, true]);
    expect(tallyOf('07/10/83').twoDigits).toBe(1);
    // A day with its year in front is clear beside any other.
    expect(tallyOf('13/04/2021', '2021-06-13').orders).toEqual(['day-month-year']);
  });
});

describe('a written name', () => {
  it('is turned round when the family name stands first', () => {
    expect(splitName('Dietrich, Jenna  ')).toEqual({
      displayName: 'Jenna Dietrich',
      givenName: 'Jenna',
      familyName: 'Dietrich',
    });
    expect(splitName('Adinolfi, Wilson  K')).toMatchObject({
      displayName: 'Wilson K Adinolfi',
      familyName: 'Adinolfi',
    });
    expect(splitName('Ada King Lovelace')).toMatchObject({ givenName: 'Ada King', familyName: 'Lovelace' });
    expect(splitName('Martin King, Jr.')).toMatchObject({ displayName: 'Martin King, Jr.' });
    expect(splitName('Madonna')).toEqual({ displayName: 'Madonna', givenName: 'Madonna', familyName: '' });
  });

  it('is known again in another spelling', () => {
    for (const name of ['LeBlanc, Brandon  R', 'Brandon R. LeBlanc', 'brandon leblanc', 'Brändon Leblanc'])
      expect(nameKey(name)).toBe('brandon leblanc');
    expect(nameKey('J. K.')).toBe('j k');
  });
});

describe('other written values', () => {
  it('are read where they mean something', () => {
    expect(['7', 'G7', 'Level 12', '3.0', 'senior', '120', 'A1-B2'].map(readGrade)).toEqual([
      7,
      7,
      12,
      3,
      undefined,
      undefined,
      undefined,
    ]);
    expect(
      ['de', 'de-AT', 'German', 'Deutsch', 'allemand', 'العربية', 'Klingon', 'xx'].map(readLanguage),
    ).toEqual(['de', 'de', 'de', 'de', 'de', 'ar', undefined, undefined]);
    expect(['en_US', 'Deutsch', 'fr'].map(readLocale)).toEqual(['en', 'de', undefined]);
    expect(['Europe/Berlin', 'America/New York', 'Mars/Olympus'].map(readTimeZone)).toEqual([
      'Europe/Berlin',
      'America/New_York',
      undefined,
    ]);
    expect(
      [
        'Voluntarily Terminated',
        'Terminated for Cause',
        'retiring',
        'career change',
        'moon',
        'involuntary',
      ].map(readEndReason),
    ).toEqual(['voluntary', 'involuntary', 'retirement', 'voluntary', 'other', 'involuntary']);
    expect(tidy('  a \t b\u00a0\u00a0c\n')).toBe('a b c');
  });
});
