import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goalRoutes as routes } from '@ithaca/contracts/goals';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { programRoutes } from '@ithaca/contracts/programs';
import { homeRoutes } from '@ithaca/contracts/reports';
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
  const pairing = await api.given.pairing(cohort, mentor, mentee, {
    state: more.state ?? 'active',
    ...(more.format === 'peer' && { ofPeers: true }),
  });
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
    const { asMentor, asMentee, params } = await scene();
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
    const claimed = await asMentee.call(routes.update, { ...at, version: 1, body: { state: 'claimed' } });
    expect(claimed.body).toMatchObject({ state: 'claimed', version: 2 });
    expect((await asMentee.call(routes.add, { params, body: wanted() })).status).toBe(201);
    // What was one of the three before is asked about, whatever has been set meanwhile; what is reached needs a place.
    const asked = await asMentor.call(routes.ask, { ...at, body: { body: 'Which one?' } });
    expect(asked.body).toMatchObject({ state: 'open', version: 3 });
    await asMentee.call(routes.update, { ...at, version: 3, body: { state: 'claimed' } });
    await asMentor.call(routes.update, { ...at, version: 4, body: { state: 'reached' } });
    const reopened = await asMentee.call(routes.update, { ...at, version: 5, body: { state: 'open' } });
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

  it('is reached once one side has said so and the other has confirmed it', async () => {
    const { organisation, mentor, mentee, asMentor, asMentee, pairing, params } = await scene();
    const { id: goalId } = await api.given.goal(pairing);
    const become = (caller: typeof asMentor, version: number, state: 'open' | 'claimed' | 'reached') =>
      caller.call(routes.update, { params: { goalId }, version, body: { state } });
    const cards = async (caller: typeof asMentor) =>
      (await caller.call(homeRoutes.get, {})).body.cards.flatMap(({ kind, path, facts }) =>
        kind === 'confirm-goal' ? [[path, facts['title']]] : [],
      );
    const mails = () =>
      api.rows<{ kind: string; personId: string; path: string; body: string }>(
        `select kind, person_id as "personId", path, subject || body_text as body from mails
         where organisation_id = $1 and kind like 'goal-%' order by id`,
        [organisation.id],
      );

    expect((await become(asMentor, 1, 'reached')).body.code).toBe('goal.wrong-state');
    const claimed = (await become(asMentee, 1, 'claimed')).body;
    expect(claimed).toMatchObject({
      state: 'claimed',
      claim: { personId: mentee.id, displayName: mentee.displayName, confirmed: null },
    });
    expect((await become(asMentee, 2, 'reached')).body.code).toBe('goal.own-claim');
    expect((await asMentee.call(routes.ask, { params: { goalId }, body: { body: 'x' } })).body.code).toBe(
      'goal.own-claim',
    );
    const path = `/pairings/${pairing.id}/goals`;
    expect([await cards(asMentor), await cards(asMentee)]).toEqual([[[path, 'Lead a project']], []]);
    expect(await mails()).toMatchObject([{ kind: 'goal-claimed', personId: mentor.id, path }]);

    const asked = await asMentor.call(routes.ask, {
      params: { goalId },
      body: { body: 'What did the team say?' },
    });
    expect(asked.status).toBe(201);
    expect(asked.body).toMatchObject({
      state: 'open',
      claim: null,
      notes: [{ authorName: mentor.displayName, body: 'What did the team say?' }],
    });
    expect(await cards(asMentor)).toEqual([]);
    expect((await mails()).at(-1)).toMatchObject({ kind: 'goal-asked', personId: mentee.id, path });

    await become(asMentee, 3, 'claimed');
    const reached = (await become(asMentor, 4, 'reached')).body;
    expect(reached).toMatchObject({
      state: 'reached',
      claim: { personId: mentee.id, confirmed: { displayName: mentor.displayName } },
    });
    const opened = (await become(asMentee, 5, 'open')).body;
    expect(opened).toMatchObject({ state: 'open', claim: null });
    // A letter says that there is something, never what.
    for (const { body } of await mails()) expect(body).not.toMatch(/Lead a project|What did the team/);
    expect((await asMentee.call(routes.list, { params })).body.items).toEqual([opened]);
  });

  it('takes its steps anew: those that stay keep their tick and take their place', async () => {
    const { asMentor, asMentee, pairing } = await scene();
    const { id: goalId } = await api.given.goal(pairing, {
      milestones: [
        { title: 'One', done: true },
        { title: 'Two', done: false },
      ],
    });
    const [goal] = (await asMentee.call(routes.list, { params: { pairingId: pairing.id } })).body.items;
    const [one] = goal?.milestones ?? [];
    const change = (version: number, milestones: { id?: string; title: string; dueOn: string | null }[]) =>
      asMentor.call(routes.update, { params: { goalId }, version, body: { milestones } });
    const changed = await change(1, [
      { title: 'Before', dueOn: '2026-04-01' },
      { id: one?.id ?? '', title: 'One, well', dueOn: null },
    ]);
    expect(changed.body).toMatchObject({
      progress: 0.5,
      milestones: [
        { title: 'Before', dueOn: '2026-04-01', doneAt: null },
        { id: one?.id, title: 'One, well', doneAt: one?.doneAt },
      ],
    });
    const foreign = await change(2, [{ id: goalId, title: 'x', dueOn: null }]);
    expect([foreign.status, foreign.body.facts]).toEqual([404, { field: 'milestones' }]);
  });

  it('shows what was agreed on for it, and how much of that is done', async () => {
    const { asMentor, asMentee, mentee, pairing, params } = await scene();
    const [first, other] = [await api.given.goal(pairing), await api.given.goal(pairing)];
    const elsewhere = await api.given.goal((await scene()).pairing);
    const wantedAction = { title: 'Write to Ada', ownerId: mentee.id, dueOn: null, meetingId: null };
    const add = (goalId: string) =>
      asMentor.call(meetingRoutes.addAction, { params, body: { ...wantedAction, goalId } });
    const { body: action } = await add(first.id);
    expect(action.goalId).toBe(first.id);
    expect((await add(elsewhere.id)).body).toMatchObject({ status: 404, facts: { field: 'goalId' } });

    const at = { params: { actionId: action.id } };
    await asMentee.call(meetingRoutes.setActionDone, { ...at, body: { done: true } });
    const moved = await asMentee.call(meetingRoutes.setActionGoal, { ...at, body: { goalId: other.id } });
    expect(moved.body).toMatchObject({ goalId: other.id, version: 3 });
    const actions = async () =>
      new Map(
        (await asMentor.call(routes.list, { params })).body.items.map((goal) => [
          goal.id,
          goal.actions.map(({ title, doneAt }) => [title, doneAt !== null]),
        ]),
      );
    expect(await actions()).toEqual(
      new Map([
        [first.id, []],
        [other.id, [['Write to Ada', true]]],
      ]),
    );
    const bad = await asMentee.call(meetingRoutes.setActionGoal, { ...at, body: { goalId: elsewhere.id } });
    expect(bad.status).toBe(404);
    const freed = await asMentee.call(meetingRoutes.setActionGoal, { ...at, body: { goalId: null } });
    expect(freed.body.goalId).toBeNull();
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
        await browser.call(routes.ask, { params: { goalId }, body: { body: 'x' } }),
        await browser.call(routes.listPlans, { params }),
      ];
      expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 404));
    }
  });
});

