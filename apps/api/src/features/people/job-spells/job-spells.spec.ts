import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jobSpellRoutes as routes } from '@ithaca/contracts/job-spells';
import { importRoutes } from '@ithaca/contracts/imports';
import { peopleRoutes } from '@ithaca/contracts/people';
import type { JobHistory } from '@ithaca/contracts/job-spells';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { ImportDesk } from '../../../../testing/import-desk.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** Ada has been a clerk since 2020, under Mia; it is 2 March 2026. */
async function company() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner' });
  await api.given.grant(owner, 'owner');
  const manager = await api.given.person(organisation, { displayName: 'Mia Manager' });
  const next = await api.given.person(organisation, { displayName: 'Nora Next' });
  const ada = await api.given.person(organisation, {
    displayName: 'Ada Obi',
    jobTitle: 'Clerk',
    department: 'Finance',
    grade: 3,
    managerId: manager.id,
  });
  const asOwner = await api.as(owner);
  const params = { personId: ada.id };
  const read = async (query: { knownAt?: string } = {}) =>
    (await asOwner.call(routes.list, { params, query })).body;
  return { organisation, owner, manager, next, ada, asOwner, params, read };
}

const lines = ({ items }: JobHistory) =>
  items.map(({ startsOn, endsOn, jobTitle }) => `${startsOn} – ${endsOn ?? '…'} ${jobTitle}`);

