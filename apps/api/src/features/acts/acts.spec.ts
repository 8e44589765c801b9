import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actRoutes as routes, mailChoiceRoutes } from '@ithaca/contracts/acts';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { messageRoutes } from '@ithaca/contracts/messages';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { inboxRoutes } from '@ithaca/contracts/organisations';
import { checkInRoutes } from '@ithaca/contracts/surveys';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
const start = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  api = await startApi({ now: start });
});
afterAll(() => api.stop());

async function scene() {
  api.clock.set(start);
  api.mails.sent.length = 0;
  const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const mentor = await api.given.person(organisation, { displayName: 'Mira Mentor' });
  const mentee = await api.given.person(organisation, { displayName: 'Mani Mentee' });
  const program = await api.given.program(owner, { name: 'Growth' });
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, { state: 'active', startedAt: start });
  return {
    organisation,
    mentor,
    mentee,
    cohort,
    pairing,
    asMentor: await api.as(mentor),
    asMentee: await api.as(mentee),
  };
}

/** The secret in the last mail to a person: of its button, or of the link that stops such mails. */
async function tokenTo(person: { email: string }, which: 'button' | 'stop' = 'button'): Promise<string> {
  await api.runJobs();
  const text = api.mails.sent.findLast((mail) => mail.to === person.email)?.text ?? '';
  const tokens = [...text.matchAll(/\/act\/([\w-]{43})/g)].map((match) => match[1] ?? '');
  return (which === 'button' ? tokens.at(0) : tokens.at(-1)) ?? '';
}

const plan = {
  title: 'First hour',
  startsAt: '2026-03-05T10:00:00Z',
  durationMinutes: 45,
  timeZone: 'Europe/Berlin',
  link: '',
  agenda: [],
};

