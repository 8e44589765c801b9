import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessRoutes, identityRoutes } from '@ithaca/contracts/identity';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { hashPassword } from './passwords.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('signing in', () => {
  it('opens a session with the right password and says who I am', async () => {
    const organisation = await api.given.organisation({ name: 'Aurora' });
    const person = await api.given.person(organisation, {
      passwordHash: await hashPassword('a long enough secret'),
    });
    const browser = api.anonymous();
    const answer = await browser.call(identityRoutes.signIn, {
      body: { email: person.email.toUpperCase(), password: 'a long enough secret' },
    });
    expect(answer.status).toBe(200);
    expect(answer.body.actor?.personId).toBe(person.id);
    expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/);
    const session = await browser.call(identityRoutes.session, {});
    expect(session.body.organisation?.name).toBe('Aurora');
  });

  it('answers a wrong password and an unknown address alike', async () => {
    const organisation = await api.given.organisation();
    const person = await api.given.person(organisation, {
      passwordHash: await hashPassword('a long enough secret'),
    });
    const wrong = await api
      .anonymous()
      .call(identityRoutes.signIn, { body: { email: person.email, password: 'something else' } });
    const unknown = await api
      .anonymous()
      .call(identityRoutes.signIn, { body: { email: 'nobody@example.test', password: 'something else' } });
    expect(wrong.status).toBe(422);
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' });
  });

  it('refuses the eleventh try within a quarter of an hour and says how long to wait', async () => {
    const tries = [];
    for (let attempt = 0; attempt < 11; attempt += 1)
      tries.push(
        await api
          .anonymous()
          .call(identityRoutes.signIn, { body: { email: 'guess@example.test', password: 'x' } }),
      );
    expect(tries.at(-1)?.status).toBe(429);
    expect(Number(tries.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('works once with a mailed link, and only in the browser that asked for it', async () => {
    const organisation = await api.given.organisation();
    const person = await api.given.person(organisation);
    const browser = api.anonymous();
    await browser.call(identityRoutes.requestLink, { body: { email: person.email, path: '/my' } });
    await api.runJobs();
    const token = /#([\w-]{43})/.exec(api.mails.sent.at(-1)?.text ?? '')?.[1] ?? '';
    const elsewhere = await api.anonymous().call(identityRoutes.consumeLink, { body: { token } });
    expect(elsewhere.body.code).toBe('sign-in-link.other-browser');
    const entered = await browser.call(identityRoutes.consumeLink, { body: { token } });
    expect(entered.body.path).toBe('/my');
    const again = await browser.call(identityRoutes.consumeLink, { body: { token } });
    expect(again.body.code).toBe('sign-in-link.expired');
  });

  it('ends at once for somebody who has left', async () => {
    const organisation = await api.given.organisation();
    const person = await api.given.person(organisation);
    const browser = await api.as(person);
    await api.rows("update people set left_on = '2026-02-01' where id = $1", [person.id]);
    expect((await browser.call(accessRoutes.listGrants, {})).status).toBe(403);
  });
});

describe('roles', () => {
  it('keeps the last owner', async () => {
    const organisation = await api.given.organisation();
    const owner = await api.given.person(organisation);
    await api.given.grant(owner, 'owner');
    const browser = await api.as(owner);
    const { items } = (await browser.call(accessRoutes.listGrants, {})).body;
    const answer = await browser.call(accessRoutes.revoke, { params: { grantId: items[0]?.id ?? '' } });
    expect(answer.body.code).toBe('grant.last-owner');
  });

  it('gives a repeated creation the first answer, and refuses the key for another request', async () => {
    const organisation = await api.given.organisation();
    const owner = await api.given.person(organisation);
    const other = await api.given.person(organisation);
    await api.given.grant(owner, 'owner');
    const browser = await api.as(owner);
    const body = { personId: other.id, role: 'auditor' as const, programId: null };
    const headers = { 'idempotency-key': 'grant-once' };
    const first = await browser.call(accessRoutes.grant, { body }, headers);
    const second = await browser.call(accessRoutes.grant, { body }, headers);
    expect(first.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(
      (await browser.call(accessRoutes.grant, { body: { ...body, role: 'coordinator' } }, headers)).status,
    ).toBe(422);
    expect(
      await api.rows("select from audit_rows where organisation_id = $1 and action = 'access.grant'", [
        organisation.id,
      ]),
    ).toHaveLength(1);
  });
});
