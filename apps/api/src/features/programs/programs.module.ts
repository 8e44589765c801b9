import { Module } from '@nestjs/common';

import { CohortJobs } from './cohorts.jobs.ts';
import { CohortsService } from './cohorts.service.ts';
import { FormsController } from './form/forms.controller.ts';
import { FormsService } from './form/forms.service.ts';
import { ProgramsController } from './programs.controller.ts';
import { ProgramsService } from './programs.service.ts';
import { SettingsController } from './settings/settings.controller.ts';
import { SurveyPlansController } from './surveys/survey-plans.controller.ts';
import { SurveyPlansService } from './surveys/survey-plans.service.ts';
import { TemplatesController } from './templates/templates.controller.ts';
import { TemplatesService } from './templates/templates.service.ts';

@Module({
  controllers: [
    ProgramsController,
    FormsController,
    SettingsController,
    SurveyPlansController,
    TemplatesController,
  ],
  providers: [
    ProgramsService,
    FormsService,
    CohortsService,
    CohortJobs,
    SurveyPlansService,
    TemplatesService,
  ],
  exports: [CohortsService, SurveyPlansService],
})
export class ProgramsModule {}
