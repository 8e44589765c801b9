import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { goalRoutes } from '@ithaca/contracts/goals';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { messageRoutes } from '@ithaca/contracts/messages';
import { pairingRoutes as routes } from '@ithaca/contracts/pairings';
import { homeRoutes } from '@ithaca/contracts/reports';
import { checkInRoutes } from '@ithaca/contracts/surveys';
import type { PairingState } from '@ithaca/domain/pairing';
import type { GivenPairing, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

const start = new Date('2026-03-02T09:00:00Z');
let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: start, ticks: true });
});
afterAll(() => api.stop());

let dana: GivenPerson;
let mentees: Record<'ada' | 'ben' | 'cleo' | 'dan' | 'eve', GivenPerson>;
let owner: GivenPerson;
let circle: GivenPairing;
let params: { pairingId: string };

/** Dana Reyes with a circle of five, which begins with three. */
async function aCircle(state: PairingState = 'offered') {
  api.clock.set(start);
  const organisation = await api.given.organisation();
  const person = (displayName: string) => api.given.person(organisation, { displayName });
  owner = await person('Olga Owner');
  await api.given.grant(owner, 'owner');
  dana = await person('Dana Reyes');
  mentees = {
    ada: await person('Ada'),
    ben: await person('Ben'),
    cleo: await person('Cleo'),
    dan: await person('Dan'),
    eve: await person('Eve'),
  };
  const program = await api.given.program(owner, { name: 'Women in engineering', templateKey: 'erg-circle' });
  const cohort = await api.given.cohort(program, owner, { state: 'running', endsOn: '2026-12-01' });
  const { ada, ...others } = mentees;
  circle = await api.given.pairing(cohort, dana, ada, {
    state,
    others: Object.values(others),
    ...(state === 'active' && { startedAt: start }),
  });
  params = { pairingId: circle.id };
  api.mails.sent.length = 0;
}

const as = (person: GivenPerson): Promise<TestCaller> => api.as(person);
const accept = async (person: GivenPerson) => (await as(person)).call(routes.accept, { params });
const decline = async (person: GivenPerson) =>
  (await as(person)).call(routes.decline, { params, body: { reason: 'no-time' } });
const read = async (person: GivenPerson) => (await as(person)).call(routes.get, { params });
/** What this circle's people were sent. */
const sent = async () => {
  await api.runJobs();
  const addresses = [dana, ...Object.values(mentees)].map(({ email }) => email);
  return api.mails.sent.filter(({ to }) => addresses.includes(to));
};
const subjects = async (): Promise<string[]> => (await sent()).map(({ subject }) => subject);
const enrolmentOf = async (person: GivenPerson): Promise<string | undefined> => {
  const [row] = await api.rows<{ state: string }>('select state from enrolments where person_id = $1', [
    person.id,
  ]);
  return row?.state;
};

