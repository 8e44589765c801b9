import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { attack, distinct } from './attack.ts';
import { addDays, addMonths, type Day } from './days.ts';
import { compareLeftByChoice } from './left-by-choice.ts';
import { designOf, type RetentionRow } from './retention-arms.ts';
import { settledYears } from './settled-exits.ts';
import { measureTenure, type EmploymentLife, type Leaver } from './tenure.ts';
import { measureTurnover, yearOfReasons } from './turnover.ts';

/** Random stories; more by hand: `ATTACK_RUNS=1000`. Each reads the same organisation many times over. */
const numRuns = Math.ceil(Number(process.env['ATTACK_RUNS'] ?? 150) / 15);
const START = '2020-01-01';

type Person = EmploymentLife & { isHiringKnown: boolean };

/** Somebody hired before or after the data begin, most of whom have left; the attacker knows all but why. */
const person = fc
  .record({
    hired: fc.integer({ min: -2200, max: 1500 }),
    stayed: fc.option(fc.integer({ min: 1, max: 2400 }), { freq: 5 }),
    reason: fc.constantFrom('voluntary', 'voluntary', 'involuntary', 'retirement', 'other'),
    isHiringKnown: fc.integer({ min: 0, max: 19 }).map((at) => at > 0),
  })
  .map(({ hired, stayed, reason, isHiringKnown }): Person => {
    const from = addDays(START, hired);
    const to = stayed === null ? null : addDays(from, stayed);
    return { from, to, reason: to === null ? null : (reason as Person['reason']), isHiringKnown };
  })
  // Who left on the first day of the data is followed in no stretch, unlike whoever left later in that year.
  .filter(({ to }) => to === null || to > START);

/** Who comes and goes is known, and of no account here. */
const months = (separations: number) =>
  Array.from({ length: 12 }, (_, at) => ({
    headcountBefore: 200,
    headcountAfter: 200,
    separations: at === 0 ? separations : 0,
  }));

/** All that is told of why people left, on a day. */
function read(people: readonly Person[], asOf: Day): string {
  const year = yearOfReasons(asOf);
  const leavers = people.filter(({ to }) => to !== null && year.from <= to && to < year.to);
  const left = (why: string) => leavers.filter(({ reason }) => reason === why).length;
  const reasons = {
    months: months(leavers.length),
    voluntary: left('voluntary'),
    involuntary: left('involuntary'),
    retirement: left('retirement'),
  };
  const facts = { months: months(1), reasons, yearAgo: { employed: 1, stayed: 1 } };
  return JSON.stringify([
    measureTurnover(facts, { asOf }).voluntary,
    measureTenure(people, START, { asOf }).leftByChoice,
  ]);
}

const days = Array.from({ length: 8 }, (_, at) => addMonths('2021-02-03', at * 8));
const isChoice = ({ reason }: Person) => reason === 'voluntary';

/** Five years into the data and later: whom the years and the stretches of tenure are told of. */
function toldSums(people: readonly Person[]): ReadonlySet<string>[] {
  const leavings = people.flatMap((one, at) =>
    one.to === null
      ? []
      : [
          {
            id: `p${at}`,
            leftOn: one.to,
            isChoice: isChoice(one),
            stretch: one.isHiringKnown ? stretchOf(one) : null,
          },
        ],
  );
  const idsOf = (some: readonly { id: string }[]) => new Set(some.map(({ id }) => id));
  return ['2021', '2022', '2023', '2024', '2025', '2026', '2027'].flatMap((end) => {
    const until = `${end}-01-01`;
    const settled = settledYears(leavings, 4, until);
    const ofYear = leavings.filter(({ leftOn }) => addMonths(until, -12) <= leftOn && leftOn < until);
    const chosen = ofYear.filter((one) => one.isChoice).length;
    const isYearTold = chosen >= 5 && ofYear.length - chosen >= 5;
    const sums = settled.map((on, stretch) =>
      leavings.filter((one) => on !== null && one.stretch === stretch && one.leftOn < on),
    );
    return [...sums, isYearTold ? ofYear : []].flatMap((sum) =>
      // Of those who chose to leave as of those who did not.
      [true, false].map((isChoice) => idsOf(sum.filter((one) => one.isChoice === isChoice))),
    );
  });
}

