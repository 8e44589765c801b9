import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actRoutes, mailChoiceRoutes } from '@ithaca/contracts/acts';
import { digestRoutes } from '@ithaca/contracts/digests';
import { inboxRoutes } from '@ithaca/contracts/organisations';
import type { MailChoice } from '@ithaca/domain/delivery';
import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import type { MailKind } from '../../platform/mail/catalogue.ts';

let api: TestApi;
/** A Monday, at ten in Berlin. */
const start = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  api = await startApi({ now: start });
});
afterAll(() => api.stop());

const HOUR = 3_600_000;
const at = (days: number, hours = 0) => new Date(start.getTime() + (days * 24 + hours) * HOUR);
const sweep = async (when: Date, name = 'send-digests') => {
  api.clock.set(when);
  await api.platform.jobs.runSweep(name);
  await api.runJobs();
};
const mailsTo = ({ email }: { email: string }) => api.mails.sent.filter(({ to }) => to === email);
const subjectsTo = (person: { email: string }) => mailsTo(person).map(({ subject }) => subject);

async function reader(choices: Record<string, MailChoice>, more: { timeZone?: string } = {}) {
  api.clock.set(start);
  const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
  const person = await api.given.person(organisation, { timeZone: 'Europe/Berlin', ...more });
  const asPerson = await api.as(person);
  for (const [kind, choice] of Object.entries(choices))
    await asPerson.call(mailChoiceRoutes.choose, { body: { kind, choice } });
  const write = (kind: MailKind, facts: Record<string, string | number> = {}) =>
    api.platform.db.write({ organisationId: organisation.id }, () =>
      api.platform.post.send(organisation.id, {
        kind,
        personId: person.id,
        programId: null,
        to: person.email,
        locale: 'en',
        facts: { name: 'Nora', partner: 'Mira', program: 'Growth', ...facts },
        path: '/my',
      }),
    );
  return { organisation, person, asPerson, write };
}

describe('the summary of the day', () => {
  it('gathers what a reader wants gathered into one mail in their working morning, once a day, and leaves the rest alone', async () => {
    const { person, asPerson, write } = await reader({
      'message-received': 'digest',
      'partner-news': 'digest',
    });
    expect((await asPerson.call(digestRoutes.preview, {})).body.waiting).toBe(0);
    await write('message-received');
    await write('message-received');
    await write('goal-claimed');
    await write('pairing-active', { circle: 'none' });
    await sweep(at(0, 2));
    // What cannot be gathered comes at once; the summary has another morning.
    expect(subjectsTo(person)).toEqual(['You and Mira can start']);
    const shown = (await asPerson.call(digestRoutes.preview, {})).body;
    expect(shown.waiting).toBe(3);
    expect(shown.text).toContain('• Mira wrote to you (2)\n• Mira says that a goal is reached');
    await sweep(at(0, 18)); // four in the morning
    expect(mailsTo(person)).toHaveLength(1);
    await Promise.all(Array.from({ length: 4 }, () => sweep(at(1))));
    await sweep(at(1, 1));
    expect(subjectsTo(person)).toEqual(['You and Mira can start', '3 pieces of news from your mentoring']);
    const [, digest] = mailsTo(person);
    expect(digest?.text).toContain('• Mira wrote to you (2)\n• Mira says that a goal is reached');
    expect(digest?.html.match(/<a /g)).toHaveLength(2);
    expect(digest?.html).toMatch(/<html[^>]*dir="ltr"[^>]*lang="en"|<html[^>]*lang="en"[^>]*dir="ltr"/);
    // What was read in the inbox meanwhile is no news.
    await write('goal-claimed');
    const { items } = (await asPerson.call(inboxRoutes.list, { query: {} })).body;
    expect(items).toHaveLength(5);
    await asPerson.call(inboxRoutes.markRead, { body: { isRead: true } });
    await sweep(at(2));
    expect(mailsTo(person)).toHaveLength(2);
    await write('message-received');
    await sweep(at(2, 1));
    expect(subjectsTo(person)).toHaveLength(3);
    // A second one on the same day never comes.
    await write('message-received');
    await sweep(at(2, 1.5));
    expect(mailsTo(person)).toHaveLength(3);
    const test = await asPerson.call(digestRoutes.sendTest, {});
    expect(test.body.to).toBe(person.email);
    await api.runJobs();
    expect(subjectsTo(person).at(-1)).toBe('Test: 1 piece of news from your mentoring');
  });

  it('is a reminder when it holds nothing but reminders: what the week has no room for waits', async () => {
    const { person, write } = await reader({ nudges: 'digest', 'message-received': 'digest' });
    for (const day of [0, 1, 2, 3, 4]) {
      await sweep(at(day, 6));
      await write('nudge-first-goal');
      await sweep(at(day + 1));
    }
    expect(subjectsTo(person)).toEqual(['1 reminder for your mentoring', '1 reminder for your mentoring']);
    // News brings them along.
    api.clock.set(at(6));
    await write('message-received');
    await sweep(at(7, -1));
    expect(subjectsTo(person).at(-1)).toBe('4 pieces of news from your mentoring');
  });

  it('stops in one press of the mail program; choosing it anew brings back only what was chosen', async () => {
    const { person, asPerson, write } = await reader({
      'message-received': 'digest',
      'partner-news': 'digest',
    });
    await write('message-received');
    await sweep(at(1));
    const { pathname } = new URL(mailsTo(person)[0]?.stopUrl ?? '');
    expect((await fetch(`${api.baseUrl}${pathname}`, { method: 'POST' })).status).toBe(204);
    const choices = async () =>
      Object.fromEntries(
        (await asPerson.call(mailChoiceRoutes.list, {})).body.items.map(({ kind, choice }) => [kind, choice]),
      );
    expect(await choices()).toMatchObject({
      'message-received': 'off',
      'partner-news': 'off',
      nudges: 'at-once',
    });
    await write('message-received');
    await sweep(at(2));
    expect(mailsTo(person)).toHaveLength(1);
    const token = pathname.split('/')[3] ?? '';
    await api.anonymous().call(actRoutes.undo, { body: { token } });
    expect(await choices()).toMatchObject({ 'message-received': 'digest', 'partner-news': 'digest' });
    await api.anonymous().call(actRoutes.perform, { body: { token } });
    await asPerson.call(mailChoiceRoutes.choose, { body: { kind: 'partner-news', choice: 'digest' } });
    expect(await choices()).toMatchObject({ 'message-received': 'off', 'partner-news': 'digest' });
    const refused = await asPerson.call(mailChoiceRoutes.choose, {
      body: { kind: 'meeting-moved', choice: 'digest' },
    });
    expect(refused.body.code).toBe('mail-choice.not-offered');
  });
});

