import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mentorRequestRoutes as routes } from '@ithaca/contracts/mentor-requests';
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

const answersOf = (skill: string, level: number) => ({ skills: [{ skill, level }], goals: ['Lead a team'] });

const settle = () => api.platform.jobs.runSweep('settle-mentor-requests');
const askedOf = async (person: GivenPerson) =>
  (await (await api.as(person)).call(routes.listAsked, {})).body.items;
const answerAs = async (person: GivenPerson, answer: 'accept' | 'decline', reason = '') => {
  const [request] = await askedOf(person);
  return (await api.as(person)).call(routes.answer, {
    params: { requestId: request?.id ?? '' },
    body: { answer, reason },
  });
};
const mailsTo = async (person: { email: string }) => {
  await api.runJobs();
  return api.mails.sent.filter((mail) => mail.to === person.email);
};

/** Words that a peer never reads. */
const ofSides = /\b(mentors?|mentees?)\b/i;

describe('peers who choose for themselves', () => {
  async function equals(...names: string[]) {
    api.clock.set(start);
    api.mails.sent.length = 0;
    const organisation = await api.given.organisation();
    const owner = await api.given.person(organisation);
    const peers = { format: 'peer', pairingMode: 'self-service' } as const;
    const program = await api.given.program(owner, { name: 'Learn together', ...peers });
    const cohort = await api.given.cohort(program, owner, { state: 'running' });
    const people = new Map<string, { person: GivenPerson; enrolmentId: string }>();
    for (const displayName of names) {
      const person = await api.given.person(organisation, { displayName });
      const more = { state: 'in-pool' as const, answers: answersOf('Design', 3) };
      const { id } = await api.given.enrolment(cohort, person, 'peer', more);
      people.set(displayName, { person, enrolmentId: id });
    }
    const the = (name: string) => people.get(name)!;
    const as = (name: string) => api.as(the(name).person);
    const paramsOf = (name: string) => ({ enrolmentId: the(name).enrolmentId });
    const asks = async (name: string, ...whom: string[]) => {
      const body = { mentors: whom.map((one) => the(one).enrolmentId), note: '' };
      return (await as(name)).call(routes.choose, { params: paramsOf(name), body });
    };
    const choicesOf = async (name: string) =>
      (await (await as(name)).call(routes.getChoices, { params: paramsOf(name) })).body;
    const partnersOf = async (name: string) =>
      (await (await as(name)).call(pairingRoutes.listMine, {})).body.items.map(
        ({ state, members }) => `${state} ${members.map(({ displayName }) => displayName).join(' – ')}`,
      );
    const asCoordinator = await api.as(owner);
    await api.given.grant(owner, 'coordinator', program.id);
    return { the, as, paramsOf, asks, choicesOf, partnersOf, asCoordinator, cohort };
  }

  it('ask in order, hear of a no as of silence, and are a pair once both have asked', async () => {
    const { the, as, paramsOf, asks, choicesOf, partnersOf } = await equals('Ana', 'Ben', 'Cy', 'Dee');
    const found = await (await as('Ana')).call(routes.listMentors, { params: paramsOf('Ana'), query: {} });
    expect(found.body.items.map(({ displayName }) => displayName).toSorted()).toEqual(['Ben', 'Cy', 'Dee']);
    await asks('Ana', 'Ben', 'Cy');
    expect(await choicesOf('Ana')).toMatchObject({ role: 'peer', closedBecause: null });
    const [letter] = await mailsTo(the('Ben').person);
    expect(letter?.subject).toBe('Ana would like to be your partner');
    expect(await askedOf(the('Ben').person)).toMatchObject([
      { role: 'peer', mentee: { displayName: 'Ana' } },
    ]);
    await answerAs(the('Ben').person, 'decline');
    const told = (await mailsTo(the('Ana').person)).at(-1);
    expect(told?.subject).toBe('Ben is not free at the moment');
    expect(told?.text).toContain('We have asked your next choice, Cy.');
    // Cy asks Dee first; after Dee's no comes Ana, who has asked already: nobody waits any longer.
    await asks('Cy', 'Dee', 'Ana');
    expect(await partnersOf('Cy')).toEqual([]);
    await answerAs(the('Dee').person, 'decline');
    expect(await partnersOf('Cy')).toEqual(['active Ana – Cy']);
    expect((await choicesOf('Ana')).items.map(({ displayName, state }) => `${displayName} ${state}`)).toEqual(
      ['Cy accepted', 'Ben no-place'],
    );
    expect(await choicesOf('Cy')).toMatchObject({ closedBecause: 'paired' });
    expect((await mailsTo(the('Cy').person)).map(({ subject }) => subject)).not.toContain(
      'Dee is not free at the moment',
    );
    expect((await asks('Ana', 'Dee')).body).toMatchObject({ code: 'mentor-request.closed' });
    // The two who are left: one asks, the other says yes by asking back.
    expect((await asks('Ben', 'Dee')).body.closedBecause).toBeNull();
    expect((await asks('Dee', 'Ben')).body.closedBecause).toBe('paired');
    expect(await partnersOf('Ben')).toEqual(['active Ben – Dee']);
    await settle();
    await api.runJobs();
    const theirs = ['Ana', 'Ben', 'Cy', 'Dee'].map((name) => the(name).person.email);
    const mails = api.mails.sent.filter(({ to }) => theirs.includes(to));
    expect(mails.length).toBeGreaterThan(8);
    for (const { subject, text } of mails) expect(`${subject}\n${text}`).not.toMatch(ofSides);
  }, 20_000);

  it('are a pair when the coordinator asks somebody again who asks as well by now', async () => {
    const { asks, partnersOf, asCoordinator, cohort } = await equals('Ana', 'Ben', 'Cy');
    await asks('Ana', 'Ben');
    api.clock.advanceDays(15);
    await settle();
    // Ana's request to the silent Ben is over; now Ben asks her, who asks nobody any more.
    await asks('Ben', 'Ana');
    expect(await partnersOf('Ana')).toEqual([]);
    const params = { cohortId: cohort.id };
    const { body } = await asCoordinator.call(routes.listOfCohort, { params, query: {} });
    const over = body.items.find(({ state }) => state === 'lapsed');
    const again = { params: { requestId: over?.id ?? '' } };
    expect((await asCoordinator.call(routes.askAgain, again)).status).toBe(200);
    expect(await partnersOf('Ana')).toEqual(['active Ana – Ben']);
    expect(await partnersOf('Ben')).toEqual(['active Ana – Ben']);
    expect((await asCoordinator.call(routes.askAgain, again)).body.code).toBe('mentor-request.over');
  }, 20_000);

  it('are one pair when both ask at the same moment, and each has one partner', async () => {
    const { asks, partnersOf, the, choicesOf } = await equals('Ana', 'Ben', 'Cy');
    await Promise.all([asks('Ana', 'Ben', 'Cy'), asks('Ben', 'Ana', 'Cy'), asks('Cy', 'Ana', 'Ben')]);
    await settle();
    const paired = (await Promise.all(['Ana', 'Ben', 'Cy'].map(partnersOf))).flat();
    expect(paired).toHaveLength(2);
    expect(new Set(paired).size).toBe(1);
    // Whoever says yes to one asks nobody else, and nobody else can have them.
    const alone =
      (await partnersOf('Cy')).length === 0 ? 'Cy' : (await partnersOf('Ben')).length ? 'Ana' : 'Ben';
    expect(
      (await choicesOf(alone)).items.every(({ state }) => state === 'no-place' || state === 'waiting'),
    ).toBe(true);
    for (const { state } of await askedOf(the(alone).person)) expect(state).toBe('passed');
  }, 20_000);
});
