import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Writable } from 'node:stream';

import type { ReplyOf, RequestOf, RouteDeclaration } from '@ithaca/contracts/route';
import { Given } from '@ithaca/testkit/given';
import type { GivenPerson } from '@ithaca/testkit/given';
import pg from 'pg';
import { pino } from 'pino';

import { createApp } from '../src/create-app.ts';
import { entities } from '../src/entities.ts';
import { Clock } from '../src/platform/clock.ts';
import { readConfig } from '../src/platform/config.ts';
import { openPlatform } from '../src/platform/open-platform.ts';
import type { MailTransport } from '../src/platform/mail/post.ts';
import type { Platform } from '../src/platform/platform.module.ts';
import { hashToken, newToken } from '../src/platform/secrets.ts';
import { TEMPLATE } from './start-database.ts';
import type { Wire } from './wire.ts';

/**
 * A clock that stands still until told otherwise. One that ticks goes on by a millisecond whenever it is asked, as no two
 * questions to a real one fall into the same instant: code that takes "now" twice where it means once is found out.
 */
export class TestClock extends Clock {
  #now: Date;
  readonly #tick: number;

  constructor(now: Date, ticks = false) {
    super();
    this.#now = now;
    this.#tick = ticks ? 1 : 0;
  }

  override now(): Date {
    const now = new Date(this.#now);
    this.#now = new Date(now.getTime() + this.#tick);
    return now;
  }

  set(now: Date): void {
    this.#now = now;
  }

  advanceDays(days: number): void {
    this.#now = new Date(this.#now.getTime() + days * 86_400_000);
  }
}

/** Remembers what was sent. */
export class RecordingTransport implements MailTransport {
  readonly sent: Parameters<MailTransport['send']>[0][] = [];

  async send(mail: Parameters<MailTransport['send']>[0]): Promise<void> {
    this.sent.push(mail);
  }
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  /** The reply of a success, the problem of a failure. */
  body: T;
  text: string;
}

/** A caller with a cookie jar of its own; `call` speaks through the front door and sends what the contract asks for. */
export class TestCaller {
  readonly #baseUrl: string;
  cookies = new Map<string, string>();

  constructor(baseUrl: string, cookies: Record<string, string> = {}) {
    this.#baseUrl = baseUrl;
    this.cookies = new Map(Object.entries(cookies));
  }

  async call<D extends RouteDeclaration>(
    route: D,
    request: RequestOf<D>,
    headers: Record<string, string> = {},
  ): Promise<
    Answer<
      (ReplyOf<D> extends undefined ? object : ReplyOf<D>) & {
        code?: string;
        facts?: Record<string, unknown>;
        fields?: { path: string; message: string }[];
      }
    >
  > {
    const sent = request as {
      params?: Record<string, unknown>;
      query?: Record<string, unknown>;
      body?: unknown;
      version?: number;
    };
    const path = route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) =>
      encodeURIComponent(String(sent.params?.[name])),
    );
    const query = new URLSearchParams(
      Object.entries(sent.query ?? {}).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, String(value)] as [string, string]],
      ),
    ).toString();
    return this.raw(route.method, query ? `${path}?${query}` : path, sent.body, {
      ...(route.creates ? { 'idempotency-key': randomUUID() } : {}),
      ...(route.versioned ? { 'if-match': `"${sent.version}"` } : {}),
      ...headers,
    });
  }

  async raw<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const bytes = body instanceof Uint8Array ? Buffer.from(body) : undefined;
    const response = await fetch(`${this.#baseUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined
          ? {}
          : { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }),
        ...(this.cookies.size > 0
          ? { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
          : {}),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: bytes ?? (typeof body === 'string' ? body : JSON.stringify(body)) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const type = response.headers.get('content-type') ?? '';
    const text = type.startsWith('text/event-stream') ? await firstOf(response) : await response.text();
    const isJson = type.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson && text !== '' ? JSON.parse(text) : text) as T,
    };
  }
}

/** What a stream says first; then it is left. */
async function firstOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}

export interface TestApi {
  baseUrl: string;
  platform: Platform;
  clock: TestClock;
  mails: RecordingTransport;
  given: Given;
  /** The database as its owner reaches it. */
  databaseUrl: string;
  /** Rows as a superuser sees them: for looking behind the front door. */
  rows: <T>(sql: string, parameters?: unknown[]) => Promise<T[]>;
  anonymous: () => TestCaller;
  as: (person: GivenPerson) => Promise<TestCaller>;
  /** Runs the queued jobs now (the queue's own workers are off in tests) and answers how many there were. */
  runJobs: () => Promise<number>;
  stop: () => Promise<void>;
}

/** The real API over a fresh copy of the template database, with a clock and a mailbox of the test's own. */
export async function startApi(
  options: {
    now?: Date;
    ticks?: boolean;
    environment?: Record<string, string>;
    /** Where every line of the log goes, down to the finest. */
    log?: Writable;
    /** The way to the database, where a test does something to it. */
    through?: Wire;
    /** How long the database may say nothing. */
    silenceMs?: number;
  } = {},
): Promise<TestApi> {
  const admin = new pg.Client({ connectionString: process.env.ITHACA_TEST_POSTGRES });
  await admin.connect();
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
  // By its files: through the log, as is the rule, takes five times as long.
  await admin.query(`create database ${name} template ${TEMPLATE} strategy file_copy`);
  const url = new URL(process.env.ITHACA_TEST_POSTGRES ?? '');
  url.pathname = `/${name}`;

  const clock = new TestClock(options.now ?? new Date('2026-03-02T09:00:00Z'), options.ticks);
  const mails = new RecordingTransport();
  const config = readConfig({
    PORT: '0',
    WORKER: 'none',
    SEED: 'none',
    BASE_URL: 'http://localhost',
    MASTER_KEYS: Buffer.alloc(32, 'test').toString('base64'),
    ...options.environment,
  });
  const platform = await openPlatform({
    config,
    logger: options.log
      ? pino({ level: 'trace' }, options.log)
      : pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
    ownerUrl: options.through?.to(url) ?? url.toString(),
    entities,
    clock,
    transport: mails,
    ...(options.silenceMs === undefined ? {} : { pool: { silenceMs: options.silenceMs } }),
  });
  const { app } = await createApp(platform);
  await platform.jobs.start(false);
  await app.listen(0, '127.0.0.1');
  const baseUrl = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;

  const superuser = new pg.Pool({ connectionString: url.toString(), max: 4 });
  // Dropping the database may cut a connection that is just closing; that is no failure of the test.
  superuser.on('error', () => undefined);
  const rows = async <T>(sql: string, parameters: unknown[] = []) =>
    (await superuser.query(sql, parameters)).rows as T[];
  const given = new Given((sql, parameters) => superuser.query(sql, [...parameters]), clock.now());

  return {
    baseUrl,
    platform,
    clock,
    mails,
    given,
    databaseUrl: url.toString(),
    rows,
    anonymous: () => new TestCaller(baseUrl),
    as: async (person) => {
      const token = newToken();
      await rows(
        `insert into identity.sessions (id, token_hash, account_id, organisation_id, person_id, proof, expires_at)
         values ($1, $2, $3, $4, $5, 'mail-link', now() + interval '1 day')`,
        [randomUUID(), hashToken(token), person.accountId, person.organisationId, person.id],
      );
      return new TestCaller(baseUrl, { ithaca: token });
    },
    runJobs: () => platform.jobs.drain(),
    stop: async () => {
      await app.close();
      await platform.jobs.stop();
      await platform.source.destroy();
      await superuser.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
