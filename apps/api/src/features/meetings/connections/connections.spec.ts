import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { calendarRoutes as routes } from '@ithaca/contracts/calendar';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import type { CalendarProviderName } from '@ithaca/domain/calendar-connection';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

/**
 * A server that stands in for both providers: it holds to PKCE and single use, ends keys, takes them back, and gives titles
 * to whoever asks for more than busy.
 */
class StandIn {
  readonly #server: Server;
  readonly codes = new Map<string, { challenge: string; redirectUri: string }>();
  readonly keys = new Set<string>();
  readonly refreshKeys = new Set<string>();
  readonly asked: string[] = [];
  busy: { start: string; end: string }[] = [];
  isDown = false;
  #made = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { status, body } = this.#answer(
          new URL(request.url ?? '', this.origin),
          Buffer.concat(parts).toString(),
          request.headers.authorization ?? '',
        );
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
  }

  async start() {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  stop() {
    this.#server.closeAllConnections();
    return new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get origin(): string {
    return `http://${this.host}`;
  }

  /** The person agrees: what their browser is sent back with. */
  agree(address: string): string {
    const query = new URL(address).searchParams;
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('client_id')).toBe('client');
    const code = `code-${(this.#made += 1)}`;
    this.codes.set(code, {
      challenge: query.get('code_challenge') ?? '',
      redirectUri: query.get('redirect_uri') ?? '',
    });
    return new URLSearchParams({ code, state: query.get('state') ?? '' }).toString();
  }

  #answer(url: URL, body: string, authorization: string): { status: number; body: object } {
    this.asked.push(`${url.pathname}${url.search} ${body}`);
    if (this.isDown) return { status: 503, body: {} };
    if (url.pathname.endsWith('/token')) return this.#token(new URLSearchParams(body));
    if (url.pathname === '/revoke') {
      this.refreshKeys.delete(new URLSearchParams(body).get('token') ?? '');
      return { status: 200, body: {} };
    }
    if (!this.keys.has(authorization.replace('Bearer ', ''))) return { status: 401, body: {} };
    if (url.pathname === '/calendar/v3/freeBusy')
      return { status: 200, body: { calendars: { primary: { busy: this.busy } } } };
    const events = this.busy.map(({ start, end }) => ({
      showAs: 'busy',
      start: { dateTime: start.replace('Z', '.0000000'), timeZone: 'UTC' },
      end: { dateTime: end.replace('Z', '.0000000'), timeZone: 'UTC' },
      ...(url.searchParams.get('$select') === 'start,end,showAs' ? {} : { subject: 'canary of a title' }),
    }));
    const free = {
      ...events[0],
      showAs: 'free',
      start: { dateTime: '2026-03-03T12:00:00' },
      end: { dateTime: '2026-03-03T14:00:00' },
    };
    // In two pages, and a third that would lead elsewhere.
    return url.searchParams.has('page')
      ? {
          status: 200,
          body: { value: events.slice(1), '@odata.nextLink': 'https://elsewhere.example.com/more' },
        }
      : {
          status: 200,
          body: { value: [free, ...events.slice(0, 1)], '@odata.nextLink': `${url.href}&page=2` },
        };
  }

  #token(form: URLSearchParams): { status: number; body: object } {
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    if (form.get('client_secret') !== 'secret') return { status: 401, body: { error: 'invalid_client' } };
    if (form.get('grant_type') === 'refresh_token') {
      if (!this.refreshKeys.has(form.get('refresh_token') ?? '')) return refused;
    } else {
      const code = form.get('code') ?? '';
      const known = this.codes.get(code);
      this.codes.delete(code);
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (known?.challenge !== challenge || known.redirectUri !== form.get('redirect_uri')) return refused;
    }
    const key = `key-${(this.#made += 1)}`;
    this.keys.add(key);
    const isNew = form.get('grant_type') !== 'refresh_token';
    if (isNew) this.refreshKeys.add(`refresh-${key}`);
    return {
      status: 200,
      body: {
        access_token: key,
        token_type: 'Bearer',
        expires_in: 3600,
        ...(isNew ? { refresh_token: `refresh-${key}` } : {}),
      },
    };
  }
}

const standIn = new StandIn();
const start = new Date('2026-03-02T09:00:00Z');
let api: TestApi;
beforeAll(async () => {
  await standIn.start();
  const client = `client:secret ${standIn.origin}`;
  api = await startApi({
    now: start,
    environment: { GOOGLE_CALENDAR: client, MICROSOFT_CALENDAR: client, OUTBOUND_HOSTS: standIn.host },
  });
});
afterAll(async () => {
  await api.stop();
  await standIn.stop();
});

