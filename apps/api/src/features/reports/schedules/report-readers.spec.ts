import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reportScheduleRoutes as routes } from '@ithaca/contracts/report-schedules';
import { savedReportRoutes } from '@ithaca/contracts/saved-reports';
import type { GivenCohort, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';

let api: TestApi;
let coordinator: GivenPerson;
let auditor: GivenPerson;
let manager: GivenPerson;
let colleague: GivenPerson;
let cohort: GivenCohort;
let caller: TestCaller;

beforeAll(async () => {
  api = await startApi();
  const { given } = api;
  const organisation = await given.organisation({ timeZone: 'Europe/Berlin' });
  coordinator = await given.person(organisation, { displayName: 'Cora Quill' });
  auditor = await given.person(organisation, { displayName: 'Ada Quill' });
  manager = await given.person(organisation, { displayName: 'Max Quist' });
  colleague = await given.person(organisation, { displayName: 'Quentin Quist', managerId: manager.id });
  const program = await given.program(coordinator, { name: 'Growth' });
  await given.grant(coordinator, 'coordinator', program.id);
  await given.grant(auditor, 'auditor');
  cohort = await given.cohort(program, coordinator, { state: 'running', startsOn: '2026-01-05' });
  caller = await api.as(coordinator);
}, 90_000);
afterAll(() => api.stop());

const sweep = () => api.platform.jobs.runSweep('send-scheduled-reports');
const at = (instant: string) => api.clock.set(new Date(instant));

/** A report that goes out weekly to these people. */
async function makeWeekly(name: string, people: GivenPerson[]) {
  const { body: saved } = await caller.call(savedReportRoutes.create, {
    params: { programId: cohort.programId },
    body: {
      name,
      question: { metrics: ['active-pairings'], split: null, period: 'whole', cohortIds: [cohort.id] },
    },
  });
  const params = { savedReportId: saved.id };
  const { body } = await caller.call(routes.create, {
    params,
    body: { rhythm: 'weekly', personIds: people.map(({ id }) => id) },
  });
  return { params, one: { ...params, scheduleId: body.id } };
}

describe('the readers of a report that goes out by mail', () => {
  it('can be changed by whoever coordinates, and get the next mail', async () => {
    at('2026-02-02T09:00:00Z');
    const { params, one } = await makeWeekly('For others', [coordinator, auditor]);
    const change = (people: GivenPerson[], version: number, by = caller) =>
      by.call(routes.changeReaders, {
        params: one,
        body: { personIds: people.map(({ id }) => id) },
        version,
      });
    expect((await change([auditor, manager], 1, await api.as(auditor))).status).toBe(403);
    const refused = await change([auditor, colleague], 1);
    expect(refused.body.fields?.map(({ path }) => path)).toEqual(['body.personIds.1']);
    const changed = await change([auditor, manager], 1);
    expect(changed.body).toMatchObject({ version: 2, nextAt: '2026-02-09T07:00:00.000Z' });
    expect(changed.body.readers.map(({ displayName }) => displayName)).toEqual(['Ada Quill', 'Max Quist']);
    expect((await change([coordinator], 1)).status).toBe(412);
    expect(
      await api.rows(
        `select actor_id as "personId", facts from audit_rows where action = 'report-schedules.changeReaders' and outcome = 'done'`,
      ),
    ).toEqual([
      { personId: coordinator.id, facts: { scheduleId: one.scheduleId, people: 2, added: 1, removed: 1 } },
    ]);

    at('2026-02-09T07:50:00Z');
    await sweep();
    const written = await api.rows<{ id: string }>(
      `select person_id as id from mails where kind = 'report-scheduled' order by person_id`,
    );
    expect(written.map(({ id }) => id)).toEqual([auditor, manager].map(({ id }) => id).sort());
    await api.rows(`update mails set state = 'bounced' where person_id = $1`, [manager.id]);
    const listed = async () => (await caller.call(routes.list, { params })).body.items[0];
    expect((await listed())?.runs).toEqual([
      { id: expect.any(String), at: '2026-02-09T07:50:00.000Z', people: 2, failed: 1 },
    ]);
  });

  it('let one that ended for want of them go on with the next period', async () => {
    at('2026-02-10T09:00:00Z');
    const { params, one } = await makeWeekly('For somebody', [manager]);
    await api.rows('update people set manager_id = null where id = $1', [colleague.id]);
    at('2026-02-16T07:50:00Z');
    await sweep();
    const [ended] = (await caller.call(routes.list, { params })).body.items;
    expect(ended).toMatchObject({ end: 'nobody-left', nextAt: null, version: 2 });
    const { body } = await caller.call(routes.changeReaders, {
      params: one,
      // Whoever is on it already may stay, though not able to read it now.
      body: { personIds: [manager.id, auditor.id] },
      version: 2,
    });
    expect(body).toMatchObject({ end: null, nextAt: '2026-02-23T07:00:00.000Z' });
  });
});