describe('the morning mail of a coordinator', () => {
  it('says what needs them and why, once a working day, only to those who run the program, and nothing when there is nothing', async () => {
    api.clock.set(start);
    const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
    const owner = await api.given.person(organisation);
    const coordinators: GivenPerson[] = [];
    for (const timeZone of ['Europe/Berlin', 'America/Los_Angeles', 'Europe/Berlin']) {
      const one = await api.given.person(organisation, { timeZone });
      coordinators.push(one);
    }
    const [near, far, elsewhere] = coordinators as [GivenPerson, GivenPerson, GivenPerson];
    const program = await api.given.program(owner, { name: 'Growth' });
    const other = await api.given.program(owner, { name: 'Other' });
    await api.given.grant(owner, 'owner');
    await api.given.grant(near, 'coordinator', program.id);
    await api.given.grant(far, 'coordinator');
    await api.given.grant(elsewhere, 'coordinator', other.id);
    const cohort = await api.given.cohort(program, owner, { state: 'running', startsOn: '2026-03-02' });
    const mentor = await api.given.person(organisation, { displayName: 'Mira Mentor' });
    const mentee = await api.given.person(organisation, { displayName: 'Mani Mentee' });
    await api.given.pairing(cohort, mentor, mentee, { startedAt: start });
    const name = 'send-coordinator-digests';
    await sweep(at(1, -1), name);
    expect(mailsTo(near)).toEqual([]);
    await sweep(at(19, -1), name); // Saturday
    await sweep(at(21, -4), name); // Monday, six in the morning
    expect(mailsTo(near)).toEqual([]);
    await Promise.all(Array.from({ length: 4 }, () => sweep(at(21, -1), name)));
    await sweep(at(21), name);
    expect(subjectsTo(near)).toEqual(['Growth: 1 pairing needs you today']);
    expect(mailsTo(near)[0]?.text).toContain('• Mira Mentor and Mani Mentee: Not met yet');
    expect(mailsTo(near)[0]?.text).toContain(`/today?program=${program.id}`);
    for (const nobody of [owner, elsewhere, mentor, mentee])
      expect(subjectsTo(nobody).filter((subject) => subject.includes('needs you'))).toEqual([]);
    // It is two in the morning in Los Angeles: the mail waits for the end of their night.
    expect(mailsTo(far)).toEqual([]);
    await sweep(at(21, 8), 'send-waiting-mails');
    expect(subjectsTo(far)).toEqual(['Growth: 1 pairing needs you today']);
    await (
      await api.as(near)
    ).call(mailChoiceRoutes.choose, {
      body: { kind: 'coordinator-digest', choice: 'off' },
    });
    await sweep(at(22, -1), name);
    expect(mailsTo(near)).toHaveLength(1);
  });
});
