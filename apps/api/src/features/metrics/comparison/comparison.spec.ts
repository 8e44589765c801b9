import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { comparisonRoutes } from '@ithaca/contracts/comparison';
import type { Comparison } from '@ithaca/contracts/comparison';
import { metricRoutes } from '@ithaca/contracts/metrics';
import type { Actor } from '@ithaca/domain/permissions';
import type { GivenCohort, GivenOrganisation, GivenPerson, GivenProgram } from '@ithaca/testkit/given';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';
import { readComparison } from './comparison.queries.ts';

/** The clock of this story stands at 2 March 2026. */
const after = (day: string, days: number) => new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000);

let api: TestApi;
let owner: TestCaller;
let organisation: GivenOrganisation;
let ownerPerson: GivenPerson;
let program: GivenProgram;
const cohorts: GivenCohort[] = [];

/** Three cohorts of 21 pairings each: in two of them everybody meets each fortnight, in the one of autumn five do. */
beforeAll(async () => {
  api = await startApi();
  organisation = await api.given.organisation();
  ownerPerson = await api.given.person(organisation);
  await api.given.grant(ownerPerson, 'owner');
  program = await api.given.program(ownerPerson);
  for (const [name, startsOn, meeting] of [
    ['Spring', '2025-03-03', 20],
    ['Autumn', '2025-09-01', 5],
    ['Winter', '2025-11-03', 19],
  ] as const) {
    const cohort = await api.given.cohort(program, ownerPerson, { state: 'running', startsOn, name });
    cohorts.push(cohort);
    for (let i = 0; i < 21; i += 1) {
      const mentor = await api.given.person(organisation, { account: false });
      const mentee = await api.given.person(organisation, {
        account: false,
        department: i % 2 === 0 ? 'Sales' : 'Legal',
      });
      const pairing = await api.given.pairing(cohort, mentor, mentee, { startedAt: after(startsOn, 1) });
      for (const days of i < meeting ? [14, 28, 42, 56, 70, 84, 98] : [14])
        await api.given.meeting(pairing, { state: 'held', startsAt: after(startsOn, days) });
      if (i < 6)
        await api.given.checkIn(pairing, mentee, {
          askedAt: after(startsOn, 40),
          ...(i < 4 && { answeredAt: after(startsOn, 42), usefulness: 5 }),
        });
    }
  }
  owner = await api.as(ownerPerson);
}, 90_000);
afterAll(() => api.stop());

const read = async (query: object = {}, by = owner): Promise<Comparison> =>
  (await by.call(comparisonRoutes.get, { params: { programId: program.id }, query })).body;
const measureOf = (comparison: Comparison, key: string) =>
  comparison.measures.find((measure) => measure.key === key);
const verdictsOf = (comparison: Comparison, key: string) => {
  const names = new Map(comparison.cohorts.map(({ id, name }) => [id, name]));
  return Object.fromEntries(
    (measureOf(comparison, key)?.cohorts ?? []).map(({ cohortId, verdict }) => [
      names.get(cohortId),
      verdict,
    ]),
  );
};

