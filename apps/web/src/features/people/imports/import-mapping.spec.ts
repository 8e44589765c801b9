import { describe, expect, it } from '@jest/globals';
import { dayInOrder, readingsOf } from './import-days.ts';
import {
  draftOf,
  isApplied,
  keyOf,
  mappingOf,
  obstacleOf,
  withField,
  withOrder,
  type FileColumn,
} from './import-mapping.ts';

const today = '2026-11-22';

function column(place: number, more: Partial<FileColumn> = {}): FileColumn {
  return {
    column: place,
    header: `Column ${place}`,
    samples: [],
    filled: 3,
    guess: null,
    dateOrders: [],
    mixedOrders: false,
    twoDigitYears: false,
    ...more,
  };
}
const ambiguous = ['day-month-year', 'month-day-year'] as FileColumn['dateOrders'];
const columns = [
  column(0, { guess: { field: 'employeeNumber', confidence: 'sure', side: null } }),
  column(1, { guess: { field: 'name', confidence: 'likely', side: null } }),
  column(2, { guess: { field: 'hiredOn', confidence: 'sure', side: null }, dateOrders: ambiguous }),
  column(3, { guess: { field: 'leftOn', confidence: 'sure', side: null }, dateOrders: ambiguous }),
];

describe('what the columns of a file hold', () => {
  it('begins with the guesses, told apart by the surest there is', () => {
    const draft = draftOf({ columns, mapping: null, savedMapping: null });
    expect([...draft.fields.values()]).toEqual(['employeeNumber', 'name', 'hiredOn', 'leftOn']);
    expect(keyOf(draft)).toBe('employeeNumber');
    expect(keyOf(withField(draft, 0, null))).toBe('name');
  });

  it('lets a field stand for one column only', () => {
    const draft = withField(draftOf({ columns, mapping: null, savedMapping: null }), 0, 'name');
    expect([...draft.fields]).toEqual([
      [2, 'hiredOn'],
      [3, 'leftOn'],
      [0, 'name'],
    ]);
  });

  it('wants a name, and the order of days that can be read in two ways', () => {
    const draft = draftOf({ columns, mapping: null, savedMapping: null });
    expect(obstacleOf(withField(draft, 1, null), columns)).toBe('name');
    expect(obstacleOf(draft, columns)).toBe('order');
    const [, , hired] = columns;
    if (!hired) throw new Error('There are four columns.');
    const chosen = withOrder(draft, columns, hired, 'day-month-year');
    expect(obstacleOf(chosen, columns)).toBeNull();
    expect(chosen.orders.get(3)).toBe('day-month-year');
  });

  it('knows whether the lines were worked out by it, whatever order the API has found by itself', () => {
    const plain = columns.map((one) => ({ ...one, dateOrders: [] }));
    const draft = draftOf({ columns: plain, mapping: null, savedMapping: null });
    const mapping = mappingOf(draft);
    const found = {
      ...mapping,
      columns: mapping.columns.map((one) =>
        one.field === 'hiredOn' ? { ...one, dateOrder: 'year-month-day' as const } : one,
      ),
    };
    expect(isApplied(draft, { mapping: found })).toBe(true);
    expect(isApplied(withField(draft, 3, null), { mapping: found })).toBe(false);
    expect(isApplied(draft, { mapping: null })).toBe(false);
  });
});

describe('a day in a file', () => {
  it('is read in the order asked for', () => {
    expect(dayInOrder('03/04/2021', 'day-month-year', today)).toBe('2021-04-03');
    expect(dayInOrder('03/04/2021', 'month-day-year', today)).toBe('2021-03-04');
    expect(dayInOrder('2021-04-03', 'year-month-day', today)).toBe('2021-04-03');
    expect(dayInOrder('25/12/2021', 'month-day-year', today)).toBeNull();
  });

  it('of two digits for the year lies in the past', () => {
    expect(dayInOrder('07/05/11', 'month-day-year', today)).toBe('2011-07-05');
    expect(dayInOrder('07/10/83', 'month-day-year', today)).toBe('1983-07-10');
  });

  it('is shown by the sample that tells the orders apart', () => {
    expect(readingsOf(['03/03/2021', '03/04/2021'], ambiguous, today)).toMatchObject({
      sample: '03/04/2021',
      readings: [{ day: '2021-04-03' }, { day: '2021-03-04' }],
    });
  });
});
