import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actRoutes, mailChoiceRoutes } from '@ithaca/contracts/acts';
import { calendarRoutes as routes } from '@ithaca/contracts/calendar';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { organisationRoutes } from '@ithaca/contracts/organisations';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import ICAL from 'ical.js';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
const secret = 'a-secret-of-the-mail-server';
const start = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  api = await startApi({ now: start, environment: { INBOUND_SECRET: secret } });
});
afterAll(() => api.stop());

async function scene() {
  api.mails.sent.length = 0;
  const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const mentor = await api.given.person(organisation, { displayName: 'Mira Mentor' });
  const mentee = await api.given.person(organisation, { displayName: 'Mani Mentee' });
  const cohort = await api.given.cohort(await api.given.program(owner), owner, { state: 'running' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, { state: 'active', startedAt: start });
  return {
    owner,
    mentee,
    mentor,
    pairing,
    params: { pairingId: pairing.id },
    asMentor: await api.as(mentor),
    asMentee: await api.as(mentee),
  };
}

const plan = {
  title: 'First hour',
  startsAt: '2026-03-24T09:00:00Z',
  durationMinutes: 45,
  timeZone: 'Europe/Berlin',
  link: 'https://meet.example.test/1',
  agenda: [],
};
const weekly = { ...plan, repeat: { everyWeeks: 1, times: 3 } };

/** The calendar parts of the mails to a person, oldest first. */
async function invitationsTo(person: { email: string }) {
  await api.runJobs();
  return api.mails.sent
    .filter((mail) => mail.to === person.email)
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .flatMap(({ calendar }) => (calendar ? [{ method: calendar.method, ...read(calendar.file) }] : []));
}

function read(file: string) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const events = calendar.getAllSubcomponents('vevent').map((event) => ({
    uid: event.getFirstPropertyValue('uid'),
    sequence: event.getFirstPropertyValue('sequence'),
    start: String(event.getFirstPropertyValue('dtstart')),
    rule: event.getFirstPropertyValue('rrule')?.toString() ?? null,
    occursAt: event.getFirstPropertyValue('recurrence-id')?.toString() ?? null,
    title: event.getFirstPropertyValue('summary'),
    status: event.getFirstPropertyValue('status'),
    attendee: event.getFirstPropertyValue('attendee'),
    location: event.getFirstPropertyValue('location'),
    answered: event.getFirstProperty('attendee')?.getFirstParameter('partstat'),
  }));
  return { says: calendar.getFirstPropertyValue('method'), events };
}

/** A mail server hands in what a calendar wrote. */
function handIn(
  answer: {
    uid: string;
    attendee: string;
    says?: string;
    sequence?: number;
    at?: string;
    occurrence?: string;
  },
  { as = secret }: { as?: string } = {},
) {
  const { uid, attendee, says = 'ACCEPTED', sequence = 0, at = '20260302T100000Z', occurrence } = answer;
  const lines = [
    'BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT',
    `UID:${uid}\r\nSEQUENCE:${sequence}\r\nDTSTAMP:${at}`,
    ...(occurrence ? [`RECURRENCE-ID;TZID=Europe/Berlin:${occurrence}`] : []),
    `ATTENDEE;PARTSTAT=${says}:mailto:${attendee}`,
    'END:VEVENT\r\nEND:VCALENDAR',
  ];
  return api
    .anonymous()
    .call(routes.takeReply, { body: { file: lines.join('\r\n') } }, { authorization: `Bearer ${as}` });
}

