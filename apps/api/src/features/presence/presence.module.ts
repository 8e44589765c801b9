import { Module } from '@nestjs/common';

import { PresenceController } from './presence.controller.ts';
import { PresenceJobs } from './presence.jobs.ts';
import { PresenceService } from './presence.service.ts';
import { WatchersService } from './watchers.service.ts';

@Module({
  controllers: [PresenceController],
  providers: [PresenceService, WatchersService, PresenceJobs],
})
export class PresenceModule {}
