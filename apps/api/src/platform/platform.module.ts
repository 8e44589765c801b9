import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';

import { Announcements } from './announcements.ts';
import { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { Database } from './database/database.ts';
import { Exports } from './exports/exports.ts';
import { Files } from './files/files.ts';
import { EndpointInterceptor } from './http/endpoint.interceptor.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { Jobs } from './jobs/jobs.ts';
import { Keyring } from './keyring/keyring.ts';
import { Post } from './mail/post.ts';
import { Outbound } from './outbound/outbound.ts';

export const CONFIG = 'ithaca:config';
export const LOGGER = 'ithaca:logger';

/** Everything technical that features use, opened once by `openPlatform`. */
export interface Platform {
  config: Config;
  logger: Logger;
  clock: Clock;
  source: DataSource;
  db: Database;
  jobs: Jobs;
  post: Post;
  exports: Exports;
  announcements: Announcements;
  files: Files;
  keyring: Keyring;
  outbound: Outbound;
}

@Global()
@Module({})
export class PlatformModule {
  static of(platform: Platform): DynamicModule {
    const values = [
      { provide: CONFIG, useValue: platform.config },
      { provide: LOGGER, useValue: platform.logger },
      { provide: Clock, useValue: platform.clock },
      { provide: DataSource, useValue: platform.source },
      { provide: Database, useValue: platform.db },
      { provide: Jobs, useValue: platform.jobs },
      { provide: Post, useValue: platform.post },
      { provide: Exports, useValue: platform.exports },
      { provide: Files, useValue: platform.files },
      { provide: Announcements, useValue: platform.announcements },
      { provide: Keyring, useValue: platform.keyring },
      { provide: Outbound, useValue: platform.outbound },
    ];
    return {
      module: PlatformModule,
      providers: [
        ...values,
        { provide: APP_INTERCEPTOR, useClass: EndpointInterceptor },
        { provide: APP_FILTER, useFactory: () => new ProblemFilter(platform.logger) },
      ],
      exports: values.map((value) => value.provide),
    };
  }
}