describe('what a calendar answers', () => {
  it('is taken for the whole series or for one of it, from the invited person alone, and only while it is the latest', async () => {
    const { asMentor, mentee, mentor, params } = await scene();
    await asMentor.call(meetingRoutes.plan, { params, body: weekly });
    const [asked] = await invitationsTo(mentee);
    const uid = String(asked?.events[0]?.uid);
    const answer = { uid, attendee: mentee.email.toUpperCase() };
    const repliesOf = async () => {
      const { items } = (await asMentor.call(meetingRoutes.list, { params })).body;
      const found = [];
      for (const { id } of items.toReversed()) {
        const { members } = (await asMentor.call(meetingRoutes.get, { params: { meetingId: id } })).body;
        found.push(members.find(({ personId }) => personId === mentee.id)?.reply);
      }
      return found;
    };
    expect((await handIn(answer, { as: 'another-secret-of-somebody' })).status).toBe(404);
    for (const stranger of [
      { attendee: 'eve@example.com' },
      { uid: `${params.pairingId}@localhost` },
      { uid: uid.replace('@', '@other.') },
    ])
      expect((await handIn({ ...answer, ...stranger })).body.code).toBe('calendar-reply.not-invited');
    expect((await handIn({ ...answer, says: 'DELEGATED' })).body.code).toBe('calendar-reply.unreadable');
    expect(await repliesOf()).toEqual([null, null, null]);

    expect((await handIn({ ...answer, says: 'TENTATIVE' })).body).toEqual({ outcome: 'taken' });
    expect(await repliesOf()).toEqual(['maybe', 'maybe', 'maybe']);
    const second = { ...answer, occurrence: '20260331T100000', says: 'DECLINED' };
    expect((await handIn(second)).body).toEqual({ outcome: 'taken' });
    expect(await repliesOf()).toEqual(['maybe', 'not-coming', 'maybe']);
    await api.runJobs();
    expect(
      api.mails.sent.filter(({ to, calendar }) => to === mentor.email && calendar === undefined),
    ).toHaveLength(1);

    const older = { ...second, at: '20260302T085500Z', says: 'ACCEPTED' };
    expect((await handIn(older)).body).toEqual({ outcome: 'stale' });
    const { items } = (await asMentor.call(meetingRoutes.list, { params })).body;
    const [third] = items;
    if (!third) throw new Error('three');
    await asMentor.call(meetingRoutes.update, {
      params: { meetingId: third.id },
      body: { startsAt: '2026-04-08T08:00:00Z' },
      version: third.version,
    });
    // An answer to the hour from before the move; then one to the new hour, under the name that the rule gave it.
    const moved = { ...answer, occurrence: '20260407T100000' };
    expect((await handIn(moved)).body).toEqual({ outcome: 'stale' });
    expect((await handIn({ ...moved, sequence: 1 })).body).toEqual({ outcome: 'taken' });
    expect(await repliesOf()).toEqual(['maybe', 'not-coming', 'coming']);
    const audit = await api.rows('select from audit_rows where actor_id = $1 and action = $2', [
      mentee.id,
      'calendar.take-reply',
    ]);
    expect(audit).toHaveLength(3);
  });
});

describe('the video link of an organisation', () => {
  it('is set by the owner, and what a new meeting starts with', async () => {
    const { owner, asMentee, pairing, params } = await scene();
    const asOwner = await api.as(owner);
    const linkOf = async () => (await asMentee.call(meetingRoutes.list, { params })).body.newLink;
    expect(await linkOf()).toBe('');
    const set = (meetingLink: string, version: number) =>
      asOwner.call(organisationRoutes.update, { body: { meetingLink }, version });
    expect((await set('https://meet.example.test/{pairing}/{random}', 1)).status).toBe(200);
    const link = await linkOf();
    expect(link.startsWith(`https://meet.example.test/${pairing.id}/`)).toBe(true);
    expect(await linkOf()).not.toBe(link);
    expect((await set('https://{pairing}.example.test', 2)).body.code).toBe('request.fields');
    expect(
      (await asMentee.call(organisationRoutes.update, { body: { meetingLink: '' }, version: 2 })).status,
    ).toBe(403);
  });
});

