import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actRoutes } from '@ithaca/contracts/acts';
import { mentorRequestRoutes as routes } from '@ithaca/contracts/mentor-requests';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { programRoutes } from '@ithaca/contracts/programs';
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

/** A running self-service cohort with mentors A, B, C of one place each and some mentees. */
async function scene(more: { mentees?: number; capacity?: number; circles?: boolean } = {}) {
  api.clock.set(start);
  api.mails.sent.length = 0;
  const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, {
    name: 'Growth',
    ...(more.circles && { format: 'circle' as const }),
  });
  await api.rows("update programs set pairing_mode = 'self-service' where id = $1", [program.id]);
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const enrol = async (name: string, role: 'mentor' | 'mentee', extra: object = {}) => {
    const person = await api.given.person(organisation, { displayName: name });
    const enrolment = await api.given.enrolment(cohort, person, role, {
      state: 'in-pool',
      answers: answersOf('Design', 3),
      ...extra,
    });
    return { person, enrolmentId: enrolment.id };
  };
  const mentors = [];
  for (const name of ['Ada Mentor', 'Bo Mentor', 'Cy Mentor'])
    mentors.push(await enrol(name, 'mentor', { capacity: more.capacity ?? 1 }));
  const mentees = [];
  for (let n = 0; n < (more.mentees ?? 1); n += 1) mentees.push(await enrol(`Mentee ${n}`, 'mentee'));
  const [mentee] = mentees;
  if (!mentee) throw new Error('A scene has a mentee.');
  return { organisation, owner, cohort, mentors, mentees, mentee, asMentee: await api.as(mentee.person) };
}

type Scene = Awaited<ReturnType<typeof scene>>;
const idsOf = ({ mentors }: Scene, ...which: number[]) => which.map((n) => mentors[n]?.enrolmentId ?? '');
const choose = ({ asMentee, mentee }: Scene, mentors: string[], note = '') =>
  asMentee.call(routes.choose, { params: { enrolmentId: mentee.enrolmentId }, body: { mentors, note } });
const statesOf = async ({ asMentee, mentee }: Scene) =>
  (await asMentee.call(routes.getChoices, { params: { enrolmentId: mentee.enrolmentId } })).body.items.map(
    ({ displayName, state }) => `${displayName.split(' ')[0]} ${state}`,
  );
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

