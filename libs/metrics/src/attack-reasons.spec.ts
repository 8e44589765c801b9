import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { attack, distinct } from './attack.ts';
import { compareCareers, type CareerRow } from './careers.ts';
import { addDays, addMonths, type Day } from './days.ts';
import { designOf } from './retention-arms.ts';
import { settledYears } from './settled-exits.ts';
import { measureTenure, type EmploymentLife } from './tenure.ts';
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

  it('learns as little of participants and others: of those who left a group within the year each could be the other', () => {
    const design = designOf({ startsOn: '2024-01-01' });
    const colleague = fc.record({
      takesPart: fc.boolean(),
      stratum: fc.constantFrom('a', 'b', 'c', 'c', 'c'),
      stayed: fc.option(fc.integer({ min: 1, max: 420 }), { freq: 3 }),
      endReason: fc.constantFrom('voluntary', 'voluntary', 'other', 'retirement'),
    });
    let told = 0;
    fc.assert(
      fc.property(
        fc.array(colleague, { minLength: 80, maxLength: 140, size: 'max' }),
        fc.nat(),
        (given, chance) => {
          const rows = given.map(({ takesPart, stratum, stayed, endReason }, at) => ({
            personId: `p${at}`,
            employedFrom: '2020-01-01',
            leftOn: stayed === null ? null : addDays(design.from, stayed),
            eligibleAtStart: true,
            tookPartBefore: false,
            matchedOn: takesPart ? '2024-01-10' : null,
            stratum,
            promotedOn: null,
            movedOn: null,
            couldRise: true,
            endReason: endReason as CareerRow['endReason'],
          }));
          const ask = (some: readonly CareerRow[]) => compareCareers(some, design, { asOf: '2025-09-01' })[0];
          told += ask(rows)?.status === 'compared' ? 1 : 0;
          const leavers = rows.filter(({ leftOn }) => leftOn !== null && leftOn <= addDays(design.from, 365));
          const own = leavers[chance % Math.max(1, leavers.length)];
          const other = leavers.find(
            (one) =>
              one.matchedOn === own?.matchedOn &&
              (one.endReason === 'voluntary') !== (own?.endReason === 'voluntary'),
          );
          if (!own || !other) return;
          const reasonOf = new Map([
            [own, other.endReason],
            [other, own.endReason],
          ]);
          const changed = rows.map((one) => ({ ...one, endReason: reasonOf.get(one) ?? one.endReason }));
          expect(ask(changed)).toEqual(ask(rows));
        },
      ),
      { numRuns: numRuns * 5, endOnFailure: true },
    );
    expect(told).toBeGreaterThan(numRuns);
  });
});

const yearsOf = ({ from, to }: Person) => (Date.parse(to ?? from) - Date.parse(from)) / 86_400_000 / 365.25;
const stretchOf = (one: Person) => [2, 5, 10, 20].findIndex((most) => yearsOf(one) <= most);
const isAlike = (one: Person, other: Person) =>
  one.to?.slice(0, 4) === other.to?.slice(0, 4) &&
  one.isHiringKnown === other.isHiringKnown &&
  stretchOf(one) === stretchOf(other);
