import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bulkActRoutes as routes } from '@ithaca/contracts/bulk-acts';
import { jobSpellRoutes } from '@ithaca/contracts/job-spells';
import { peopleRoutes } from '@ithaca/contracts/people';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** Olga owns; Ada and Ben work in Finance, under Mia; Lea has left it. */
async function company() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner', department: 'HR' });
  await api.given.grant(owner, 'owner');
  const mia = await api.given.person(organisation, { displayName: 'Mia Manager', department: 'Finance' });
  const person = (displayName: string, more: object = {}) =>
    api.given.person(organisation, { displayName, department: 'Finance', managerId: mia.id, ...more });
  const ada = await person('Ada Obi', { account: false });
  const ben = await person('Ben Okri');
  const lea = await person('Lea Left', { leftOn: '2026-01-31' });
  const by = await api.as(owner);
  const read = async (personId: string) => (await by.call(peopleRoutes.get, { params: { personId } })).body;
  return { organisation, owner, mia, ada, ben, lea, by, read };
}
const finance = { filter: { department: 'Finance', employed: true } };

describe('an act on many people', () => {
  it('says beforehand how many it changes and who stays as they are', async () => {
    const { by, ada } = await company();
    const asked = await by.call(routes.preview, {
      body: { selection: { filter: { department: 'Finance' } }, act: { kind: 'invite' } },
    });
    expect(asked.body).toEqual({
      people: 1,
      skipped: expect.arrayContaining([
        { reason: 'has-account', people: 2 },
        { reason: 'left', people: 1 },
      ]),
      names: [ada.displayName],
    });
    expect(await api.rows('select from invitations where person_id = $1', [ada.id])).toEqual([]);
  });

  it('moves everybody the filters show, from today on, and takes it back', async () => {
    const { by, ada, ben, lea, read } = await company();
    const act = { kind: 'set-department' as const, department: 'Treasury' };
    const done = await by.call(routes.carryOut, { body: { selection: finance, act } });
    expect(done.status).toBe(201);
    expect(done.body).toMatchObject({ kind: 'set-department', people: 3 });
    for (const one of [ada, ben]) expect(await read(one.id)).toMatchObject({ department: 'Treasury' });
    expect(await read(lea.id)).toMatchObject({ department: 'Finance' });
    const history = (await by.call(jobSpellRoutes.list, { params: { personId: ada.id } })).body.items;
    expect(history.map(({ startsOn, department }) => [startsOn, department])).toEqual([
      ['2026-03-02', 'Treasury'],
      ['2020-01-01', 'Finance'],
    ]);
    // Ben is corrected meanwhile: what somebody did by hand is not undone.
    const { version } = await read(ben.id);
    await by.call(peopleRoutes.update, { params: { personId: ben.id }, body: { grade: 9 }, version });
    const params = { actId: done.body.id };
    const undone = await by.call(routes.undo, { params, version: done.body.version });
    expect(undone.body).toMatchObject({ undone: 2, kept: 1 });
    expect(await read(ada.id)).toMatchObject({ department: 'Finance' });
    expect(await read(ben.id)).toMatchObject({ department: 'Treasury' });
    const after = (await by.call(jobSpellRoutes.list, { params: { personId: ada.id } })).body.items;
    expect(after.map(({ startsOn }) => startsOn)).toEqual(['2020-01-01']);
    const twice = await by.call(routes.undo, { params, version: undone.body.act.version });
    expect(twice.body.code).toBe('bulk-act.undone');
  });

  it('gives a manager without letting the line run in a circle', async () => {
    const { by, mia, ada, ben, owner, read } = await company();
    const done = await by.call(routes.carryOut, {
      body: {
        selection: { personIds: [mia.id, ada.id, ben.id, owner.id] },
        act: { kind: 'set-manager', managerId: ada.id },
      },
    });
    expect(done.body).toMatchObject({
      people: 2,
      skipped: [{ reason: 'manager-cycle', people: 2 }],
    });
    expect(await read(ben.id)).toMatchObject({ managerName: 'Ada Obi' });
    expect(await read(mia.id)).toMatchObject({ managerName: null });
  });

  it('ends access of those who leave today, never mine, and gives all of it back', async () => {
    const { organisation, by, ben, mia, owner, read } = await company();
    await api.given.grant(ben, 'coordinator');
    const asBen = await api.as(ben);
    const done = await by.call(routes.carryOut, {
      body: {
        selection: { personIds: [ben.id, mia.id, owner.id] },
        act: { kind: 'deactivate', leftOn: '2026-03-02' },
      },
    });
    expect(done.body).toMatchObject({ people: 2, skipped: [{ reason: 'myself', people: 1 }] });
    expect((await asBen.call(peopleRoutes.myProfile, {})).status).toBe(401);
    await by.call(routes.undo, { params: { actId: done.body.id }, version: done.body.version });
    expect(await read(ben.id)).toMatchObject({ leftOn: null, hasAccount: true });
    expect(
      await api.rows(
        'select from grants where organisation_id = $1 and person_id = $2 and ended_at is null',
        [organisation.id, ben.id],
      ),
    ).toHaveLength(1);
  });

  it('invites those without a sign-in, and withdraws what nobody has opened', async () => {
    const { by, ada, ben } = await company();
    const done = await by.call(routes.carryOut, {
      body: { selection: { personIds: [ada.id, ben.id] }, act: { kind: 'invite', note: 'Welcome' } },
    });
    expect(done.body).toMatchObject({ people: 1, skipped: [{ reason: 'has-account', people: 1 }] });
    await api.runJobs();
    expect(api.mails.sent.filter(({ to }) => to === ada.email)).toHaveLength(1);
    const undone = await by.call(routes.undo, {
      params: { actId: done.body.id },
      version: done.body.version,
    });
    expect(undone.body).toMatchObject({ undone: 1 });
    expect(await api.rows('select state from invitations where person_id = $1', [ada.id])).toEqual([
      { state: 'withdrawn' },
    ]);
  });

  it('is all or nothing about people of another organisation, and leaves one audit row with the list', async () => {
    const { by, ada, owner, read } = await company();
    const stranger = (await company()).ada;
    const act = { kind: 'set-site' as const, site: 'Oslo' };
    const mixed = await by.call(routes.carryOut, {
      body: { selection: { personIds: [ada.id, stranger.id] }, act },
    });
    expect(mixed.body.code).toBe('record.not-found');
    expect(await read(ada.id)).toMatchObject({ site: 'Berlin' });
    await by.call(routes.carryOut, { body: { selection: { personIds: [ada.id] }, act } });
    expect(
      await api.rows("select facts from audit_rows where actor_id = $1 and action = 'bulk-acts.carryOut'", [
        owner.id,
      ]),
    ).toMatchObject([{ facts: { kind: 'set-site', site: 'Oslo', people: 1, personIds: [ada.id] } }]);
  });
});
