import { Module } from '@nestjs/common';

import { PairingsModule } from '../pairings/pairings.module.ts';
import { ProgramsModule } from '../programs/programs.module.ts';
import { MatchingController } from './matching.controller.ts';
import { MatchingJobs } from './matching.jobs.ts';
import { PolicyController } from './policy/policy.controller.ts';
import { PolicyEngine } from './policy/policy-engine.ts';
import { PolicyPools } from './policy/policy-pools.ts';
import { PolicyVersionsService } from './policy/policy-versions.service.ts';
import { ProposalsService } from './review/proposals.service.ts';
import { PublicationController } from './publication/publication.controller.ts';
import { PublicationService } from './publication/publication.service.ts';
import { PublishedPairsService } from './publication/published-pairs.service.ts';
import { ReplaysService } from './runs/replays.service.ts';
import { ReviewController } from './review/review.controller.ts';
import { SeriesController } from './review/series.controller.ts';
import { SeriesService } from './review/series.service.ts';
import { RunsController } from './runs/runs.controller.ts';
import { RunsService } from './runs/runs.service.ts';

@Module({
  imports: [PairingsModule, ProgramsModule],
  controllers: [
    MatchingController,
    RunsController,
    ReviewController,
    PublicationController,
    SeriesController,
    PolicyController,
  ],
  providers: [
    RunsService,
    ProposalsService,
    SeriesService,
    PublicationService,
    PublishedPairsService,
    ReplaysService,
    MatchingJobs,
    PolicyVersionsService,
    PolicyPools,
    PolicyEngine,
  ],
})
export class MatchingModule {}
