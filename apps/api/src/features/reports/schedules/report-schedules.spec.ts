import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reportScheduleRoutes as routes } from '@ithaca/contracts/report-schedules';
import { savedReportRoutes } from '@ithaca/contracts/saved-reports';
import { reportScheduleLimits } from '@ithaca/domain/report-schedule';
import type { GivenCohort, GivenOrganisation, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';

let api: TestApi;
let organisation: GivenOrganisation;
let coordinator: GivenPerson;
let auditor: GivenPerson;
let manager: GivenPerson;
let leaver: GivenPerson;
let colleague: GivenPerson;
let cohort: GivenCohort;
let caller: TestCaller;
let programId: string;

beforeAll(async () => {
  api = await startApi();
  const { given } = api;
  organisation = await given.organisation({ timeZone: 'Europe/Berlin' });
  coordinator = await given.person(organisation, { displayName: 'Cora Quill', locale: 'de' });
  auditor = await given.person(organisation, { displayName: 'Ada Quill' });
  manager = await given.person(organisation, { displayName: 'Max Quist', timeZone: 'America/New_York' });
  leaver = await given.person(organisation, { displayName: 'Lee Quorn' });
  colleague = await given.person(organisation, { displayName: 'Quentin Quist', managerId: manager.id });
  const elsewhere = await given.person(organisation, { displayName: 'Elsa Quade' });
  const program = await given.program(coordinator, { name: 'Growth' });
  programId = program.id;
  await given.grant(coordinator, 'coordinator', programId);
  await given.grant(auditor, 'auditor');
  await given.grant(leaver, 'owner');
  await given.grant(elsewhere, 'coordinator', (await given.program(coordinator)).id);
  cohort = await given.cohort(program, coordinator, { state: 'running', startsOn: '2026-01-05' });
  for (let index = 0; index < 12; index += 1) {
    const [mentor, mentee] = [
      await given.person(organisation, { account: false }),
      await given.person(organisation, { account: false }),
    ];
    await given.pairing(cohort, mentor, mentee, { startedAt: new Date('2026-01-05T09:00:00Z') });
  }
  caller = await api.as(coordinator);
}, 90_000);
afterAll(() => api.stop());

const sweep = () => api.platform.jobs.runSweep('send-scheduled-reports');
const at = (instant: string) => api.clock.set(new Date(instant));
const written = () =>
  api.rows<{ personId: string; state: string; sendAfter: Date | null; path: string; subject: string }>(
    `select person_id as "personId", state, send_after as "sendAfter", path, subject from mails
     where kind = 'report-scheduled' order by created_at, id`,
  );
const toWhom = async () => (await written()).map(({ personId }) => personId).sort();
const sorted = (...people: GivenPerson[]) => people.map(({ id }) => id).sort();

async function save(name: string, period = 'whole') {
  const question = { metrics: ['active-pairings' as const], split: null, period, cohortIds: [cohort.id] };
  const { body } = await caller.call(savedReportRoutes.create, {
    params: { programId },
    body: { name, question },
  });
  return { savedReportId: body.id, version: body.version };
}

const schedule = (params: { savedReportId: string }, rhythm: 'weekly' | 'monthly', people: GivenPerson[]) =>
  caller.call(routes.create, { params, body: { rhythm, personIds: people.map(({ id }) => id) } });

describe('a report that goes out by mail', () => {
  it('is offered to those who may read it, and refused to others', async () => {
    const params = await save('For whom');
    const offered = async (q?: string) =>
      (await caller.call(routes.readers, { params, query: q === undefined ? {} : { q } })).body.items.map(
        ({ displayName }) => displayName,
      );
    // Who has a role here; a manager is found by name; whoever coordinates another program, or nothing, is not.
    expect(await offered()).toEqual(['Ada Quill', 'Cora Quill', 'Lee Quorn']);
    expect(await offered('q')).toEqual(['Ada Quill', 'Cora Quill', 'Lee Quorn', 'Max Quist']);
    const refused = await schedule(params, 'weekly', [auditor, colleague]);
    expect(refused.status).toBe(400);
    expect(refused.body.fields?.map(({ path }) => path)).toEqual(['body.personIds.1']);
    for (let kept = 0; kept < 5; kept += 1)
      expect((await schedule(params, 'weekly', [auditor])).status).toBe(201);
    expect((await schedule(params, 'weekly', [auditor])).body.code).toBe('report-schedule.too-many');
    await caller.call(savedReportRoutes.remove, { params, version: 1 });
    expect(await api.rows('select 1 from report_schedules')).toEqual([]);
  });

  it('is offered to those who may read it however many coordinate another program', async () => {
    const params = await save('For whom of many');
    const other = await api.given.program(coordinator, { name: 'Elsewhere' });
    for (let index = 10; index < 10 + reportScheduleLimits.readers; index += 1) {
      const person = await api.given.person(organisation, { displayName: `A${index} Quack` });
      await api.given.grant(person, 'coordinator', other.id);
    }
    const { body } = await caller.call(routes.readers, { params, query: {} });
    expect(body.items.map(({ displayName }) => displayName)).toEqual([
      'Ada Quill',
      'Cora Quill',
      'Lee Quorn',
    ]);
  });

  it('reaches each reader once in its period, at eight on the wall, until nobody or nothing is left', async () => {
    const params = await save('For the board');
    const made = await schedule(params, 'weekly', [coordinator, auditor, manager, leaver]);
    expect(made.status).toBe(201);
    expect(made.body.nextAt).toBe('2026-03-09T07:00:00.000Z');
    await api.given.insert('mail_choices', [
      {
        organisationId: auditor.organisationId,
        personId: auditor.id,
        kind: 'report-scheduled',
        choice: 'off',
        chosenAt: api.clock.now(),
      },
    ]);
    at('2026-03-09T06:59:00Z');
    await sweep();
    expect(await written()).toEqual([]);

    // Whoever is stopped between two mails has written none: here by a row that the database does not take.
    at('2026-03-09T07:50:00Z');
    const broken = `alter table mails add constraint broken check (person_id <> '${leaver.id}' or kind <> 'report-scheduled')`;
    await api.rows(broken);
    await expect(sweep()).rejects.toThrow('did not go out');
    expect([await written(), await api.rows('select 1 from report_runs')]).toEqual([[], []]);
    await api.rows('alter table mails drop constraint broken');
    await Promise.all([sweep(), sweep()]);
    await sweep();
    expect(await toWhom()).toEqual(sorted(coordinator, auditor, manager, leaver));
    const first = await written();
    const of = (person: GivenPerson) => first.find(({ personId }) => personId === person.id);
    // Stopped by the reader: the inbox alone has it. In New York it is night.
    expect(of(auditor)?.state).toBe('stopped');
    expect(of(manager)?.sendAfter?.toISOString()).toBe('2026-03-09T12:00:00.000Z');
    expect(of(coordinator)?.sendAfter).toBeNull();
    await api.runJobs();
    const mail = api.mails.sent.find(({ to }) => to === coordinator.email);
    expect(mail?.text).toMatch(/• Aktive Paare: 0\s% \(0 von 12 Paaren\)/);
    expect(mail?.stopUrl).toBeDefined();
    expect(mail?.text).toContain('für diesen Bericht eingetragen');
    expect(mail?.text).not.toContain('am Mentoring teilnehmen');

    const path = of(manager)?.path ?? '';
    const reportRunId = path.split('/').at(-1) ?? '';
    expect(mail?.text).toContain(path);
    const read = async (person: GivenPerson) =>
      (await api.as(person)).call(routes.read, { params: { reportRunId } });
    const frozen = (await read(manager)).body;
    expect([frozen.name, frozen.report.asOf]).toEqual(['For the board', '2026-03-09T07:50:00.000Z']);
    expect(frozen.report.stamp?.dataVersion).toMatch(/^v\d+-/);
    expect((await read(colleague)).status).toBe(403);
    await api.rows(`update pairings set state = 'ended', ended_at = $1 where cohort_id = $2`, [
      api.clock.now(),
      cohort.id,
    ]);
    expect((await read(manager)).body).toEqual(frozen);

    // The clocks have changed, one has left, and one manages nobody any more.
    await api.rows(`update people set left_on = '2026-03-20' where id = $1`, [leaver.id]);
    await api.rows('update people set manager_id = null where id = $1', [colleague.id]);
    at('2026-03-30T05:50:00Z');
    await sweep();
    expect(await written()).toHaveLength(4);
    at('2026-03-30T06:50:00Z');
    await sweep();
    const listed = async () => (await caller.call(routes.list, { params })).body.items[0];
    // What was missed while nothing ran is not made up for.
    expect(
      (await written())
        .slice(4)
        .map(({ personId }) => personId)
        .sort(),
    ).toEqual(sorted(coordinator, auditor));
    expect((await listed())?.runs).toMatchObject([
      { people: 2, failed: 0 },
      { people: 4, failed: 0 },
    ]);
    expect((await listed())?.nextAt).toBe('2026-04-06T06:00:00.000Z');

    const one = { ...params, scheduleId: made.body.id };
    const pause = (isPaused: boolean, version: number) =>
      caller.call(routes.pause, { params: one, body: { isPaused }, version });
    expect((await pause(true, 1)).body).toMatchObject({ isPaused: true, nextAt: null, version: 2 });
    expect((await pause(true, 1)).status).toBe(412);
    at('2026-04-08T09:00:00Z');
    await sweep();
    expect(await written()).toHaveLength(6);
    expect((await pause(false, 2)).body.nextAt).toBe('2026-04-13T06:00:00.000Z');
    await sweep();
    expect(await written()).toHaveLength(6);

    // A quarter by name goes out once more when it is over. A mail whose only reader has no right any more ends.
    const quarter = await save('The quarter', '2026-Q2');
    await schedule(quarter, 'monthly', [coordinator]);
    const alone = await save('For one');
    await schedule(alone, 'monthly', [auditor]);
    await api.rows('update grants set ended_at = $1 where person_id = $2', [api.clock.now(), auditor.id]);
    at('2026-07-01T06:50:00Z');
    await sweep();
    await sweep();
    expect((await written()).slice(6).map(({ subject }) => subject)).toEqual([
      'For the board: Growth',
      'The quarter: Growth',
    ]);
    const endOf = async (report: { savedReportId: string }) =>
      (await caller.call(routes.list, { params: report })).body.items.map(({ end }) => end);
    expect(await endOf(quarter)).toEqual(['period-over']);
    expect(await endOf(alone)).toEqual(['nobody-left']);

    await api.rows(`update cohorts set state = 'closed', closed_at = $1 where id = $2`, [
      api.clock.now(),
      cohort.id,
    ]);
    at('2026-07-06T06:50:00Z');
    await sweep();
    expect(await written()).toHaveLength(8);
    expect(await listed()).toMatchObject({ end: 'cohorts-closed', nextAt: null });
    expect((await schedule(quarter, 'weekly', [coordinator])).body.code).toBe('cohort.wrong-state');

    // With the report its mails go; what was announced stays readable.
    expect((await caller.call(savedReportRoutes.remove, { params, version: 1 })).status).toBe(204);
    expect((await read(coordinator)).body).toEqual(frozen);
    expect(
      await api.rows(
        `select action, facts - 'scheduleId' as facts from audit_rows
         where action in ('report-schedules.send', 'report-schedules.end') order by at, id`,
      ),
    ).toEqual([
      { action: 'report-schedules.send', facts: { people: 4, period: '2026-03-09' } },
      { action: 'report-schedules.send', facts: { people: 2, period: '2026-03-30' } },
      { action: 'report-schedules.send', facts: { people: 1, period: '2026-06-29' } },
      { action: 'report-schedules.send', facts: { people: 1, period: '2026-07-01' } },
      { action: 'report-schedules.end', facts: { reason: 'period-over' } },
      { action: 'report-schedules.end', facts: { reason: 'nobody-left' } },
      { action: 'report-schedules.end', facts: { reason: 'cohorts-closed' } },
    ]);
  });
});
