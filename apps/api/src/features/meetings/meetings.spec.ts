import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { meetingRoutes as routes } from '@ithaca/contracts/meetings';
import type { MeetingAnswer } from '@ithaca/domain/meeting';
import type { PairingState } from '@ithaca/domain/pairing';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: new Date('2026-03-02T09:00:00Z') });
});
afterAll(() => api.stop());

/** A pairing with everybody who might look in, each in a browser of their own. */
async function scene(
  more: { state?: PairingState; menteeZone?: string; menteeLocale?: 'en' | 'de' | 'ar' } = {},
) {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const mentor = await api.given.person(organisation, { displayName: 'Mira Mentor' });
  const mentee = await api.given.person(organisation, {
    displayName: 'Mani Mentee',
    timeZone: more.menteeZone ?? 'Europe/Berlin',
    locale: more.menteeLocale ?? 'en',
  });
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, {
    state: more.state ?? 'active',
    startedAt: new Date('2026-02-20T09:00:00Z'),
  });
  const [asMentor, asMentee] = [await api.as(mentor), await api.as(mentee)];
  return {
    organisation,
    owner,
    mentor,
    mentee,
    program,
    cohort,
    pairing,
    asMentor,
    asMentee,
    params: { pairingId: pairing.id },
  };
}

const plan = (more: object = {}) => ({
  title: 'First meeting',
  startsAt: '2026-03-10T09:00:00Z',
  durationMinutes: 45,
  timeZone: 'Europe/Berlin',
  link: 'https://meet.example.test/1',
  agenda: [{ text: 'Hello', done: false }],
  ...more,
});
const record = (more: object = {}) => {
  const { agenda: _, ...rest } = plan({ startsAt: '2026-03-01T09:00:00Z' });
  return { ...rest, notes: '', ...more };
};
const mailsTo = (person: { email: string }) => api.mails.sent.filter((mail) => mail.to === person.email);
const activeStages = (cohort: { id: string }) =>
  api.rows<{ person_id: string; role: string; at: Date }>(
    "select person_id, role, at from stage_events where cohort_id = $1 and stage = 'active' order by role",
    [cohort.id],
  );

describe('planning a meeting', () => {
  it('tells the other side in their own language and on their own clock', async () => {
    const { asMentor, mentor, mentee, params } = await scene({
      menteeZone: 'Asia/Tokyo',
      menteeLocale: 'de',
    });
    const answer = await asMentor.call(routes.plan, { params, body: plan() });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      state: 'planned',
      evidence: 'unanswered',
      myAnswer: null,
      version: 1,
    });
    expect(answer.body.members.map((member) => member.displayName)).toEqual(['Mani Mentee', 'Mira Mentor']);
    await api.runJobs();
    const [mail] = mailsTo(mentee);
    expect(mail?.subject).toContain('Dienstag, 10. März 2026 um 18:00 Japanische Normalzeit');
    expect(mail?.text).toMatch(/Zusagen oder absagen: \S+\/act\/[\w-]{43}\n/);
    expect(mailsTo(mentor).map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^For your calendar: Tuesday, March 10, 2026 at 10:00 AM/),
    ]);
  });

  it('is refused for a time that has passed', async () => {
    const { asMentee, params } = await scene();
    const answer = await asMentee.call(routes.plan, {
      params,
      body: plan({ startsAt: '2026-03-02T10:00:00+01:00' }),
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'meeting.in-the-past']);
  });

  it.each(['offered', 'paused', 'completed', 'ended', 'declined'] as const)(
    'is refused in a pairing that is %s',
    async (state) => {
      const { asMentee, params } = await scene({ state });
      const answer = await asMentee.call(routes.plan, { params, body: plan() });
      expect([answer.status, answer.body.code]).toEqual([409, 'pairing.wrong-state']);
      expect(answer.body.facts).toEqual({ state, possible: ['active'] });
    },
  );

  it('takes the widest agenda, strange scripts and emoji, and names what it cannot store', async () => {
    const { asMentee, params } = await scene();
    const agenda = Array.from({ length: 40 }, () => ({
      text: '𝔸e\u0301🧑‍🤝‍🧑שלום\u202e'.repeat(10),
      done: true,
    }));
    const answer = await asMentee.call(routes.plan, { params, body: plan({ agenda, title: '🧭' }) });
    expect(answer.status).toBe(201);
    expect(answer.body.agenda).toEqual(agenda);
    for (const body of [
      plan({ agenda: [...agenda, { text: 'one too many', done: false }] }),
      plan({ title: 'a\u0000b' }),
      plan({ title: 'a\ud800' }),
      plan({ link: 'javascript:alert(1)' }),
      plan({ timeZone: 'Middle/Earth' }),
      plan({ startsAt: '9999-12-31T23:59:59-14:00' }),
      plan({ durationMinutes: 9 }),
      plan({ surprise: true }),
    ]) {
      const refused = await asMentee.call(routes.plan, { params, body });
      expect([refused.status, refused.body.code]).toEqual([400, 'request.fields']);
    }
  });
});

