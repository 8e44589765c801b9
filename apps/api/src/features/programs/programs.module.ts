import { Module } from '@nestjs/common';

import { CohortJobs } from './cohorts.jobs.ts';
import { CohortsService } from './cohorts.service.ts';
import { ProgramsController } from './programs.controller.ts';
import { ProgramsService } from './programs.service.ts';

@Module({
  controllers: [ProgramsController],
  providers: [ProgramsService, CohortsService, CohortJobs],
  exports: [CohortsService],
})
export class ProgramsModule {}
