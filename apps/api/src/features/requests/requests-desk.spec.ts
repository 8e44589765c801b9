import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mentorRequestRoutes as routes } from '@ithaca/contracts/mentor-requests';
import { organisationRoutes } from '@ithaca/contracts/organisations';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
const start = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  api = await startApi({ now: start });
});
afterAll(() => api.stop());

/** A running self-service cohort with its coordinator, mentors Ada and Bo of one place each, and one mentee. */
async function scene() {
  api.clock.set(start);
  api.mails.sent.length = 0;
  const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { name: 'Growth' });
  await api.rows("update programs set pairing_mode = 'self-service' where id = $1", [program.id]);
  const coordinator = await api.given.person(organisation);
  await api.given.grant(coordinator, 'coordinator', program.id);
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const enrol = async (name: string, role: 'mentor' | 'mentee') => {
    const person = await api.given.person(organisation, { displayName: name });
    const { id } = await api.given.enrolment(cohort, person, role, {
      capacity: 1,
      answers: { skills: [{ skill: 'Design', level: 3 }], goals: ['Lead a team'] },
    });
    return { person, id };
  };
  const [ada, bo] = [await enrol('Ada Mentor', 'mentor'), await enrol('Bo Mentor', 'mentor')];
  const mia = await enrol('Mia Mentee', 'mentee');
  const asCoordinator = await api.as(coordinator);
  const asMia = await api.as(mia.person);
  return {
    cohort,
    owner,
    ada,
    bo,
    mia,
    asCoordinator,
    asMia,
    choose: (...mentors: string[]) =>
      asMia.call(routes.choose, { params: { enrolmentId: mia.id }, body: { mentors, note: 'Please.' } }),
    waiting: async () =>
      (await asCoordinator.call(routes.listWaiting, { params: { cohortId: cohort.id } })).body.items,
  };
}

const settle = () => api.platform.jobs.runSweep('settle-mentor-requests');
const answerAs = async (person: GivenPerson, answer: 'accept' | 'decline', reason = '') => {
  const caller = await api.as(person);
  const { body } = await caller.call(routes.listAsked, {});
  return caller.call(routes.answer, {
    params: { requestId: body.items[0]?.id ?? '' },
    body: { answer, reason },
  });
};

describe('the requests of a cohort', () => {
  it('wait for the coordinator once a mentor is silent, and go on with one press', async () => {
    const here = await scene();
    await here.choose(here.ada.id);
    expect(await here.waiting()).toEqual([]);
    api.clock.advanceDays(3);
    const [silent] = await here.waiting();
    expect(silent).toMatchObject({
      cause: 'silent-mentor',
      help: 'more-time',
      mentee: { displayName: 'Mia Mentee' },
      request: { mentorName: 'Ada Mentor' },
    });
    const params = { requestId: silent?.request?.id ?? '' };
    const longer = await here.asCoordinator.call(routes.askAgain, { params });
    expect(longer.body).toMatchObject({ state: 'asked', dueAt: '2026-03-10T09:00:00.000Z' });
    expect(await here.waiting()).toEqual([]);
    api.clock.advanceDays(6);
    await settle();
    expect(await here.waiting()).toMatchObject([{ cause: 'choices-over', help: 'ask-again', tried: 1 }]);
    await here.asCoordinator.call(routes.askAgain, { params });
    expect(await here.waiting()).toEqual([]);
    await api.runJobs();
    expect(api.mails.sent.filter(({ to }) => to === here.ada.person.email)).toHaveLength(3);
    expect((await answerAs(here.ada.person, 'accept')).body.state).toBe('accepted');
  }, 20_000);

  it('tell a declining reason to the coordinator of the program, and to nobody else', async () => {
    const here = await scene();
    await here.choose(here.ada.id);
    await answerAs(here.ada.person, 'decline', 'Too far from my field');
    const params = { cohortId: here.cohort.id };
    const seen = await here.asCoordinator.call(routes.listOfCohort, { params, query: {} });
    expect(seen.body.items).toMatchObject([{ state: 'declined', declineReason: 'Too far from my field' }]);
    expect(seen.text).not.toContain('Please.');
    const asOwner = await api.as(here.owner);
    const owned = await asOwner.call(routes.listOfCohort, { params, query: {} });
    expect(owned.body.items).toMatchObject([{ state: 'declined', declineReason: null }]);
    for (const person of [here.mia.person, here.bo.person])
      expect((await (await api.as(person)).call(routes.listOfCohort, { params, query: {} })).status).toBe(
        403,
      );
    expect((await asOwner.call(organisationRoutes.listAudit, { query: {} })).text).not.toContain('my field');
  });

  it('are matched by hand, and both sides are told and answer', async () => {
    const here = await scene();
    await here.choose(here.ada.id);
    await answerAs(here.ada.person, 'decline');
    expect(await here.waiting()).toMatchObject([{ cause: 'choices-over', help: 'match-by-hand' }]);
    const params = { enrolmentId: here.mia.id };
    const { body: mentors } = await here.asCoordinator.call(routes.listMentorsFor, { params, query: {} });
    expect(mentors.items.map(({ displayName }) => displayName)).toEqual(['Bo Mentor']);
    const made = await here.asCoordinator.call(routes.matchByHand, {
      params,
      body: { mentorEnrolmentId: here.bo.id },
    });
    expect(made.status).toBe(201);
    expect(await here.waiting()).toEqual([]);
    await api.runJobs();
    const told = api.mails.sent.filter(({ subject }) => /Meet your/.test(subject)).map(({ to }) => to);
    expect(told.sort()).toEqual([here.bo.person.email, here.mia.person.email].sort());
    const { body: mine } = await here.asMia.call(pairingRoutes.listMine, {});
    expect(mine.items).toMatchObject([{ state: 'offered' }]);
  });

  it('bring back whose pairing is over, and who chooses somebody else is asked for at once', async () => {
    const here = await scene();
    await here.choose(here.ada.id);
    await answerAs(here.ada.person, 'accept');
    const { body: mine } = await here.asMia.call(pairingRoutes.listMine, {});
    const [pairing] = mine.items;
    await here.asMia.call(pairingRoutes.end, {
      params: { pairingId: pairing?.id ?? '' },
      version: pairing?.version ?? 0,
      body: { outcome: 'ended', reason: 'different-needs' },
    });
    expect(await here.waiting()).toMatchObject([{ cause: 'pairing-over', help: 'match-by-hand' }]);
    await here.choose(here.bo.id);
    expect(await here.waiting()).toEqual([]);
    expect((await answerAs(here.bo.person, 'accept')).body.state).toBe('accepted');
  });
});
