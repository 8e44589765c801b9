import { Module } from '@nestjs/common';

import { SurveysController } from './surveys.controller.ts';
import { SurveysJobs } from './surveys.jobs.ts';
import { SurveysService } from './surveys.service.ts';

@Module({
  controllers: [SurveysController],
  providers: [SurveysService, SurveysJobs],
  exports: [SurveysService],
})
export class SurveysModule {}
