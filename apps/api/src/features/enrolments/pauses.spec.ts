import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admissionRoutes } from '@ithaca/contracts/admission';
import { enrolmentRoutes as routes } from '@ithaca/contracts/enrolments';
import { matchingRoutes } from '@ithaca/contracts/matching';
import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** A cohort, and people who enrol with the least that is asked and press what is on their page. */
async function story(seats: number | null = null) {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner' });
  await api.given.grant(owner, 'owner');
  const coordinator = await api.given.person(organisation, { displayName: 'Carla Moreau' });
  const program = await api.given.program(owner);
  await api.given.grant(coordinator, 'coordinator', program.id);
  const cohort = await api.given.cohort(program, owner);
  const params = { cohortId: cohort.id };
  const asOwner = await api.as(owner);
  await asOwner.call(admissionRoutes.set, {
    params,
    version: 1,
    body: { approval: 'none', seats, order: 'first-come', offerDays: 3 },
  });
  const enrol = async (displayName: string, role: 'mentee' | 'mentor' = 'mentee') => {
    const person = await api.given.person(organisation, { displayName });
    const caller = await api.as(person);
    const begun = (await caller.call(routes.begin, { params, body: { role } })).body;
    const enrolmentId = begun.id;
    const body = {
      answers: {
        ...begun.answers,
        skills: [{ skill: 'Leadership', level: 2 as const }],
        goals: ['Grow as a leader'],
      },
      capacity: 1,
      doNotPairWith: [],
    };
    await caller.call(routes.save, { params: { enrolmentId }, version: begun.version, body });
    const now = async () => {
      const found = (await caller.call(routes.listMine, {})).body.items[0];
      if (!found) throw new Error('There is no enrolment.');
      return found;
    };
    const press = async (what: 'submit' | 'pause' | 'resume' | 'withdraw') =>
      caller.call(routes[what], { params: { enrolmentId }, version: (await now()).version });
    const { status } = await press('submit');
    expect(status).toBe(200);
    return { person, caller, id: enrolmentId, now, press };
  };
  const pool = async () => {
    const { mentors, mentees } = (await asOwner.call(matchingRoutes.overview, { params })).body.readiness;
    return { mentors, mentees };
  };
  return { cohort, coordinator, params, asOwner, enrol, pool };
}

const mailsTo = async (person: GivenPerson) =>
  (
    await api.rows<{ kind: string }>('select kind from mails where person_id = $1 order by id', [person.id])
  ).map(({ kind }) => kind);

describe('a pause', () => {
  it('keeps somebody and their seat out of the matching until they go on; coordinators see it', async () => {
    const { enrol, pool, asOwner, params, cohort, coordinator } = await story(5);
    await enrol('Max Mentor', 'mentor');
    const mia = await enrol('Mia Sommer');
    expect(await pool()).toEqual({ mentors: 1, mentees: 1 });
    expect((await mia.press('pause')).body).toMatchObject({
      state: 'paused',
      standing: { kind: 'paused', keeps: 'seat' },
      answers: { goals: ['Grow as a leader'] },
    });
    expect((await mia.press('pause')).status).toBe(409);
    expect(await pool()).toEqual({ mentors: 1, mentees: 0 });
    const { items } = (await asOwner.call(routes.list, { params, query: { state: 'paused' } })).body;
    expect(items).toMatchObject([{ displayName: 'Mia Sommer', state: 'paused' }]);
    expect((await asOwner.call(admissionRoutes.get, { params })).body.taken).toBe(1);
    expect(await mailsTo(coordinator)).toEqual([]);

    expect((await mia.press('resume')).body).toMatchObject({ state: 'in-pool', standing: null });
    expect(await pool()).toEqual({ mentors: 1, mentees: 1 });

    // While pairings are made a draft may name them, so whoever coordinates the program is told.
    await api.rows("update cohorts set state = 'matching' where id = $1", [cohort.id]);
    await mia.press('pause');
    expect(await mailsTo(coordinator)).toEqual(['enrolment-paused']);
    expect((await mia.press('withdraw')).body).toMatchObject({ state: 'withdrawn', standing: null });
    expect(
      await api.rows('select action from audit_rows where subject_id = $1 order by at, id', [mia.id]),
    ).toMatchObject([
      {},
      {},
      { action: 'enrolments.pause' },
      { action: 'enrolments.resume' },
      { action: 'enrolments.pause' },
      { action: 'enrolments.withdraw' },
    ]);
  });

  it('keeps the number on the list, while a seat goes to those behind; not while one is on offer or a partner is there', async () => {
    const { enrol, coordinator } = await story(1);
    const first = await enrol('First');
    const second = await enrol('Second');
    const third = await enrol('Third');
    expect((await second.press('pause')).body.standing).toMatchObject({ kind: 'paused', keeps: 'place' });
    expect((await third.now()).standing).toMatchObject({ kind: 'list', place: 1, waiting: 1 });
    // A seat that is paused is still somebody's.
    await first.press('pause');
    expect((await third.now()).standing).toMatchObject({ kind: 'list', place: 1 });
    await first.press('withdraw');
    expect((await third.now()).standing).toMatchObject({ kind: 'offer' });
    expect((await third.press('pause')).body).toMatchObject({
      code: 'enrolment.wrong-state',
      facts: { remedy: 'answer-offer' },
    });
    expect((await second.press('resume')).body.standing).toMatchObject({
      kind: 'list',
      place: 1,
      waiting: 1,
    });
    await third.press('withdraw');
    expect((await second.now()).standing).toMatchObject({ kind: 'offer' });
    expect(await mailsTo(coordinator)).toEqual([]);
  });

  it('ends with the cohort', async () => {
    const { enrol, cohort } = await story();
    const mia = await enrol('Mia Sommer');
    await mia.press('pause');
    await api.rows("update cohorts set state = 'closed' where id = $1", [cohort.id]);
    await api.platform.jobs.runSweep('settle-enrolments-of-closed');
    expect(await api.rows('select state, paused_from from enrolments where id = $1', [mia.id])).toEqual([
      { state: 'withdrawn', paused_from: null },
    ]);
  });
});
