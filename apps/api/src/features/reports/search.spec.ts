import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { healthRoutes } from '@ithaca/contracts/health';
import { accessRoutes } from '@ithaca/contracts/identity';
import { peopleRoutes } from '@ithaca/contracts/people';
import { searchRoutes } from '@ithaca/contracts/search';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function company() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner' });
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { name: 'Rising leaders' });
  const cohort = await api.given.cohort(program, owner, { state: 'running', startsOn: '2026-01-05' });
  const mentor = await api.given.person(organisation, { displayName: 'Max Mentor' });
  const mentee = await api.given.person(organisation, { displayName: 'Ada Obi', managerId: mentor.id });
  const pairing = await api.given.pairing(cohort, mentor, mentee);
  const outsider = await api.given.person(organisation, { displayName: 'Udo Outsider' });
  const search = async (person: typeof owner, q: string) =>
    (await (await api.as(person)).call(searchRoutes.search, { query: { q } })).body;
  return { organisation, owner, program, cohort, mentor, mentee, pairing, outsider, search };
}

describe('search', () => {
  it('finds people, programs and pairings, each where the reader may go', async () => {
    const { owner, mentee, program, cohort, pairing, search } = await company();
    expect(await search(owner, 'max')).toMatchObject({
      people: [{ label: 'Max Mentor', hint: 'Engineer · Engineering' }],
      programs: [],
      pairings: [{ id: pairing.id, path: `/manage/${program.id}/pairings?cohort=${cohort.id}` }],
    });
    expect((await search(mentee, 'max')).pairings).toMatchObject([{ path: `/pairings/${pairing.id}` }]);
    expect((await search(owner, 'ris')).programs).toMatchObject([{ path: `/manage/${program.id}` }]);
    expect((await search(mentee, 'lead')).programs).toMatchObject([{ path: `/programs/${cohort.id}` }]);
  });

  it('tells nobody of pairings and programs that are not theirs to see', async () => {
    const { outsider, search } = await company();
    expect(await search(outsider, 'max')).toMatchObject({ people: [{ label: 'Max Mentor' }], pairings: [] });
    expect(await search(outsider, 'rising')).toEqual({ people: [], programs: [], pairings: [] });
    expect(await search(outsider, '!')).toEqual({ people: [], programs: [], pairings: [] });
  });
});

describe('the health of an organisation', () => {
  it('is told in real numbers, and what contradicts itself is named with its people', async () => {
    const { organisation, owner, mentor, mentee } = await company();
    const asOwner = await api.as(owner);
    await api.rows("update people set left_on = '2026-03-20' where id = $1", [mentor.id]);
    await api.rows('update people set email = null where id = $1', [mentee.id]);
    await api.given.person(organisation, { displayName: 'udo outsider' });
    await api.as(mentee);
    const health = (await asOwner.call(healthRoutes.get, {})).body;
    expect(health).toMatchObject({
      programs: { open: 1, runningCohorts: 1, openPairings: 1 },
      people: { employed: 5, planned: 1, withAccess: 5 },
      mails: { failedLast7Days: 0 },
    });
    expect(health.warnings.map(({ code, count }) => [code, count])).toEqual([
      ['leavers-in-pairings', 1],
      ['single-owner', 1],
      ['people-without-mail', 1],
      ['same-names', 2],
    ]);
    const { items } = (await asOwner.call(healthRoutes.conflicts, {})).body;
    expect(items).toMatchObject([
      {
        kind: 'planned-leaver-in-pairing',
        people: 1,
        items: [{ displayName: 'Max Mentor', detail: 'Rising leaders', day: '2026-03-20' }],
      },
      { kind: 'no-mail', items: [{ displayName: 'Ada Obi' }] },
      { kind: 'same-name', people: 2 },
    ]);
    expect((await (await api.as(mentee)).call(healthRoutes.get, {})).status).toBe(403);
  });
});

describe('a role with a last day', () => {
  it('opens nothing any more once it is over, and no owner with one is the last', async () => {
    const { organisation, owner } = await company();
    const asOwner = await api.as(owner);
    const helper = await api.given.person(organisation, { displayName: 'Hanna Helper' });
    const grant = (body: { role: 'owner' | 'coordinator'; lastsUntil?: string }) =>
      asOwner.call(accessRoutes.grant, { body: { personId: helper.id, programId: null, ...body } });
    expect((await grant({ role: 'coordinator', lastsUntil: '2026-03-01' })).body.code).toBe(
      'grant.over-already',
    );
    const given = await grant({ role: 'coordinator', lastsUntil: '2026-03-02' });
    expect(given.body).toMatchObject({ expiresAt: '2026-03-02T23:00:00.000Z' });
    await grant({ role: 'owner', lastsUntil: '2026-12-31' });
    const mine = (await asOwner.call(accessRoutes.listGrants, {})).body.items.find(
      ({ personId }) => personId === owner.id,
    );
    const params = { grantId: mine?.id ?? '' };
    expect((await asOwner.call(accessRoutes.revoke, { params })).body.code).toBe('grant.last-owner');
    const leaving = await asOwner.call(peopleRoutes.update, {
      params: { personId: owner.id },
      body: { leftOn: '2026-03-02' },
      version: 1,
    });
    expect(leaving.body.code).toBe('grant.last-owner');
    await api.rows("delete from grants where person_id = $1 and role = 'owner'", [helper.id]);
    const asHelper = await api.as(helper);
    expect((await asHelper.call(peopleRoutes.list, {})).status).toBe(200);
    const began = api.clock.now();
    try {
      api.clock.set(new Date('2026-03-02T23:00:01Z'));
      expect((await asHelper.call(peopleRoutes.list, {})).status).toBe(403);
      await api.platform.jobs.runSweep('end-expired-roles');
      expect(
        await api.rows("select from audit_rows where organisation_id = $1 and action = 'access.expire'", [
          organisation.id,
        ]),
      ).toHaveLength(1);
    } finally {
      api.clock.set(began);
    }
  });
});
