import { resolve } from 'node:path';

import type { CalendarProviderName } from '@ithaca/domain/calendar-connection';

import { readBucketUrl } from './files/bucket.ts';
import type { BucketSettings } from './files/bucket.ts';
import { readMasterKeys } from './keyring/master-keys.ts';

/** Everything the environment may say; nothing else in the product reads process.env. */
export interface Config {
  port: number;
  /** A real PostgreSQL, as its owner; without it an embedded one is started under `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  /** Where mails go; without it they are kept in the outbox. */
  smtpUrl: string | null;
  /** The public address, used in mails and to decide on secure cookies. */
  baseUrl: string;
  seed: 'none' | 'demo';
  /** Run jobs in this process (default), only jobs, or no jobs. */
  worker: 'inside' | 'only' | 'none';
  logLevel: string;
  /** Up to so many mentees × mentors a matching run keeps every pair in memory, eight bytes each and as much again to solve. */
  matchingPairs: number;
  /** Where uploaded files lie; without it they are kept in the database. */
  bucket: BucketSettings | null;
  /** What the files of one organisation may take up. */
  fileMegabytes: number;
  /** What wraps the keys of organisations, the newest first; without it a file of `dataDir` is made. */
  masterKeys: readonly string[] | null;
  /** Hosts that outgoing requests may reach though they are inside, and without TLS. */
  outboundHosts: readonly string[];
  /** What whoever hands in inbound mail must know; without it nothing is taken in. */
  inboundSecret: string | null;
  /** Where mails that cannot be delivered go back to; without it to the address they are from. */
  bounceAddress: string | null;
  /** With whom people may connect their calendars; without a client there is no button. */
  calendarClients: Record<CalendarProviderName, CalendarClient | null>;
}

/** The product as it is known to a provider of calendars. `origin`: another server than the usual, as in a national cloud. */
export interface CalendarClient {
  id: string;
  secret: string;
  origin: string | null;
}

/** `id:secret`, and behind a blank the origin of another server. */
function readClient(text: string | undefined, name: string): CalendarClient | null {
  if (text === undefined || text === '') return null;
  const [client = '', origin] = text.split(' ');
  const colon = client.indexOf(':');
  const [id, secret] = [client.slice(0, colon), client.slice(colon + 1)];
  if (colon < 1 || secret === '' || (origin !== undefined && !URL.canParse(origin)))
    throw new Error(
      `${name} cannot be read: give id:secret, and behind a blank the origin of another server.`,
    );
  return { id, secret, origin: origin === undefined ? null : new URL(origin).origin };
}

/** Reads the environment; throws with the name of the variable and the remedy when a value cannot be used. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const port = Number(env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PORT is "${env.PORT}": give a number from 0 to 65535.`);
  const seed = env.SEED ?? (env.DATABASE_URL ? 'none' : 'demo');
  if (seed !== 'none' && seed !== 'demo') throw new Error(`SEED is "${seed}": give none or demo.`);
  const worker = env.WORKER ?? 'inside';
  if (worker !== 'inside' && worker !== 'only' && worker !== 'none')
    throw new Error(`WORKER is "${worker}": give inside, only or none.`);
  const matchingPairs = Number(env.MATCHING_PAIRS ?? 2 ** 24);
  if (!Number.isInteger(matchingPairs) || matchingPairs < 1 || matchingPairs > 2 ** 28)
    throw new Error(`MATCHING_PAIRS is "${env.MATCHING_PAIRS}": give a whole number from 1 to ${2 ** 28}.`);
  const fileMegabytes = Number(env.FILES_MB ?? 5120);
  if (!Number.isInteger(fileMegabytes) || fileMegabytes < 1 || fileMegabytes > 2 ** 30)
    throw new Error(`FILES_MB is "${env.FILES_MB}": give a whole number of megabytes, at least 1.`);
  const inboundSecret = env.INBOUND_SECRET ?? null;
  if (inboundSecret !== null && !/^[\x21-\x7e]{24,200}$/.test(inboundSecret))
    throw new Error('INBOUND_SECRET cannot be used: give 24 to 200 printable characters without blanks.');
  const baseUrl = env.BASE_URL ?? `http://localhost:${port}`;
  if (!URL.canParse(baseUrl))
    throw new Error(`BASE_URL is "${baseUrl}": give an address such as https://mentoring.example.com.`);
  return {
    port,
    databaseUrl: env.DATABASE_URL ?? null,
    dataDir: resolve(env.DATA_DIR ?? '.data'),
    smtpUrl: env.SMTP_URL ?? null,
    baseUrl: baseUrl.replace(/\/$/, ''),
    seed,
    worker,
    logLevel: env.LOG_LEVEL ?? 'info',
    matchingPairs,
    bucket: env.FILES_URL === undefined ? null : readBucketUrl(env.FILES_URL, 'FILES_URL'),
    fileMegabytes,
    masterKeys: env.MASTER_KEYS === undefined ? null : readMasterKeys(env.MASTER_KEYS, 'MASTER_KEYS'),
    bounceAddress: env.BOUNCE_ADDRESS ?? null,
    outboundHosts: (env.OUTBOUND_HOSTS ?? '')
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
    inboundSecret,
    calendarClients: {
      google: readClient(env.GOOGLE_CALENDAR, 'GOOGLE_CALENDAR'),
      microsoft: readClient(env.MICROSOFT_CALENDAR, 'MICROSOFT_CALENDAR'),
    },
  };
}
