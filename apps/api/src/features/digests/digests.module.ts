import { Module } from '@nestjs/common';

import { CoordinatorDigestsService } from './coordinator-digests.service.ts';
import { DigestsController } from './digests.controller.ts';
import { DigestsJobs } from './digests.jobs.ts';
import { DigestsService } from './digests.service.ts';

@Module({
  controllers: [DigestsController],
  providers: [CoordinatorDigestsService, DigestsJobs, DigestsService],
})
export class DigestsModule {}