describe('a link in a mail', () => {
  it('says what it would do and changes nothing by being looked at', async () => {
    const { mentee, pairing, asMentor } = await scene();
    await asMentor.call(meetingRoutes.plan, { params: { pairingId: pairing.id }, body: plan });
    const token = await tokenTo(mentee);
    const anyone = api.anonymous();
    for (let times = 0; times < 3; times += 1)
      expect((await anyone.call(routes.look, { body: { token } })).body).toMatchObject({
        act: 'attend-meeting',
        state: 'open',
        partnerNames: ['Mira Mentor'],
        programName: 'Growth',
        meeting: { startsAt: '2026-03-05T10:00:00.000Z', durationMinutes: 45 },
      });
    expect(anyone.cookies.size).toBe(0);
  });

  it('accepts a meeting without signing in, once, and takes it back', async () => {
    const { mentee, pairing, asMentor } = await scene();
    const { body: meeting } = await asMentor.call(meetingRoutes.plan, {
      params: { pairingId: pairing.id },
      body: plan,
    });
    const token = await tokenTo(mentee);
    const replies = async () =>
      (await asMentor.call(meetingRoutes.get, { params: { meetingId: meeting.id } })).body.members.map(
        ({ displayName, reply }) => [displayName, reply],
      );
    expect(await replies()).toEqual([
      ['Mani Mentee', null],
      ['Mira Mentor', 'coming'],
    ]);
    for (let times = 0; times < 2; times += 1)
      expect((await api.anonymous().call(routes.perform, { body: { token } })).body.state).toBe('done');
    expect(await replies()).toContainEqual(['Mani Mentee', 'coming']);
    expect((await api.anonymous().call(routes.undo, { body: { token } })).body.state).toBe('open');
    expect(await replies()).toContainEqual(['Mani Mentee', null]);
    const [row] = await api.rows<{ actions: string[]; actors: string[] }>(
      `select array_agg(action order by at, id) as actions, array_agg(distinct actor_id::text) as actors
       from audit_rows where subject_id = $1 and action like 'acts.%'`,
      [meeting.id],
    );
    expect(row).toEqual({ actions: ['acts.perform', 'acts.perform', 'acts.undo'], actors: [mentee.id] });
  });

  it('tells the other side who cannot come, and forgets replies when the hour moves', async () => {
    const { mentor, pairing, asMentor, asMentee } = await scene();
    const { body: meeting } = await asMentor.call(meetingRoutes.plan, {
      params: { pairingId: pairing.id },
      body: plan,
    });
    const params = { meetingId: meeting.id };
    await asMentee.call(meetingRoutes.reply, { params, body: { reply: 'not-coming' } });
    await asMentee.call(meetingRoutes.reply, { params, body: { reply: 'not-coming' } });
    await api.runJobs();
    const declined = api.mails.sent.filter((mail) => mail.subject.includes('Mani Mentee cannot come'));
    expect(declined.map((mail) => mail.to)).toEqual([mentor.email]);
    const moved = await asMentee.call(meetingRoutes.update, {
      params,
      version: meeting.version,
      body: { startsAt: '2026-03-06T10:00:00Z' },
    });
    expect(moved.body.members.map((member) => member.reply)).toEqual(['coming', null]);
  });

  it('asks on the morning after a meeting whether it took place, and takes the answer without signing in', async () => {
    const { mentee, pairing, asMentor } = await scene();
    const { body: meeting } = await asMentor.call(meetingRoutes.plan, {
      params: { pairingId: pairing.id },
      body: plan,
    });
    await api.runJobs();
    api.clock.set(new Date('2026-03-06T09:00:00Z'));
    await api.platform.jobs.runSweep('send-nudges');
    const token = await tokenTo(mentee);
    const anyone = api.anonymous();
    expect((await anyone.call(routes.look, { body: { token } })).body).toMatchObject({
      act: 'confirm-meeting',
      state: 'open',
      meeting: { isCircle: false },
    });
    expect((await anyone.call(routes.perform, { body: { token } })).body.code).toBe('act.answer-missing');
    const said = await anyone.call(routes.perform, { body: { token, met: 'moved' } });
    expect(said.body.state).toBe('done');
    const seen = await asMentor.call(meetingRoutes.get, { params: { meetingId: meeting.id } });
    expect(seen.body).toMatchObject({ state: 'moved', evidence: 'none' });
    // What was said once by the mail is changed on the meeting's page alone.
    await anyone.call(routes.perform, { body: { token, met: 'held' } });
    expect((await asMentor.call(meetingRoutes.get, { params: { meetingId: meeting.id } })).body.state).toBe(
      'moved',
    );
  });

  it('answers a check-in, and keeps what was answered to whoever signs in', async () => {
    const { mentee, asMentee } = await scene();
    api.clock.advanceDays(14);
    await api.platform.jobs.runSweep('ask-check-ins');
    const token = await tokenTo(mentee);
    const anyone = api.anonymous();
    expect((await anyone.call(routes.perform, { body: { token } })).body.code).toBe('act.answer-missing');
    const answer = {
      meetingRegularly: 'yes' as const,
      usefulness: 5,
      change: 'Nothing',
      sharedWithPartner: false,
    };
    const done = await anyone.call(routes.perform, { body: { token, answer } });
    expect(done.body.state).toBe('done');
    expect(done.text).not.toContain('Nothing');
    expect((await asMentee.call(checkInRoutes.listMine, {})).body.items[0]).toMatchObject({ usefulness: 5 });
    // A forwarded mail cannot change what was said.
    await anyone.call(routes.perform, { body: { token, answer: { ...answer, usefulness: 1 } } });
    expect((await asMentee.call(checkInRoutes.listMine, {})).body.items[0]).toMatchObject({ usefulness: 5 });
  });

  it('stops mails of one kind; the inbox still shows what they said', async () => {
    const { mentee, pairing, asMentor, asMentee } = await scene();
    const write = (body: string) =>
      asMentor.call(messageRoutes.send, { params: { pairingId: pairing.id }, body: { body } });
    const mailsToMentee = async () => {
      await api.runJobs();
      return api.mails.sent.filter((mail) => mail.to === mentee.email).length;
    };
    await write('Hello');
    const token = await tokenTo(mentee, 'stop');
    expect(await mailsToMentee()).toBe(1);
    expect((await api.anonymous().call(routes.perform, { body: { token } })).body).toMatchObject({
      act: 'stop-mails',
      mailKind: 'message-received',
      state: 'done',
    });
    api.clock.advanceDays(1);
    await write('Are you there?');
    expect(await mailsToMentee()).toBe(1);
    expect((await asMentee.call(inboxRoutes.list, { query: {} })).body.items).toHaveLength(2);
    expect((await asMentee.call(mailChoiceRoutes.list, {})).body.items).toContainEqual({
      kind: 'message-received',
      choice: 'off',
      choices: ['at-once', 'digest', 'off'],
    });
    expect((await api.anonymous().call(routes.undo, { body: { token } })).body.state).toBe('open');
    expect((await asMentee.call(mailChoiceRoutes.list, {})).body.items).toContainEqual({
      kind: 'message-received',
      choice: 'at-once',
      choices: ['at-once', 'digest', 'off'],
    });
  });

  it('does nothing after its time, for whoever has left, or when it was made up', async () => {
    const { mentee, pairing, asMentor } = await scene();
    await asMentor.call(meetingRoutes.plan, { params: { pairingId: pairing.id }, body: plan });
    const token = await tokenTo(mentee);
    const anyone = api.anonymous();
    expect((await anyone.call(routes.look, { body: { token: 'A'.repeat(43) } })).body.code).toBe(
      'act.unknown',
    );
    await api.rows('update people set left_on = $2 where id = $1', [mentee.id, '2026-03-01']);
    expect((await anyone.call(routes.perform, { body: { token } })).body.code).toBe('act.over');
    await api.rows('update people set left_on = null where id = $1', [mentee.id]);
    // What was answered before is no way in after leaving: it tells nothing more, and cannot be taken back.
    expect((await anyone.call(routes.perform, { body: { token } })).body).toMatchObject({ state: 'done' });
    await api.rows('update people set left_on = $2 where id = $1', [mentee.id, '2026-03-01']);
    expect((await anyone.call(routes.look, { body: { token } })).body).toMatchObject({
      state: 'over',
      partnerNames: [],
      meeting: null,
    });
    expect((await anyone.call(routes.undo, { body: { token } })).body.code).toBe('act.over');
    expect(await api.rows('select from meeting_replies where person_id = $1', [mentee.id])).toHaveLength(1);
    await api.rows('update people set left_on = null where id = $1', [mentee.id]);
    expect((await anyone.call(routes.undo, { body: { token } })).body).toMatchObject({ state: 'open' });
    api.clock.advanceDays(4);
    const late = await anyone.call(routes.look, { body: { token } });
    expect(late.body).toMatchObject({ state: 'over', path: expect.stringMatching(/^\/pairings\//) });
    expect((await anyone.call(routes.perform, { body: { token } })).body).toMatchObject({
      code: 'act.over',
      facts: { path: late.body.path },
    });
  });

  it('offers three times for the first meeting when both have accepted, and plans the one that is pressed once', async () => {
    const { organisation, cohort } = await scene();
    const at9 = '{"from":"09:00","to":"17:00","days":[1,2,3,4,5]}';
    const mentor = await api.given.person(organisation, { displayName: 'Jun Abe' });
    const mentee = await api.given.person(organisation, { displayName: 'Mani New' });
    await api.rows(
      `update people set working_hours = case when id = $1 then '{"from":"15:00","to":"23:00","days":[1,2,3,4,5]}' else $3 end::jsonb,
         time_zone = case when id = $1 then 'Asia/Tokyo' else 'Europe/Berlin' end where id in ($1, $2)`,
      [mentor.id, mentee.id, at9],
    );
    const [asMentor, asMentee] = [await api.as(mentor), await api.as(mentee)];
    const offered = await api.given.pairing(cohort, mentor, mentee, { state: 'offered' });
    const params = { pairingId: offered.id };
    await asMentor.call(pairingRoutes.accept, { params });
    await asMentee.call(pairingRoutes.accept, { params });
    const token = await tokenTo(mentee);
    const letters = api.mails.sent.filter(({ subject }) => subject.endsWith('can start'));
    expect(letters).toHaveLength(2);
    const text = letters.find(({ to }) => to === mentee.email)?.text ?? '';
    // Before noon in Berlin, before eleven at night in Tokyo, from tomorrow on; each time on both walls.
    const times = [...text.matchAll(/^• (.+) · (.+) for Jun Abe: \S+\/act\/[\w-]{43}\?at=(\S+)$/gm)].map(
      ([, own, theirs, at]) => ({ own, theirs, at: decodeURIComponent(at ?? '') }),
    );
    expect(times.map(({ at }) => at)).toEqual([
      '2026-03-03T10:00:00.000Z',
      '2026-03-04T11:00:00.000Z',
      '2026-03-05T13:00:00.000Z',
    ]);
    expect(times[0]).toMatchObject({
      own: expect.stringMatching(/^Tuesday.* 11:00/),
      theirs: expect.stringMatching(/^7:00/),
    });

    const anyone = api.anonymous();
    const at = times[1]?.at ?? '';
    const looked = await anyone.call(routes.look, { body: { token, at } });
    expect(looked.body).toMatchObject({
      act: 'plan-meeting',
      state: 'open',
      path: `/pairings/${offered.id}/meetings/new`,
      firstMeeting: {
        timeZone: 'Europe/Berlin',
        asked: { startsAt: at, fit: 'free' },
        partners: [{ timeZone: 'Asia/Tokyo' }],
      },
    });
    expect((await asMentee.call(meetingRoutes.list, { params })).body.items).toEqual([]);

    // The mentor goes away that day: the page says so and offers others.
    await api.rows(
      `insert into blackouts (organisation_id, id, person_id, from_on, until_on) values ($1, gen_random_uuid(), $2, '2026-03-04', '2026-03-05')`,
      [organisation.id, mentor.id],
    );
    expect((await anyone.call(routes.perform, { body: { token, startsAt: at } })).body.code).toBe(
      'act.time-taken',
    );
    const again = await anyone.call(routes.look, { body: { token, at } });
    expect(again.body.firstMeeting?.asked?.fit).toBe('taken');
    const [next] = again.body.firstMeeting?.times ?? [];
    expect(
      (await anyone.call(routes.look, { body: { token, at: '2026-03-02T08:00:00Z' } })).body.firstMeeting
        ?.asked?.fit,
    ).toBe('over');

    for (let press = 0; press < 2; press += 1) {
      const done = await anyone.call(routes.perform, { body: { token, startsAt: next?.startsAt ?? '' } });
      expect(done.body).toMatchObject({
        state: 'done',
        meeting: { startsAt: next?.startsAt, durationMinutes: 45 },
      });
    }
    const { items } = (await asMentor.call(meetingRoutes.list, { params })).body;
    expect(items.map(({ startsAt, title }) => [startsAt, title])).toEqual([
      [next?.startsAt, 'Getting to know each other'],
    ]);
    // The mentor is invited, and the mentor's own link says that it is planned.
    const invitation = await tokenTo(mentor);
    expect((await anyone.call(routes.look, { body: { token: invitation } })).body.act).toBe('attend-meeting');
    const mentors =
      /\/act\/([\w-]{43})/.exec(letters.find(({ to }) => to === mentor.email)?.text ?? '')?.[1] ?? '';
    expect((await anyone.call(routes.look, { body: { token: mentors } })).body).toMatchObject({
      state: 'done',
      path: `/pairings/${offered.id}/meetings/${items[0]?.id}`,
    });
    expect(
      (
        await api.rows(`select 1 from audit_rows where action = 'acts.perform' and subject_id = $1`, [
          offered.id,
        ])
      ).length,
    ).toBe(2);

    // Told once, however often the job comes.
    await api.platform.db.write({ organisationId: organisation.id }, () =>
      api.platform.jobs.enqueue('tell-pairing-active', {
        organisationId: organisation.id,
        pairingId: offered.id,
      }),
    );
    await api.runJobs();
    expect(api.mails.sent.filter(({ subject }) => subject.endsWith('can start'))).toHaveLength(2);
  });

  it('cannot be read by another organisation, nor made up by naming a person', async () => {
    const { mentee, pairing, asMentor } = await scene();
    await asMentor.call(meetingRoutes.plan, { params: { pairingId: pairing.id }, body: plan });
    await tokenTo(mentee);
    const other = await api.given.organisation({});
    const seen = await api.platform.db.read({ organisationId: other.id }, () =>
      api.platform.db.query('select 1 from identity.act_links'),
    );
    expect(seen).toEqual([]);
  });
});
