import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goalRoutes } from '@ithaca/contracts/goals';
import { cohortRoutes, programRoutes } from '@ithaca/contracts/programs';
import { programSettingRoutes } from '@ithaca/contracts/program-settings';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function runningProgram() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const coordinator = await api.given.person(organisation, { displayName: 'Cleo' });
  await api.given.grant(coordinator, 'coordinator', program.id);
  return { organisation, owner, program, cohort, coordinator, caller: await api.as(coordinator) };
}

async function runPair(
  organisation: Parameters<TestApi['given']['person']>[0],
  cohort: Parameters<TestApi['given']['pairing']>[0],
) {
  const mentor = await api.given.person(organisation);
  const mentee = await api.given.person(organisation);
  const pairing = await api.given.pairing(cohort, mentor, mentee, {
    state: 'active',
    mentorEnrolment: await api.given.enrolment(cohort, mentor, 'mentor', { state: 'matched' }),
    menteeEnrolment: await api.given.enrolment(cohort, mentee, 'mentee', { state: 'matched' }),
  });
  return { pairing, mentee };
}

describe('the coordinators of a program', () => {
  it('are those of this program and of all, never those of another or of the past', async () => {
    const { organisation, owner, program, caller } = await runningProgram();
    const everywhere = await api.given.person(organisation, { displayName: 'Ann' });
    await api.given.grant(everywhere, 'coordinator');
    const other = await api.given.program(owner);
    const elsewhere = await api.given.person(organisation, { displayName: 'Else' });
    await api.given.grant(elsewhere, 'coordinator', other.id);
    const { body } = await caller.call(programSettingRoutes.listCoordinators, {
      params: { programId: program.id },
    });
    expect(body.items.map(({ name, isOfAll }) => [name, isOfAll])).toEqual([
      ['Ann', true],
      ['Cleo', false],
    ]);
    const asked = await (
      await api.as(elsewhere)
    ).call(programSettingRoutes.listCoordinators, { params: { programId: program.id } });
    expect(asked.status).toBe(403);
  });
});

describe('whom a change would reach', () => {
  it('counts people once, open pairings, and meetings after another end', async () => {
    const { organisation, program, cohort, caller } = await runningProgram();
    const { pairing } = await runPair(organisation, cohort);
    await api.rows(
      `insert into meetings (organisation_id, id, pairing_id, cohort_id, starts_at, duration_minutes, time_zone, created_by, created_at)
       select p.organisation_id, gen_random_uuid(), p.id, p.cohort_id, c.ends_on::timestamptz - interval '3 days', 30, 'UTC', m.person_id, now()
       from pairings p join cohorts c on c.id = p.cohort_id join pairing_members m on m.pairing_id = p.id and m.role = 'mentee' where p.id = $1`,
      [pairing.id],
    );
    const touched = async (endsOn?: string) =>
      (
        await caller.call(programSettingRoutes.touched, {
          params: { programId: program.id },
          query: { cohortId: cohort.id, ...(endsOn && { endsOn }) },
        })
      ).body;
    expect(await touched()).toMatchObject({ people: 2, openPairings: 1, meetingsAfterEnd: 0, invited: 0 });
    expect(await touched('2020-01-01')).toMatchObject({ people: 2, meetingsAfterEnd: 1 });
  });

  it('counts nothing of a cohort of another program', async () => {
    const { organisation, owner, program, caller } = await runningProgram();
    const other = await api.given.cohort(await api.given.program(owner), owner, { state: 'running' });
    await runPair(organisation, other);
    const { body } = await caller.call(programSettingRoutes.touched, {
      params: { programId: program.id },
      query: { cohortId: other.id },
    });
    expect(body).toMatchObject({ people: 0, openPairings: 0 });
  });
});

describe('the activity of a program', () => {
  it('tells who changed what and who was refused, and nothing that people do in their pairings', async () => {
    const { organisation, owner, program, cohort, coordinator, caller } = await runningProgram();
    const { pairing, mentee: person } = await runPair(organisation, cohort);
    const mentee = await api.as(person);
    await mentee.call(goalRoutes.add, {
      params: { pairingId: pairing.id },
      body: { title: 'Speak up', measure: '', dueOn: null, milestones: [] },
    });
    await caller.call(programRoutes.update, {
      params: { programId: program.id },
      body: { purpose: 'Grow together.' },
      version: 1,
    });
    await caller.call(cohortRoutes.update, {
      params: { cohortId: cohort.id },
      body: { name: 'Autumn' },
      version: 1,
    });
    const nosy = await api.given.person(organisation);
    await (await api.as(nosy)).call(programRoutes.get, { params: { programId: program.id } });
    // Another program of the same organisation.
    const other = await api.given.program(owner);
    await (
      await api.as(owner)
    ).call(programRoutes.update, { params: { programId: other.id }, body: { name: 'Other' }, version: 1 });

    const list = async (query: object) =>
      (await caller.call(programSettingRoutes.listActivity, { params: { programId: program.id }, query }))
        .body;
    const all = await list({});
    expect(all.items.map(({ action, outcome, cohortName }) => [action, outcome, cohortName])).toEqual([
      ['programs.get', 'denied', null],
      ['cohorts.update', 'done', 'Autumn'],
      ['programs.update', 'done', null],
    ]);
    expect(all.items[1]?.actorName).toBe('Cleo');
    expect((await list({ outcome: 'denied' })).items).toHaveLength(1);
    expect((await list({ by: coordinator.id })).items).toHaveLength(2);
    expect((await list({ by: 'product' })).items).toEqual([]);
    expect((await list({ kind: 'matching' })).items).toEqual([]);
    const first = await list({ limit: 2 });
    expect((await list({ limit: 2, cursor: first.nextCursor })).items).toEqual(all.items.slice(2));
  });
});

describe('the views of the roles', () => {
  it('say beforehand what the API then does', async () => {
    const { organisation, cohort, program, caller } = await runningProgram();
    const params = { programId: program.id };
    const { items } = (await caller.call(programSettingRoutes.listRoleViews, { params })).body;
    const reach = (role: string, wanted: string) =>
      items.find((view) => view.role === role)?.data.find(({ kind }) => kind === wanted);
    const { pairing, mentee } = await runPair(organisation, cohort);
    const asMentee = await api.as(mentee);
    const goals = { params: { pairingId: pairing.id } };

    expect(reach('coordinator', 'goals')).toEqual({ kind: 'goals', own: null, others: 'nothing' });
    expect((await caller.call(goalRoutes.list, goals)).status).toBe(404);
    expect(reach('mentee', 'goals')).toEqual({ kind: 'goals', own: 'change', others: 'nothing' });
    expect((await asMentee.call(goalRoutes.list, goals)).status).toBe(200);
    expect(reach('coordinator', 'rules')?.others).toBe('change');
    expect((await caller.call(programRoutes.get, { params })).status).toBe(200);
    expect(reach('mentee', 'rules')?.others).toBe('nothing');
    expect((await asMentee.call(programRoutes.get, { params })).status).toBe(403);
    expect(reach('manager', 'approvals')).toMatchObject({ own: 'change', others: 'nothing' });
    expect(
      items.every(({ data }) => data.some(({ kind, others }) => kind === 'messages' && others === 'nothing')),
    ).toBe(true);
  });
});