describe('a meeting in a mail', () => {
  it('goes into the calendar, is replaced when it moves and leaves it when it is cancelled', async () => {
    const { asMentor, mentee, params } = await scene();
    const { body: planned } = await asMentor.call(meetingRoutes.plan, { params, body: plan });
    const moved = await asMentor.call(meetingRoutes.update, {
      params: { meetingId: planned.id },
      body: { startsAt: '2026-04-07T08:00:00Z' },
      version: planned.version,
    });
    await asMentor.call(meetingRoutes.cancel, {
      params: { meetingId: planned.id },
      body: {},
      version: moved.body.version,
    });
    const [asked, again, withdrawn] = await invitationsTo(mentee);
    expect(asked).toMatchObject({
      method: 'REQUEST',
      says: 'REQUEST',
      events: [
        {
          sequence: 0,
          start: '2026-03-24T10:00:00',
          title: 'First hour',
          attendee: `mailto:${mentee.email}`,
        },
      ],
    });
    // The clock was put forward in between: the wall says ten all the same.
    expect(again?.events).toMatchObject([{ sequence: 1, start: '2026-04-07T10:00:00', status: 'CONFIRMED' }]);
    expect(withdrawn).toMatchObject({ method: 'CANCEL', events: [{ sequence: 2, status: 'CANCELLED' }] });
    expect(new Set([asked, again, withdrawn].map((one) => one?.events[0]?.uid)).size).toBe(1);
  });

  it('is a rule when it repeats, and each one can move or be called off alone', async () => {
    const { asMentor, asMentee, mentee, params } = await scene();
    const { body: first } = await asMentor.call(meetingRoutes.plan, { params, body: weekly });
    expect(first.series).toEqual({ everyWeeks: 1, times: 3, place: 1 });
    const { items } = (await asMentee.call(meetingRoutes.list, { params })).body;
    // Ten o'clock in Berlin before and after the change of the clock.
    expect(items.map((meeting) => meeting.startsAt)).toEqual([
      '2026-04-07T08:00:00.000Z',
      '2026-03-31T08:00:00.000Z',
      '2026-03-24T09:00:00.000Z',
    ]);
    const second = items[1];
    if (!second) throw new Error('three');
    await asMentor.call(meetingRoutes.update, {
      params: { meetingId: second.id },
      body: { startsAt: '2026-04-01T13:00:00Z' },
      version: second.version,
    });
    const [asked, moved] = await invitationsTo(mentee);
    expect(asked?.events).toMatchObject([
      { rule: 'FREQ=WEEKLY;COUNT=3', start: '2026-03-24T10:00:00', occursAt: null },
    ]);
    expect(moved?.events).toMatchObject([
      {
        uid: asked?.events[0]?.uid,
        rule: null,
        start: '2026-04-01T15:00:00',
        occursAt: '2026-03-31T10:00:00',
      },
    ]);
    const file = await asMentee.call(routes.meeting, { params: { meetingId: first.id } });
    expect(file.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(read(String(file.body)).events).toHaveLength(2);
  });

  it('can be called off together with those that follow, in one mail', async () => {
    const { asMentor, mentee, params } = await scene();
    await asMentor.call(meetingRoutes.plan, { params, body: weekly });
    const { items } = (await asMentor.call(meetingRoutes.list, { params })).body;
    const second = items[1];
    if (!second) throw new Error('three');
    await asMentor.call(meetingRoutes.cancel, {
      params: { meetingId: second.id },
      body: { following: true },
      version: second.version,
    });
    const after = (await asMentor.call(meetingRoutes.list, { params })).body.items;
    expect(after.map((meeting) => meeting.state)).toEqual(['cancelled', 'cancelled', 'planned']);
    const cancelled = (await invitationsTo(mentee)).at(-1);
    expect(cancelled).toMatchObject({
      method: 'CANCEL',
      events: [{ occursAt: '2026-03-31T10:00:00' }, { occursAt: '2026-04-07T10:00:00' }],
    });
  });

  it('never shares a minute with another of the pairing: ten at once make one, a series stays clear of what is planned', async () => {
    const { asMentor, asMentee, params } = await scene();
    const at = (by: typeof asMentor, startsAt: string, more: object = {}) =>
      by.call(meetingRoutes.plan, { params, body: { ...plan, startsAt, ...more } });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, k) => at(k % 2 ? asMentor : asMentee, '2026-03-10T09:00:00Z')),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array<number>(9).fill(409)]);
    const [meeting] = answers.filter(({ status }) => status === 201);
    const later = await at(asMentee, '2026-03-10T09:30:00Z');
    expect(later.body).toMatchObject({
      code: 'meeting.overlaps',
      facts: { startsAt: '2026-03-10T09:00:00.000Z', meetingId: meeting?.body.id, timeZone: 'Europe/Berlin' },
    });
    // One may begin as the other ends. A series is refused as a whole where one of its weeks is taken.
    expect((await at(asMentee, '2026-03-10T09:45:00Z')).status).toBe(201);
    const repeat = { everyWeeks: 1, times: 3 };
    expect((await at(asMentor, '2026-03-03T09:15:00Z', { repeat })).body.code).toBe('meeting.overlaps');
    expect((await at(asMentor, '2026-03-03T11:00:00Z', { repeat })).status).toBe(201);
    expect((await asMentor.call(meetingRoutes.list, { params })).body.items).toHaveLength(5);
    // Nor is one moved or made longer into another; its own old hour is no hindrance.
    const own = { params: { meetingId: meeting?.body.id ?? '' }, version: 1 };
    const change = (body: object) => asMentor.call(meetingRoutes.update, { ...own, body });
    expect((await change({ startsAt: '2026-03-10T11:00:00Z' })).body.code).toBe('meeting.overlaps');
    expect((await change({ durationMinutes: 60 })).body.code).toBe('meeting.overlaps');
    expect((await change({ startsAt: '2026-03-10T08:45:00Z' })).status).toBe(200);
    // What took place is recorded once.
    const { agenda: _, ...held } = { ...plan, startsAt: '2026-03-01T09:00:00Z', notes: '' };
    expect((await asMentor.call(meetingRoutes.record, { params, body: held })).status).toBe(201);
    expect((await asMentee.call(meetingRoutes.record, { params, body: held })).status).toBe(409);
  });

  it('is accepted for the whole series by one press in the mail', async () => {
    const { asMentor, mentee, params } = await scene();
    await asMentor.call(meetingRoutes.plan, { params, body: weekly });
    await api.runJobs();
    const text = api.mails.sent.findLast((mail) => mail.to === mentee.email)?.text ?? '';
    expect(text).toContain('It repeats every week, 3 times in all.');
    const token = /\/act\/([\w-]{43})/.exec(text)?.[1] ?? '';
    await api.anonymous().call(actRoutes.perform, { body: { token } });
    const replies = await api.rows<{ reply: string }>(
      'select reply from meeting_replies where person_id = $1',
      [mentee.id],
    );
    expect(replies).toHaveLength(3);
  });

  it('leaves the calendars when the pairing ends', async () => {
    const { asMentor, asMentee, mentor, mentee, pairing, params } = await scene();
    await asMentor.call(meetingRoutes.plan, { params, body: weekly });
    const { body } = await asMentee.call(pairingRoutes.get, { params: { pairingId: pairing.id } });
    await asMentee.call(pairingRoutes.end, {
      params: { pairingId: pairing.id },
      body: { outcome: 'ended', reason: 'no-time' },
      version: body.version,
    });
    for (const person of [mentee, mentor]) {
      const withdrawn = (await invitationsTo(person)).at(-1);
      expect(withdrawn).toMatchObject({ method: 'CANCEL' });
      expect(withdrawn?.events).toHaveLength(3);
    }
  });
});