describe('looking for a mentor', () => {
  it('shows whom the rules allow, with reasons and free places, never a score', async () => {
    const here = await scene();
    await api.rows('update people set manager_id = $2 where id = $1', [
      here.mentee.person.id,
      here.mentors[1]?.person.id,
    ]);
    const { body, text } = await here.asMentee.call(routes.listMentors, {
      params: { enrolmentId: here.mentee.enrolmentId },
      query: {},
    });
    expect(body.items.map(({ displayName, freePlaces }) => [displayName, freePlaces])).toEqual(
      expect.arrayContaining([
        ['Ada Mentor', 1],
        ['Cy Mentor', 1],
      ]),
    );
    expect(body.total).toBe(2);
    expect(body.items[0]?.reasons[0]?.code).toBe('skills');
    expect(text).not.toMatch(/score|points/);
    const found = await here.asMentee.call(routes.listMentors, {
      params: { enrolmentId: here.mentee.enrolmentId },
      query: { q: 'cy design', limit: 1 },
    });
    expect(found.body.items.map(({ displayName }) => displayName)).toEqual(['Cy Mentor']);
  });

  it('asks one mentor at a time, in my order, and tells them why', async () => {
    const here = await scene();
    await choose(here, idsOf(here, 1, 0), 'I would like to learn from you.');
    expect(await statesOf(here)).toEqual(['Bo asked', 'Ada waiting']);
    const bo = here.mentors[1]!.person;
    const [mail] = await mailsTo(bo);
    expect(mail?.subject).toBe('Mentee 0 would like you as a mentor');
    expect(mail?.text).toMatch(/skills that are wanted and offered \(Design\)/);
    expect(await askedOf(bo)).toMatchObject([
      { mentee: { displayName: 'Mentee 0' }, note: 'I would like to learn from you.', state: 'asked' },
    ]);
    expect(await mailsTo(here.mentors[0]!.person)).toEqual([]);
    expect(await askedOf(here.mentors[0]!.person)).toEqual([]);
  });

  it('goes on to the next choice without saying what the first one did', async () => {
    const here = await scene();
    await choose(here, idsOf(here, 0, 1));
    await answerAs(here.mentors[0]!.person, 'decline', 'Too far from my field');
    expect(await statesOf(here)).toEqual(['Bo asked', 'Ada no-place']);
    const told = async () => (await mailsTo(here.mentee.person)).at(-1)?.text ?? '';
    const afterDecline = await told();
    expect(afterDecline).toMatch(
      /Ada Mentor has no place at the moment. We have asked your next choice, Bo Mentor/,
    );
    expect(afterDecline).not.toContain('field');
    api.clock.advanceDays(6);
    await settle();
    expect(await statesOf(here)).toEqual(['Ada no-place', 'Bo no-place']);
    expect(await told()).toMatch(/Bo Mentor has no place at the moment. None of your choices waits/);
    const again = await choose(here, idsOf(here, 0));
    expect(again.body.code).toBe('mentor-request.not-possible');
  });

  it('shows a mentor who said no exactly as one whose places are taken', async () => {
    const here = await scene();
    await choose(here, idsOf(here, 0, 1));
    await answerAs(here.mentors[0]!.person, 'decline', 'Too far from my field');
    await answerAs(here.mentors[1]!.person, 'decline');
    const cy = here.mentors[2]!;
    const asCy = await api.as(cy.person);
    const version = (await asCy.call(routes.listPlaces, {})).body.items[0]?.version ?? 0;
    await asCy.call(routes.setPlaces, {
      params: { enrolmentId: cy.enrolmentId },
      version,
      body: { capacity: 0 },
    });
    const params = { enrolmentId: here.mentee.enrolmentId };
    const listed = await here.asMentee.call(routes.listMentors, { params, query: {} });
    expect(listed.body.total).toBe(3);
    const [ada, ...others] = listed.body.items.map(({ enrolmentId, personId, displayName, ...rest }) => ({
      ...rest,
      isNamed: [enrolmentId, personId, displayName].every(Boolean),
    }));
    expect(ada).toMatchObject({ freePlaces: 0, rank: null });
    for (const other of others) expect(other).toEqual(ada);
    const free = await here.asMentee.call(routes.listMentors, { params, query: { free: true } });
    expect(free.body.items).toEqual([]);
    const refused = [];
    for (const index of [0, 1, 2]) {
      const { status, body } = await choose(here, idsOf(here, index));
      refused.push([status, body.code, body.facts]);
    }
    expect(refused[0]).toEqual([422, 'mentor-request.not-possible', { choice: 1 }]);
    expect(refused[1]).toEqual(refused[0]);
    expect(refused[2]).toEqual(refused[0]);
  });

  it('tells the mentee since when and until when somebody is asked, and nothing of it afterwards', async () => {
    const here = await scene();
    await choose(here, idsOf(here, 0, 1));
    const params = { enrolmentId: here.mentee.enrolmentId };
    const asked = await here.asMentee.call(routes.getChoices, { params });
    expect(asked.body.items[0]).toMatchObject({ state: 'asked', askedAt: api.clock.now().toISOString() });
    await answerAs(here.mentors[0]!.person, 'decline');
    const after = await here.asMentee.call(routes.getChoices, { params });
    expect(after.body.items.find(({ state }) => state === 'no-place')).toMatchObject({
      askedAt: null,
      dueAt: null,
    });
  });

  it('makes the pairing when the mentor accepts by the link of the mail, without signing in', async () => {
    const here = await scene();
    await choose(here, idsOf(here, 0, 1));
    const text = (await mailsTo(here.mentors[0]!.person)).at(-1)?.text ?? '';
    const token = /\/act\/([\w-]{43})/.exec(text)?.[1] ?? '';
    expect((await api.anonymous().call(actRoutes.look, { body: { token } })).body).toMatchObject({
      act: 'answer-request',
      state: 'open',
      partnerNames: ['Mentee 0'],
    });
    expect((await api.anonymous().call(actRoutes.perform, { body: { token } })).body.state).toBe('done');
    const { items } = (await here.asMentee.call(pairingRoutes.listMine, {})).body;
    expect(items).toMatchObject([{ state: 'active' }]);
    expect(await statesOf(here)).toEqual(['Ada accepted', 'Bo no-place']);
    const closed = await here.asMentee.call(routes.getChoices, {
      params: { enrolmentId: here.mentee.enrolmentId },
    });
    expect(closed.body.closedBecause).toBe('paired');
  });

  it('never oversells a place, however many accept at once', async () => {
    const here = await scene({ mentees: 8, capacity: 2 });
    const [ada] = here.mentors;
    for (const mentee of here.mentees)
      await (
        await api.as(mentee.person)
      ).call(routes.choose, {
        params: { enrolmentId: mentee.enrolmentId },
        body: { mentors: [ada!.enrolmentId], note: '' },
      });
    const asAda = await api.as(ada!.person);
    const requests = await askedOf(ada!.person);
    expect(requests).toHaveLength(8);
    const answers = await Promise.all(
      requests.map(({ id }) =>
        asAda.call(routes.answer, { params: { requestId: id }, body: { answer: 'accept' } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    for (const { status, body } of answers)
      if (status !== 200) expect(body.code).toMatch(/pairing.mentor-full/);
    const [{ open } = { open: 0 }] = await api.rows<{ open: number }>(
      'select count(*)::int as open from pairing_members where enrolment_id = $1 and open',
      [ada!.enrolmentId],
    );
    expect(open).toBe(2);
    await settle();
    expect(await askedOf(ada!.person).then((all) => all.filter(({ state }) => state === 'asked'))).toEqual(
      [],
    );
  });

  it('asks when a place becomes free, and lets a mentor take fewer at any time', async () => {
    const here = await scene();
    const [ada] = here.mentors;
    await choose(here, idsOf(here, 1, 0));
    const asAda = await api.as(ada!.person);
    const version = (await asAda.call(routes.listPlaces, {})).body.items[0]?.version ?? 0;
    const params = { enrolmentId: ada!.enrolmentId };
    const paused = await asAda.call(routes.setPlaces, { params, version, body: { capacity: 0 } });
    expect(paused.body.items[0]).toMatchObject({ capacity: 0, programName: 'Growth', mentees: [] });
    await answerAs(here.mentors[1]!.person, 'decline');
    expect(await statesOf(here)).toEqual(['Ada waiting', 'Bo no-place']);
    await asAda.call(routes.setPlaces, { params, version: version + 1, body: { capacity: 1 } });
    await settle();
    expect(await statesOf(here)).toEqual(['Ada asked', 'Bo no-place']);
    const stale = await asAda.call(routes.setPlaces, { params, version, body: { capacity: 3 } });
    expect(stale.status).toBe(412);
  });

  it('is closed where a coordinator decides, for whoever has a mentor, and after the cohort', async () => {
    const here = await scene();
    const params = { enrolmentId: here.mentee.enrolmentId };
    const why = async () => (await here.asMentee.call(routes.getChoices, { params })).body.closedBecause;
    expect(await why()).toBeNull();
    await api.rows("update cohorts set state = 'closing' where id = $1", [here.cohort.id]);
    expect(await why()).toBe('cohort');
    expect((await choose(here, idsOf(here, 0))).body).toMatchObject({
      code: 'mentor-request.closed',
      facts: { reason: 'cohort' },
    });
    await api.rows("update programs set pairing_mode = 'coordinator' where organisation_id = $1", [
      here.organisation.id,
    ]);
    expect(await why()).toBe('mode');
    const asOwner = await api.as(here.owner);
    const { body: programs } = await asOwner.call(programRoutes.list, {});
    const { body: program } = await asOwner.call(programRoutes.get, {
      params: { programId: programs.items[0]?.id ?? '' },
    });
    const changed = await asOwner.call(programRoutes.update, {
      params: { programId: program.id },
      version: program.version,
      body: { pairingMode: 'self-service', answerDays: 3 },
    });
    expect(changed.body).toMatchObject({ pairingMode: 'self-service', answerDays: 3 });
  });

  it('keeps requests from everybody but the mentor who is asked', async () => {
    const here = await scene();
    await choose(here, idsOf(here, 0));
    const [request] = await askedOf(here.mentors[0]!.person);
    const params = { requestId: request?.id ?? '' };
    for (const other of [here.mentors[1]!.person, here.mentee.person, here.owner]) {
      const answer = await (await api.as(other)).call(routes.answer, { params, body: { answer: 'accept' } });
      expect(answer.status).toBe(404);
    }
  });
});

describe('asking for a place in a circle', () => {
  const ask = async ({ mentors: [ada] }: Scene, mentee: Scene['mentee']) =>
    (await api.as(mentee.person)).call(routes.choose, {
      params: { enrolmentId: mentee.enrolmentId },
      body: { mentors: [ada!.enrolmentId], note: '' },
    });
  const circlesOf = async (person: GivenPerson) =>
    (await (await api.as(person)).call(pairingRoutes.listMine, {})).body.items;

  it('gathers mentees one by one, begins with the smallest size, and takes more until it is full', async () => {
    const here = await scene({ circles: true, mentees: 6, capacity: 4 });
    const [first, second, third, fourth, fifth] = here.mentees;
    const ada = here.mentors[0]!.person;
    const params = { enrolmentId: here.mentee.enrolmentId };
    const { body: choices } = await here.asMentee.call(routes.getChoices, { params });
    expect(choices.circle).toEqual({ smallest: 3, largest: 6 });
    await ask(here, first!);
    expect((await askedOf(ada))[0]?.circle).toEqual({ members: 0, smallest: 3, isRunning: false });
    expect((await answerAs(ada, 'accept')).status).toBe(200);
    expect(await circlesOf(first!.person)).toMatchObject([{ state: 'offered' }]);
    expect((await mailsTo(first!.person)).at(-1)).toMatchObject({
      subject: 'Ada Mentor has a place for you',
    });
    expect((await mailsTo(first!.person)).at(-1)?.text).toContain('It begins with 2 more mentees');

    await ask(here, second!);
    expect((await askedOf(ada))[0]?.circle).toMatchObject({ members: 1, isRunning: false });
    await answerAs(ada, 'accept');
    // Whoever waits in it may leave, and may ask again; a second one alone does not end it.
    const [circle] = await circlesOf(first!.person);
    const left = await (
      await api.as(first!.person)
    ).call(pairingRoutes.end, {
      params: { pairingId: circle!.id },
      version: (
        await (await api.as(first!.person)).call(pairingRoutes.get, { params: { pairingId: circle!.id } })
      ).body.version,
      body: { outcome: 'ended', reason: 'no-time' },
    });
    expect(left.status).toBe(200);
    expect(await circlesOf(second!.person)).toMatchObject([{ id: circle!.id, state: 'offered' }]);

    for (const mentee of [third!, fourth!]) {
      await ask(here, mentee);
      await answerAs(ada, 'accept');
    }
    for (const { person } of [second!, third!, fourth!])
      expect(await circlesOf(person)).toMatchObject([{ id: circle!.id, state: 'active' }]);
    expect((await mailsTo(third!.person)).map(({ subject }) => subject)).toContain(
      'The circle of Ada Mentor begins',
    );

    await ask(here, fifth!);
    expect((await askedOf(ada))[0]?.circle).toEqual({ members: 3, smallest: 3, isRunning: true });
    await answerAs(ada, 'accept');
    expect(await circlesOf(fifth!.person)).toMatchObject([{ id: circle!.id, state: 'active' }]);
    const places = await (await api.as(ada)).call(routes.listPlaces, {});
    expect(places.body.items[0]?.mentees).toHaveLength(4);
    expect((await ask(here, here.mentees[5]!)).body.code).toBe('mentor-request.not-possible');
  });

  it('never oversells a circle, keeps its mix of departments, and asks nobody whose places suffice for none', async () => {
    const here = await scene({ circles: true, mentees: 6, capacity: 3 });
    const [ada, bo] = here.mentors;
    await api.rows('update enrolments set capacity = 2 where id = $1', [bo!.enrolmentId]);
    const refused = await choose(here, [bo!.enrolmentId]);
    expect(refused.body.code).toBe('mentor-request.not-possible');
    await api.rows(
      `update programs set policy = policy || '{"circle":{"smallest":2,"largest":4,"mostOfOneDepartment":1}}' where organisation_id = $1`,
      [here.organisation.id],
    );
    for (const [n, { person }] of here.mentees.entries())
      await api.rows('update people set department = $2 where id = $1', [person.id, `Department ${n % 4}`]);
    for (const mentee of here.mentees) await ask(here, mentee);
    const requests = await askedOf(ada!.person);
    expect(requests).toHaveLength(6);
    const asAda = await api.as(ada!.person);
    const answers = await Promise.all(
      requests.map(({ id }) =>
        asAda.call(routes.answer, { params: { requestId: id }, body: { answer: 'accept' } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    for (const { status, body } of answers) if (status !== 200) expect(body.code).toBe('mentor-request.over');
    const members = await api.rows<{ department: string; pairing: string }>(
      `select p.department, m.pairing_id as pairing from pairing_members m join people p on p.id = m.person_id
       where m.organisation_id = $1 and m.role = 'mentee' and m.open`,
      [here.organisation.id],
    );
    expect(members).toHaveLength(3);
    expect(new Set(members.map(({ department }) => department)).size).toBe(3);
    expect(new Set(members.map(({ pairing }) => pairing)).size).toBe(1);
  });
});
