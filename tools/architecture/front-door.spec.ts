import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allRoutes } from '@ithaca/contracts/routes';

import { startApi } from '../../apps/api/testing/api.ts';
import type { TestApi } from '../../apps/api/testing/api.ts';
import { tellStory } from './story.ts';
import type { Story } from './story.ts';
import { faultOf, Wire } from './wire.ts';

let api: TestApi;
let wire: Wire;
let story: Story;
let cookie: string;
/** 200 MB in 194 kB. */
const BOMB = gzipSync(Buffer.alloc(200_000_000));
const json = { 'content-type': 'application/json' };
beforeAll(async () => {
  api = await startApi();
  wire = new Wire(api.baseUrl);
  story = await tellStory(api, 'Door');
  cookie = `ithaca=${(await api.as(story.people.owner)).cookies.get('ithaca') ?? ''}`;
});
afterAll(async () => {
  wire.close();
  await api.stop();
});

const pathOf = (path: string) => path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => story.ids[name] ?? '');

describe('a body', () => {
  it.each([
    ['of 5 MB', 413, Buffer.alloc(5_000_000, 0x20), {}],
    ['that unpacks to 200 MB', 413, BOMB, { 'content-encoding': 'gzip' }],
    ['that says it is packed and is not', 400, Buffer.from('{"name":"x"}'), { 'content-encoding': 'gzip' }],
    ['packed in a way nobody knows', 415, Buffer.from('{}'), { 'content-encoding': 'nonsense' }],
    ['that is not UTF-8', 400, Buffer.from('{"name":"\xff\xfe"}', 'latin1'), {}],
    [
      'in UTF-16',
      415,
      Buffer.from('{"name":"x"}', 'utf16le'),
      { 'content-type': 'application/json; charset=utf-16' },
    ],
    ['that is a form', 415, Buffer.from('name=x'), { 'content-type': 'application/x-www-form-urlencoded' }],
    ['nested 40,000 deep', 400, Buffer.from('['.repeat(40_000) + ']'.repeat(40_000)), {}],
    ['with a number beyond all numbers', 400, Buffer.from('{"menteeGoal":1e400}'), {}],
  ])('%s is refused', async (_, status, body, headers) => {
    const cohorts = () => api.rows('select row_to_json(c)::text as row from cohorts c');
    const before = await cohorts();
    const attempt = { method: 'PATCH', target: `/api/cohorts/${story.cohort.id}`, body };
    const reply = await wire.send(
      { ...attempt, headers: { ...json, 'if-match': '"1"', ...headers } },
      cookie,
    );
    expect([reply.status, faultOf(reply)]).toEqual([status, null]);
    expect(await cohorts()).toEqual(before);
  });

  it('of a file that unpacks to 200 MB is refused', async () => {
    const reply = await wire.send(
      {
        method: 'POST',
        target: '/api/imports?fileName=a.csv',
        headers: { 'content-encoding': 'gzip', 'idempotency-key': 'bomb' },
        body: BOMB,
      },
      cookie,
    );
    expect([reply.status, faultOf(reply)]).toEqual([413, null]);
  });

  it('sent in pieces has to be JSON as well', async () => {
    const answer = await wire.bytes(
      `POST /api/people HTTP/1.1\r\nHost: localhost\r\nCookie: ${cookie}\r\nIdempotency-Key: pieces\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 415 /);
  });

  it('with two lengths is refused', async () => {
    const answer = await wire.bytes(
      `POST /api/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/session HTTP/1.1\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

describe('an address', () => {
  it.each([
    ['/api', 404],
    ['/api/', 404],
    ['/api/nothing', 404],
    ['/api/session/nothing', 404],
    ['//api/session', null],
    ['/api//session', 404],
    ['/api/./session', null],
    ['/api/../api/session', null],
    ['/api/session%2f', 404],
    ['/api%2fsession', null],
    ['/api/%73ession', null],
    ['/api/session;x=1', 404],
    ['/api/session%00', 404],
    ['/api/%', null],
    ['/api/%ff', null],
    ['/api/people/%ff', 400],
    ['/api/people/%', 400],
    ['/api/people/..%2f..%2fgrants', 400],
    ['/assets/nothing.js', 404],
    ['/assets/%00', null],
    ['/assets/%ff', null],
    ['/assets/..%2f..%2fpackage.json', null],
    ['/api/docs/nothing', 404],
    ['/api/docs/%00', null],
    ['/api/docs/%ff', null],
    ['/api/docs/..%2fpackage.json', null],
    ['/%ff', null],
    ['/%00', null],
    ['/..%2f..%2fpackage.json', null],
    ['http://evil.test/api/session', null],
    ['http://evil.test', null],
    ['*', null],
    ['/api/session?%ff=%', null],
    [`/api/${'x/'.repeat(3000)}`, 404],
  ])('%s is answered soundly', async (target, status) => {
    const reply = await wire.send({ method: 'GET', target, headers: {} }, cookie);
    expect(faultOf(reply)).toBeNull();
    if (status !== null) expect(reply.status).toBe(status);
    expect(reply.text).not.toContain('"dependencies"');
  });

  it.each(['TRACE', 'PUT', 'PROPFIND', 'PATCH', 'QUERY'])(
    'does not answer %s where it is not meant',
    async (method) => {
      const reply = await wire.send({ method, target: '/api/sessions', headers: {} }, cookie);
      expect([reply.status, faultOf(reply)]).toEqual([405, null]);
      expect(reply.headers.allow).toBe('GET');
    },
  );

  it.each(['HEAD', 'OPTIONS'])('answers %s without doing anything', async (method) => {
    const done = "select request_id from audit_rows where outcome = 'done'";
    const before = await api.rows(done);
    for (const { path } of allRoutes) {
      const reply = await wire.send({ method, target: pathOf(path), headers: {} }, cookie);
      expect(`${path} ${faultOf(reply, method)}`).toBe(`${path} null`);
      expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect(await api.rows(done)).toEqual(before);
  });
});

describe('another site', () => {
  it.each([
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('with %j can write nothing', async (headers) => {
    for (const { method, path, id } of allRoutes.filter((route) => route.method !== 'GET')) {
      const reply = await wire.send(
        { method, target: pathOf(path), headers: { ...json, ...headers }, body: '{}' },
        cookie,
      );
      const { code } = JSON.parse(reply.text) as { code: string };
      expect(`${id} ${code} ${faultOf(reply)}`).toBe(`${id} request.cross-site null`);
    }
  });

  it('is not where signing in leads to', async () => {
    const email = story.people.outsider.email;
    for (const path of [
      '//evil.test',
      '/\\evil.test',
      '/\t/evil.test',
      '/\n/evil.test',
      'https://evil.test',
      'evil',
      '',
      '/\0',
      '/\ud800',
    ]) {
      const body = JSON.stringify({ email, path });
      const reply = await wire.send({ method: 'POST', target: '/api/sign-in-links', headers: json, body });
      expect([path, reply.status]).toEqual([path, 400]);
    }
  });
});

describe('a session', () => {
  it('is never one that the browser brought along', async () => {
    const { email } = story.people.mentor;
    const browser = api.anonymous();
    const invented = 'A'.repeat(43);
    browser.cookies.set('ithaca', invented);
    await browser.raw('POST', '/api/sign-in-links', { email });
    await api.runJobs();
    const token = /#([\w-]{43})/.exec(api.mails.sent.find(({ to }) => to === email)?.text ?? '')?.[1];
    const opened = await browser.raw('POST', '/api/sign-in-links/consume', { token });
    expect(opened.status).toBe(200);
    expect(browser.cookies.get('ithaca')).not.toBe(invented);
    const thief = await wire.send(
      { method: 'GET', target: '/api/sessions', headers: {} },
      `ithaca=${invented}`,
    );
    expect(thief.status).toBe(401);

    const kept = `ithaca=${browser.cookies.get('ithaca') ?? ''}`;
    const sessions = { method: 'GET', target: '/api/sessions', headers: {} };
    expect((await wire.send(sessions, kept)).status).toBe(200);
    const left = await browser.raw('DELETE', '/api/session');
    expect(left.status).toBe(204);
    expect(left.headers.getSetCookie()[0]).toMatch(/^ithaca=;.*Expires=Thu, 01 Jan 1970/);
    expect((await wire.send(sessions, kept)).status).toBe(401);
  });

  it('has a cookie that no script reads and only this host gets, on https', async () => {
    const secure = await startApi({ environment: { BASE_URL: 'https://ithaca.example.test' } });
    try {
      const reply = await secure
        .anonymous()
        .raw('POST', '/api/sign-in-links', { email: 'nobody@example.test' });
      expect(reply.headers.getSetCookie()[0]).toMatch(
        /^__Host-ithaca-browser=[\w-]{43}; Max-Age=900; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(reply.headers.get('strict-transport-security')).toMatch(/max-age=31536000/);
    } finally {
      await secure.stop();
    }
  });

  it('cannot be guessed at without being told to wait', async () => {
    const replies = [];
    for (let attempt = 0; attempt < 70 && replies.at(-1)?.status !== 429; attempt += 1)
      replies.push(
        await wire.send({
          method: 'POST',
          target: '/api/invitations/look',
          headers: { ...json, 'x-forwarded-for': '203.0.113.9' },
          body: JSON.stringify({ token: 'b'.repeat(43) }),
        }),
      );
    const last = replies.at(-1);
    expect([last?.status, last && faultOf(last)]).toEqual([429, null]);
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
  });
});