describe('the own calendar of whoever does it', () => {
  it('holds what is true as well: planned, moved by one or the other, with exceptions, and called off', async () => {
    const { asMentor, asMentee, mentor, mentee, params } = await scene();
    await asMentor.call(meetingRoutes.plan, { params, body: { ...weekly, title: '' } });
    const { items } = (await asMentor.call(meetingRoutes.list, { params })).body;
    const [third, second, first] = items;
    if (!first || !second || !third) throw new Error('three');
    const move = (by: typeof asMentor, { id, version }: typeof first, startsAt: string) =>
      by.call(meetingRoutes.update, { params: { meetingId: id }, body: { startsAt }, version });
    await move(asMentor, second, '2026-04-01T13:00:00Z');
    await move(asMentee, third, '2026-04-09T13:00:00Z');
    const { version } = (await asMentee.call(meetingRoutes.get, { params: { meetingId: second.id } })).body;
    await asMentee.call(meetingRoutes.cancel, {
      params: { meetingId: second.id },
      body: { following: true },
      version,
    });
    const planned = { rule: 'FREQ=WEEKLY;COUNT=3', start: '2026-03-24T10:00:00', sequence: 0 };
    const movedSecond = { occursAt: '2026-03-31T10:00:00', start: '2026-04-01T15:00:00', sequence: 1 };
    const movedThird = { occursAt: '2026-04-07T10:00:00', start: '2026-04-09T15:00:00', sequence: 1 };
    const off = [
      { occursAt: '2026-03-31T10:00:00', sequence: 2, status: 'CANCELLED' },
      { occursAt: '2026-04-07T10:00:00', sequence: 2, status: 'CANCELLED' },
    ];
    const uids = new Set<unknown>();
    for (const [person, partner] of [
      [mentor, 'Mani Mentee'],
      [mentee, 'Mira Mentor'],
    ] as const) {
      const files = await invitationsTo(person);
      expect(files).toMatchObject([
        { method: 'REQUEST', events: [{ ...planned, title: `Mentoring: ${partner}` }] },
        { method: 'REQUEST', events: [movedSecond] },
        { method: 'REQUEST', events: [movedThird] },
        { method: 'CANCEL', says: 'CANCEL', events: off },
      ]);
      for (const { events } of files)
        for (const { uid, attendee } of events) {
          uids.add(uid);
          expect(attendee).toBe(`mailto:${person.email}`);
        }
    }
    expect(uids.size).toBe(1);
    const own = api.mails.sent.filter(({ subject }) => subject.startsWith('Updated in your calendar'));
    expect(own.map(({ to }) => to).toSorted()).toEqual([mentor.email, mentee.email, mentee.email].toSorted());
    for (const { calendar } of own)
      if (calendar?.method === 'REQUEST')
        expect(calendar.file.replaceAll('\r\n ', '')).toContain('PARTSTAT=ACCEPTED');
    expect(await api.rows("select 1 from mails where kind = 'calendar-updated' and in_inbox", [])).toEqual(
      [],
    );
  });

  it('follows a new topic or link but no agenda, keeps what was said, and is not begun where nobody wants it', async () => {
    const { asMentor, asMentee, mentor, mentee, params } = await scene();
    const { body: planned } = await asMentor.call(meetingRoutes.plan, { params, body: plan });
    const meeting = { meetingId: planned.id };
    await asMentee.call(meetingRoutes.reply, { params: meeting, body: { reply: 'maybe' } });
    const link = 'https://meet.example.test/2';
    const { body: retold } = await asMentor.call(meetingRoutes.update, {
      params: meeting,
      body: { link },
      version: planned.version,
    });
    await asMentor.call(meetingRoutes.update, {
      params: meeting,
      body: { link, agenda: [{ text: 'Hopes', done: false }] },
      version: retold.version,
    });
    for (const [person, status] of [
      [mentor, 'ACCEPTED'],
      [mentee, 'TENTATIVE'],
    ] as const) {
      const files = await invitationsTo(person);
      expect(files.map(({ events }) => events.map(({ sequence, location }) => [sequence, location]))).toEqual(
        [[[0, plan.link]], [[1, link]]],
      );
      expect(files.at(-1)?.events[0]?.answered).toBe(status);
    }
    expect((await asMentor.call(meetingRoutes.get, { params: meeting })).body.members).toContainEqual(
      expect.objectContaining({ personId: mentee.id, reply: 'maybe' }),
    );

    // What a mail has brought is kept true; nothing new is brought.
    await asMentor.call(mailChoiceRoutes.choose, { body: { kind: 'calendar-entry', choice: 'off' } });
    const { body: other } = await asMentor.call(meetingRoutes.plan, {
      params,
      body: { ...plan, startsAt: '2026-03-25T09:00:00Z' },
    });
    for (const [id, startsAt] of [
      [other.id, '2026-03-26T09:00:00Z'],
      [planned.id, '2026-03-27T09:00:00Z'],
    ] as const) {
      const { version } = (await asMentor.call(meetingRoutes.get, { params: { meetingId: id } })).body;
      await asMentor.call(meetingRoutes.update, { params: { meetingId: id }, body: { startsAt }, version });
    }
    const uids = (await invitationsTo(mentor)).slice(2).flatMap(({ events }) => events.map(({ uid }) => uid));
    expect(uids).toEqual([expect.stringContaining(planned.id)]);
  });

  it('is left alone when it subscribes, or has no entry from a mail', async () => {
    const { asMentor, mentor, params } = await scene();
    await asMentor.call(routes.open, { body: { details: true } });
    const { body: planned } = await asMentor.call(meetingRoutes.plan, { params, body: plan });
    await asMentor.call(meetingRoutes.cancel, {
      params: { meetingId: planned.id },
      body: {},
      version: planned.version,
    });
    expect(await invitationsTo(mentor)).toEqual([]);
  });
});

