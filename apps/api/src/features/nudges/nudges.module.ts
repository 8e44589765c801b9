import { Module } from '@nestjs/common';

import { NudgesController } from './nudges.controller.ts';
import { NudgesJobs } from './nudges.jobs.ts';
import { NudgesService } from './nudges.service.ts';

@Module({ controllers: [NudgesController], providers: [NudgesService, NudgesJobs] })
export class NudgesModule {}
