import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enrolmentRoutes as routes } from '@ithaca/contracts/enrolments';
import type { Side } from '@ithaca/domain/vocabulary';
import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ ticks: true });
});
afterAll(() => api.stop());

describe('the people of a cohort', () => {
  async function crowd() {
    const organisation = await api.given.organisation();
    const owner = await api.given.person(organisation);
    await api.given.grant(owner, 'owner');
    const program = await api.given.program(owner);
    const cohort = await api.given.cohort(program, owner);
    const person = await api.given.person(organisation, { displayName: 'Mia Sommer' });
    const names = ['Ada Lovelace', 'Ada Byron', 'Zoë Öztürk', 'Grace Hopper'];
    const others = [];
    for (const displayName of names) others.push(await api.given.person(organisation, { displayName }));
    for (const [index, other] of others.entries())
      await api.given.enrolment(cohort, other, index % 2 === 0 ? 'mentor' : 'mentee', {
        doNotPairWith: [person.id],
      });
    await api.given.enrolment(cohort, person, 'mentee', { state: 'draft' });
    return { organisation, owner, program, cohort, person, caller: await api.as(owner) };
  }

  it('are listed by name in pages, with skills, never with whom they avoid', async () => {
    const { cohort, person, caller } = await crowd();
    const params = { cohortId: cohort.id };
    const first = await caller.call(routes.list, { params, query: { limit: 3 } });
    expect(first.body.items.map((item) => item.displayName)).toEqual([
      'Ada Byron',
      'Ada Lovelace',
      'Grace Hopper',
    ]);
    expect(first.body.items[0]).toMatchObject({ skills: ['Leadership'], state: 'in-pool', openPairings: 0 });
    const second = await caller.call(routes.list, { params, query: { cursor: first.body.nextCursor ?? '' } });
    expect(second.body.items.map((item) => item.displayName)).toEqual(['Mia Sommer', 'Zoë Öztürk']);
    expect(second.body.nextCursor).toBeNull();
    expect(first.text + second.text).not.toMatch(/doNotPairWith|goalText|wishes/);
    // The only place where Mia's id appears is her own line.
    expect((first.text + second.text).split(person.id)).toHaveLength(2);
  });

  it('keep a draft’s answers to themselves', async () => {
    const { cohort, caller } = await crowd();
    const { items } = (
      await caller.call(routes.list, { params: { cohortId: cohort.id }, query: { state: 'draft' } })
    ).body;
    expect(items.map((item) => [item.displayName, item.skills])).toEqual([['Mia Sommer', []]]);
  });

  it('are found by side and by the beginning of any word of the name', async () => {
    const { cohort, caller } = await crowd();
    const find = async (query: { role?: Side; q?: string }) =>
      (await caller.call(routes.list, { params: { cohortId: cohort.id }, query })).body.items.map(
        (item) => item.displayName,
      );
    expect(await find({ role: 'mentor' })).toEqual(['Ada Lovelace', 'Zoë Öztürk']);
    expect(await find({ q: 'ada by' })).toEqual(['Ada Byron']);
    expect(await find({ q: 'OZT' })).toEqual(['Zoë Öztürk']);
    expect(await find({ q: 'nobody%' })).toEqual([]);
  });

  it('answer a made-up cursor with a problem or an ordinary page, never with a failure', async () => {
    const { cohort, caller } = await crowd();
    const ask = async (cursor: string) =>
      (await caller.call(routes.list, { params: { cohortId: cohort.id }, query: { cursor } })).status;
    const encoded = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url');
    expect(await ask('rubbish')).toBe(400);
    expect(await ask(encoded(['a']))).toBe(400);
    for (const values of [
      ['A', 'no id'],
      [null, null],
      [1, 2],
    ])
      expect(await ask(encoded(values))).toBe(200);
    expect(await ask(encoded(['\u0000', 'x']))).toBe(400);
  });

  it('are shown to owners, auditors and the program’s coordinators alone', async () => {
    const { organisation, owner, program, cohort, person } = await crowd();
    const other = await api.given.program(owner);
    const people = {
      auditor: await api.given.person(organisation),
      own: await api.given.person(organisation),
      foreign: await api.given.person(organisation),
    };
    await api.given.grant(people.auditor, 'auditor');
    await api.given.grant(people.own, 'coordinator', program.id);
    await api.given.grant(people.foreign, 'coordinator', other.id);
    const stranger = (await crowd()).owner;
    const ask = async (who: GivenPerson) => {
      const caller = await api.as(who);
      const params = { cohortId: cohort.id };
      const listed = await caller.call(routes.list, { params });
      expect((await caller.call(routes.listInvitations, { params })).status).toBe(listed.status);
      return listed.status;
    };
    expect(await ask(people.auditor)).toBe(200);
    expect(await ask(people.own)).toBe(200);
    expect(await ask(people.foreign)).toBe(403);
    expect(await ask(person)).toBe(403);
    expect(await ask(stranger)).toBe(404);
  });
});