describe('a calendar that subscribes', () => {
  it('shows nothing but the hours until its owner wants more, and nothing once it is withdrawn', async () => {
    const { asMentee, asMentor, params } = await scene();
    await asMentor.call(meetingRoutes.plan, { params, body: plan });
    expect((await asMentee.call(routes.find, {})).body).toEqual({ feed: null });
    const opened = await asMentee.call(routes.open, { body: { details: false } });
    expect(opened.status).toBe(201);
    const path = new URL(opened.body.address).pathname;
    const feed = async () => {
      const answer = await api.anonymous().raw<string>('GET', path);
      return {
        status: answer.status,
        ...(answer.status === 200 ? read(String(answer.body)) : { says: null, events: [] }),
      };
    };
    expect(await feed()).toMatchObject({
      says: 'PUBLISH',
      events: [{ title: 'Mentoring meeting', start: '2026-03-24T10:00:00', location: null }],
    });
    await asMentee.call(routes.change, { body: { details: true } });
    expect(await feed()).toMatchObject({
      events: [{ title: 'First hour', location: 'https://meet.example.test/1' }],
    });
    const renewed = await asMentee.call(routes.open, { body: { details: true } });
    expect(renewed.body.address).not.toBe(opened.body.address);
    expect((await feed()).status).toBe(404);
    await asMentee.call(routes.close, {});
    expect((await api.anonymous().raw('GET', new URL(renewed.body.address).pathname)).status).toBe(404);
  });

  it('holds the meetings of its owner alone, and ends with the employment', async () => {
    const { asMentee, mentee } = await scene();
    const other = await scene();
    await other.asMentor.call(meetingRoutes.plan, { params: other.params, body: plan });
    const { body } = await asMentee.call(routes.open, { body: { details: true } });
    const path = new URL(body.address).pathname;
    expect(read(String((await api.anonymous().raw('GET', path)).body)).events).toEqual([]);
    await api.rows('update people set left_on = $2 where id = $1', [mentee.id, '2026-03-01']);
    expect((await api.anonymous().raw('GET', path)).status).toBe(404);
  });
});
