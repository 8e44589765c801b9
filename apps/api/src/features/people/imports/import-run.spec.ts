import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importRoutes as routes } from '@ithaca/contracts/imports';
import { peopleRoutes } from '@ithaca/contracts/people';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';
import { ImportDesk } from '../../../../testing/import-desk.ts';

let api: TestApi;
let desk: ImportDesk;
beforeAll(async () => {
  api = await startApi();
  desk = new ImportDesk(api);
});
afterAll(() => api.stop());

describe('carrying an import out', () => {
  it('adds and changes people, who are found and employed at once; rejected lines stay behind', async () => {
    const { organisation, by } = await desk.office();
    await api.given.person(organisation, {
      displayName: 'Ada Roy',
      employeeNumber: '1',
      hiredOn: '2020-01-01',
      account: false,
    });
    const { done } = await desk.carryOut(
      by,
      'Nr,Name,Job,Start,End,Why\n1,Ada King,Lead,2020-01-01,2025-06-30,resigned\n2,Eve Fox,Designer,2021-05-01,,\n,Nobody,,,,\n',
      ['employeeNumber', 'name', 'jobTitle', 'hiredOn', 'leftOn', 'endReason'],
    );
    expect(done).toMatchObject({
      state: 'done',
      progress: 100,
      counts: { rows: 3, new: 1, changed: 1, unchanged: 0, rejected: 1, leavers: 1 },
      undoableUntil: expect.stringMatching(/^2026-04-01T09:/),
    });
    const leavers = await by.call(routes.listRows, {
      params: { importId: done.id },
      query: { leaves: 'true' },
    });
    expect(leavers.body.items.map((row) => row.line)).toEqual([2]);
    const search = async (q: string) =>
      (await by.call(peopleRoutes.list, { query: { q } })).body.items.map((person) => person.displayName);
    expect([await search('king'), await search('roy'), await search('designer')]).toEqual([
      ['Ada King'],
      [],
      ['Eve Fox'],
    ]);
    expect(
      await api.rows(
        `select p.display_name, s.starts_on::text, s.ends_on::text, s.end_reason from employment_spells s join people p on p.id = s.person_id
         where p.organisation_id = $1 and p.employee_number in ('1', '2') order by 1`,
        [organisation.id],
      ),
    ).toEqual([
      { display_name: 'Ada King', starts_on: '2020-01-01', ends_on: '2025-06-30', end_reason: 'voluntary' },
      { display_name: 'Eve Fox', starts_on: '2021-05-01', ends_on: null, end_reason: null },
    ]);
  });

  it('takes a department that has another name for no move of its people', async () => {
    const { organisation, by } = await desk.office();
    const columns = ['employeeNumber', 'name', 'department', 'grade'] as const;
    const head = 'Nr,Name,Dept,Grade';
    await desk.carryOut(
      by,
      `${head}\n1,Ada,Ops,3\n2,Eve,Ops,3\n3,Ben,Ops,3\n4,Kim,Sales,3\n5,Tom,Legal,3\n6,Ola,Legal,3`,
      columns,
    );
    api.clock.set(new Date('2026-03-12T09:00:00Z'));
    try {
      // Ops is now Platform, where Ben came to a higher grade and Una is new; one of Legal has gone to Sales.
      const { done } = await desk.carryOut(
        by,
        `${head}\n1,Ada,Platform,3\n2,Eve,Platform,3\n3,Ben,Platform,4\n7,Una,Platform,3\n5,Tom,Sales,3`,
        columns,
      );
      const jobs = () =>
        api.rows(
          `select p.display_name || ' ' || string_agg(s.department || ' ' || s.grade || case when s.starts_on < '2026-03-12' then '' else ' since' end, ', '
             order by s.starts_on) as job
           from job_spells s join people p on p.id = s.person_id
           where s.organisation_id = $1 and s.superseded_at is null and p.employee_number <> 'OWNER' group by p.display_name order by 1`,
          [organisation.id],
        );
      expect(await jobs()).toEqual(
        [
          'Ada Platform 3',
          'Ben Platform 3, Platform 4 since',
          'Eve Platform 3',
          'Kim Sales 3',
          'Ola Legal 3',
          'Tom Legal 3, Sales 3 since',
          'Una Platform 3 since',
        ].map((job) => ({ job })),
      );
      const { version } = (await by.call(routes.get, { params: { importId: done.id } })).body;
      await by.call(routes.undo, { params: { importId: done.id }, version });
      expect(await jobs()).toEqual(
        ['Ada Ops 3', 'Ben Ops 3', 'Eve Ops 3', 'Kim Sales 3', 'Ola Legal 3', 'Tom Legal 3'].map((job) => ({
          job,
        })),
      );
    } finally {
      api.clock.set(new Date('2026-03-02T09:00:00Z'));
    }
  });

  it('brings leaves, ends them where the cell is empty, and objects to those that end first', async () => {
    const { organisation, by } = await desk.office();
    const columns = ['employeeNumber', 'name', 'leaveFrom', 'leaveUntil'] as const;
    const head = 'Nr,Name,Leave from,Leave until';
    await desk.carryOut(
      by,
      `${head}\n1,Ada,2026-03-10,2026-06-30\n2,Eve,2026-04-01,\n3,Ben,2026-05-01,2026-04-01\n4,Kim,,2026-04-01`,
      columns,
    );
    const leaves = async () =>
      api.rows(
        `select display_name || ' ' || coalesce(leave_from::text, '-') || ' ' || coalesce(leave_until::text, '-') as leave
         from people where organisation_id = $1 and employee_number <> 'OWNER' order by 1`,
        [organisation.id],
      );
    expect(await leaves()).toEqual([{ leave: 'Ada 2026-03-10 2026-06-30' }, { leave: 'Eve 2026-04-01 -' }]);
    const { done } = await desk.carryOut(by, `${head}\n1,Ada,,\n2,Eve,2026-04-01,2026-05-31`, columns);
    expect(await leaves()).toEqual([{ leave: 'Ada - -' }, { leave: 'Eve 2026-04-01 2026-05-31' }]);
    const { version } = (await by.call(routes.get, { params: { importId: done.id } })).body;
    await by.call(routes.undo, { params: { importId: done.id }, version });
    expect(await leaves()).toEqual([{ leave: 'Ada 2026-03-10 2026-06-30' }, { leave: 'Eve 2026-04-01 -' }]);
    const [ada] = await api.rows<{ id: string; version: number }>(
      'select id, version from people where organisation_id = $1 and employee_number = $2',
      [organisation.id, '1'],
    );
    const change = (body: { leaveFrom?: string | null; leaveUntil?: string | null }, version = 0) =>
      by.call(peopleRoutes.update, {
        params: { personId: ada?.id ?? '' },
        body,
        version,
      });
    const alone = await change({ leaveFrom: null, leaveUntil: '2026-05-01' }, ada?.version);
    expect(alone.body).toMatchObject({ code: 'request.fields' });
    const given = await change({ leaveFrom: '2026-04-01', leaveUntil: '2026-05-01' }, ada?.version);
    expect(given.body).toMatchObject({ leaveFrom: '2026-04-01', leaveUntil: '2026-05-01' });
  });

  it('does the same again without any change', async () => {
    const { by } = await desk.office();
    const text =
      'Nr,Name,Start,End,Why,Manager,Speaks,Grade\n1,"Roy, Ada",2020-01-01,2021-01-01,fired,2,"de, en",4\n2,Eve Fox,2019-01-01,,,,fr,\n';
    const fields = [
      'employeeNumber',
      'name',
      'hiredOn',
      'leftOn',
      'endReason',
      'manager',
      'languages',
      'grade',
    ] as const;
    await desk.carryOut(by, text, fields);
    const { mapped } = await desk.map(by, text, fields);
    expect(mapped.body.counts).toMatchObject({ unchanged: 2, new: 0, changed: 0 });
  });

  it('lets two people exchange their mail addresses', async () => {
    const { organisation, by } = await desk.office();
    await api.given.person(organisation, {
      employeeNumber: '1',
      displayName: 'Ada',
      email: 'a@example.test',
      account: false,
    });
    await api.given.person(organisation, {
      employeeNumber: '2',
      displayName: 'Eve',
      email: 'e@example.test',
      account: false,
    });
    const { done } = await desk.carryOut(
      by,
      'Nr,Name,Mail\n1,Ada,e@example.test\n2,Eve,a@example.test\n3,Fay,f@example.test\n',
      ['employeeNumber', 'name', 'email'],
    );
    expect(done).toMatchObject({ state: 'done', counts: { changed: 2, new: 1 } });
  });

  it('gives somebody entered by hand the number of the file', async () => {
    const { organisation, by } = await desk.office();
    const person = await api.given.person(organisation, {
      displayName: 'Ada',
      email: 'ada@example.test',
      account: false,
    });
    await api.rows('update people set employee_number = null where id = $1', [person.id]);
    const { done } = await desk.carryOut(by, 'Nr,Name,Mail\n77,Ada,ada@example.test\n', [
      'employeeNumber',
      'name',
      'email',
    ]);
    expect(done.counts).toMatchObject({ changed: 1, new: 0 });
  });

  it('ends the access of those who have left', async () => {
    const { organisation, by } = await desk.office();
    const leaver = await api.given.person(organisation, { displayName: 'Ada', employeeNumber: '1' });
    const asLeaver = await api.as(leaver);
    await desk.carryOut(by, 'Nr,Name,End\n1,Ada,2026-03-01\n', ['employeeNumber', 'name', 'leftOn']);
    expect((await asLeaver.call(peopleRoutes.myProfile, {})).status).toBe(401);
  });

  it('begins another spell for somebody hired again', async () => {
    const { organisation, by } = await desk.office();
    await api.given.person(organisation, {
      displayName: 'Ada',
      employeeNumber: '1',
      hiredOn: '2015-01-01',
      leftOn: '2018-01-01',
      account: false,
    });
    await desk.carryOut(by, 'Nr,Name,Start\n1,Ada,2022-01-01\n', ['employeeNumber', 'name', 'hiredOn']);
    expect(
      await api.rows(
        `select s.starts_on::text, s.ends_on::text from employment_spells s join people p on p.id = s.person_id
         where p.organisation_id = $1 and p.employee_number = '1' order by 1`,
        [organisation.id],
      ),
    ).toEqual([
      { starts_on: '2015-01-01', ends_on: '2018-01-01' },
      { starts_on: '2022-01-01', ends_on: null },
    ]);
  });

  it('fails as a whole when it would leave the organisation without an owner', async () => {
    const { by, organisation } = await desk.office();
    const { params, done } = await desk.carryOut(
      by,
      'Nr,Name,End\nOWNER,Olga Owner,2026-03-01\n9,Nia New,\n',
      ['employeeNumber', 'name', 'leftOn'],
    );
    expect(done).toMatchObject({ state: 'failed', problem: 'grant.last-owner' });
    expect(await api.rows('select 1 from people where organisation_id = $1', [organisation.id])).toHaveLength(
      1,
    );
    expect((await by.call(routes.undo, { params, version: done.version })).body).toMatchObject({
      code: 'import.wrong-state',
    });
  });

  it('runs once, from the version that was read, and only when a line is left to import', async () => {
    const { by } = await desk.office();
    const { params, mapped } = await desk.map(by, 'Nr,Name\n,Ada\n', ['employeeNumber', 'name']);
    const run = (version: number) => by.call(routes.run, { params, version });
    expect((await run(1)).body).toMatchObject({ code: 'record.changed' });
    expect((await run(mapped.body.version)).body).toMatchObject({
      code: 'import.has-problems',
      facts: { rejected: 1 },
    });
    const other = await desk.map(by, 'Nr,Name\n1,Ada\n', ['employeeNumber', 'name']);
    const twice = await Promise.all(
      [1, 2].map(() => by.call(routes.run, { params: other.params, version: other.mapped.body.version })),
    );
    expect(twice.map((answer) => answer.status).toSorted()).toEqual([202, 412]);
    const unmapped = await desk.upload(by, 'Name\nAda\n');
    expect(
      (await by.call(routes.run, { params: { importId: unmapped.body.id }, version: 1 })).body,
    ).toMatchObject({
      code: 'import.wrong-state',
    });
  });

  it('is counted against the directory as it is when it runs', async () => {
    const { organisation, by } = await desk.office();
    const { params, mapped } = await desk.map(by, 'Nr,Name,Mail\n1,Ada,ada@example.test\n2,Eve,\n', [
      'employeeNumber',
      'name',
      'email',
    ]);
    await by.call(routes.run, { params, version: mapped.body.version });
    await api.given.person(organisation, { email: 'ada@example.test', employeeNumber: '99' });
    await api.runJobs();
    expect((await by.call(routes.get, { params })).body).toMatchObject({
      state: 'done',
      counts: { new: 1, rejected: 1 },
    });
  });
});

