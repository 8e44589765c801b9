import { Module } from '@nestjs/common';

import { MeetingsModule } from '../meetings/meetings.module.ts';
import { NudgesController } from './nudges.controller.ts';
import { NudgesJobs } from './nudges.jobs.ts';
import { NudgesService } from './nudges.service.ts';

@Module({
  imports: [MeetingsModule],
  controllers: [NudgesController],
  providers: [NudgesService, NudgesJobs],
})
export class NudgesModule {}