describe('goals to start from', () => {
  it('are the template’s until a coordinator writes others, which keep their versions and go along with a copy', async () => {
    const { owner, program, asMentee, params } = await scene();
    const asOwner = await api.as(owner);
    const at = { params: { programId: program.id } };
    const offered = async () => (await asMentee.call(routes.listPlans, { params })).body.items;
    const before = await offered();
    expect(before[0]).toMatchObject({ title: 'Be ready for my next role', days: 180 });
    expect(Object.keys(before[0]?.texts ?? {})).toEqual(['de', 'ar']);
    const { body: known } = await asOwner.call(programRoutes.get, at);
    expect(known.goalPlans).toEqual(before);

    const plan = {
      title: 'Publish a paper',
      measure: 'It is accepted',
      days: 120,
      steps: [
        { title: 'Write', day: 30 },
        { title: 'Send', day: null },
      ],
      texts: { de: { title: 'Einen Aufsatz veröffentlichen', measure: '', steps: ['Schreiben', ''] } },
    };
    const save = (version: number, goalPlans: (typeof plan)[]) =>
      asOwner.call(programRoutes.update, { ...at, version, body: { goalPlans } });
    const saved = await save(known.version, [plan]);
    expect(saved.body.goalPlans).toEqual([plan]);
    expect(await offered()).toEqual([plan]);
    // Within minutes it is the same version; later it is another one.
    await save(saved.body.version, [{ ...plan, measure: 'It is printed' }]);
    api.clock.set(new Date('2026-03-02T10:00:00Z'));
    await save(saved.body.version + 1, []);
    api.clock.set(new Date('2026-03-02T09:00:00Z'));
    const versions = (await asOwner.call(programRoutes.listGoalPlansVersions, at)).body.items;
    expect(
      versions.map(({ number, plans }) => [number, plans.map(({ title, measure }) => [title, measure])]),
    ).toEqual([
      [3, []],
      [2, [['Publish a paper', 'It is printed']]],
      [1, before.map(({ title, measure }) => [title, measure])],
    ]);
    expect(await offered()).toEqual([]);

    const copy = await asOwner.call(programRoutes.create, {
      body: { name: 'Another', copyOf: program.id },
    });
    expect(copy.body.goalPlans).toEqual([]);
    const tooMany = await save(
      saved.body.version + 2,
      Array.from({ length: 13 }, () => plan),
    );
    expect(tooMany.status).toBe(400);
  });
});
