import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { DataSource } from 'typeorm';

import { CONFIG } from '../../platform/platform.module.ts';
import type { Config } from '../../platform/config.ts';
import { AccessController } from './access.controller.ts';
import { AccessGuard } from './access.guard.ts';
import { GrantsService } from './grants.service.ts';
import { IdentityController } from './identity.controller.ts';
import { InvitationsService } from './invitations.service.ts';
import { RateLimits } from './rate-limits.service.ts';
import { SessionCookie } from './session-cookie.ts';
import { SessionsService } from './sessions.service.ts';
import { SignInService } from './sign-in.service.ts';

@Module({
  controllers: [IdentityController, AccessController],
  providers: [
    SignInService,
    SessionsService,
    InvitationsService,
    GrantsService,
    {
      provide: SessionCookie,
      useFactory: (config: Config) => new SessionCookie(config.baseUrl),
      inject: [CONFIG],
    },
    {
      provide: RateLimits,
      useFactory: (source: DataSource) => new RateLimits((source.driver as PostgresDriver).master),
      inject: [DataSource],
    },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [GrantsService, InvitationsService, SessionsService, RateLimits],
})
export class IdentityModule {}
