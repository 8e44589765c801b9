import type { Logger } from 'pino';
import pg from 'pg';
import type { EntitySchema } from 'typeorm';

import { Announcements } from './announcements.ts';
import { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { createDataSource } from './database/data-source.ts';
import type { PoolOptions } from './database/data-source.ts';
import { Database } from './database/database.ts';
import { assertRuntimeRoleIsHarmless, runtimeUrl } from './database/roles.ts';
import { Exports } from './exports/exports.ts';
import { Bucket } from './files/bucket.ts';
import { Files } from './files/files.ts';
import { Keyring } from './keyring/keyring.ts';
import { MasterKeys } from './keyring/master-keys.ts';
import { Jobs } from './jobs/jobs.ts';
import { Post } from './mail/post.ts';
import type { MailTransport } from './mail/post.ts';
import { SmtpTransport } from './mail/smtp-transport.ts';
import { Outbound } from './outbound/outbound.ts';
import type { Platform } from './platform.module.ts';

export interface PlatformOptions {
  config: Config;
  logger: Logger;
  ownerUrl: string;
  entities: (EntitySchema | (new () => object))[];
  clock?: Clock;
  transport?: MailTransport | null;
  /** How the pool differs from the usual one. */
  pool?: PoolOptions;
}

/** Opens the pool as the runtime role, after making sure that this role cannot step around tenant isolation. */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  const { config, logger, clock = new Clock() } = options;
  const url = runtimeUrl(options.ownerUrl);
  const probe = new pg.Client({ connectionString: url });
  await probe.connect();
  try {
    await assertRuntimeRoleIsHarmless(probe);
  } finally {
    await probe.end();
  }
  const source = await createDataSource(url, options.entities, options.pool).initialize();
  const db = new Database(source);
  const jobs = new Jobs(url, db, logger, { working: config.worker !== 'none' });
  const transport =
    options.transport === undefined
      ? config.smtpUrl === null
        ? null
        : new SmtpTransport(config.smtpUrl, config.baseUrl, config.bounceAddress)
      : options.transport;
  const announcements = new Announcements(url, db, logger);
  const post = new Post(db, jobs, clock, announcements, config.baseUrl, transport);
  const exports = new Exports(db, clock, jobs, post);
  const keyring = new Keyring(db, clock, await MasterKeys.open(config));
  await keyring.assertComplete();
  const bucket = config.bucket && new Bucket(config.bucket);
  const files = new Files({ db, clock, jobs, bucket, megabytesPerOrganisation: config.fileMegabytes });
  const outbound = new Outbound({ trustedHosts: config.outboundHosts });
  return { config, logger, clock, source, db, jobs, post, exports, announcements, keyring, files, outbound };
}
