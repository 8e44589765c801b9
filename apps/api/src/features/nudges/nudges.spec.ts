import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actRoutes, mailChoiceRoutes } from '@ithaca/contracts/acts';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { nudgeRoutes as routes } from '@ithaca/contracts/nudges';
import { inboxRoutes } from '@ithaca/contracts/organisations';
import { programRoutes } from '@ithaca/contracts/programs';
import { sentMailRoutes } from '@ithaca/contracts/sent-mails';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
/** A Monday, at ten in Berlin. */
const start = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  api = await startApi({ now: start });
});
afterAll(() => api.stop());

const DAY = 86_400_000;
const at = (days: number, hours = 0) => new Date(start.getTime() + days * DAY + hours * 3_600_000);
const sweep = async (when: Date) => {
  api.clock.set(when);
  await api.platform.jobs.runSweep('send-nudges');
  await api.runJobs();
};
const mailsTo = (person: { email: string }) =>
  api.mails.sent.filter((mail) => mail.to === person.email).map(({ subject }) => subject);

async function scene() {
  api.clock.set(start);
  const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
  const owner = await api.given.person(organisation, { timeZone: 'Europe/Berlin' });
  await api.given.grant(owner, 'owner');
  const mentor = await api.given.person(organisation, { displayName: 'Mira Mentor', timeZone: 'Asia/Tokyo' });
  const mentee = await api.given.person(organisation, {
    displayName: 'Mani Mentee',
    timeZone: 'Europe/Berlin',
  });
  const program = await api.given.program(owner, { name: 'Growth' });
  const cohort = await api.given.cohort(program, owner, { state: 'running', startsOn: '2026-03-02' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, { startedAt: start });
  const asOwner = await api.as(owner);
  return { organisation, owner, mentor, mentee, program, cohort, pairing, asOwner };
}

describe('a nudge', () => {
  it('comes once, in the reader’s working morning, to whom owes the step, and says why', async () => {
    const { mentor, mentee, pairing, asOwner, program } = await scene();
    await sweep(at(5)); // Saturday
    expect(mailsTo(mentee)).toEqual([]);
    await sweep(at(7, -6)); // Monday, four in the morning
    await sweep(at(7, 6)); // Monday, four in the afternoon
    expect(mailsTo(mentee)).toEqual([]);
    const { body } = await asOwner.call(routes.list, { params: { programId: program.id } });
    expect(body.items.find(({ rule }) => rule === 'first-meeting')).toEqual({
      rule: 'first-meeting',
      dueToday: 1,
      sentLast30Days: 0,
    });
    await sweep(at(8));
    await sweep(at(8, 1));
    expect(mailsTo(mentee)).toEqual(['Find a first time with Mira Mentor']);
    expect(mailsTo(mentor)).toEqual([]);
    const mail = api.mails.sent.find(({ to }) => to === mentee.email);
    expect(mail?.text).toContain(
      'You get this because your pairing began on Monday, March 2, 2026 and has not met.',
    );
    // As the mail with which they could start: three times, one press each.
    const times = [...(mail?.text ?? '').matchAll(/\/act\/([\w-]{43})\?at=(\S+)$/gm)];
    expect(times).toHaveLength(3);
    const [, token = '', startsAt = ''] = times[1] ?? [];
    const pressed = await api
      .anonymous()
      .call(actRoutes.perform, { body: { token, startsAt: decodeURIComponent(startsAt) } });
    expect(pressed.body).toMatchObject({ act: 'plan-meeting', state: 'done' });
    const planned = await (
      await api.as(mentor)
    ).call(meetingRoutes.list, { params: { pairingId: pairing.id } });
    expect(planned.body.items.map((one) => one.startsAt)).toEqual([decodeURIComponent(startsAt)]);
    const again = await asOwner.call(routes.list, { params: { programId: program.id } });
    expect(again.body.items.find(({ rule }) => rule === 'first-meeting')).toMatchObject({
      dueToday: 0,
      sentLast30Days: 1,
    });
  });

  // That somebody has not answered is no secret to those who run the program: the response is told to the last of them (decision 52).
  it('of a check-in goes to whoever has not answered, and the mails of the program name them', async () => {
    const { mentor, mentee, pairing, asOwner, program } = await scene();
    await api.given.checkIn(pairing, mentor, { askedAt: at(0), answeredAt: at(1), usefulness: 4 });
    await api.given.checkIn(pairing, mentee, { askedAt: at(0) });
    // In the morning of the one, then of the other.
    await sweep(at(4, -9));
    await sweep(at(4));
    const { body } = await asOwner.call(sentMailRoutes.list, {
      params: { programId: program.id },
      query: { kind: 'nudge-check-in-waits' },
    });
    expect(body.items.map(({ person }) => person?.displayName)).toEqual(['Mani Mentee']);
  });

  it('is sent once, however many workers try at the same moment', async () => {
    const { mentee, organisation } = await scene();
    api.clock.set(at(8));
    await Promise.all(Array.from({ length: 8 }, () => api.platform.jobs.runSweep('send-nudges')));
    await api.runJobs();
    expect(mailsTo(mentee)).toHaveLength(1);
    const rows = await api.rows('select 1 from nudges where organisation_id = $1', [organisation.id]);
    expect(rows).toHaveLength(1);
  });

  it('falls silent when the step is taken, the reader is away or has left, or the program has switched it off', async () => {
    const planned = await scene();
    await (
      await api.as(planned.mentor)
    ).call(meetingRoutes.plan, {
      params: { pairingId: planned.pairing.id },
      body: {
        startsAt: at(20).toISOString(),
        durationMinutes: 30,
        timeZone: 'Europe/Berlin',
        title: 'First',
        link: '',
        agenda: [],
      },
    });
    const away = await scene();
    await api.rows(
      `insert into blackouts (organisation_id, id, person_id, from_on, until_on) values ($1, gen_random_uuid(), $2, '2026-03-09', '2026-03-14')`,
      [away.organisation.id, away.mentee.id],
    );
    const left = await scene();
    await api.rows(`update people set left_on = '2026-03-06' where id = $1`, [left.mentee.id]);
    const off = await scene();
    const { body: before } = await off.asOwner.call(programRoutes.get, {
      params: { programId: off.program.id },
    });
    const changed = await off.asOwner.call(programRoutes.update, {
      params: { programId: off.program.id },
      version: before.version,
      body: { nudges: { ...before.nudges, 'first-meeting': { on: false, afterDays: 5 } } },
    });
    expect(changed.body.nudges['first-meeting']).toEqual({ on: false, afterDays: 5 });
    await sweep(at(8));
    for (const { mentee } of [planned, away, left, off])
      expect(mailsTo(mentee)).not.toContain('Find a first time with Mira Mentor');
    await sweep(at(14));
    expect(mailsTo(away.mentee)).toHaveLength(1);
  });

  it('can be stopped for good by its reader, and is previewed by those who run the program alone', async () => {
    const { mentee, program, asOwner, mentor } = await scene();
    const asMentee = await api.as(mentee);
    await asMentee.call(mailChoiceRoutes.choose, { body: { kind: 'nudges', choice: 'off' } });
    await sweep(at(8));
    expect(mailsTo(mentee)).toEqual([]);
    const inbox = await asMentee.call(inboxRoutes.list, { query: { limit: 10 } });
    expect(inbox.body.items.map(({ kind }) => kind)).toEqual(['nudge-first-meeting']);

    const params = { programId: program.id, rule: 'next-meeting' as const };
    const preview = await asOwner.call(routes.preview, { params, query: { locale: 'de' } });
    expect(preview.body).toMatchObject({
      reader: 'Mani Mentee',
      subject: 'Wann treffen Sie Mira Mentor wieder?',
    });
    const refused = await (await api.as(mentor)).call(routes.preview, { params, query: { locale: 'en' } });
    expect(refused.status).toBe(403);
  });
});

describe('the hours of mails', () => {
  it('leave the night to the reader, who chooses when it is; what cannot wait is not held back', async () => {
    const { mentee, mentor } = await scene();
    const asMentee = await api.as(mentee);
    const kept = await asMentee.call(mailChoiceRoutes.setQuietHours, {
      body: { quietHours: { from: '09:00', to: '12:00' } },
    });
    expect(kept.body.quietHours).toEqual({ from: '09:00', to: '12:00' });
    const wrong = await asMentee.call(mailChoiceRoutes.setQuietHours, {
      body: { quietHours: { from: '25:00', to: '12:00' } },
    });
    expect(wrong.status).toBe(400);
    const [organisationId] = [mentee.organisationId];
    const letter = (person: typeof mentee) => ({
      personId: person.id,
      to: person.email,
      programId: null,
      locale: 'en' as const,
      facts: { name: 'N', partner: 'P' },
      path: '/inbox',
    });
    await api.platform.db.write({ organisationId }, async () => {
      await api.platform.post.send(organisationId, { kind: 'message-received', ...letter(mentee) });
      await api.platform.post.send(organisationId, { kind: 'meeting-declined', ...letter(mentee) });
      await api.platform.post.send(organisationId, { kind: 'message-received', ...letter(mentor) });
    });
    await api.runJobs();
    expect(mailsTo(mentee)).toHaveLength(1);
    // In Tokyo it is six in the evening.
    expect(mailsTo(mentor)).toHaveLength(1);
    api.clock.set(at(0, 2.2));
    await api.platform.jobs.runSweep('send-waiting-mails');
    await api.runJobs();
    expect(mailsTo(mentee)).toHaveLength(2);
  });
});
