import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mentorRequestRoutes as routes } from '@ithaca/contracts/mentor-requests';
import { metricRoutes } from '@ithaca/contracts/metrics';
import { organisationRoutes } from '@ithaca/contracts/organisations';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { homeRoutes } from '@ithaca/contracts/reports';
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
    const enrolment = await api.given.enrolment(cohort, person, role, {
      capacity: 1,
      answers: { skills: [{ skill: 'Design', level: 3 }], goals: ['Lead a team'] },
    });
    return { person, id: enrolment.id, enrolment };
  };
  const [ada, bo] = [await enrol('Ada Mentor', 'mentor'), await enrol('Bo Mentor', 'mentor')];
  const cleo = await enrol('Cleo Mentor', 'mentor');
  const mia = await enrol('Mia Mentee', 'mentee');
  const asCoordinator = await api.as(coordinator);
  const asMia = await api.as(mia.person);
  return {
    cohort,
    owner,
    ada,
    bo,
    cleo,
    mia,
    programId: program.id,
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

describe('a mentor who leaves', () => {
  it('is replaced by somebody of whom the mentee is asked first, also where coordinators match', async () => {
    const here = await scene();
    await api.rows("update programs set pairing_mode = 'coordinator' where id = $1", [here.programId]);
    const day = async () =>
      (await here.asCoordinator.call(metricRoutes.today, {})).body.waiting.map(
        ({ mentee, cause, programName }) => ({
          name: mentee.displayName,
          cause,
          programName,
        }),
      );
    const pairing = await api.given.pairing(here.cohort, here.ada.person, here.mia.person, {
      mentorEnrolment: here.ada.enrolment,
      menteeEnrolment: here.mia.enrolment,
    });
    expect(await day()).toEqual([]);
    const params = { enrolmentId: here.mia.id };
    const suggest = (mentorEnrolmentId: string) =>
      here.asCoordinator.call(routes.suggest, { params, body: { mentorEnrolmentId } });
    expect((await suggest(here.bo.id)).body).toMatchObject({ code: 'mentor-request.closed' });

    // The directory says that Ada has left.
    await api.rows("update people set left_on = '2026-03-01' where id = $1", [here.ada.person.id]);
    await api.platform.jobs.runSweep('end-pairings-of-leavers');
    await api.runJobs();
    expect(await api.rows('select state, end_reason from pairings where id = $1', [pairing.id])).toEqual([
      { state: 'ended', end_reason: 'left' },
    ]);
    const [told] = api.mails.sent.filter(({ to }) => to === here.mia.person.email);
    expect(told).toMatchObject({ subject: expect.stringContaining('Ada Mentor has left') });
    expect(await day()).toEqual([{ name: 'Mia Mentee', cause: 'pairing-over', programName: 'Growth' }]);

    // Bo is suggested and hears nothing; Mia says no, and Bo is not proposed to the coordinator again.
    const suggestable = async () =>
      (await here.asCoordinator.call(routes.listMentorsFor, { params, query: {} })).body.items.map(
        ({ displayName }) => displayName,
      );
    expect(await suggestable()).toEqual(['Bo Mentor', 'Cleo Mentor']);
    expect((await suggest(here.cleo.id)).body).toMatchObject({ state: 'suggested' });
    expect((await suggest(here.bo.id)).body).toMatchObject({ state: 'suggested', askedAt: null });
    expect(await day()).toEqual([]);
    const choices = async () => (await here.asMia.call(routes.getChoices, { params })).body;
    expect(await choices()).toMatchObject({
      closedBecause: 'mode',
      items: [],
      suggestion: {
        displayName: 'Bo Mentor',
        reasons: [{ code: 'skills' }, { code: 'goals' }, { code: 'language' }],
      },
    });
    const { body: home } = await here.asMia.call(homeRoutes.get, {});
    expect(home.cards.find(({ kind }) => kind === 'answer-suggestion')).toMatchObject({
      path: `/my/choices/${here.mia.id}`,
      facts: { partnerNames: ['Bo Mentor'] },
    });
    const asBo = await api.as(here.bo.person);
    expect((await asBo.call(routes.listAsked, {})).body.items).toEqual([]);
    const answer = (said: 'agree' | 'decline') =>
      here.asMia.call(routes.answerSuggestion, { params, body: { answer: said } });
    expect((await answer('decline')).body.suggestion).toBeNull();
    expect((await answer('agree')).body).toMatchObject({ code: 'mentor-request.over' });
    expect(await day()).toMatchObject([{ cause: 'pairing-over' }]);
    expect(await suggestable()).toEqual(['Cleo Mentor']);

    // Nobody answers for days: the coordinator sees it, suggests once more, and Mia agrees.
    await suggest(here.cleo.id);
    api.clock.advanceDays(5);
    await settle();
    expect(await day()).toMatchObject([{ cause: 'suggestion-unanswered' }]);
    await suggest(here.cleo.id);
    expect((await answer('agree')).body.items).toMatchObject([
      { displayName: 'Cleo Mentor', state: 'asked' },
    ]);
    await settle();
    await api.runJobs();
    const subjects = (person: GivenPerson) =>
      api.mails.sent.filter(({ to }) => to === person.email).map(({ subject }) => subject);
    expect(subjects(here.bo.person)).toEqual([]);
    expect(subjects(here.cleo.person)).toEqual(['Mia Mentee would like you as a mentor']);
    expect((await answerAs(here.cleo.person, 'accept')).body.state).toBe('accepted');
    const { body: mine } = await here.asMia.call(pairingRoutes.listMine, {});
    expect(mine.items.map(({ state }) => state)).toEqual(['active', 'ended']);
    expect(await day()).toEqual([]);
  });
});

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
    expect(mentors.items.map(({ displayName }) => displayName)).toEqual(['Bo Mentor', 'Cleo Mentor']);
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
