import { Module } from '@nestjs/common';

import { ProgramsModule } from '../programs/programs.module.ts';
import { MomentsController } from './moments/moments.controller.ts';
import { MomentsJobs } from './moments/moments.jobs.ts';
import { SurveyAnswersService } from './moments/survey-answers.service.ts';
import { SurveyAsksService } from './moments/survey-asks.service.ts';
import { SurveysController } from './surveys.controller.ts';
import { SurveysJobs } from './surveys.jobs.ts';
import { SurveysService } from './surveys.service.ts';

@Module({
  imports: [ProgramsModule],
  controllers: [SurveysController, MomentsController],
  providers: [SurveysService, SurveysJobs, SurveyAsksService, SurveyAnswersService, MomentsJobs],
  exports: [SurveysService, SurveyAnswersService],
})
export class SurveysModule {}