describe('answering the offer of a circle', () => {
  beforeEach(() => aCircle());

  it('begins with the mentor and the smallest number of mentees; who says yes later joins it', async () => {
    await accept(mentees.ada);
    await accept(mentees.ben);
    await accept(dana);
    expect((await read(dana)).body).toMatchObject({ state: 'offered', format: 'circle', smallest: 3 });
    expect((await accept(mentees.cleo)).body).toMatchObject({ state: 'active' });
    expect((await subjects()).toSorted()).toEqual([
      'The circle of Dana Reyes begins',
      'The circle of Dana Reyes begins',
      'The circle of Dana Reyes begins',
      'Your circle begins: Ada, Ben, Cleo, Dan, and Eve',
    ]);
    const { body } = await read(mentees.eve);
    expect(body).toMatchObject({ state: 'active', myRole: 'mentee' });
    expect((await accept(mentees.eve)).status).toBe(200);
    expect(await accept(mentees.eve)).toMatchObject({
      status: 409,
      body: { code: 'pairing.already-answered' },
    });
  });

  it('keeps what the circle says and plans from those who have not said yes', async () => {
    for (const person of [dana, mentees.ada, mentees.ben, mentees.cleo]) await accept(person);
    await (await as(mentees.ada)).call(messageRoutes.send, { params, body: { body: 'Hello all' } });
    const eve = await as(mentees.eve);
    for (const route of [messageRoutes.list, meetingRoutes.list, goalRoutes.list])
      expect((await eve.raw(route.method, route.path.replace(':pairingId', circle.id))).status).toBe(404);
    expect((await eve.call(routes.sign, { params, body: { number: 1 } })).status).toBe(404);
    const { body: home } = await eve.call(homeRoutes.get, {});
    expect(home.cards).toMatchObject([
      {
        kind: 'accept-pairing',
        facts: { partnerNames: ['Dana Reyes'], circle: { role: 'mentee', mentees: 5 } },
      },
    ]);
    await accept(mentees.eve);
    expect((await eve.call(messageRoutes.list, { params, query: {} })).body.items).toHaveLength(1);
  });

  it('begins early with those who have said yes, by its mentor or its coordinator; the others may join later', async () => {
    const begin = async (person: GivenPerson) => (await as(person)).call(routes.begin, { params });
    await accept(mentees.ada);
    await accept(dana);
    const tooFew = { status: 409, body: { code: 'pairing.too-few-accepted', facts: { least: 2 } } };
    expect((await read(dana)).body.mayBeginWith).toBeNull();
    expect(await begin(dana)).toMatchObject(tooFew);
    await accept(mentees.ben);
    // How many have said yes is told to whoever may begin with them, and to none of the mentees.
    expect((await read(dana)).body.mayBeginWith).toBe(2);
    expect((await read(owner)).body.mayBeginWith).toBe(2);
    expect((await read(mentees.ada)).body.mayBeginWith).toBeNull();
    expect((await begin(mentees.ada)).status).toBe(403);
    expect((await begin(owner)).status).toBe(404);
    const byDana = (await as(dana)).call(routes.beginForCoordinator, { params });
    expect((await byDana).status).toBe(403);
    expect((await begin(dana)).body).toMatchObject({ state: 'active', smallest: 3, mayBeginWith: null });
    expect((await subjects()).toSorted()).toEqual([
      'The circle of Dana Reyes begins',
      'The circle of Dana Reyes begins',
      expect.stringMatching(/^Your circle begins: Ada, Ben/),
    ]);
    expect((await begin(dana)).body).toMatchObject({ code: 'pairing.wrong-state' });
    expect((await (await as(mentees.eve)).call(messageRoutes.list, { params, query: {} })).status).toBe(404);
    expect((await accept(mentees.eve)).body.state).toBe('active');
    expect((await decline(mentees.dan)).status).toBe(200);
    await aCircle();
    for (const person of [dana, mentees.ada, mentees.ben]) await accept(person);
    const byOwner = await (await as(owner)).call(routes.beginForCoordinator, { params });
    expect(byOwner).toMatchObject({ status: 200, body: { state: 'active', mayBeginWith: null } });
    const rows = await api.rows(
      "select actor_id, action, facts from audit_rows where subject_id = $1 and action like 'pairings.begin%'",
      [circle.id],
    );
    expect(rows).toEqual([
      { actor_id: owner.id, action: 'pairings.beginForCoordinator', facts: { mentees: 2 } },
    ]);
  });

  it('goes on without a mentee who declines, and nobody is told who', async () => {
    expect((await decline(mentees.dan)).status).toBe(200);
    expect(await enrolmentOf(mentees.dan)).toBe('in-pool');
    expect(await subjects()).toEqual([]);
    expect((await read(mentees.dan)).status).toBe(404);
    const { body } = await read(dana);
    expect(body.state).toBe('offered');
    expect(body.members.map(({ displayName }) => displayName)).not.toContain('Dan');
    const { body: mine } = await (await as(mentees.dan)).call(routes.listMine, {});
    expect(mine.items).toEqual([]);
  });

  it('begins by a refusal when everybody who is left has said yes', async () => {
    for (const person of [dana, mentees.ada, mentees.ben]) await accept(person);
    await decline(mentees.cleo);
    await decline(mentees.dan);
    expect((await read(dana)).body.state).toBe('offered');
    await decline(mentees.eve);
    expect((await read(dana)).body.state).toBe('active');
  });

  it('falls through with its mentor, or when fewer than two mentees are left, and tells those who are still in it', async () => {
    await accept(mentees.ada);
    await decline(mentees.eve);
    await decline(dana);
    expect((await read(mentees.ada)).body.state).toBe('declined');
    expect((await sent()).map(({ to }) => to).toSorted()).toEqual(
      [mentees.ada, mentees.ben, mentees.cleo, mentees.dan].map(({ email }) => email).toSorted(),
    );
    await aCircle();
    for (const person of [mentees.ada, mentees.ben, mentees.cleo]) await decline(person);
    expect((await read(dana)).body.state).toBe('offered');
    await decline(mentees.dan);
    expect((await read(dana)).body.state).toBe('declined');
  });

  it('ends in one state, however many answer at the same moment', async () => {
    await Promise.all([dana, ...Object.values(mentees)].map(accept));
    const { body } = await read(dana);
    expect(body.state).toBe('active');
    const rows = await api.rows<{ inside: boolean }>(
      'select inside from pairing_members where pairing_id = $1 and accepted_at is not null and not inside',
      [circle.id],
    );
    expect(rows).toEqual([]);
  });
});

