import { describe, expect, it } from '@jest/globals';

import { numberFormats } from '../number-formats.ts';
import { builtSheet } from './built-sheet.ts';
import type { BuiltWriter, ToldBuilt } from './built-words.ts';

/** Says the word with what it is given, so that a test reads what was asked to be said. */
const writer: BuiltWriter = {
  say: (word, values = {}) => [word, ...Object.values(values)].join(' '),
  format: {
    ...numberFormats('en-GB'),
    day: (value) => value.slice(0, 10),
    dayRange: (from, to) => `${from}–${to}`,
    instant: (value) => value.slice(0, 16),
    list: (items) => items.join('+'),
  },
};

type Metric = NonNullable<ToldBuilt['metrics'][number]['cohorts'][number]['whole']>;
const metricOf = (changes: Partial<Metric> = {}): Metric => ({
  key: 'match-rate',
  version: 1,
  unit: 'share',
  numerator: 30,
  denominator: 40,
  estimate: 0.75,
  lo: 0.6,
  hi: 0.86,
  method: 'wilson',
  n: 40,
  pending: 0,
  unknown: 0,
  suppressed: null,
  asOf: '2026-11-22T10:00:00.000Z',
  ...changes,
});
const hidden = (reason: string) =>
  metricOf({
    numerator: null,
    denominator: null,
    estimate: null,
    lo: null,
    hi: null,
    n: null,
    suppressed: { reason },
  });
const few = metricOf({ numerator: 9, denominator: 12, lo: 0.47, hi: 0.91, n: 12 });

const sheetOf = (changes: Partial<ToldBuilt> = {}) =>
  builtSheet(writer, {
    asOf: '2026-11-22T10:00:00.000Z',
    stamp: { dataVersion: 'v7', computedAt: '2026-11-22T10:00:30.000Z' },
    minimumGroup: 10,
    split: 'department',
    period: null,
    cohorts: [{ id: 'a', name: 'Spring' }],
    metrics: [
      {
        key: 'match-rate',
        cohorts: [
          {
            cohortId: 'a',
            whole: metricOf(),
            groups: [
              { group: 'Sales', metric: few },
              { group: 'Design', metric: hidden('small-group') },
              { group: 'several', metric: hidden('protects-others') },
              { group: 'People', metric: metricOf({ numerator: null, estimate: null, n: 0 }) },
            ],
          },
        ],
      },
    ],
    ...changes,
  });

describe('the sheet of a built report', () => {
  it('tells everybody first, marks them in the picture of their groups, and greys what is few', () => {
    const [picture] = sheetOf().metrics[0]?.pictures ?? [];
    expect(picture?.finding).toBe('builder.finding.value metrics.label.match-rate 75%');
    expect(picture?.lines.map(({ name, isWhole, isFew, value }) => [name, isWhole, isFew, value])).toEqual([
      ['builder.group.all', true, false, '75%'],
      ['Sales', false, true, '75%'],
    ]);
    expect(picture?.mark).toEqual({ at: 0.75, words: 'builder.line.whole 75%' });
    expect([picture?.axis.end, picture?.axis.words]).toEqual([1, 'ui.chart.axis 0% 100%']);
  });

  it('names who is not told of under why, and puts each of them into the table all the same', () => {
    const [picture] = sheetOf().metrics[0]?.pictures ?? [];
    expect(picture?.rest).toBe(
      'builder.rest.small-group Design builder.rest.protects-others builder.group.several builder.rest.nothing People',
    );
    expect(picture?.table.rows.map(([name]) => name)).toEqual([
      'builder.group.all',
      'Sales',
      'Design',
      'builder.group.several',
      'People',
    ]);
    expect(picture?.table.rows[2]).toEqual([
      'Design',
      'metrics.withheld',
      'metrics.withheld.small-group',
      '–',
    ]);
  });

  it('says its moment once: not under each number, nor beside the version', () => {
    const { scope, metrics, foot } = sheetOf();
    expect(scope).toBe('builder.period.whole · metrics.asOf 2026-11-22T10:00');
    expect(metrics[0]?.pictures[0]?.when).toBeNull();
    expect(foot.stamp).toBe('metrics.version v7');
    expect(foot.definitions).toBe('match-rate v1 (person-enrolment)');
    const later = { dataVersion: 'v7', computedAt: '2026-11-23T08:00:00.000Z' };
    expect(sheetOf({ stamp: later }).foot.stamp).toBe('metrics.stamp v7 2026-11-23T08:00');
    expect(sheetOf({ stamp: undefined }).foot.stamp).toBeNull();
  });

  it('says the day of what is of another than the report: of a cohort that is closed, at the end of a period', () => {
    const closed = metricOf({ asOf: '2026-05-01T10:00:00.000Z' });
    const metrics = [{ key: 'match-rate', cohorts: [{ cohortId: 'a', whole: closed, groups: [] }] }];
    const whenOf = (changes: Partial<ToldBuilt>) =>
      sheetOf({ split: null, ...changes }).metrics[0]?.pictures[0]?.when;
    expect(whenOf({ metrics })).toBe('builder.asOf 2026-05-01');
    const period = { from: '2026-07-01', to: '2026-09-30' };
    const atEnd = metricOf({ asOf: '2026-09-30T22:00:00.000Z' });
    expect(
      whenOf({
        period,
        metrics: [{ key: 'match-rate', cohorts: [{ cohortId: 'a', whole: atEnd, groups: [] }] }],
      }),
    ).toBe('builder.asOf 2026-09-30');
    const held = metricOf({ key: 'meetings-held' });
    expect(
      whenOf({
        period,
        metrics: [{ key: 'meetings-held', cohorts: [{ cohortId: 'a', whole: held, groups: [] }] }],
      }),
    ).toBeNull();
  });

  it('sets cohorts side by side in one picture where nothing is split, and gives each its own where it is', () => {
    const cohorts = [
      { id: 'a', name: 'Spring' },
      { id: 'b', name: 'Autumn' },
    ];
    const of = (groups: { group: string; metric: Metric }[]) => [
      { key: 'match-rate', cohorts: cohorts.map(({ id }) => ({ cohortId: id, whole: metricOf(), groups })) },
    ];
    const beside = sheetOf({ split: null, cohorts, metrics: of([]) });
    expect(beside.cohorts).toBe('Spring+Autumn');
    expect(beside.metrics[0]?.pictures.map(({ lines }) => lines.map(({ name }) => name))).toEqual([
      ['Spring', 'Autumn'],
    ]);
    expect(beside.metrics[0]?.pictures[0]?.finding).toBe(
      'builder.finding.range metrics.label.match-rate 75% 75%',
    );
    const split = sheetOf({ cohorts, metrics: of([{ group: 'Sales', metric: few }]) });
    expect(split.metrics[0]?.pictures.map(({ finding }) => finding)).toEqual([
      'builder.finding.value metrics.label.match-rate · Spring 75%',
      'builder.finding.value metrics.label.match-rate · Autumn 75%',
    ]);
  });
});
