import { Module } from '@nestjs/common';

import { PairingsModule } from '../pairings/pairings.module.ts';
import { ProgramsModule } from '../programs/programs.module.ts';
import { MatchingController } from './matching.controller.ts';
import { MatchingJobs } from './matching.jobs.ts';
import { PolicyController } from './policy.controller.ts';
import { PolicyEngine } from './policy-engine.ts';
import { PolicyPools } from './policy-pools.ts';
import { PolicyVersionsService } from './policy-versions.service.ts';
import { ProposalsService } from './proposals.service.ts';
import { PublicationController } from './publication.controller.ts';
import { PublicationService } from './publication.service.ts';
import { PublishedPairsService } from './published-pairs.service.ts';
import { ReplaysService } from './replays.service.ts';
import { ReviewController } from './review.controller.ts';
import { SeriesController } from './series.controller.ts';
import { SeriesService } from './series.service.ts';
import { RunsController } from './runs.controller.ts';
import { RunsService } from './runs.service.ts';

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