describe('a circle that runs', () => {
  beforeEach(() => aCircle('active'));

  it('has one thread that all its members read', async () => {
    await (await as(mentees.ada)).call(messageRoutes.send, { params, body: { body: 'Who brings a topic?' } });
    for (const person of [dana, mentees.ben, mentees.eve]) {
      const { body } = await (await as(person)).call(messageRoutes.list, { params, query: {} });
      expect(body.items).toMatchObject([{ authorName: 'Ada', body: 'Who brings a topic?' }]);
    }
    expect(await subjects()).toHaveLength(5);
  });

  it('meets with attendance per person: each says whether they were there', async () => {
    const { body: planned } = await (
      await as(dana)
    ).call(meetingRoutes.plan, {
      params,
      body: {
        title: 'First circle',
        startsAt: '2026-03-10T10:00:00.000Z',
        durationMinutes: 60,
        timeZone: 'Europe/Berlin',
        link: '',
        agenda: [],
      },
    });
    expect(await subjects()).toHaveLength(6);
    api.clock.set(new Date('2026-03-10T12:00:00Z'));
    const meeting = { meetingId: planned.id };
    const answer = async (person: GivenPerson, said: 'held' | 'not-held' | 'absent') =>
      (await as(person)).call(meetingRoutes.answer, { params: meeting, body: { answer: said } });
    await answer(dana, 'held');
    await answer(mentees.ada, 'held');
    const { body } = await answer(mentees.ben, 'absent');
    expect(body).toMatchObject({ state: 'held', evidence: 'both', myAnswer: 'absent' });
    expect(body.members.map(({ displayName, answer: said }) => `${displayName} ${said}`)).toEqual([
      'Ada held',
      'Ben absent',
      'Cleo null',
      'Dan null',
      'Dana Reyes held',
      'Eve null',
    ]);
    const active = await api.rows<{ personId: string }>(
      'select person_id as "personId" from stage_events where cohort_id = $1 and stage = \'active\'',
      [circle.cohortId],
    );
    expect(active.map(({ personId }) => personId).toSorted()).toEqual([dana.id, mentees.ada.id].toSorted());
  });

  it('keeps each mentee’s goals between that mentee and the mentor', async () => {
    const goal = { title: 'Speak in public', measure: '', dueOn: null, milestones: [] };
    const { body: own } = await (await as(mentees.ada)).call(goalRoutes.add, { params, body: goal });
    const { body: byDana } = await (
      await as(dana)
    ).call(goalRoutes.add, {
      params,
      body: { ...goal, title: 'Lead a team', ownerId: mentees.ben.id },
    });
    expect([own.ownerId, byDana.ownerId]).toEqual([mentees.ada.id, mentees.ben.id]);
    const titles = async (person: GivenPerson) =>
      (await (await as(person)).call(goalRoutes.list, { params })).body.items.map(({ title }) => title);
    expect(await titles(mentees.ada)).toEqual(['Speak in public']);
    expect(await titles(mentees.ben)).toEqual(['Lead a team']);
    expect(await titles(mentees.cleo)).toEqual([]);
    expect(await titles(dana)).toEqual(['Speak in public', 'Lead a team']);
    const task = { title: 'Book a room', ownerId: dana.id, dueOn: null, meetingId: null, goalId: own.id };
    const { body: action } = await (
      await as(mentees.ada)
    ).call(meetingRoutes.addAction, { params, body: task });
    const served = async (person: GivenPerson) =>
      (await (await as(person)).call(meetingRoutes.listActions, { params })).body.items.map(
        ({ goalId }) => goalId,
      );
    expect([await served(mentees.ada), await served(dana), await served(mentees.ben)]).toEqual([
      [own.id],
      [own.id],
      [null],
    ]);
    const foreign = { params: { actionId: action.id }, body: { goalId: own.id } };
    expect((await (await as(mentees.ben)).call(meetingRoutes.setActionGoal, foreign)).status).toBe(404);
    const stranger = await as(mentees.cleo);
    const note = { params: { goalId: own.id }, body: { body: 'I can see it' } };
    expect((await stranger.call(goalRoutes.addNote, note)).status).toBe(404);
  });

  it('goes on when one mentee leaves; the mentor is told, and what follows is no longer theirs', async () => {
    const { body: before } = await read(mentees.eve);
    const leave = { outcome: 'ended' as const, reason: 'no-time' as const };
    const eve = await as(mentees.eve);
    expect((await eve.call(routes.end, { params, body: leave, version: before.version })).status).toBe(200);
    expect(await subjects()).toEqual([expect.stringContaining('Eve has left your circle')]);
    expect(await enrolmentOf(mentees.eve)).toBe('in-pool');
    expect((await eve.call(routes.get, { params })).status).toBe(404);
    expect((await eve.call(messageRoutes.list, { params, query: {} })).status).toBe(404);
    const { body } = await read(dana);
    expect(body).toMatchObject({ state: 'active' });
    expect(body.members).toHaveLength(5);
  });

  it('goes on when its coordinator takes one mentee out: that mentee and the mentor are told, without the reason', async () => {
    const asOwner = await as(owner);
    const take = (person: GivenPerson) =>
      asOwner.call(routes.takeOut, { params, body: { personId: person.id, reason: 'changed-job' } });
    const { status, body: item } = await take(mentees.eve);
    expect([status, item]).toMatchObject([
      200,
      { state: 'active', menteeNames: ['Ada', 'Ben', 'Cleo', 'Dan'] },
    ]);
    const mails = await sent();
    expect(mails.map(({ to, subject }) => `${to} ${subject}`).toSorted()).toEqual(
      [
        `${mentees.eve.email} Your seat in the circle of Dana Reyes is given back`,
        `${dana.email} Eve has left your circle`,
      ].toSorted(),
    );
    for (const { text } of mails) expect(text).not.toMatch(/changed.job/i);
    expect(await enrolmentOf(mentees.eve)).toBe('in-pool');
    expect((await read(mentees.eve)).status).toBe(404);
    const rows = await api.rows(
      "select actor_id, facts from audit_rows where subject_id = $1 and action = 'pairings.takeOut'",
      [circle.id],
    );
    expect(rows).toEqual([{ actor_id: owner.id, facts: { member: mentees.eve.id } }]);
    // Nobody twice, not the mentor, not the last mentee; and only a coordinator takes somebody out.
    expect(await take(mentees.eve)).toMatchObject({ status: 409, body: { code: 'pairing.needs-member' } });
    expect(await take(dana)).toMatchObject({ status: 409, body: { code: 'pairing.needs-member' } });
    expect((await take(owner)).status).toBe(404);
    for (const person of [mentees.ada, mentees.ben, mentees.cleo])
      expect((await take(person)).status).toBe(200);
    expect(await take(mentees.dan)).toMatchObject({ status: 409, body: { code: 'pairing.needs-member' } });
    const byDana = (await as(dana)).call(routes.takeOut, {
      params,
      body: { personId: mentees.dan.id, reason: 'other' },
    });
    expect((await byDana).status).toBe(403);
  });

  it('ends with its last mentee, and when its mentor ends it', async () => {
    const end = async (person: GivenPerson) =>
      (await as(person)).call(routes.end, {
        params,
        body: { outcome: 'ended', reason: 'other' },
        version: (await read(person)).body.version,
      });
    for (const person of Object.values(mentees)) expect((await end(person)).status).toBe(200);
    expect((await read(dana)).body.state).toBe('ended');
    await aCircle('active');
    await end(dana);
    expect((await read(mentees.ada)).body.state).toBe('ended');
  });

  it('rests only when its mentor says so', async () => {
    const { body } = await read(mentees.ada);
    const pause = { params, version: body.version };
    expect((await (await as(mentees.ada)).call(routes.pause, pause)).status).toBe(403);
    expect((await (await as(dana)).call(routes.pause, pause)).body.state).toBe('paused');
  });

  it('loses a mentee who leaves the organisation, not its life', async () => {
    await api.rows('update people set left_on = $2 where id = $1', [mentees.ben.id, '2026-03-01']);
    await api.platform.jobs.runSweep('end-pairings-of-leavers');
    const { body } = await read(dana);
    expect(body.state).toBe('active');
    expect(body.members.map(({ displayName }) => displayName)).not.toContain('Ben');
    await api.rows('update people set left_on = $2 where id = $1', [dana.id, '2026-03-01']);
    await api.platform.jobs.runSweep('end-pairings-of-leavers');
    expect((await read(mentees.ada)).body.state).toBe('ended');
  });

  it('asks each of its members how it goes, and shows the mentor’s shared answer to all, a mentee’s to the mentor', async () => {
    api.clock.advanceDays(14);
    await api.platform.jobs.runSweep('ask-check-ins');
    const ada = await as(mentees.ada);
    const { body: asked } = await ada.call(checkInRoutes.listMine, {});
    expect(asked.items).toMatchObject([{ partnerNames: ['Dana Reyes'] }]);
    const rows = await api.rows('select from check_ins where pairing_id = $1', [circle.id]);
    expect(rows).toHaveLength(6);
  });

  it('is one line in its coordinator’s list, with every mentee', async () => {
    const { body } = await (
      await as(owner)
    ).call(routes.list, {
      params: { cohortId: circle.cohortId },
      query: {},
    });
    expect(body.items).toMatchObject([
      { mentorName: 'Dana Reyes', format: 'circle', menteeNames: ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve'] },
    ]);
  });
});
