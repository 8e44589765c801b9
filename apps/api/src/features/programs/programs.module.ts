import { Module } from '@nestjs/common';

import { CohortJobs } from './cohorts.jobs.ts';
import { CohortsService } from './cohorts.service.ts';
import { FormsController } from './form/forms.controller.ts';
import { FormsService } from './form/forms.service.ts';
import { ProgramsController } from './programs.controller.ts';
import { ProgramsService } from './programs.service.ts';

@Module({
  controllers: [ProgramsController, FormsController],
  providers: [ProgramsService, FormsService, CohortsService, CohortJobs],
  exports: [CohortsService],
})
export class ProgramsModule {}