describe('somebody who knows when each left, and is told of years and of tenures why people did', () => {
  const people = fc.array(person, { minLength: 150, maxLength: 400, size: 'max' });

  it('finds fewer than five of neither kind by adding and subtracting', () => {
    let told = 0;
    fc.assert(
      fc.property(people, (given) => {
        const sums = distinct(toldSums(given));
        told += sums.length;
        expect(attack(sums, 5)).toBeNull();
      }),
      { numRuns: numRuns * 5, endOnFailure: true },
    );
    expect(told).toBeGreaterThan(20 * numRuns);
  });

  it('learns nothing by trying out who chose to: of those who left in one year and stretch each could be the other', () => {
    let tried = 0;
    fc.assert(
      fc.property(people, fc.nat(), (given, chance) => {
        const leavers = given.filter(({ to }) => to !== null);
        const own = leavers[chance % leavers.length];
        const other = own && leavers.find((one) => isAlike(one, own) && isChoice(one) !== isChoice(own));
        if (!own || !other) return;
        tried += 1;
        const reasonOf = new Map([
          [own, other.reason],
          [other, own.reason],
        ]);
        const changed = given.map((one) => ({ ...one, reason: reasonOf.get(one) ?? one.reason }));
        for (const asOf of days) expect(read(changed, asOf)).toBe(read(given, asOf));
      }),
      { numRuns: numRuns * 2, endOnFailure: true },
    );
    expect(tried).toBeGreaterThan(0);
  });

  it('learns as little of participants and others: of those who left a group in the year each could be the other', () => {
    const design = designOf({ startsOn: '2024-01-01' });
    const colleague = fc.record({
      takesPart: fc.boolean(),
      stratum: fc.constantFrom('a', 'b', 'c', 'c', 'c'),
      stayed: fc.option(fc.integer({ min: 1, max: 420 }), { freq: 3 }),
      isChoice: fc.boolean(),
    });
    let told = 0;
    fc.assert(
      fc.property(
        fc.array(colleague, { minLength: 80, maxLength: 140, size: 'max' }),
        fc.nat(),
        (given, chance) => {
          const rows = given.map(({ takesPart, stratum, stayed }, at) => ({
            ...inGroup(`p${at}`, takesPart ? 'taking part' : 'other', design.startsOn),
            leftOn: stayed === null ? null : addDays('2024-12-01', stayed),
            stratum,
          }));
          const leavers = rows.flatMap(({ personId, leftOn }, at) =>
            leftOn === null
              ? []
              : [{ personId, leftOn, isChoice: given[at]?.isChoice ?? false, stretch: null }],
          );
          const ask = (some: readonly Leaver[]) =>
            compareLeftByChoice(rows, design, some, { asOf: '2026-03-01' });
          told += ask(leavers).status === 'compared' ? 1 : 0;
          const ofYear = leavers.filter(({ leftOn }) => leftOn.startsWith('2025'));
          const own = ofYear[chance % Math.max(1, ofYear.length)];
          const groupOf = (one?: Leaver) =>
            rows.find(({ personId }) => personId === one?.personId)?.matchedOn;
          const other = ofYear.find((one) => groupOf(one) === groupOf(own) && one.isChoice !== own?.isChoice);
          if (!own || !other) return;
          const changed = leavers.map((one) =>
            one === own || one === other ? { ...one, isChoice: !one.isChoice } : one,
          );
          expect(ask(changed)).toEqual(ask(leavers));
        },
      ),
      { numRuns: numRuns * 5, endOnFailure: true },
    );
    expect(told).toBeGreaterThan(numRuns);
  });

  it('finds nobody with what is told of cohorts, either', () => {
    const cell = fc.constantFrom(0, 0, 0, 0, 5, 6, 1);
    let told = 0;
    fc.assert(
      fc.property(fc.array(cell, { minLength: 108, maxLength: 108 }), (counts) => {
        const { sums, cohorts } = toldOfCohorts(counts);
        told += cohorts;
        expect(attack(distinct(sums), 5)).toBeNull();
      }),
      { numRuns: numRuns * 10, endOnFailure: true },
    );
    expect(told).toBeGreaterThan(0);
  });
});

