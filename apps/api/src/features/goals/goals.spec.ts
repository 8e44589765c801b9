import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goalRoutes as routes } from '@ithaca/contracts/goals';
import type { PairingState } from '@ithaca/domain/pairing';
import type { Format } from '@ithaca/domain/vocabulary';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: new Date('2026-03-02T09:00:00Z'), ticks: true });
});
afterAll(() => api.stop());

async function scene(more: { state?: PairingState; format?: Format } = {}) {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const mentor = await api.given.person(organisation);
  const mentee = await api.given.person(organisation);
  const program = await api.given.program(owner, { format: more.format ?? 'one-to-one' });
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, { state: more.state ?? 'active' });
  const [asMentor, asMentee] = [await api.as(mentor), await api.as(mentee)];
  return {
    organisation,
    owner,
    mentor,
    mentee,
    program,
    pairing,
    asMentor,
    asMentee,
    params: { pairingId: pairing.id },
  };
}

const wanted = (more: object = {}) => ({
  title: 'Lead a project',
  measure: 'Delivered on time',
  dueOn: '2026-06-30',
  milestones: [
    { title: 'Find one', dueOn: '2026-03-31' },
    { title: 'Start', dueOn: null },
  ],
  ...more,
});

describe('setting goals', () => {
  it('gives the goal to the mentee, with its steps in order, whoever writes it', async () => {
    const { asMentor, asMentee, mentee, params } = await scene();
    const added = await asMentor.call(routes.add, { params, body: wanted() });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({
      ownerId: mentee.id,
      state: 'open',
      progress: 0,
      notes: [],
      dueOn: '2026-06-30',
    });
    expect(added.body.milestones.map((step) => [step.title, step.dueOn])).toEqual([
      ['Find one', '2026-03-31'],
      ['Start', null],
    ]);
    expect((await asMentee.call(routes.list, { params })).body.items).toEqual([added.body]);
  });

  it('gives the goal to its writer among peers', async () => {
    const { asMentor, mentor, params } = await scene({ format: 'peer' });
    expect((await asMentor.call(routes.add, { params, body: wanted() })).body.ownerId).toBe(mentor.id);
  });

  it('stops at three open goals, also when five are set at once or one is opened again', async () => {
    const { asMentee, params } = await scene();
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((number) =>
        asMentee.call(routes.add, { params, body: wanted({ title: `Goal ${number}` }) }),
      ),
    );
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([
      201, 201, 201, 409, 409,
    ]);
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({
      code: 'goal.too-many',
      facts: { open: 3, most: 3 },
    });
    const first = answers.find((answer) => answer.status === 201)?.body;
    const at = { params: { goalId: first?.id ?? '' } };
    const reached = await asMentee.call(routes.update, { ...at, version: 1, body: { state: 'reached' } });
    expect(reached.body).toMatchObject({ state: 'reached', version: 2 });
    expect((await asMentee.call(routes.add, { params, body: wanted() })).status).toBe(201);
    const reopened = await asMentee.call(routes.update, { ...at, version: 2, body: { state: 'open' } });
    expect(reopened.body.code).toBe('goal.too-many');
  });

  it.each(['offered', 'paused', 'ended'] as const)('is refused in a pairing that is %s', async (state) => {
    const { asMentee, params } = await scene({ state });
    const answer = await asMentee.call(routes.add, { params, body: wanted() });
    expect([answer.status, answer.body.code]).toEqual([409, 'pairing.wrong-state']);
  });
});

