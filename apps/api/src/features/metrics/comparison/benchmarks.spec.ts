import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { benchmarkRoutes } from '@ithaca/contracts/benchmarks';
import type { GivenOrganisation, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

/** The clock of this story stands at 2 March 2026. */
const START = '2025-09-01';
const after = (days: number) => new Date(Date.parse(`${START}T12:00:00Z`) + days * 86_400_000);

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 60_000);
afterAll(() => api.stop());

/** An organisation of 21 pairings of which so many meet. */
async function anOrganisation(meeting: number) {
  const organisation = await api.given.organisation();
  const person = await api.given.person(organisation);
  await api.given.grant(person, 'owner');
  const program = await api.given.program(person);
  const cohort = await api.given.cohort(program, person, { state: 'running', startsOn: START });
  for (let i = 0; i < 21; i += 1) {
    const mentor = await api.given.person(organisation, { account: false });
    const mentee = await api.given.person(organisation, { account: false });
    const pairing = await api.given.pairing(cohort, mentor, mentee, { startedAt: after(1) });
    if (i < meeting) await api.given.meeting(pairing, { state: 'held', startsAt: after(84) });
  }
  return { organisation, person, program };
}

/** Another organisation that has said yes and handed in a share. */
async function another(share: number, people = 40): Promise<GivenOrganisation> {
  const organisation = await api.given.organisation();
  const person = await api.given.person(organisation, { account: false });
  await api.rows('insert into benchmark_consents values ($1, $2, now())', [organisation.id, person.id]);
  await api.rows(
    "insert into identity.benchmark_parts values ($1, 'active-pairings', 1, '2026-03-01', $2, $3)",
    [organisation.id, share, people],
  );
  return organisation;
}

it('organisations that take part see quartiles over ten or more, nobody else does, and whoever leaves is not in the next', async () => {
  const { organisation, person, program } = await anOrganisation(20);
  const owner = await api.as(person);
  const params = { programId: program.id };
  const read = async () => (await owner.call(benchmarkRoutes.get, { params })).body;
  const cellsNow = async () => (await read()).organisations.cells;
  const runMonth = async () => {
    await api.platform.jobs.runSweep('share-benchmarks');
    await api.platform.jobs.runSweep('form-benchmarks');
  };
  const nextMonth = async (month: string) => {
    api.clock.set(new Date(`${month}-02T12:00:00Z`));
    await api.rows('update identity.benchmark_parts set period_on = $1 where organisation_id <> $2', [
      `${month}-01`,
      organisation.id,
    ]);
    await runMonth();
  };

  // The literature is there for everybody, beside the own number where it was counted alike.
  const first = await read();
  expect(first.organisations).toMatchObject({ takesPart: false, cells: [], nextOn: '2026-04-01' });
  expect(first.published.map(({ grade }) => grade)).toEqual(
    expect.arrayContaining(['A', 'B', 'C', 'D', 'goal']),
  );
  expect(first.own.find(({ key }) => key === 'active-pairings')).toMatchObject({
    numerator: 20,
    denominator: 21,
  });

  const others: GivenOrganisation[] = [];
  for (let i = 0; i < 9; i += 1) others.push(await another(0.5 + i / 20));
  expect((await owner.call(benchmarkRoutes.share, { body: { takesPart: true } })).body).toEqual({
    takesPart: true,
  });
  await runMonth();
  // Shares 0.5 … 0.9 and the own 0.95: each quartile is the mean of three neighbours.
  expect(await cellsNow()).toEqual([
    { metric: 'active-pairings', lower: 0.6, median: 0.75, upper: 0.85, organisations: 10, people: 381 },
  ]);
  const handedIn = await api.rows('select metric from identity.benchmark_parts where organisation_id = $1', [
    organisation.id,
  ]);
  expect(handedIn).toContainEqual({ metric: 'active-pairings' });

  // Formed once a month: a second run of the month changes nothing.
  await another(0.1);
  await another(0.1);
  await runMonth();
  expect(await cellsNow()).toMatchObject([{ organisations: 10, lower: 0.6 }]);
  // Of two who joined each would be nearly told; with the third they count.
  await nextMonth('2026-04');
  expect(await cellsNow()).toMatchObject([{ organisations: 10 }]);
  await another(0.1);
  await nextMonth('2026-05');
  expect(await cellsNow()).toMatchObject([{ organisations: 13, lower: 0.38 }]);

  const file = await owner.call(benchmarkRoutes.table, {
    params: { programId: program.id },
    query: { format: 'csv', locale: 'en' },
  });
  expect(file.text).toMatch(/organisations,,,,\d+,,0\.38,[\d.]+,[\d.]+,13,active-pairings,/);

  // Whoever does not take part is shown nothing, by the database itself.
  const outsider = await anOutsider();
  expect(outsider).toEqual([]);
  const denied = await (
    await api.as(await aCoordinator(organisation, program.id))
  ).call(benchmarkRoutes.share, {
    body: { takesPart: false },
  });
  expect(denied.status).toBe(403);

  // One that is larger than all others together would be what is told.
  await api.rows('update identity.benchmark_parts set people = 5000 where organisation_id = $1', [
    others[0]?.id,
  ]);
  await nextMonth('2026-06');
  expect(await cellsNow()).toEqual([]);
  await api.rows('update identity.benchmark_parts set people = 40 where organisation_id = $1', [
    others[0]?.id,
  ]);

  // Withdrawn: gone at once from what was handed in and from sight, and from the next figures.
  await owner.call(benchmarkRoutes.share, { body: { takesPart: false } });
  expect(
    await api.rows('select from identity.benchmark_parts where organisation_id = $1', [organisation.id]),
  ).toEqual([]);
  expect((await read()).organisations).toMatchObject({ takesPart: false, cells: [] });
  await nextMonth('2026-07');
  const [told] = await api.rows<{ organisations: number }>(
    'select organisations from identity.benchmark_values',
  );
  expect(told).toEqual({ organisations: 12 });
  const traces = await api.rows<{ action: string }>(
    "select distinct action from audit_rows where organisation_id = $1 and action like 'benchmarks.%' order by action",
    [organisation.id],
  );
  expect(traces.map(({ action }) => action)).toEqual(['benchmarks.hand-in', 'benchmarks.share']);

  /** What an organisation that does not take part reads of the figures and of the shares, as the runtime role. */
  async function anOutsider(): Promise<object[]> {
    const { id } = await api.given.organisation();
    return api.platform.db.read({ organisationId: id }, async () => [
      ...(await api.platform.db.query('select metric from identity.benchmark_values')),
      ...(await api.platform.db.query('select share from identity.benchmark_parts')),
      ...(await api.platform.db.query('select metric from identity.benchmark_members')),
    ]);
  }
}, 120_000);

async function aCoordinator(organisation: GivenOrganisation, programId: string): Promise<GivenPerson> {
  const coordinator = await api.given.person(organisation);
  await api.given.grant(coordinator, 'coordinator', programId);
  return coordinator;
}