type Group = 'taking part' | 'other' | 'outside';
const groups: Group[] = ['taking part', 'other', 'outside'];

/** Two cohorts that observe each of the years, a month apart. */
const cohorts = ['2021-02-01', '2021-03-01', '2022-02-01', '2022-03-01'].map((startsOn) => ({
  startsOn,
  design: designOf({ startsOn }),
}));

const inGroup = (personId: string, group: Group | undefined, startsOn: Day): RetentionRow => ({
  personId,
  employedFrom: '1990-01-01',
  leftOn: null,
  eligibleAtStart: group !== 'outside',
  tookPartBefore: false,
  matchedOn: group === 'taking part' ? startsOn : null,
});

/**
 * An organisation by how many left in each of two years, by choice and not, in each of two stretches of tenure or in none, and in three groups of the
 * two cohorts of their year: whom years, stretches and cohorts are told of.
 */
function toldOfCohorts(counts: readonly number[]): { sums: ReadonlySet<string>[]; cohorts: number } {
  const people = counts.flatMap((count, at) => {
    const of = (size: number, among: number) => Math.floor(at / size) % among;
    const leaver = {
      leftOn: `${2022 + of(1, 2)}-12-15`,
      isChoice: of(2, 2) === 1,
      stretch: [0, 1, null][of(4, 3)] ?? null,
    };
    return Array.from({ length: count }, (_, nth) => ({
      ...leaver,
      personId: `p${at} ${nth}`,
      group: [groups[of(12, 3)], groups[of(36, 3)]],
    }));
  });
  const stayers = groups.flatMap((group) =>
    Array.from({ length: 30 }, (_, at) => ({ group, id: `${group} ${at}` })),
  );
  const found = cohorts.map(({ startsOn, design }, at) => {
    const rows = [
      ...people.map((one) => ({
        ...inGroup(one.personId, one.group[at % 2], startsOn),
        leftOn: one.leftOn,
      })),
      ...stayers.map(({ group, id }) => inGroup(id, group, startsOn)),
    ];
    const isFirst = at % 2 === 0;
    const asked = compareLeftByChoice(rows, design, isFirst ? people : null, { asOf: '2025-01-01' });
    const ofYear = people.filter(({ leftOn }) => leftOn.startsWith(`${2022 + Math.floor(at / 2)}`));
    return asked.status === 'compared'
      ? groups.slice(0, 2).map((group) => ofYear.filter((one) => one.group[at % 2] === group))
      : [];
  });
  const sums = ['2023', '2024'].flatMap((year) => {
    const until = `${year}-01-01`;
    const ofYear = people.filter(({ leftOn }) => addMonths(until, -12) <= leftOn && leftOn < until);
    const chosen = ofYear.filter(({ isChoice }) => isChoice).length;
    const isYearTold = chosen >= 5 && ofYear.length - chosen >= 5;
    const settled = settledYears(people, 2, until);
    return [
      ...(isYearTold ? [ofYear] : []),
      ...settled.map((on, stretch) =>
        people.filter((one) => on !== null && one.stretch === stretch && one.leftOn < on),
      ),
    ];
  });
  return {
    cohorts: found.filter((some) => some.length > 0).length,
    sums: [...sums, ...found.flat()].flatMap((sum) =>
      [true, false].map(
        (isChoice) => new Set(sum.filter((one) => one.isChoice === isChoice).map(({ personId }) => personId)),
      ),
    ),
  };
}

const yearsOf = ({ from, to }: Person) => (Date.parse(to ?? from) - Date.parse(from)) / 86_400_000 / 365.25;
const stretchOf = (one: Person) => [2, 5, 10, 20].findIndex((most) => yearsOf(one) <= most);
const isAlike = (one: Person, other: Person) =>
  one.to?.slice(0, 4) === other.to?.slice(0, 4) &&
  one.isHiringKnown === other.isHiringKnown &&
  stretchOf(one) === stretchOf(other);
