import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { endingRoutes as routes } from '@ithaca/contracts/endings';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { cohortRoutes } from '@ithaca/contracts/programs';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: new Date('2026-06-24T09:00:00Z'), ticks: true });
});
afterAll(() => api.stop());

it('a pairing goes on when both agree, its cohort is closed without it, and its mentee is invited to mentor next time', async () => {
  const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
  const coordinator = await api.given.person(organisation);
  const program = await api.given.program(coordinator);
  await api.given.grant(coordinator, 'coordinator', program.id);
  const cohort = await api.given.cohort(program, coordinator, {
    name: 'Spring',
    state: 'running',
    startsOn: '2026-01-01',
    endsOn: '2026-06-30',
  });
  const mentor = await api.given.person(organisation, { displayName: 'Mona Mentor' });
  const mentee = await api.given.person(organisation, { displayName: 'Max Mentee' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, {
    startedAt: new Date('2026-01-05T09:00:00Z'),
  });
  const other = await api.given.pairing(
    cohort,
    await api.given.person(organisation),
    await api.given.person(organisation),
    { startedAt: new Date('2026-01-05T09:00:00Z') },
  );
  const params = { pairingId: pairing.id };
  const [asMentor, asMentee] = [await api.as(mentor), await api.as(mentee)];
  const asCoordinator = await api.as(coordinator);
  await asMentor.call(meetingRoutes.plan, {
    params,
    body: {
      title: 'Mentoring',
      startsAt: '2026-06-25T08:00:00Z',
      durationMinutes: 45,
      timeZone: 'Europe/Berlin',
      link: '',
      agenda: [],
      repeat: { everyWeeks: 2, times: 2 },
    },
  });
  await api.runJobs();
  api.mails.sent.length = 0;
  const subjects = () => api.mails.sent.splice(0).map(({ to, subject }) => [to, subject]);

  // The end lies after the present one, and within the weeks of the program.
  const propose = (untilOn: string) =>
    asMentee.call(routes.proposeExtension, {
      params,
      body: { untilOn, reason: 'canary-reason', keepsSeries: true },
    });
  expect((await asMentee.call(routes.get, { params })).body.extension).toEqual({
    endsOn: '2026-06-30',
    range: { from: '2026-07-01', to: '2026-09-22' },
    proposal: null,
  });
  expect((await propose('2026-09-23')).body).toMatchObject({
    code: 'extension.out-of-range',
    facts: { from: '2026-07-01', to: '2026-09-22' },
  });
  const wanted = '2026-08-31';
  expect((await propose(wanted)).body.extension.proposal).toMatchObject({
    untilOn: wanted,
    isAgreedByMe: false,
  });
  expect((await propose(wanted)).body.code).toBe('extension.waits');
  // Nobody agrees to their own proposal, and nobody but its author takes it back.
  expect((await asMentee.call(routes.acceptExtension, { params })).body.code).toBe('extension.none');
  expect((await asMentor.call(routes.withdrawExtension, { params })).body.code).toBe('extension.none');
  await asMentee.call(routes.withdrawExtension, { params });
  await propose(wanted);
  await asMentor.call(routes.declineExtension, { params });
  await api.runJobs();
  expect(subjects().toSorted()).toEqual(
    [
      [mentor.email, 'Max Mentee would like to go on'],
      [mentor.email, 'Max Mentee would like to go on'],
      [mentee.email, 'Your pairing ends as planned'],
    ].toSorted(),
  );
  // One of the hours to come is taken by a meeting that the two have planned themselves.
  const own = { title: '', startsAt: '2026-07-23T08:30:00Z', durationMinutes: 30, timeZone: 'UTC', link: '' };
  await asMentor.call(meetingRoutes.plan, { params, body: { ...own, agenda: [] } });
  await api.runJobs();
  api.mails.sent.length = 0;
  await propose(wanted);
  expect((await asMentor.call(routes.acceptExtension, { params })).body.extension).toMatchObject({
    endsOn: wanted,
    range: { from: '2026-09-01', to: '2026-09-22' },
    proposal: null,
  });
  await api.runJobs();
  expect(subjects()).toEqual(
    expect.arrayContaining([
      [mentor.email, 'You go on until August 31, 2026'],
      [mentee.email, 'You go on until August 31, 2026'],
    ]),
  );
  // The series goes on at its hour, every two weeks, up to the new end: after what is planned on 9 July + 2 weeks.
  const planned = (await asMentor.call(meetingRoutes.list, { params })).body.items;
  expect(planned.map(({ startsAt }) => startsAt.slice(0, 16)).toSorted()).toEqual([
    '2026-06-25T08:00',
    '2026-07-09T08:00',
    '2026-07-23T08:30',
    '2026-08-06T08:00',
    '2026-08-20T08:00',
  ]);

  // Feedback is read by the other side once they have given theirs; a mentee may wish to mentor, a mentor is one.
  const tell = (caller: typeof asMentor, helped: string) =>
    caller.call(routes.setFeedback, { params, body: { helped, differently: '', recommends: 'yes' } });
  expect((await tell(asMentee, 'canary-helped')).body.feedback).toMatchObject({ received: [], waiting: 0 });
  const unread = (await asMentor.call(routes.get, { params })).body.feedback;
  expect(unread).toEqual({ mine: null, received: [], waiting: 1 });
  const read = (await tell(asMentor, 'You came prepared')).body;
  expect(read.feedback.received).toEqual([
    { personId: mentee.id, displayName: 'Max Mentee', helped: 'canary-helped', differently: '' },
  ]);
  expect(JSON.stringify(read.feedback.received)).not.toContain('recommends');
  expect([read.wishesToMentor, (await asMentee.call(routes.get, { params })).body.wishesToMentor]).toEqual([
    null,
    false,
  ]);
  const wish = (caller: typeof asMentor) =>
    caller.call(routes.setMentorWish, { params, body: { wishes: true } });
  expect((await wish(asMentor)).status).toBe(403);
  expect((await wish(asMentee)).body.wishesToMentor).toBe(true);

  // The cohort closes: what has not been extended is completed, what has goes on until its day has passed.
  api.clock.set(new Date('2026-07-02T09:00:00Z'));
  for (const to of ['closing', 'closed'] as const) {
    const { version } = (await asCoordinator.call(cohortRoutes.get, { params: { cohortId: cohort.id } }))
      .body;
    await asCoordinator.call(cohortRoutes.move, { params: { cohortId: cohort.id }, version, body: { to } });
  }
  await api.runJobs();
  const stateOf = async (id: string) =>
    (await api.rows<{ state: string }>('select state from pairings where id = $1', [id]))[0]?.state;
  expect([await stateOf(pairing.id), await stateOf(other.id)]).toEqual(['active', 'completed']);
  expect((await asMentor.call(pairingRoutes.get, { params })).body.endsOn).toBe(wanted);
  api.clock.set(new Date('2026-08-31T12:00:00Z'));
  await api.platform.jobs.runSweep('complete-extended-pairings');
  expect(await stateOf(pairing.id)).toBe('active');
  api.clock.set(new Date('2026-09-01T09:00:00Z'));
  await api.platform.jobs.runSweep('complete-extended-pairings');
  await api.platform.jobs.runSweep('complete-extended-pairings');
  expect(await stateOf(pairing.id)).toBe('completed');

  // The next cohort's coordinator finds the mentee as a mentor to invite, once.
  const next = await api.given.cohort(program, coordinator, { state: 'enrolling', startsOn: '2026-10-01' });
  const nextParams = { cohortId: next.id };
  const wishes = () => asCoordinator.call(enrolmentRoutes.listMentorWishes, { params: nextParams });
  expect((await wishes()).body.items).toMatchObject([
    { personId: mentee.id, displayName: 'Max Mentee', cohortName: 'Spring' },
  ]);
  const invited = await asCoordinator.call(enrolmentRoutes.invite, {
    params: nextParams,
    body: { personIds: [mentee.id], role: 'mentor' },
  });
  expect([invited.body.invited, (await wishes()).body.items]).toEqual([1, []]);

  // What the two said of going on and of one another is theirs.
  expect((await asCoordinator.call(routes.get, { params })).status).toBe(404);
  const [trail] = await api.rows<{ text: string }>(
    "select string_agg(a::text, '') as text from audit_rows a where organisation_id = $1",
    [organisation.id],
  );
  expect(trail?.text).toContain('meetings.continue-series');
  expect(`${trail?.text} ${JSON.stringify(api.mails.sent)}`).not.toContain('canary');
});