describe('the jobs of a person', () => {
  it('get another one from a day on, and the directory says so at once', async () => {
    const { asOwner, params, next } = await company();
    const changed = await asOwner.call(routes.change, {
      params,
      body: { startsOn: '2026-02-01', jobTitle: 'Analyst', managerId: next.id },
      version: 1,
    });
    expect(changed.status).toBe(201);
    expect(lines(changed.body)).toEqual(['2026-02-01 – … Analyst', '2020-01-01 – 2026-02-01 Clerk']);
    expect(changed.body.items[0]).toMatchObject({
      department: 'Finance',
      managerName: 'Nora Next',
      recordedByName: 'Olga Owner',
    });
    const person = (await asOwner.call(peopleRoutes.get, { params })).body;
    expect(person).toMatchObject({ jobTitle: 'Analyst', managerName: 'Nora Next', version: 2 });
    const found = (await asOwner.call(peopleRoutes.list, { query: { q: 'analyst' } })).body.items;
    expect(found.map(({ id }) => id)).toEqual([params.personId]);
  });

  it('are put right without rewriting what was known', async () => {
    const { asOwner, params, read } = await company();
    const knownBefore = api.clock.now().toISOString();
    api.clock.advanceDays(1);
    await asOwner.call(peopleRoutes.update, { params, body: { jobTitle: 'Senior clerk' }, version: 1 });
    expect(lines(await read())).toEqual(['2020-01-01 – … Senior clerk']);
    expect((await read()).corrections).toMatchObject([
      { jobTitle: 'Clerk', supersededAt: api.clock.now().toISOString() },
    ]);
    expect(lines(await read({ knownAt: knownBefore }))).toEqual(['2020-01-01 – … Clerk']);
    const [spell] = (await read()).items;
    const corrected = await asOwner.call(routes.correct, {
      params: { ...params, spellId: spell?.id ?? '' },
      body: { grade: 4 },
      version: 2,
    });
    expect(corrected.body.items).toMatchObject([{ jobTitle: 'Senior clerk', grade: 4 }]);
    expect((await asOwner.call(peopleRoutes.get, { params })).body).toMatchObject({ grade: 4, version: 3 });
    api.clock.advanceDays(-1);
  });

  it('wait for their day when they are planned, and begin on it', async () => {
    const { asOwner, params, read } = await company();
    const planned = await asOwner.call(routes.change, {
      params,
      body: { startsOn: '2026-03-10', jobTitle: 'Head of finance', grade: 8 },
      version: 1,
    });
    expect(lines(planned.body)).toEqual(['2026-03-10 – … Head of finance', '2020-01-01 – 2026-03-10 Clerk']);
    const title = async () => (await asOwner.call(peopleRoutes.get, { params })).body.jobTitle;
    await api.platform.jobs.runSweep('begin-planned-jobs');
    expect(await title()).toBe('Clerk');
    const began = api.clock.now();
    try {
      api.clock.advanceDays(8);
      await api.platform.jobs.runSweep('begin-planned-jobs');
      await api.platform.jobs.runSweep('begin-planned-jobs');
      expect(await title()).toBe('Head of finance');
      expect(
        await api.rows(
          "select action from audit_rows where subject_id = $1 and action = 'job-spells.begin'",
          [params.personId],
        ),
      ).toHaveLength(1);
      expect(lines(await read())).toHaveLength(2);
    } finally {
      api.clock.set(began);
    }
  });

  it('lose one that never was, but never the last one', async () => {
    const { asOwner, params } = await company();
    const { body } = await asOwner.call(routes.change, {
      params,
      body: { startsOn: '2026-02-01', jobTitle: 'Analyst' },
      version: 1,
    });
    const [wrong, first] = body.items;
    const removed = await asOwner.call(routes.remove, {
      params: { ...params, spellId: wrong?.id ?? '' },
      version: body.version,
    });
    expect(lines(removed.body)).toEqual(['2020-01-01 – … Clerk']);
    expect(removed.body.corrections).toMatchObject([{ jobTitle: 'Analyst' }]);
    const last = await asOwner.call(routes.remove, {
      params: { ...params, spellId: first?.id ?? '' },
      version: removed.body.version,
    });
    expect(last.body.code).toBe('job.only-one');
  });

  it('start neither before the hiring nor after the last day, twice on no day, and under nobody who reports to the person', async () => {
    const { asOwner, params, ada, manager, read } = await company();
    const change = async (body: { startsOn: string; managerId?: string }) =>
      (await asOwner.call(routes.change, { params, body, version: 1 })).body.code;
    expect(await change({ startsOn: '2019-12-31' })).toBe('job.before-hired');
    expect(await change({ startsOn: '2026-01-01', managerId: ada.id })).toBe('person.manager-cycle');
    const stranger = (await company()).manager;
    expect(await change({ startsOn: '2026-01-01', managerId: stranger.id })).toBe('record.not-found');
    const circle = await asOwner.call(routes.change, {
      params: { personId: manager.id },
      body: { startsOn: '2026-01-01', managerId: ada.id },
      version: 1,
    });
    expect(circle.body.code).toBe('person.manager-cycle');
    await asOwner.call(peopleRoutes.update, { params, body: { leftOn: '2026-03-31' }, version: 1 });
    const late = await asOwner.call(routes.change, { params, body: { startsOn: '2026-04-01' }, version: 2 });
    expect(late.body.code).toBe('job.after-leaving');
    const second = await asOwner.call(routes.change, {
      params,
      body: { startsOn: '2026-01-01', grade: 4 },
      version: 2,
    });
    expect(lines(second.body)[0]).toBe('2026-01-01 – 2026-04-01 Clerk');
    const again = await asOwner.call(routes.correct, {
      params: { ...params, spellId: (await read()).items[1]?.id ?? '' },
      body: { startsOn: '2026-01-01' },
      version: 3,
    });
    expect(again.body.code).toBe('job.same-start');
  });

  it('change from the day of an import on, and are as before once it is undone', async () => {
    const desk = new ImportDesk(api);
    const { by } = await desk.office();
    const fields = ['employeeNumber', 'name', 'jobTitle', 'hiredOn'] as const;
    await desk.carryOut(by, 'Nr,Name,Title,Hired\nX1,Ada Obi,Clerk,2020-01-01', fields);
    const personId = (await by.call(peopleRoutes.list, { query: { q: 'Ada' } })).body.items[0]?.id ?? '';
    const read = async () => (await by.call(routes.list, { params: { personId } })).body;
    expect(lines(await read())).toEqual(['2020-01-01 – … Clerk']);
    api.clock.advanceDays(3);
    const { params, done } = await desk.carryOut(
      by,
      'Nr,Name,Title,Hired\nX1,Ada Obi,Analyst,2020-01-01',
      fields,
    );
    const today = api.clock.now().toISOString().slice(0, 10);
    expect(lines(await read())).toEqual([`${today} – … Analyst`, `2020-01-01 – ${today} Clerk`]);
    expect((await read()).items[0]).toMatchObject({ fromImport: true });
    expect((await by.call(importRoutes.undo, { params, version: done.version })).status).toBe(200);
    expect(lines(await read())).toEqual(['2020-01-01 – … Clerk']);
    expect((await read()).corrections).toMatchObject([{ jobTitle: 'Analyst', fromImport: true }]);
    api.clock.advanceDays(-3);
  });

  it('are for the directory and the person; a manager sees those under them, a colleague none', async () => {
    const { asOwner, params, ada, manager, next } = await company();
    const { version } = (
      await asOwner.call(routes.change, {
        params,
        body: { startsOn: '2026-02-01', jobTitle: 'Analyst', managerId: next.id },
        version: 1,
      })
    ).body;
    await asOwner.call(peopleRoutes.update, { params, body: { grade: 5 }, version });
    const seenBy = async (person: typeof ada) =>
      (await (await api.as(person)).call(routes.list, { params })).body;
    expect(lines(await seenBy(ada))).toHaveLength(2);
    expect(lines(await seenBy(next))).toEqual(['2026-02-01 – … Analyst']);
    expect((await seenBy(next)).corrections).toEqual([]);
    // Who was the manager once sees nothing any more.
    expect(await seenBy(manager)).toMatchObject({ items: [], corrections: [] });
  });
});
