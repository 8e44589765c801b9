import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageRoutes as routes } from '@ithaca/contracts/messages';
import type { PairingState } from '@ithaca/domain/pairing';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: new Date('2026-03-02T09:00:00Z') });
});
afterAll(() => api.stop());

async function scene(state: PairingState = 'active') {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const mentor = await api.given.person(organisation, { displayName: 'Mira Mentor' });
  const mentee = await api.given.person(organisation);
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, { state });
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

describe('messages', () => {
  it('are read newest first, page by page, without a gap or a repeat', async () => {
    const { asMentor, asMentee, params } = await scene();
    for (let number = 1; number <= 7; number += 1) {
      api.clock.set(new Date(Date.parse('2026-03-02T09:00:00Z') + Math.floor(number / 2) * 1000));
      await asMentor.call(routes.send, { params, body: { body: `Message ${number}` } });
    }
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { limit: 3, ...(cursor ? { cursor } : {}) };
      const { body } = await asMentee.call(routes.list, { params, query });
      seen.push(...body.items.map((item) => item.body));
      expect(body.items.every((item) => !item.mine && item.authorName === 'Mira Mentor')).toBe(true);
      cursor = body.nextCursor;
    } while (cursor);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((number) => `Message ${number}`));
  });

  it('keep strange text as it was written and refuse what cannot be stored', async () => {
    const { asMentor, params } = await scene();
    const body = '<script>alert(1)</script>\n\tשלום 👩‍👩‍👧 e\u0301 \u202e \uffff';
    const sent = await asMentor.call(routes.send, { params, body: { body } });
    expect([sent.status, sent.body.body, sent.body.mine]).toEqual([201, body, true]);
    for (const text of ['', '   ', 'a\u0000', '\udc00', 'x'.repeat(8001)])
      expect((await asMentor.call(routes.send, { params, body: { body: text } })).status).toBe(400);
  });

  it('are told of by mail once in half an hour, without their text', async () => {
    const { asMentor, mentee, mentor, params } = await scene();
    const write = (body: string) => asMentor.call(routes.send, { params, body: { body } });
    const mails = async () => {
      await api.runJobs();
      return api.mails.sent.filter((mail) => mail.to === mentee.email);
    };
    api.clock.set(new Date('2026-03-02T10:00:00Z'));
    await Promise.all([write('A secret'), write('Another secret')]);
    expect(await mails()).toHaveLength(1);
    api.clock.set(new Date('2026-03-02T10:29:59Z'));
    await write('Still quiet');
    expect(await mails()).toHaveLength(1);
    api.clock.set(new Date('2026-03-02T10:30:00Z'));
    await write('Heard again');
    const [mail] = (await mails()).slice(-1);
    expect(await mails()).toHaveLength(2);
    expect(mail?.subject).toBe('Mira Mentor wrote to you');
    expect(JSON.stringify(await mails())).not.toMatch(/secret|quiet|again/);
    expect(api.mails.sent.filter((one) => one.to === mentor.email)).toEqual([]);
  });

  it('do not follow somebody who has left', async () => {
    const { asMentor, mentee, params } = await scene();
    await api.rows("update people set left_on = '2026-02-27' where id = $1", [mentee.id]);
    expect((await asMentor.call(routes.send, { params, body: { body: 'Hello?' } })).status).toBe(201);
    await api.runJobs();
    expect(api.mails.sent.filter((mail) => mail.to === mentee.email)).toEqual([]);
  });

  it('are marked as read up to now', async () => {
    const { asMentee, mentee, params } = await scene();
    const readAt = async () =>
      (
        await api.rows<{ read_at: Date }>('select read_at from message_reads where person_id = $1', [
          mentee.id,
        ])
      ).map((row) => row.read_at.toISOString());
    api.clock.set(new Date('2026-03-02T11:00:00Z'));
    expect((await asMentee.call(routes.markRead, { params })).status).toBe(204);
    api.clock.set(new Date('2026-03-02T12:00:00Z'));
    await asMentee.call(routes.markRead, { params });
    expect(await readAt()).toEqual(['2026-03-02T12:00:00.000Z']);
  });

  it.each(['offered', 'paused', 'ended', 'declined'] as const)(
    'cannot be sent in a pairing that is %s, only read',
    async (state) => {
      const { asMentee, params } = await scene(state);
      const answer = await asMentee.call(routes.send, { params, body: { body: 'Hello' } });
      expect([answer.status, answer.body.code]).toEqual([409, 'pairing.wrong-state']);
      expect((await asMentee.call(routes.list, { params })).status).toBe(200);
    },
  );

  it('refuse a cursor of another making', async () => {
    const { asMentee, params } = await scene();
    const made = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url');
    for (const cursor of [
      'x',
      made(['yesterday', 'x']),
      made(['2026-13-45T00:00:00.000Z', params.pairingId]),
      made([1, null]),
    ]) {
      const answer = await asMentee.call(routes.list, { params, query: { cursor } });
      expect([answer.status, answer.body.code]).toEqual([400, 'cursor.malformed']);
    }
  });

  it('are nobody else’s to see, and leave no word in the audit trail', async () => {
    const { asMentor, owner, organisation, program, params } = await scene();
    await asMentor.call(routes.send, { params, body: { body: 'between-us-4711' } });
    const coordinator = await api.given.person(organisation);
    await api.given.grant(coordinator, 'coordinator', program.id);
    const abroad = await api.given.person(await api.given.organisation());
    for (const person of [owner, coordinator, abroad]) {
      const browser = await api.as(person);
      expect((await browser.call(routes.list, { params })).status).toBe(404);
      expect((await browser.call(routes.send, { params, body: { body: 'x' } })).status).toBe(404);
      expect((await browser.call(routes.markRead, { params })).status).toBe(404);
    }
    const [audit] = await api.rows<{ text: string }>(
      "select string_agg(a::text, ' ') as text from audit_rows a where organisation_id = $1",
      [organisation.id],
    );
    expect(audit?.text).not.toContain('between-us');
  });

  it('reach every other member of a circle', async () => {
    const { asMentor, mentee, organisation, cohort, pairing, params } = await scene();
    const second = await api.given.person(organisation);
    const enrolment = await api.given.enrolment(cohort, second, 'mentee', { state: 'matched' });
    await api.given.insert('pairing_members', [
      {
        organisationId: organisation.id,
        pairingId: pairing.id,
        personId: second.id,
        cohortId: cohort.id,
        enrolmentId: enrolment.id,
        role: 'mentee',
        open: true,
        acceptedAt: new Date(),
      },
    ]);
    await asMentor.call(routes.send, { params, body: { body: 'To all' } });
    await api.runJobs();
    const addresses = api.mails.sent.map((mail) => mail.to);
    expect(addresses).toEqual(expect.arrayContaining([mentee.email, second.email]));
    expect((await (await api.as(second)).call(routes.list, { params })).body.items).toHaveLength(1);
  });
});