async function scene() {
  api.clock.set(start);
  Object.assign(standIn, { busy: [], isDown: false });
  const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
  const owner = await api.given.person(organisation);
  const mentor = await api.given.person(organisation, { displayName: 'Mira Mentor' });
  const mentee = await api.given.person(organisation, { displayName: 'Mani Mentee' });
  const cohort = await api.given.cohort(await api.given.program(owner), owner, { state: 'running' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, { startedAt: start });
  return { organisation, mentor, mentee, params: { pairingId: pairing.id } };
}
type Browser = Awaited<ReturnType<TestApi['as']>>;
const connect = async (browser: Browser, provider: CalendarProviderName) => {
  const { body } = await browser.call(routes.connect, { body: { provider } });
  const answer = standIn.agree(body.address);
  return { answer, done: await browser.call(routes.finishConnecting, { body: { answer } }) };
};
const stateOf = async (browser: Browser) =>
  (await browser.call(routes.listConnections, {})).body.items.map(
    ({ provider, state }) => `${provider} ${state}`,
  );

describe.each(['google', 'microsoft'] as const)('a calendar at %s', (provider) => {
  it('is connected once, by the session that set out, and then meetings keep out of its busy hours', async () => {
    const { organisation, mentor, mentee, params } = await scene();
    const asMentor = await api.as(mentor);
    const asMentee = await api.as(mentee);
    standIn.busy = [
      { start: '2026-03-03T08:00:00Z', end: '2026-03-03T12:00:00Z' },
      { start: '2026-03-03T11:30:00Z', end: '2026-03-03T14:30:00Z' },
    ];
    const begun = await asMentor.call(routes.connect, { body: { provider } });
    const answer = standIn.agree(begun.body.address);
    const elsewhere = await (await api.as(mentor)).call(routes.finishConnecting, { body: { answer } });
    const another = await asMentee.call(routes.finishConnecting, { body: { answer } });
    for (const refused of [elsewhere, another]) expect(refused.body.code).toBe('calendar-connection.failed');
    const done = await asMentor.call(routes.finishConnecting, { body: { answer } });
    expect(done.body.items).toMatchObject([{ provider, state: 'connected', readAt: null }]);
    expect((await asMentor.call(routes.finishConnecting, { body: { answer } })).body.code).toBe(
      'calendar-connection.failed',
    );
    await api.runJobs();

    // The partner is told when, and not with what.
    const times = (await asMentee.call(meetingRoutes.suggestTimes, { params, query: { minutes: 60 } })).body;
    expect(times.busy).toEqual([
      { personId: mentor.id, from: '2026-03-03T08:00:00.000Z', to: '2026-03-03T14:30:00.000Z' },
    ]);
    const tuesday = times.slots.map(({ startsAt }) => startsAt).filter((at) => at.startsWith('2026-03-03'));
    expect(tuesday).toEqual(['2026-03-03T15:00:00.000Z']);
    expect(await stateOf(asMentee)).toEqual([]);
    const kept = JSON.stringify([
      await api.rows('select * from calendar_connections where organisation_id = $1', [organisation.id]),
      await api.rows('select * from calendar_busy where organisation_id = $1', [organisation.id]),
    ]);
    for (const canary of ['canary', ...standIn.keys, ...standIn.refreshKeys])
      expect(kept).not.toContain(canary);
  });

  it('is renewed while the agreement holds, says when it has ended, is connected anew and is given back', async () => {
    const { organisation, mentor, params } = await scene();
    const asMentor = await api.as(mentor);
    const readAll = async (hours: number) => {
      api.clock.set(new Date(start.getTime() + hours * 3_600_000));
      await api.platform.jobs.runSweep('read-calendars');
    };
    const busy = async () => (await asMentor.call(meetingRoutes.suggestTimes, { params })).body.busy.length;
    await connect(asMentor, provider);
    await api.runJobs();
    standIn.keys.clear();
    standIn.busy = [{ start: '2026-03-04T08:00:00Z', end: '2026-03-04T12:00:00Z' }];
    await readAll(1);
    expect([await stateOf(asMentor), await busy()]).toEqual([[`${provider} connected`], 1]);
    // Out of reach for a while is no reason to forget anything.
    standIn.isDown = true;
    await readAll(3);
    standIn.isDown = false;
    expect([await stateOf(asMentor), await busy()]).toEqual([[`${provider} connected`], 1]);

    standIn.refreshKeys.clear();
    await readAll(5);
    expect(await stateOf(asMentor)).toEqual([`${provider} expired`]);
    await connect(asMentor, provider);
    expect(await stateOf(asMentor)).toEqual([`${provider} connected`]);

    const gone = await asMentor.call(routes.disconnect, { body: { provider } });
    expect(gone.body.items).toEqual([]);
    if (provider === 'google') expect(standIn.refreshKeys.size).toBe(0);
    expect(await busy()).toBe(0);
    const left = await api.rows('select from calendar_connections where organisation_id = $1', [
      organisation.id,
    ]);
    expect(left).toEqual([]);
  });
});

describe('connecting a calendar', () => {
  it('is not completed by a made-up answer, a no, or too late', async () => {
    const { mentor } = await scene();
    const asMentor = await api.as(mentor);
    const begin = async () => {
      const { body } = await asMentor.call(routes.connect, { body: { provider: 'google' } });
      return new URLSearchParams(standIn.agree(body.address));
    };
    const finish = async (answer: URLSearchParams) =>
      (await asMentor.call(routes.finishConnecting, { body: { answer: answer.toString() } })).body.code;
    const state = (await begin()).get('state') ?? '';
    expect(await finish(new URLSearchParams({ code: 'made-up', state }))).toBe('calendar-connection.failed');
    const no = await begin();
    no.delete('code');
    no.set('error', 'access_denied');
    expect(await finish(no)).toBe('calendar-connection.failed');
    const late = await begin();
    api.clock.set(new Date(start.getTime() + 11 * 60_000));
    expect(await finish(late)).toBe('calendar-connection.failed');
    expect(await stateOf(asMentor)).toEqual([]);
  });
});