describe('free times', () => {
  it('lie in the hours of both and leave out what either has planned elsewhere', async () => {
    const { asMentee, mentor, program, owner, organisation, params } = await scene({
      menteeZone: 'Europe/London',
    });
    const another = await api.given.person(organisation);
    const elsewhere = await api.given.pairing(
      await api.given.cohort(program, owner, { state: 'running' }),
      mentor,
      another,
    );
    await api.given.meeting(elsewhere, {
      state: 'planned',
      startsAt: new Date('2026-03-03T09:00:00Z'),
      minutes: 180,
    });
    const { status, body } = await asMentee.call(routes.suggestTimes, { params, query: { minutes: 60 } });
    expect(status).toBe(200);
    expect(body.overlapMinutesPerDay).toBe(420);
    expect(body.slots.every((slot) => slot.outsideHoursOf.length === 0)).toBe(true);
    const tuesday = body.slots.map((slot) => slot.startsAt).filter((at) => at.startsWith('2026-03-03'));
    expect(tuesday).toEqual([
      '2026-03-03T12:00:00.000Z',
      '2026-03-03T14:00:00.000Z',
      '2026-03-03T15:00:00.000Z',
    ]);
    expect(JSON.stringify(body)).not.toContain(another.displayName);
  });

  it('are the least bad where the hours never meet, with the names of those outside', async () => {
    const { asMentee, params } = await scene({ menteeZone: 'Asia/Tokyo' });
    const { body } = await asMentee.call(routes.suggestTimes, { params });
    expect(body.overlapMinutesPerDay).toBe(0);
    expect(body.slots[0]?.outsideHoursOf.length).toBeGreaterThan(0);
  });
});

