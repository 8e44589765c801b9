import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessRoutes, identityRoutes } from '@ithaca/contracts/identity';
import { messageRoutes } from '@ithaca/contracts/messages';
import { inboxRoutes, organisationRoutes } from '@ithaca/contracts/organisations';
import type { RequestOf } from '@ithaca/contracts/route';
import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

async function office(more: { demo?: boolean } = {}) {
  const organisation = await api.given.organisation({ name: 'Aurora', ...more });
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner' });
  const member = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  return { organisation, owner, member, asOwner: await api.as(owner), asMember: await api.as(member) };
}

describe('an organisation', () => {
  it('is read by every member and changed by an owner', async () => {
    const { organisation, asOwner, asMember } = await office();
    expect((await asMember.call(organisationRoutes.get, {})).body).toMatchObject({
      id: organisation.id,
      name: 'Aurora',
      version: 1,
    });
    const changed = await asOwner.call(organisationRoutes.update, {
      body: { name: 'Borealis', brandColour: '#AA3366', timeZone: 'Asia/Amman', locale: 'ar' },
      version: 1,
    });
    expect(changed.body).toMatchObject({
      name: 'Borealis',
      brandColour: '#aa3366',
      timeZone: 'Asia/Amman',
      locale: 'ar',
      version: 2,
    });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect(
      (await asMember.call(organisationRoutes.update, { body: { name: 'Mine' }, version: 2 })).status,
    ).toBe(403);
  });

  it('carries its new name to the choice of organisations', async () => {
    const { asOwner, asMember } = await office();
    await asOwner.call(organisationRoutes.update, { body: { name: 'Cassiopeia' }, version: 1 });
    const { memberships } = (await asMember.call(identityRoutes.session, {})).body;
    expect(memberships.map((one) => one.organisationName)).toEqual(['Cassiopeia']);
  });

  it('is not changed by somebody who has read an older version', async () => {
    const { asOwner } = await office();
    await asOwner.call(organisationRoutes.update, { body: { name: 'First' }, version: 1 });
    const late = await asOwner.call(organisationRoutes.update, { body: { name: 'Second' }, version: 1 });
    expect(late.status).toBe(412);
    expect(late.body).toMatchObject({ code: 'record.changed', facts: { version: 2 } });
  });

  it('refuses a time zone and a colour that are none', async () => {
    const { asOwner } = await office();
    const answer = await asOwner.call(organisationRoutes.update, {
      body: { timeZone: 'Middle/Earth', brandColour: 'blue' },
      version: 1,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.fields?.map((field) => field.path)).toEqual(['body.timeZone', 'body.brandColour']);
  });
});

describe('the outbox', () => {
  it('hides the text of a mail with a secret link, unless the organisation is a demo without a mail server', async () => {
    for (const demo of [false, true]) {
      const { asOwner, owner, member, asMember } = await office({ demo });
      await asOwner.call(accessRoutes.invitePerson, { params: { personId: member.id }, body: {} });
      const { items } = (await asOwner.call(organisationRoutes.listMails, {})).body;
      expect(items[0]).toMatchObject({
        kind: 'organisation-invitation',
        toAddress: member.email,
        state: 'queued',
      });
      expect(items[0]?.bodyText.includes('/invite/')).toBe(demo);
      expect(items[0]?.bodyHtml.includes('/invite/')).toBe(demo);
      expect((await asMember.call(organisationRoutes.listMails, {})).status).toBe(403);
      expect(owner.id).toBeTruthy();
    }
  });

  it('hides it in a demo with a mail server, too', async () => {
    const other = await startApi({ environment: { SMTP_URL: 'smtp://localhost:2525' } });
    try {
      const organisation = await other.given.organisation({ demo: true });
      const owner = await other.given.person(organisation);
      await other.given.grant(owner, 'owner');
      const asOwner = await other.as(owner);
      await asOwner.call(accessRoutes.invitePerson, { params: { personId: owner.id }, body: {} });
      const { items } = (await asOwner.call(organisationRoutes.listMails, {})).body;
      expect(items[0]?.bodyText).not.toContain('/invite/');
    } finally {
      await other.stop();
    }
  });

  it('forgets the text of a mail with a secret link once it is sent, and says so by its state', async () => {
    const { asOwner, member } = await office({ demo: true });
    await asOwner.call(accessRoutes.invitePerson, { params: { personId: member.id }, body: {} });
    await api.runJobs();
    expect(api.mails.sent.at(-1)?.text).toContain('/invite/');
    expect(
      await api.rows('select state, body_text, body_html, path from mails where person_id = $1', [member.id]),
    ).toEqual([{ state: 'sent', body_text: '', body_html: '', path: '/' }]);
  });

  it('carries the inviter’s own line into the invitation, as plain text, in the reader’s language', async () => {
    const { asOwner, member } = await office({ demo: true });
    const says = { en: ' writes: “', de: ' schreibt: „', ar: 'كتب ' };
    for (const locale of ['en', 'de', 'ar'] as const) {
      await api.rows('update people set locale = $2 where id = $1', [member.id, locale]);
      await asOwner.call(accessRoutes.invitePerson, {
        params: { personId: member.id },
        body: { note: 'See <b>you</b> {soon}\u202Eevil' },
      });
      const [mail] = (await asOwner.call(organisationRoutes.listMails, {})).body.items;
      expect(mail?.bodyText).toContain(says[locale]);
      expect(mail?.bodyText).toContain('See <b>you</b> {soon}evil');
      expect(mail?.bodyHtml).toContain('See &lt;b&gt;you&lt;/b&gt; {soon}evil');
    }
    await asOwner.call(accessRoutes.invitePerson, { params: { personId: member.id }, body: {} });
    const [plain] = (await asOwner.call(organisationRoutes.listMails, {})).body.items;
    expect(plain?.bodyText).not.toContain(says.ar);
  });

  it('is read page by page, newest first', async () => {
    const { asOwner, member } = await office();
    for (let count = 0; count < 5; count += 1)
      await asOwner.call(accessRoutes.invitePerson, { params: { personId: member.id }, body: {} });
    const all = (await asOwner.call(organisationRoutes.listMails, {})).body.items.map((mail) => mail.id);
    const first = (await asOwner.call(organisationRoutes.listMails, { query: { limit: 3 } })).body;
    const second = (
      await asOwner.call(organisationRoutes.listMails, {
        query: { limit: 3, cursor: first.nextCursor ?? '' },
      })
    ).body;
    expect([...first.items, ...second.items].map((mail) => mail.id)).toEqual(all);
    expect(all).toEqual(all.toSorted().toReversed());
    expect(second.nextCursor).toBeNull();
  });

  it('answers a cursor that is none of ours with a problem', async () => {
    const { asOwner } = await office();
    for (const values of [['x', 'y'], [1], 'text']) {
      const cursor = Buffer.from(JSON.stringify(values)).toString('base64url');
      expect((await asOwner.call(organisationRoutes.listMails, { query: { cursor } })).status).toBe(400);
    }
  });
});

describe('the audit trail', () => {
  it('shows who did what, newest first, to owners and auditors only', async () => {
    const { organisation, asOwner, asMember } = await office();
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    await asOwner.call(organisationRoutes.update, { body: { name: 'Delta' }, version: 1 });
    expect((await asMember.call(organisationRoutes.listAudit, {})).status).toBe(403);
    const { items } = (await (await api.as(auditor)).call(organisationRoutes.listAudit, {})).body;
    expect(items.map((row) => [row.action, row.outcome, row.actorName])).toEqual([
      ['organisations.listAudit', 'denied', expect.any(String)],
      ['organisations.update', 'done', 'Olga Owner'],
    ]);
  });
});

describe('the inbox', () => {
  async function withMails() {
    const { organisation, asMember, member, owner } = await office();
    for (const [kind, inInbox] of [
      ['pairing-published', true],
      ['meeting-planned', true],
      ['sign-in-link', false],
    ] as const)
      await api.platform.db.write({ organisationId: organisation.id }, () =>
        api.platform.post.send(organisation.id, {
          kind,
          personId: member.id,
          programId: null,
          to: member.email,
          locale: 'en',
          facts: {
            name: 'N',
            partner: 'P',
            partnerTitle: 'T',
            reasons: 'R',
            program: 'G',
            side: 'mentor',
            inviter: 'I',
            when: 'W',
            minutes: 5,
            mentor: '',
            mentee: '',
          },
          path: `/${kind}`,
          inInbox,
        }),
      );
    return { asMember, owner, member };
  }

  it('holds what the product has sent me, security mails left out', async () => {
    const { asMember, owner } = await withMails();
    const { items, unreadCount } = (await asMember.call(inboxRoutes.list, {})).body;
    expect(items.map((item) => item.path)).toEqual(['/meeting-planned', '/pairing-published']);
    expect(unreadCount).toBe(2);
    expect((await (await api.as(owner)).call(inboxRoutes.list, {})).body).toEqual({
      items: [],
      nextCursor: null,
      unreadCount: 0,
    });
  });

  it('is marked as read one by one and all at once, but never for somebody else', async () => {
    const { asMember, owner } = await withMails();
    const ids = (await asMember.call(inboxRoutes.list, {})).body.items.map((item) => item.id);
    await (await api.as(owner)).call(inboxRoutes.markRead, { body: { ids } });
    expect((await asMember.call(inboxRoutes.list, {})).body.unreadCount).toBe(2);
    expect((await asMember.call(inboxRoutes.markRead, { body: { ids: ids.slice(0, 1) } })).status).toBe(204);
    const unread = (await asMember.call(inboxRoutes.list, { query: { unread: true } })).body;
    expect(unread).toMatchObject({ unreadCount: 1, items: [{ id: ids[1], readAt: null }] });
    await asMember.call(inboxRoutes.markRead, { body: {} });
    expect((await asMember.call(inboxRoutes.list, {})).body.unreadCount).toBe(0);
    expect((await asMember.call(inboxRoutes.list, { query: { unread: false } })).body.items).toHaveLength(2);
  });

  it('is put off until a morning of the reader’s own and comes back by itself, unread', async () => {
    const { asMember, owner, member } = await withMails();
    const at = new Date('2026-03-05T23:30:00Z');
    api.clock.set(at);
    await api.rows("update people set time_zone = 'Europe/Berlin', working_hours = $2 where id = $1", [
      member.id,
      JSON.stringify({ from: '08:30', to: '17:00', days: [1, 2, 3, 4, 5] }),
    ]);
    const list = async (query: object = {}) => (await asMember.call(inboxRoutes.list, { query })).body;
    const [first, second] = (await list()).items.map(({ id }) => id);
    const ids = [first ?? ''];
    await asMember.call(inboxRoutes.markRead, { body: { ids } });
    const snooze = (caller: TestCaller, until: RequestOf<typeof inboxRoutes.snooze>['body']['until']) =>
      caller.call(inboxRoutes.snooze, { body: { ids, until } });
    await snooze(await api.as(owner), 'tomorrow');
    expect((await list()).items).toHaveLength(2);
    expect((await snooze(asMember, { day: '2026-03-06' })).body.code).toBe('snooze.out-of-range');
    expect((await snooze(asMember, 'tomorrow')).status).toBe(204);
    expect(await list()).toMatchObject({ items: [{ id: second }], unreadCount: 1 });
    expect((await list({ snoozed: true })).items).toMatchObject([
      { id: first, readAt: null, snoozedUntil: '2026-03-07T07:30:00.000Z' },
    ]);
    // Marking everything as read leaves what is out of sight alone.
    await asMember.call(inboxRoutes.markRead, { body: {} });
    api.clock.set(new Date('2026-03-07T07:30:00Z'));
    expect(await list()).toMatchObject({
      items: [{ id: first, readAt: null, at: '2026-03-07T07:30:00.000Z' }, { id: second }],
      unreadCount: 1,
    });
    await snooze(asMember, 'next-week');
    await snooze(asMember, null);
    expect((await list()).unreadCount).toBe(1);
    await asMember.call(inboxRoutes.markRead, { body: { ids: [second ?? ''], isRead: false } });
    expect((await list()).unreadCount).toBe(2);
    expect((await asMember.call(inboxRoutes.markRead, { body: { isRead: false } })).status).toBe(400);
    // Page by page, whatever was moved in between.
    const page = await list({ limit: 1 });
    expect((await list({ limit: 1, cursor: page.nextCursor ?? '' })).items).not.toEqual(page.items);
  });

  it('says by pairing and program what an item is about', async () => {
    const organisation = await api.given.organisation();
    const [owner, mentor, mentee] = [
      await api.given.person(organisation),
      await api.given.person(organisation, { displayName: 'Mira Mentor' }),
      await api.given.person(organisation),
    ];
    const program = await api.given.program(owner, { name: 'Growth' });
    const cohort = await api.given.cohort(program, owner, { state: 'running' });
    const pairing = await api.given.pairing(cohort, mentor, mentee, { state: 'active' });
    await (
      await api.as(mentor)
    ).call(messageRoutes.send, { params: { pairingId: pairing.id }, body: { body: 'Hello' } });
    const { items } = (await (await api.as(mentee)).call(inboxRoutes.list, {})).body;
    expect(items.map(({ group }) => group)).toEqual([
      { pairingId: pairing.id, partnerNames: ['Mira Mentor'], programId: program.id, programName: 'Growth' },
    ]);
  });

  it('tells open pages at once that it is another one, never what is in it', async () => {
    const organisation = await api.given.organisation();
    const [one, other] = [await api.given.person(organisation), await api.given.person(organisation)];
    const open = async (person: GivenPerson) => {
      const stop = new AbortController();
      const { cookies } = await api.as(person);
      const response = await fetch(`${api.baseUrl}${inboxRoutes.watch.path}`, {
        headers: { cookie: `ithaca=${cookies.get('ithaca') ?? ''}` },
        signal: stop.signal,
      });
      const reader = response.body?.getReader();
      // A comment only keeps the connection awake.
      const next = async (): Promise<string> => {
        const said = new TextDecoder().decode((await reader?.read())?.value);
        return said.startsWith(':') ? next() : said;
      };
      expect(await next()).toContain('retry:');
      return { next, stop };
    };
    const [mine, theirs] = [await open(one), await open(other)];
    const write = (person: GivenPerson) =>
      api.platform.db.write({ organisationId: organisation.id }, () =>
        api.platform.post.send(organisation.id, {
          kind: 'circle-left',
          programId: null,
          personId: person.id,
          to: person.email ?? '',
          locale: 'en',
          facts: { name: 'Ana', member: 'Canary', program: 'Canary' },
          path: '/pairings',
        }),
      );
    await write(one);
    expect(await mine.next()).toBe('event: inbox\ndata: {}\n\n');
    await write(other);
    // The first thing the other one hears is about their own.
    expect(await theirs.next()).toBe('event: inbox\ndata: {}\n\n');
    for (const { stop } of [mine, theirs]) stop.abort();
  });
});
