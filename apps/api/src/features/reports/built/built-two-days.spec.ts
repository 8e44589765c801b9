import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { savedReportRoutes as routes } from '@ithaca/contracts/saved-reports';
import type { GivenPairing } from '@ithaca/testkit/given';
import { parse } from 'csv-parse/sync';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const ALTOGETHER = 34;
const AT_FIRST = 12;

it('a coordinator who takes a report along every day learns no answer by subtracting one file from another', async () => {
  const organisation = await api.given.organisation();
  const coordinator = await api.given.person(organisation);
  const program = await api.given.program(coordinator);
  await api.given.grant(coordinator, 'coordinator', program.id);
  const cohort = await api.given.cohort(program, coordinator, { state: 'running', startsOn: '2025-11-03' });
  const now = () => api.clock.now();
  const pairings: GivenPairing[] = [];
  for (let at = 0; at < ALTOGETHER; at += 1) {
    const [mentor, mentee] = [
      await api.given.person(organisation, { account: false }),
      await api.given.person(organisation, { account: false }),
    ];
    pairings.push(
      await api.given.pairing(cohort, mentor, mentee, { startedAt: new Date('2025-11-03T12:00:00Z') }),
    );
  }
  const answer = async (pairing: GivenPairing | undefined, at: number) => {
    if (!pairing) throw new Error('There are as many answers as pairings.');
    const askedAt = new Date('2026-02-02T12:00:00Z');
    const usefulness = at % 3 === 0 ? 2 : 5;
    await api.given.checkIn(pairing, pairing.mentee, { askedAt, answeredAt: now(), usefulness });
  };
  for (const [at, pairing] of pairings.slice(0, AT_FIRST).entries()) await answer(pairing, at);
  const caller = await api.as(coordinator);
  const save = async (split: 'side' | null) => {
    const question = {
      metrics: ['satisfaction' as const],
      split,
      period: 'whole' as const,
      cohortIds: [cohort.id],
    };
    const body = { name: `Content, ${split ?? 'all'}`, question };
    return (await caller.call(routes.create, { params: { programId: program.id }, body })).body.id;
  };
  const savedReports = [await save(null), await save('side')];

  /** Of whom the file tells, and how many of them are content. */
  const read = async (savedReportId: string) => {
    const { text } = await caller.raw(
      'GET',
      `/api/saved-reports/${savedReportId}/table?format=csv&locale=en`,
    );
    const lines = parse(text.replace(/^\ufeff/, ''), { relax_column_count: true }) as string[][];
    const [headings = [], ...rows] = lines.filter(([head]) => head !== '#');
    const column = (key: string) => headings.findIndex((heading) => heading.endsWith(`[${key}]`));
    const told = rows.map((row) => [row[column('numerator')], row[column('n')]].map(Number));
    return told.find(([, n]) => n !== 0) ?? [0, 0];
  };
  const readings: number[][][] = [];
  for (let at = AT_FIRST; at <= ALTOGETHER; at += 1) {
    api.clock.advanceDays(1);
    readings.push([await read(savedReports[0] ?? ''), await read(savedReports[1] ?? '')]);
    if (at < ALTOGETHER) await answer(pairings[at], at);
  }
  for (const [whole, ofSide] of readings) expect(whole).toEqual(ofSide);
  const bases = [...new Set(readings.map(([whole]) => whole?.[1] ?? 0))];
  // Told more than once, and never by fewer than ten more; in between the same number of people is the same number of content ones.
  expect(bases.length).toBeGreaterThan(1);
  for (const [at, base] of bases.entries()) expect(base - (bases[at - 1] ?? 0)).toBeGreaterThanOrEqual(10);
  expect(new Set(readings.map(([whole]) => JSON.stringify(whole))).size).toBe(bases.length);
}, 120_000);