describe('moving and cancelling', () => {
  it('tells the other side, and refuses a version that is not the present one', async () => {
    const { asMentor, asMentee, mentee, params } = await scene();
    const { body: meeting } = await asMentor.call(routes.plan, { params, body: plan() });
    const at = { params: { meetingId: meeting.id } };
    const moved = await asMentor.call(routes.update, {
      ...at,
      version: 1,
      body: { startsAt: '2026-03-11T09:00:00Z' },
    });
    expect([moved.body.startsAt, moved.body.version, moved.headers.get('etag')]).toEqual([
      '2026-03-11T09:00:00.000Z',
      2,
      '"2"',
    ]);
    const stale = await asMentee.call(routes.update, { ...at, version: 1, body: { notes: 'mine' } });
    expect([stale.status, stale.body.code, stale.body.facts]).toEqual([
      412,
      'record.changed',
      { version: 2 },
    ]);
    const cancelled = await asMentor.call(routes.cancel, { ...at, version: 2, body: { reason: 'Ill' } });
    expect(cancelled.body).toMatchObject({ state: 'cancelled', cancelReason: 'Ill' });
    const written = await api.rows<{ subject: string }>(
      'select subject from mails where person_id = $1 order by id',
      [mentee.id],
    );
    expect(written.map((mail) => mail.subject)).toEqual([
      'Mira Mentor proposes a meeting: Tuesday, March 10, 2026 at 10:00 AM Central European Standard Time',
      'Your meeting moved to Wednesday, March 11, 2026 at 10:00 AM Central European Standard Time',
      'Your meeting on Wednesday, March 11, 2026 at 10:00 AM Central European Standard Time is cancelled',
    ]);
    const again = await asMentor.call(routes.cancel, { ...at, version: 3, body: {} });
    expect([again.status, again.body.code]).toEqual([409, 'meeting.wrong-state']);
    expect((await asMentor.call(routes.update, { ...at, version: 3, body: { notes: 'late' } })).status).toBe(
      409,
    );
  });

  it('keeps every word when both sides write notes at the same time', async () => {
    const { asMentor, asMentee, pairing } = await scene();
    const { id } = await api.given.meeting(pairing, {
      state: 'planned',
      startsAt: new Date('2026-03-10T09:00:00Z'),
    });
    const write = (browser: typeof asMentor, notes: string) =>
      browser.call(routes.update, { params: { meetingId: id }, version: 1, body: { notes } });
    const answers = await Promise.all([
      write(asMentor, 'from the mentor'),
      write(asMentee, 'from the mentee'),
    ]);
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    const kept = await asMentor.call(routes.get, { params: { meetingId: id } });
    expect(kept.body.notes).toBe(answers.find((answer) => answer.status === 200)?.body.notes);
  });

  it('is silent when only agenda or notes change, and possible in a pause', async () => {
    const { asMentee, mentor, pairing } = await scene({ state: 'paused' });
    const { id } = await api.given.meeting(pairing, {
      state: 'planned',
      startsAt: new Date('2026-03-10T09:00:00Z'),
    });
    const at = { params: { meetingId: id } };
    const changed = await asMentee.call(routes.update, {
      ...at,
      version: 1,
      body: { agenda: [{ text: 'Hopes', done: true }] },
    });
    expect(changed.body).toMatchObject({ agenda: [{ text: 'Hopes', done: true }], title: 'Mentoring' });
    const moved = await asMentee.call(routes.update, {
      ...at,
      version: 2,
      body: { startsAt: '2026-03-12T09:00:00Z' },
    });
    expect(moved.body.code).toBe('pairing.wrong-state');
    await api.runJobs();
    expect(mailsTo(mentor)).toEqual([]);
  });

  it('is refused into the past and for a meeting that is over', async () => {
    const { asMentee, pairing } = await scene();
    const planned = await api.given.meeting(pairing, {
      state: 'planned',
      startsAt: new Date('2026-03-10T09:00:00Z'),
    });
    const held = await api.given.meeting(pairing);
    const body = { startsAt: '2026-03-01T10:00:00Z' };
    expect(
      (await asMentee.call(routes.update, { params: { meetingId: planned.id }, version: 1, body })).body.code,
    ).toBe('meeting.in-the-past');
    expect(
      (await asMentee.call(routes.update, { params: { meetingId: held.id }, version: 1, body })).body.code,
    ).toBe('meeting.wrong-state');
  });
});

