import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actRoutes } from '@ithaca/contracts/acts';
import { messageRoutes as routes } from '@ithaca/contracts/messages';
import type { PairingState } from '@ithaca/domain/pairing';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

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

  it('hold files that only their readers save, as attachments that no browser runs', async () => {
    const { asMentor, asMentee, organisation, program, mentor, params } = await scene();
    const upload = (caller: TestCaller, fileName: string, text: string) =>
      caller.call(routes.upload, { params, query: { fileName }, body: Buffer.from(text) });
    const plan = await upload(asMentor, '../Plan.pdf', '%PDF-1.7 canary-file');
    expect([plan.status, plan.body]).toEqual([
      201,
      {
        id: plan.body.id,
        name: 'Plan.pdf',
        mediaType: 'application/pdf',
        bytes: 20,
        width: null,
        height: null,
      },
    ]);
    const notes = await upload(asMentor, 'notes.txt', 'One, two');
    expect((await upload(asMentor, 'page.html', '<script>alert(1)</script>')).body.code).toBe(
      'file.kind-refused',
    );
    const large = await asMentor.call(routes.upload, {
      params,
      query: { fileName: 'a.txt' },
      body: Buffer.alloc(10 * 1024 * 1024 + 1, 'a'),
    });
    expect([large.status, large.body.code]).toEqual([413, 'request.too-large']);
    const file = (caller: TestCaller, fileId = plan.body.id) =>
      caller.call(routes.file, { params: { ...params, fileId } });
    // Not even its uploader reads it before it is sent; only they take it back.
    expect((await file(asMentor)).status).toBe(404);
    const discard = (caller: TestCaller, fileId: string) =>
      caller.call(routes.discard, { params: { ...params, fileId } });
    expect((await discard(asMentee, notes.body.id)).status).toBe(404);
    expect((await discard(asMentor, notes.body.id)).status).toBe(204);
    const send = (caller: TestCaller, ...fileIds: string[]) =>
      caller.call(routes.send, { params, body: { body: '', fileIds } });
    expect((await send(asMentor)).status).toBe(400);
    expect((await send(asMentee, plan.body.id)).body.code).toBe('file.not-usable');
    expect((await send(asMentor, plan.body.id, notes.body.id)).body.code).toBe('file.not-usable');
    const sent = await send(asMentor, plan.body.id);
    expect([sent.status, sent.body.body, sent.body.attachments]).toEqual([201, '', [plan.body]]);
    expect((await send(asMentor, plan.body.id)).body.code).toBe('file.not-usable');
    expect((await discard(asMentor, plan.body.id)).status).toBe(404);

    const saved = await file(asMentee);
    expect([saved.status, saved.text]).toEqual([200, '%PDF-1.7 canary-file']);
    expect(
      [
        'content-type',
        'content-disposition',
        'cache-control',
        'x-content-type-options',
        'content-security-policy',
      ].map((name) => saved.headers.get(name)),
    ).toEqual([
      'application/pdf',
      'attachment; filename=Plan.pdf',
      'no-store',
      'nosniff',
      "default-src 'none'; sandbox; frame-ancestors 'none'",
    ]);
    const coordinator = await api.given.person(organisation);
    await api.given.grant(coordinator, 'coordinator', program.id);
    const other = await scene();
    expect((await file(await api.as(coordinator))).status).toBe(404);
    // Through another pairing of one's own it is not found either.
    const elsewhere = { pairingId: other.params.pairingId, fileId: plan.body.id };
    expect((await other.asMentor.call(routes.file, { params: elsewhere })).status).toBe(404);
    await api.rows('delete from messages where author_id = $1', [mentor.id]);
    expect((await file(asMentee)).status).toBe(404);
    api.clock.advanceDays(2);
    await api.platform.jobs.runSweep('sweep-files');
    expect(await api.rows('select from files where organisation_id = $1', [organisation.id])).toEqual([]);
  });

  it('show how far others have read only to those who show it themselves', async () => {
    const { asMentor, asMentee, params } = await scene();
    api.clock.set(new Date('2026-03-03T09:00:00Z'));
    await asMentor.call(routes.send, { params, body: { body: 'Hello' } });
    await asMentee.call(routes.markRead, { params });
    const seen = async (caller: TestCaller) => (await caller.call(routes.list, { params })).body.reading;
    const show = (caller: TestCaller, isShown: boolean) =>
      caller.call(routes.showReading, { body: { isShown } });
    const readAt = '2026-03-03T09:00:00.000Z';
    expect(await seen(asMentee)).toEqual({ isShown: false, myReadAt: readAt, others: [] });
    await show(asMentor, true);
    expect((await seen(asMentor)).others).toEqual([]);
    await show(asMentee, true);
    expect((await seen(asMentor)).others).toMatchObject([{ readAt }]);
    await show(asMentor, false);
    expect((await seen(asMentor)).others).toEqual([]);
  });

  it('are answered from their mail once, without signing in and without being shown', async () => {
    const { asMentor, mentee, organisation, pairing, params } = await scene();
    api.clock.set(new Date('2026-03-04T09:00:00Z'));
    const linkOf = async (body: string) => {
      await asMentor.call(routes.send, { params, body: { body } });
      await api.runJobs();
      const mail = api.mails.sent.filter((one) => one.to === mentee.email).at(-1);
      api.clock.set(new Date(api.clock.now().getTime() + 3_600_000));
      return /\/act\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
    };
    const nobody = api.anonymous();
    const look = (token: string) => nobody.call(actRoutes.look, { body: { token } });
    const answer = (token: string, reply: string) =>
      nobody.call(actRoutes.perform, { body: { token, reply } });
    const token = await linkOf('A canary-question');
    for (let scan = 0; scan < 3; scan += 1) {
      const { body, text } = await look(token);
      expect([body.act, body.state, body.partnerNames]).toEqual(['answer-message', 'open', ['Mira Mentor']]);
      expect(text).not.toContain('canary');
    }
    expect((await nobody.call(actRoutes.perform, { body: { token } })).body.code).toBe('act.answer-missing');
    const [first, second] = await Promise.all([answer(token, 'Yes!'), answer(token, 'Yes!')]);
    expect([first.body.state, second.body.state]).toEqual(['done', 'done']);
    expect((await look(token)).body.state).toBe('done');
    const bodies = async () =>
      (await asMentor.call(routes.list, { params })).body.items.map(({ body }) => body);
    expect(await bodies()).toEqual(['Yes!', 'A canary-question']);
    const audit = await api.rows<{ text: string }>(
      'select a::text as text from audit_rows a where organisation_id = $1',
      [organisation.id],
    );
    expect(audit.filter(({ text }) => text.includes('answer-message')).length).toBeGreaterThan(0);
    expect(JSON.stringify(audit)).not.toMatch(/Yes!|canary/);

    const late = await linkOf('Another');
    const ended = await linkOf('A third');
    await api.rows("update pairings set state = 'ended' where id = $1", [pairing.id]);
    const refused = await answer(ended, 'Too late');
    expect([refused.status, refused.body.code, (await look(ended)).body.state]).toEqual([
      409,
      'act.over',
      'over',
    ]);
    await api.rows("update pairings set state = 'active' where id = $1", [pairing.id]);
    api.clock.advanceDays(15);
    expect((await answer(late, 'Too late')).body.code).toBe('act.over');
    expect(await bodies()).toHaveLength(4);
  });
});