describe('working on a goal', () => {
  it('is changed by either side, with the version that was read', async () => {
    const { asMentor, asMentee, pairing } = await scene();
    const { id: goalId } = await api.given.goal(pairing);
    const changed = await asMentor.call(routes.update, {
      params: { goalId },
      version: 1,
      body: { title: 'Lead two projects', dueOn: null },
    });
    expect(changed.body).toMatchObject({
      title: 'Lead two projects',
      dueOn: null,
      measure: 'Delivered on time',
      version: 2,
    });
    const stale = await asMentee.call(routes.update, {
      params: { goalId },
      version: 1,
      body: { title: 'Lost?' },
    });
    expect([stale.status, stale.body.facts]).toEqual([412, { version: 2 }]);
    const abandoned = await asMentee.call(routes.update, {
      params: { goalId },
      version: 2,
      body: { state: 'abandoned' },
    });
    expect(abandoned.body.state).toBe('abandoned');
    const refused = await asMentee.call(routes.update, {
      params: { goalId },
      version: 3,
      body: { state: 'reached' },
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'goal.wrong-state']);
  });

  it('progresses with its steps, which can be opened again', async () => {
    const { asMentee, pairing } = await scene();
    const { id: goalId } = await api.given.goal(pairing, {
      milestones: [
        { title: 'One', done: false },
        { title: 'Two', done: false },
      ],
    });
    const { items } = (await asMentee.call(routes.list, { params: { pairingId: pairing.id } })).body;
    const milestoneId = items[0]?.milestones[1]?.id ?? '';
    const ticked = await asMentee.call(routes.setMilestoneDone, {
      params: { goalId, milestoneId },
      body: { done: true },
    });
    expect(ticked.body).toMatchObject({ progress: 0.5, version: 2 });
    expect(ticked.body.milestones[1]?.doneAt).toMatch(/^2026-03-02T09:00:00/);
    const again = await asMentee.call(routes.setMilestoneDone, {
      params: { goalId, milestoneId },
      body: { done: true },
    });
    expect(again.body).toEqual(ticked.body);
    expect(
      (
        await asMentee.call(routes.setMilestoneDone, {
          params: { goalId, milestoneId },
          body: { done: false },
        })
      ).body.progress,
    ).toBe(0);
    const other = await api.given.goal(pairing);
    const foreign = await asMentee.call(routes.setMilestoneDone, {
      params: { goalId: other.id, milestoneId },
      body: { done: true },
    });
    expect(foreign.status).toBe(404);
  });

  it('takes twelve steps at most, and none once it is reached', async () => {
    const { asMentee, pairing } = await scene();
    const steps = Array.from({ length: 11 }, (_, index) => ({ title: `Step ${index}`, done: false }));
    const { id: goalId } = await api.given.goal(pairing, { milestones: steps });
    const add = (id: string) =>
      asMentee.call(routes.addMilestone, { params: { goalId: id }, body: { title: 'Last', dueOn: null } });
    expect((await add(goalId)).body.milestones.at(-1)?.title).toBe('Last');
    expect((await add(goalId)).body.code).toBe('goal.too-many-milestones');
    const reached = await api.given.goal(pairing, { state: 'reached' });
    expect((await add(reached.id)).body.code).toBe('goal.wrong-state');
  });

  it('keeps notes of both sides, newest first, also in a pause', async () => {
    const { asMentor, asMentee, mentor, pairing } = await scene({ state: 'paused' });
    const { id: goalId } = await api.given.goal(pairing);
    await asMentee.call(routes.addNote, { params: { goalId }, body: { body: 'Halfway.\nTired.' } });
    api.clock.set(new Date('2026-03-02T09:05:00Z'));
    const noted = await asMentor.call(routes.addNote, {
      params: { goalId },
      body: { body: '💪'.repeat(1000) },
    });
    api.clock.set(new Date('2026-03-02T09:00:00Z'));
    expect(noted.status).toBe(201);
    expect(noted.body.notes.map((note) => note.body)).toEqual(['💪'.repeat(1000), 'Halfway.\nTired.']);
    expect(noted.body.notes[0]?.authorName).toBe(mentor.displayName);
  });

  it('is read only after the pairing has ended', async () => {
    const { asMentee, pairing } = await scene({ state: 'ended' });
    const { id: goalId } = await api.given.goal(pairing);
    const answers = [
      await asMentee.call(routes.update, { params: { goalId }, version: 1, body: { title: 'x' } }),
      await asMentee.call(routes.addNote, { params: { goalId }, body: { body: 'x' } }),
      await asMentee.call(routes.addMilestone, { params: { goalId }, body: { title: 'x', dueOn: null } }),
    ];
    expect(answers.map((answer) => answer.body.code)).toEqual(answers.map(() => 'pairing.wrong-state'));
    expect((await asMentee.call(routes.list, { params: { pairingId: pairing.id } })).body.items).toHaveLength(
      1,
    );
  });

  it('is nobody else’s to see', async () => {
    const { owner, organisation, pairing, params } = await scene();
    const { id: goalId } = await api.given.goal(pairing, { milestones: [{ title: 'One', done: false }] });
    const abroad = await api.given.person(await api.given.organisation());
    for (const person of [owner, abroad, await api.given.person(organisation)]) {
      const browser = await api.as(person);
      const answers = [
        await browser.call(routes.list, { params }),
        await browser.call(routes.add, { params, body: wanted() }),
        await browser.call(routes.update, { params: { goalId }, version: 1, body: {} }),
        await browser.call(routes.setMilestoneDone, {
          params: { goalId, milestoneId: goalId },
          body: { done: true },
        }),
        await browser.call(routes.addMilestone, { params: { goalId }, body: { title: 'x', dueOn: null } }),
        await browser.call(routes.addNote, { params: { goalId }, body: { body: 'x' } }),
      ];
      expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 404));
    }
  });
});