describe('whether we met', () => {
  it('is held with the evidence of one side, then of both', async () => {
    const { asMentor, asMentee, pairing } = await scene();
    const { id } = await api.given.meeting(pairing, { state: 'planned' });
    const params = { meetingId: id };
    const first = await asMentee.call(routes.answer, { params, body: { answer: 'held' } });
    expect(first.body).toMatchObject({ state: 'held', evidence: 'one', myAnswer: 'held', version: 1 });
    const second = await asMentor.call(routes.answer, { params, body: { answer: 'held' } });
    expect(second.body).toMatchObject({ state: 'held', evidence: 'both' });
    const changed = await asMentor.call(routes.answer, { params, body: { answer: 'not-held' } });
    expect(changed.body).toMatchObject({ state: 'held', evidence: 'disputed' });
  });

  it('is missed when only "no" was said', async () => {
    const { asMentor, asMentee, cohort, pairing } = await scene();
    const { id } = await api.given.meeting(pairing, { state: 'planned' });
    const params = { meetingId: id };
    expect((await asMentee.call(routes.answer, { params, body: { answer: 'not-held' } })).body).toMatchObject(
      { state: 'missed', evidence: 'none' },
    );
    expect(await activeStages(cohort)).toEqual([]);
    expect((await asMentor.call(routes.answer, { params, body: { answer: 'held' } })).body).toMatchObject({
      state: 'held',
      evidence: 'disputed',
    });
  });

  it('is put off by a word and then gets a new hour, still the same meeting; who was not there is said too', async () => {
    const { asMentor, asMentee, mentee, pairing } = await scene();
    const { id } = await api.given.meeting(pairing, { state: 'planned' });
    const params = { meetingId: id };
    const say = (browser: typeof asMentor, answer: MeetingAnswer) =>
      browser.call(routes.answer, { params, body: { answer } });
    expect((await say(asMentee, 'absent')).body).toMatchObject({ state: 'missed', evidence: 'none' });
    expect((await say(asMentor, 'alone')).body.members.map(({ answer }) => answer)).toEqual([
      'absent',
      'alone',
    ]);
    expect((await say(asMentor, 'moved')).body).toMatchObject({ state: 'moved', evidence: 'none' });
    const again = await asMentor.call(routes.update, {
      params,
      version: 1,
      body: { startsAt: '2026-03-11T09:00:00Z' },
    });
    expect(again.body).toMatchObject({ id, state: 'planned', evidence: 'unanswered', myAnswer: null });
    await api.runJobs();
    expect(mailsTo(mentee).at(-1)?.calendar).toMatchObject({ method: 'REQUEST' });
  });

  it('leaves unticked points to the next meeting: the one that is planned, or the one that will be', async () => {
    const { asMentee, pairing, params } = await scene();
    const { id } = await api.given.meeting(pairing, { state: 'planned' });
    await asMentee.call(routes.update, {
      params: { meetingId: id },
      version: 1,
      body: { agenda: ['Hello', 'Hopes', 'Goals'].map((text) => ({ text, done: text === 'Hello' })) },
    });
    const next = await asMentee.call(routes.plan, {
      params,
      body: plan({ agenda: [{ text: 'Goals', done: false }] }),
    });
    await asMentee.call(routes.answer, { params: { meetingId: id }, body: { answer: 'held' } });
    const carried = await asMentee.call(routes.get, { params: { meetingId: next.body.id } });
    expect(carried.body.agenda.map(({ text }) => text)).toEqual(['Hopes', 'Goals']);
    const leftOver = async () => (await asMentee.call(routes.list, { params })).body.leftOver;
    expect(await leftOver()).toEqual([]);
    await asMentee.call(routes.cancel, { params: { meetingId: next.body.id }, version: 2, body: {} });
    expect(await leftOver()).toEqual(['Hopes', 'Goals']);
  });

  it('cannot be said before it began, nor of a cancelled one', async () => {
    const { asMentee, pairing } = await scene();
    const ahead = await api.given.meeting(pairing, {
      state: 'planned',
      startsAt: new Date('2026-03-02T09:00:01Z'),
    });
    const cancelled = await api.given.meeting(pairing, { state: 'cancelled' });
    const say = (meetingId: string) =>
      asMentee.call(routes.answer, { params: { meetingId }, body: { answer: 'held' } });
    expect((await say(ahead.id)).body.code).toBe('meeting.in-the-future');
    expect((await say(cancelled.id)).body.code).toBe('meeting.wrong-state');
  });

  it('makes both sides active with the first held meeting, once', async () => {
    const { asMentor, asMentee, mentor, mentee, cohort, params } = await scene();
    await Promise.all([
      asMentor.call(routes.record, { params, body: record() }),
      asMentee.call(routes.record, { params, body: record() }),
    ]);
    await asMentee.call(routes.record, { params, body: record({ startsAt: '2026-03-01T15:00:00Z' }) });
    expect(await activeStages(cohort)).toEqual([
      { person_id: mentee.id, role: 'mentee', at: new Date('2026-03-01T09:00:00Z') },
      { person_id: mentor.id, role: 'mentor', at: new Date('2026-03-01T09:00:00Z') },
    ]);
  });

  it('can be recorded afterwards, never beforehand', async () => {
    const { asMentor, params } = await scene();
    const recorded = await asMentor.call(routes.record, {
      params,
      body: record({ notes: 'We spoke.\n\nLong.' }),
    });
    expect(recorded.status).toBe(201);
    expect(recorded.body).toMatchObject({
      state: 'held',
      evidence: 'one',
      myAnswer: 'held',
      notes: 'We spoke.\n\nLong.',
    });
    const early = await asMentor.call(routes.record, {
      params,
      body: record({ startsAt: '2026-03-02T09:00:01Z' }),
    });
    expect([early.status, early.body.code]).toEqual([422, 'meeting.in-the-future']);
    const { items } = (await asMentor.call(routes.list, { params })).body;
    expect(items).toHaveLength(1);
  });

  it('lists meetings newest first', async () => {
    const { asMentee, pairing, params } = await scene();
    for (const day of ['2026-02-21', '2026-02-28', '2026-02-25'])
      await api.given.meeting(pairing, { startsAt: new Date(`${day}T10:00:00Z`) });
    const { items } = (await asMentee.call(routes.list, { params })).body;
    expect(items.map((item) => item.startsAt.slice(0, 10))).toEqual([
      '2026-02-28',
      '2026-02-25',
      '2026-02-21',
    ]);
    expect(items[0]).toMatchObject({ evidence: 'both', myAnswer: 'held' });
  });
});