describe('taking an import back', () => {
  const undo = (by: TestCaller, params: { importId: string }, version: number) =>
    by.call(routes.undo, { params, version });

  it('removes whom it added and restores whom it changed', async () => {
    const { organisation, by } = await desk.office();
    await api.given.person(organisation, {
      displayName: 'Ada Roy',
      employeeNumber: '1',
      jobTitle: 'Engineer',
      account: false,
    });
    const { params, done } = await desk.carryOut(
      by,
      'Nr,Name,Job,Manager\n1,Ada King,Lead,2\n2,Eve Fox,CEO,\n',
      ['employeeNumber', 'name', 'jobTitle', 'manager'],
    );
    const answer = await undo(by, params, done.version);
    expect(answer.body).toMatchObject({ import: { state: 'undone', undoableUntil: null }, kept: [] });
    expect(
      (await by.call(peopleRoutes.list, {})).body.items.map((person) => [
        person.displayName,
        person.jobTitle,
        person.managerName,
      ]),
    ).toEqual([
      ['Ada Roy', 'Engineer', null],
      ['Olga Owner', 'Engineer', null],
    ]);
    expect((await undo(by, params, answer.body.import.version)).body).toMatchObject({
      code: 'import.wrong-state',
    });
  });

  it('keeps people on whom something has come to hang, and says why', async () => {
    const { owner, by } = await desk.office();
    const { params, done } = await desk.carryOut(
      by,
      'Nr,Name,Manager\n1,Ada,\n2,Bea,1\n3,Cem,\n4,Dan,\n5,Eve,\n6,Fay,\n',
      ['employeeNumber', 'name', 'manager'],
    );
    const byNumber = Object.fromEntries(
      (
        await api.rows<{ id: string; n: string }>(
          'select id, employee_number as n from people where import_id = $1',
          [params.importId],
        )
      ).map(({ id, n }) => [
        n,
        { id, organisationId: owner.organisationId, accountId: '', email: '', displayName: '' },
      ]),
    );
    const cohort = await api.given.cohort(await api.given.program(owner), owner);
    const [bea, cem, dan] = [byNumber['2'], byNumber['3'], byNumber['4']];
    if (!bea || !cem || !dan) throw new Error('They were not imported.');
    await api.given.enrolment(cohort, bea, 'mentee');
    await api.given.pairing(cohort, owner, cem);
    await api.given.grant(dan, 'auditor');
    await by.call(peopleRoutes.update, {
      params: { personId: byNumber['5']?.id ?? '' },
      body: { site: 'Oslo' },
      version: 1,
    });
    const answer = await undo(by, params, done.version);
    const again = (await by.call(routes.listKept, { params })).body.items;
    expect(again).toEqual(answer.body.kept.toSorted((x, y) => (x.displayName < y.displayName ? -1 : 1)));
    expect(Object.fromEntries(answer.body.kept.map((one) => [one.displayName, one.reason]))).toEqual({
      Ada: 'manages-others',
      Bea: 'enrolled',
      Cem: 'paired',
      Dan: 'holds-role',
      Eve: 'changed-since',
    });
    expect(await api.rows('select 1 from people where import_id = $1', [params.importId])).toHaveLength(5);
  });

  it('leaves what somebody has changed since, and restores the rest', async () => {
    const { organisation, by } = await desk.office();
    const ada = await api.given.person(organisation, {
      displayName: 'Ada',
      employeeNumber: '1',
      jobTitle: 'Engineer',
      account: false,
    });
    await api.given.person(organisation, {
      displayName: 'Eve',
      employeeNumber: '2',
      jobTitle: 'Engineer',
      account: false,
    });
    const { params, done } = await desk.carryOut(by, 'Nr,Name,Job\n1,Ada,Lead\n2,Eve,Lead\n', [
      'employeeNumber',
      'name',
      'jobTitle',
    ]);
    await by.call(peopleRoutes.update, {
      params: { personId: ada.id },
      body: { jobTitle: 'Chief' },
      version: 2,
    });
    expect((await undo(by, params, done.version)).body.kept).toEqual([
      { personId: ada.id, displayName: 'Ada', kind: 'person', reason: 'changed-since' },
    ]);
    const titles = await api.rows(
      'select employee_number, job_title from people where organisation_id = $1 and employee_number <> $2 order by 1',
      [organisation.id, 'OWNER'],
    );
    expect(titles).toEqual([
      { employee_number: '1', job_title: 'Chief' },
      { employee_number: '2', job_title: 'Engineer' },
    ]);
  });

  it('does not give back an address that somebody has taken since', async () => {
    const { organisation, by } = await desk.office();
    const ada = await api.given.person(organisation, {
      displayName: 'Ada',
      employeeNumber: '1',
      email: 'old@example.test',
      account: false,
    });
    const { params, done } = await desk.carryOut(by, 'Nr,Name,Mail\n1,Ada,new@example.test\n', [
      'employeeNumber',
      'name',
      'email',
    ]);
    await by.call(peopleRoutes.create, { body: { displayName: 'Eve', email: 'old@example.test' } });
    expect((await undo(by, params, done.version)).body.kept).toMatchObject([
      { personId: ada.id, reason: 'changed-since' },
    ]);
  });

  it('lets those sign in again whom it had made leavers, with the roles they held', async () => {
    const { organisation, by } = await desk.office();
    const ada = await api.given.person(organisation, { displayName: 'Ada', employeeNumber: '1' });
    await api.given.grant(ada, 'auditor');
    const { params, done } = await desk.carryOut(by, 'Nr,Name,End\n1,Ada,2026-03-01\n', [
      'employeeNumber',
      'name',
      'leftOn',
    ]);
    api.clock.set(new Date(api.clock.now().getTime() + 60_000));
    expect((await undo(by, params, done.version)).status).toBe(200);
    const asAda = await api.as(ada);
    expect((await asAda.call(peopleRoutes.list, {})).status).toBe(200);
  });

  it('closes the door again behind whom it had let in, as of the day on which it was closed', async () => {
    const { organisation, by } = await desk.office();
    const left = { displayName: 'Ada', employeeNumber: '1', leftOn: '2026-01-31' };
    const ada = await api.given.person(organisation, left);
    const closedAt = '2026-02-01T04:00:00.000Z';
    await api.rows('update identity.memberships set ended_at = $2 where person_id = $1', [ada.id, closedAt]);
    const { params, done } = await desk.carryOut(by, 'Nr,Name,End\n1,Ada,\n', [
      'employeeNumber',
      'name',
      'leftOn',
    ]);
    const endedAt = async () =>
      (
        await api.rows<{ at: Date | null }>(
          'select ended_at as at from identity.memberships where person_id = $1',
          [ada.id],
        )
      )[0]?.at;
    expect(await endedAt()).toBeNull();
    expect((await undo(by, params, done.version)).body).toMatchObject({ kept: [] });
    expect((await endedAt())?.toISOString()).toBe(closedAt);
  });

  it('is possible for thirty days', async () => {
    const { organisation, by } = await desk.office();
    const { params, done } = await desk.carryOut(by, 'Name\nAda\n', ['name'], 'name');
    await api.rows(
      "update imports set finished_at = finished_at - interval '31 days' where organisation_id = $1",
      [organisation.id],
    );
    expect((await undo(by, params, done.version)).body).toMatchObject({ code: 'import.undo-expired' });
    expect((await undo(by, params, 1)).body).toMatchObject({ code: 'record.changed' });
  });
});
