import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { attack, distinct, range } from './attack.ts';
import { addDays } from './days.ts';
import { measureAcceptanceByRank, type RequestRow } from './match-acceptance.ts';
import { measureMentorBurden } from './mentor-burden.ts';
import { fewestOrganisations, formBenchmark } from './own-benchmarks.ts';
import { ReleasedCells, unitsOfPeople, type Units } from './releases.ts';
import { listCounted, measureSatisfaction } from './satisfaction.ts';
import { compareSideBySide } from './side-by-side.ts';
import { suppress } from './suppression.ts';
import { listToldWaves } from './wave-change.ts';

const K = 10;
/** Random stories of each kind; more by hand: `ATTACK_RUNS=10000`. */
const numRuns = Number(process.env['ATTACK_RUNS'] ?? 150);
const START = '2026-03-01';
const idsOf = (rows: readonly { id: string }[]) => new Set(rows.map(({ id }) => id));

describe('somebody who adds and subtracts what stands beside one another', () => {
  it('finds fewer than five in no satisfaction of cohorts side by side, at each age and day by day', () => {
    const answer = fc.record({
      cohort: fc.nat(2),
      day: fc.integer({ min: 0, max: 70 }),
      rating: fc.integer({ min: 1, max: 5 }),
    });
    let told = 0;
    fc.assert(
      fc.property(fc.array(answer, { minLength: 15, maxLength: 60, size: 'max' }), (given) => {
        const rows = given.map(({ cohort, day, rating }, at) => ({
          id: `p${at}`,
          personId: `p${at}`,
          cohort: String(cohort),
          wave: '1',
          deliveredOn: START,
          hasBounced: false,
          leftOn: null,
          answeredOn: addDays(START, day),
          rating,
        }));
        const byCohort = [...Map.groupBy(rows, ({ cohort }) => cohort)];
        const sums = range(9, '').flatMap((_, at) => {
          const frame = { asOf: addDays(START, 9 * at), minimumGroup: 5 };
          const found = byCohort.map(([key, own]) => ({
            key,
            counted: listCounted(own, frame),
            record: measureSatisfaction(own, frame).share,
          }));
          const shown = found.filter(({ record }) => record.suppressed === null);
          told += shown.length;
          // As the page does it: what is withheld of a cohort is no part of what all are held against.
          const [beside] = compareSideBySide([
            found.map(({ key, record }) =>
              record.suppressed
                ? { key, units: [] }
                : {
                    key,
                    sum: record.numerator ?? 0,
                    count: record.denominator ?? 0,
                    clusters: record.denominator ?? 0,
                  },
            ),
          ]);
          expect(beside?.n).toBe(shown.reduce((sum, { counted }) => sum + counted.length, 0));
          return [
            ...shown.map(({ counted }) => idsOf(counted)),
            idsOf(shown.flatMap(({ counted }) => counted)),
          ];
        });
        expect(attack(distinct(sums), 5)).toBeNull();
      }),
      { numRuns: Math.min(numRuns, 2000) },
    );
    expect(told).toBeGreaterThan(0);
  });

  it('finds fewer than five in no satisfaction of both sides, though it knows who answered when, and who thought better of it', () => {
    const ask = fc.record({
      side: fc.nat(1),
      wave: fc.integer({ min: 1, max: 2 }),
      asked: fc.nat(9),
      after: fc.nat(14),
      rating: fc.integer({ min: 1, max: 5 }),
      // Until the check-in closes an answer may be changed; the day of the first one stays.
      changes: fc.array(fc.record({ after: fc.nat(14), rating: fc.integer({ min: 1, max: 5 }) }), {
        maxLength: 2,
      }),
    });
    let told = 0;
    fc.assert(
      fc.property(fc.array(ask, { minLength: 15, maxLength: 60, size: 'max' }), (given) => {
        const asks = given.map(({ side, wave, asked, after, rating, changes }, at) => {
          const deliveredOn = addDays(START, (wave - 1) * 28 + asked);
          const said = [{ after, rating }, ...changes.filter((change) => change.after >= after)];
          return {
            side,
            row: {
              personId: `p${at}`,
              wave: String(wave),
              deliveredOn,
              hasBounced: false,
              leftOn: null,
              answeredOn: addDays(deliveredOn, after),
            },
            said: said
              .toSorted((one, other) => one.after - other.after)
              .map((one, index) => ({
                ...one,
                id: `p${at} said ${index}`,
                on: addDays(deliveredOn, one.after),
              })),
          };
        });
        const sums = range(30, '').flatMap((_, at) => {
          const frame = { asOf: addDays(START, 2 * at), minimumGroup: 5 };
          return [0, 1].flatMap((side) => {
            // What stands in the table that day: of each answer its last words.
            const rows = asks.flatMap((one) => {
              const stands = one.said.findLast(({ on }) => on <= frame.asOf);
              return one.side === side
                ? [{ ...one.row, id: stands?.id ?? one.row.personId, rating: stands?.rating ?? null }]
                : [];
            });
            const { share } = measureSatisfaction(rows, frame);
            if (share.suppressed) return [];
            const counted = listCounted(rows, frame);
            told += counted.length;
            expect(share.n).toBe(counted.length);
            return [counted, ...listToldWaves(rows, frame).map(({ answers }) => answers)].map(idsOf);
          });
        });
        expect(attack(distinct(sums), 5)).toBeNull();
      }),
      { numRuns: Math.min(Math.ceil(numRuns / 5), 2000) },
    );
    expect(told).toBeGreaterThan(0);
  });

  /** Months of a cohort whose people have a side and a department, some of whom come, go and move. */
  const months = fc.array(
    fc.record({ joining: fc.nat(14), leaving: fc.nat(14), moving: fc.nat(6), asks: fc.nat(7) }),
    { minLength: 2, maxLength: 5 },
  );

  it('finds nobody in built reports of two splits, nor in the links and mails by which they are handed on', () => {
    let released = 0;
    fc.assert(
      fc.property(fc.integer({ min: 25, max: 80 }), months, (n, story) => {
        const guard = new ReleasedCells();
        const sums: ReadonlySet<string>[] = [];
        let next = n;
        const of = new Map(
          range(n, 'p').map((id, at) => [id, { department: at % 4, site: (at * 3 + (at % 5)) % 3 }]),
        );
        for (const { joining, leaving, moving, asks } of story) {
          const everybody = [...of.keys()];
          const splits = [
            (id: string) => `department ${of.get(id)?.department}`,
            (id: string) => `site ${of.get(id)?.site}`,
          ];
          // A link at one time, a mail at another, each of another split, in another order.
          for (const split of asks % 2 === 0 ? splits : splits.toReversed()) {
            const groups = [...Map.groupBy(everybody, split)];
            const { cells } = suppress(
              groups.map(([key, own]) => ({ key, n: own.length })),
              { k: K, homogeneity: null },
            );
            const shown = groups.flatMap(([, own], at) => (cells[at]?.suppressed ? [] : [own]));
            for (const ids of [everybody, ...shown]) {
              const units: Units = unitsOfPeople(ids);
              if (units.size === 0 || guard.wouldTell(units, K)) continue;
              guard.add(units);
              sums.push(new Set(units.keys()));
              released += 1;
            }
          }
          for (const id of everybody.slice(0, leaving)) of.delete(id);
          for (const id of [...of.keys()].slice(0, moving)) of.set(id, { department: 3, site: asks % 3 });
          for (let at = 0; at < joining; at += 1) of.set(`p${next++}`, { department: at % 4, site: at % 3 });
        }
        expect(attack(distinct(sums), K)).toBeNull();
      }),
      { numRuns },
    );
    expect(released).toBeGreaterThan(0);
  });

  it('finds no rank with fewer than five in the requests that were accepted, beside all that were asked', () => {
    const request = fc.record({
      rank: fc.integer({ min: 1, max: 5 }),
      state: fc.constantFrom('accepted', 'declined', 'lapsed'),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 60, size: 'max' }), (given) => {
        const rows = given.map(({ rank, state }): RequestRow => ({
          rank,
          isSuggested: false,
          state: state as RequestRow['state'],
          askedOn: START,
          endedOn: START,
        }));
        const shown = measureAcceptanceByRank(rows, { asOf: START }).filter(
          ({ record }) => record.suppressed === null,
        );
        const sums = [
          new Set(range(rows.length, 'r')),
          ...shown.map(
            ({ rank }) => new Set(rows.flatMap((row, at) => (row.rank === rank ? [`r${at}`] : []))),
          ),
        ];
        expect(attack(distinct(rows.length < 5 ? [] : sums), 5)).toBeNull();
      }),
      { numRuns },
    );
  });

  it('finds nobody below ten in what the mentors of each group carry, beside what all do', () => {
    const mentor = fc.record({ group: fc.constantFrom('a', 'b', 'c', 'd', 'e'), minutes: fc.nat(400) });
    let told = 0;
    fc.assert(
      fc.property(fc.array(mentor, { minLength: 10, maxLength: 90, size: 'max' }), (given) => {
        const rows = given.map((one, at) => ({ ...one, personId: `p${at}` }));
        const burden = measureMentorBurden(rows, { asOf: START, isSensitive: false, minimumGroup: K });
        const shown = burden.groups.filter(({ suppressed }) => suppressed === null);
        told += shown.length;
        const sums = [
          ...(burden.suppressed ? [] : [new Set(rows.map(({ personId }) => personId))]),
          ...shown.map(
            ({ group }) => new Set(rows.flatMap((row) => (row.group === group ? [row.personId] : []))),
          ),
        ];
        expect(attack(distinct(sums), K)).toBeNull();
      }),
      { numRuns },
    );
    expect(told).toBeGreaterThan(0);
  });

  it('finds no organisation by its joining in figures over organisations', () => {
    const part = fc.record({
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      people: fc.integer({ min: 20, max: 60 }),
    });
    let formed = 0;
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 10, maxLength: 30, size: 'max' }),
        fc.array(fc.nat(4)),
        (given, joins) => {
          const parts = given.map((one, at) => ({ ...one, organisationId: `o${at}` }));
          let taking = fewestOrganisations;
          let before: string[] = [];
          const sums: ReadonlySet<string>[] = [];
          for (const joining of [0, ...joins]) {
            taking += joining;
            const cell = formBenchmark(parts.slice(0, taking), before);
            if (cell.status !== 'formed') continue;
            before = cell.members;
            formed += 1;
            sums.push(new Set(before));
          }
          expect(attack(distinct(sums), 3)).toBeNull();
        },
      ),
      { numRuns },
    );
    expect(formed).toBeGreaterThan(0);
  });
});
