import { Module } from '@nestjs/common';

import { PairingsModule } from '../pairings/pairings.module.ts';
import { GoalsController } from './goals.controller.ts';
import { GoalsService } from './goals.service.ts';
import { SelfAssessmentsController } from './self-assessments/self-assessments.controller.ts';
import { SelfAssessmentsService } from './self-assessments/self-assessments.service.ts';

@Module({
  imports: [PairingsModule],
  controllers: [GoalsController, SelfAssessmentsController],
  providers: [GoalsService, SelfAssessmentsService],
})
export class GoalsModule {}