describe('cohorts side by side', () => {
  it('finds the cohort in which fewer meet, at the same age, and says nothing of answers of four', async () => {
    const comparison = await read({ age: '90' });
    expect(comparison.cohorts.map(({ name, ageDays }) => [name, ageDays])).toEqual([
      ['Winter', 119],
      ['Autumn', 182],
      ['Spring', 364],
    ]);
    expect(verdictsOf(comparison, 'active-pairings')).toEqual({
      Spring: 'within',
      Autumn: 'lower',
      Winter: 'within',
    });
    const autumn = measureOf(comparison, 'active-pairings')?.cohorts[1];
    expect(autumn?.metric).toMatchObject({ numerator: 5, denominator: 21 });
    expect(autumn?.difference?.hi).toBeLessThan(0);
    const [told] = await api.rows<{ difference: number }>(
      `select avg(met::float8) filter (where name = 'Autumn') - avg(met::float8) filter (where name <> 'Autumn') as difference
       from (select c.name, exists (select from meetings m where m.pairing_id = p.id and m.state = 'held'
           and m.starts_at::date between c.starts_on + 60 and c.starts_on + 90)::int as met
         from cohorts c join pairings p on p.cohort_id = c.id where c.program_id = $1) x`,
      [program.id],
    );
    expect(autumn?.difference?.estimate).toBeCloseTo(told?.difference ?? 0, 10);
    expect(autumn?.isRegistered).toBe(false);
    expect(verdictsOf(comparison, 'satisfaction')).toEqual({
      Spring: 'withheld',
      Autumn: 'withheld',
      Winter: 'withheld',
    });
    expect(measureOf(comparison, 'satisfaction')?.all).toBeNull();
  });

  it('holds a cohort that is too young apart, and shows each number as its overview does', async () => {
    expect(verdictsOf(await read({ age: '120' }), 'active-pairings')).toMatchObject({
      Winter: 'not-yet',
      Autumn: 'lower',
    });
    const asTheyStand = await read();
    for (const cohort of cohorts) {
      const overview = (await owner.call(metricRoutes.cohortOverview, { params: { cohortId: cohort.id } }))
        .body;
      for (const { key, cohorts: beside } of asTheyStand.measures) {
        const told = overview.metrics.find((metric) => metric.key === key);
        const found = beside.find(({ cohortId }) => cohortId === cohort.id)?.metric;
        // The two add up in another order.
        const rounded = (value: unknown) => (typeof value === 'number' ? Number(value.toFixed(10)) : value);
        for (const figure of [
          'numerator',
          'denominator',
          'estimate',
          'lo',
          'hi',
          'pending',
          'suppressed',
        ] as const)
          expect([key, figure, rounded(found?.[figure])]).toEqual([key, figure, rounded(told?.[figure])]);
      }
    }
  });

  it('says of a cohort at once what is written after it was read, and goes on saying the same of the others', async () => {
    const told = (comparison: Comparison, key: string) =>
      measureOf(comparison, key)?.cohorts.map(({ metric }) => [metric?.numerator, metric?.denominator]);
    const before = await read({ age: '90' });
    const written = await api.rows(
      `update pairings set state = 'ended', ended_at = started_at + interval '20 days'
       where id = (select id from pairings where cohort_id = $1 and state = 'active' order by id limit 1) returning id`,
      [cohorts[2]?.id],
    );
    expect(written).toHaveLength(1);
    const after = await read({ age: '90' });
    const [winter = [], ...others] = told(before, 'active-pairings') ?? [];
    const [winterAfter, ...othersAfter] = told(after, 'active-pairings') ?? [];
    expect(winterAfter?.[1]).toBe((winter[1] ?? 0) - 1);
    expect(othersAfter).toEqual(others);
    // Nobody differs by department any more, so there is no mix to allow for.
    const mixes = (comparison: Comparison) =>
      measureOf(comparison, 'active-pairings')?.cohorts.map(({ standardised }) => standardised !== null);
    expect(mixes(after)).toEqual([true, true, true]);
    await api.rows("update people set department = 'Elsewhere' where organisation_id = $1", [
      organisation.id,
    ]);
    await api.rows('delete from job_spells where organisation_id = $1', [organisation.id]);
    expect(mixes(await read({ age: '90' }))).toEqual([false, false, false]);
  });

  it('is written down once, and says the same at another moment until something of it is another', async () => {
    const first = await read({ age: '90' });
    api.clock.set(new Date(api.clock.now().getTime() + 60_000));
    const again = await read({ age: '90' });
    expect(Date.parse(again.asOf) - Date.parse(first.asOf)).toBe(60_000);
    expect(JSON.stringify(again)).toBe(JSON.stringify(first).replaceAll(first.asOf, again.asOf));

    const now = api.clock.now();
    const actor: Actor = {
      accountId: '',
      personId: ownerPerson.id,
      organisationId: organisation.id,
      isManager: false,
      grants: [{ role: 'owner', programId: null }],
    };
    const { db } = api.platform;
    const formed = await db.read(actor, () => readComparison(db, actor, program.id, { age: '90' }, now));
    expect(again).toEqual(JSON.parse(JSON.stringify(formed)));

    await api.rows("update programs set name = 'Renamed' where id = $1", [program.id]);
    expect(await read({ age: '90' })).toMatchObject({ name: 'Renamed', measures: again.measures });
  });

  it('tells a meeting of today from one that is due, as the hour goes on and nothing is written', async () => {
    const [, , winter] = cohorts;
    if (!winter) throw new Error('no cohort');
    const [mentor, mentee] = [await api.given.person(organisation), await api.given.person(organisation)];
    const began = api.clock.now();
    const inHours = (hours: number) => new Date(began.getTime() + hours * 3_600_000);
    const pairing = await api.given.pairing(winter, mentor, mentee, { startedAt: inHours(-24) });
    await api.given.meeting(pairing, { state: 'planned', startsAt: inHours(2) });
    const waiting = async () => {
      const all = measureOf(await read(), 'meetings-held')?.cohorts ?? [];
      const metric = all.find(({ cohortId }) => cohortId === winter.id)?.metric;
      return { pending: metric?.pending, unknown: metric?.unknown };
    };
    expect(await waiting()).toEqual({ pending: 1, unknown: 0 });
    api.clock.set(inHours(3));
    expect(await waiting()).toEqual({ pending: 0, unknown: 1 });
    api.clock.set(began);
  });

  it('reads the noted nights where there are any, and the meetings where not', async () => {
    const [spring] = cohorts;
    await api.rows(
      `insert into cohort_standings (organisation_id, cohort_id, day, open, active, active_of, on_rhythm, slipping, stalled, fresh, paused, ended, noted_at)
       select organisation_id, id, starts_on + 63, 21, 13, 20, 13, 7, 0, 0, 0, 0, now() from cohorts where id = $1`,
      [spring?.id],
    );
    const history = (await read()).cohorts.find(({ id }) => id === spring?.id)?.history ?? [];
    expect(history.find(({ ageDays }) => ageDays === 63)).toEqual({ ageDays: 63, active: 13, of: 20 });
    expect(history.find(({ ageDays }) => ageDays === 70)).toEqual({ ageDays: 70, active: 20, of: 21 });
  });

  it('writes down at the start of a cohort by what it will be judged, once, with a trace', async () => {
    const fresh = await api.given.cohort(program, ownerPerson, {
      state: 'running',
      startsOn: '2026-02-25',
      name: 'Fresh',
    });
    await api.platform.jobs.runSweep('register-measures');
    await api.platform.jobs.runSweep('register-measures');
    const rows = await api.rows<{ id: string; metrics: string[] }>(
      'select cohort_id as id, metrics from cohort_registrations',
    );
    expect(rows.map(({ id }) => id)).toEqual([fresh.id]);
    expect(rows[0]?.metrics).toContain('active-pairings');
    const traces = await api.rows("select from audit_rows where action = 'comparison.register'");
    expect(traces).toHaveLength(1);
    const beside = await read();
    expect(beside.cohorts.find(({ id }) => id === fresh.id)?.registeredAt).not.toBeNull();
  });

  it('shows whoever coordinates one program the cohorts of that one only', async () => {
    const other = await api.given.program(ownerPerson);
    await api.given.cohort(other, ownerPerson, {
      state: 'running',
      startsOn: '2025-10-06',
      name: 'Elsewhere',
    });
    const coordinator = await api.given.person(organisation);
    await api.given.grant(coordinator, 'coordinator', program.id);
    const names = (comparison: Comparison) => comparison.cohorts.map(({ name }) => name);
    expect(names(await read({ among: 'organisation' }))).toContain('Elsewhere');
    expect(names(await read({ among: 'organisation' }, await api.as(coordinator)))).not.toContain(
      'Elsewhere',
    );
  });
});
