import { Module } from '@nestjs/common';

import { GoalsController } from './goals.controller.ts';
import { GoalsService } from './goals.service.ts';
import { SelfAssessmentsController } from './self-assessments/self-assessments.controller.ts';
import { SelfAssessmentsService } from './self-assessments/self-assessments.service.ts';

@Module({
  controllers: [GoalsController, SelfAssessmentsController],
  providers: [GoalsService, SelfAssessmentsService],
})
export class GoalsModule {}
