import { Module } from '@nestjs/common';

import { PairingsModule } from '../pairings/pairings.module.ts';
import { ProgramsModule } from '../programs/programs.module.ts';
import { MatchingController } from './matching.controller.ts';
import { MatchingJobs } from './matching.jobs.ts';
import { ProposalsService } from './proposals.service.ts';
import { PublicationService } from './publication.service.ts';
import { ReviewController } from './review.controller.ts';
import { RunsService } from './runs.service.ts';

@Module({
  imports: [PairingsModule, ProgramsModule],
  controllers: [MatchingController, ReviewController],
  providers: [RunsService, ProposalsService, PublicationService, MatchingJobs],
})
export class MatchingModule {}