describe('actions', () => {
  it('belong to a member and to a meeting of the same pairing', async () => {
    const { asMentor, mentee, mentor, organisation, owner, program, params, pairing } = await scene();
    const { id: meetingId } = await api.given.meeting(pairing);
    const body = { title: 'Read the handbook', ownerId: mentee.id, dueOn: '2026-03-20', meetingId };
    const added = await asMentor.call(routes.addAction, { params, body });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({
      ownerName: 'Mani Mentee',
      doneAt: null,
      dueOn: '2026-03-20',
      meetingId,
    });
    const stranger = await api.given.person(organisation);
    expect(
      (await asMentor.call(routes.addAction, { params, body: { ...body, ownerId: stranger.id } })).status,
    ).toBe(404);
    const foreign = await api.given.pairing(
      await api.given.cohort(program, owner, { state: 'running' }),
      mentor,
      stranger,
    );
    const elsewhere = await api.given.meeting(foreign);
    expect(
      (await asMentor.call(routes.addAction, { params, body: { ...body, meetingId: elsewhere.id } })).status,
    ).toBe(404);
    expect((await asMentor.call(routes.get, { params: { meetingId } })).body.actions).toHaveLength(1);
  });

  it('are ticked by either side, and open ones come first', async () => {
    const { asMentor, asMentee, mentee, params } = await scene();
    const add = (title: string, dueOn: string | null) =>
      asMentor.call(routes.addAction, {
        params,
        body: { title, ownerId: mentee.id, dueOn, meetingId: null },
      });
    const first = (await add('first', null)).body;
    await add('second', '2026-04-01');
    const ticked = await asMentee.call(routes.setActionDone, {
      params: { actionId: first.id },
      body: { done: true },
    });
    expect(ticked.body).toMatchObject({ doneAt: '2026-03-02T09:00:00.000Z', version: 2 });
    const repeated = await asMentee.call(routes.setActionDone, {
      params: { actionId: first.id },
      body: { done: true },
    });
    expect(repeated.body).toEqual(ticked.body);
    expect(
      (await asMentee.call(routes.listActions, { params })).body.items.map((item) => item.title),
    ).toEqual(['second', 'first']);
    const reopened = await asMentee.call(routes.setActionDone, {
      params: { actionId: first.id },
      body: { done: false },
    });
    expect(reopened.body.doneAt).toBeNull();
  });
});

describe('the guides of the journey', () => {
  it('are for the meeting that has them in time, also for one that is only thought of, and for nobody but the pair', async () => {
    const { asMentor, asMentee, owner, cohort, params } = await scene();
    await api.rows(
      "update cohorts set enrolment_opens_on = '2026-01-01', enrolment_closes_on = '2026-02-01', starts_on = '2026-03-01' where id = $1",
      [cohort.id],
    );
    const guides = async (at?: string) =>
      (await asMentee.call(routes.listGuides, { params, query: { ...(at && { at }) } })).body.items;
    expect((await guides()).map(({ title, dueOn, meetingId }) => [title, dueOn, meetingId])).toEqual([
      ['First meeting', '2026-03-15', null],
      ['Goals are set', '2026-03-31', null],
      ['Halfway: what works, what does not?', '2026-05-31', null],
      ['Closing meeting', '2026-08-23', null],
    ]);
    const planned = (await asMentor.call(routes.plan, { params, body: plan() })).body;
    await asMentor.call(routes.plan, { params, body: plan({ startsAt: '2026-06-01T09:00:00Z' }) });
    const ofNext = await guides('2026-03-24T09:00:00Z');
    // The first meeting has the first guide; the second is thought of for March, the third has what came due until then.
    expect(ofNext.map(({ meetingId, isOfNext }) => [meetingId === planned.id, isOfNext])).toEqual([
      [true, false],
      [false, true],
      [false, false],
      [false, false],
    ]);
    expect(ofNext[2]?.meetingId).not.toBeNull();
    expect(ofNext[0]?.texts?.ar?.agenda).toHaveLength(4);

    await asMentor.call(routes.cancel, {
      params: { meetingId: planned.id },
      version: planned.version,
      body: {},
    });
    expect((await guides())[0]?.meetingId).toBe(ofNext[2]?.meetingId);
    expect((await (await api.as(owner)).call(routes.listGuides, { params })).status).toBe(404);
  });
});
