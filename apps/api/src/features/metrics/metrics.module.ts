import { Module } from '@nestjs/common';

import { AccessPagesService } from './access/access-pages.service.ts';
import { FreezingService } from './facts/freezing.service.ts';
import { BenchmarksController } from './comparison/benchmarks.controller.ts';
import { BenchmarksService } from './comparison/benchmarks.service.ts';
import { ComparisonController } from './comparison/comparison.controller.ts';
import { MeasuresController } from './cohort/measures.controller.ts';
import { MetricsController } from './metrics.controller.ts';
import { RegistrationsService } from './comparison/registrations.service.ts';
import { MetricsStoreJobs } from './store/store.jobs.ts';
import { MetricsStoreService } from './store/store.service.ts';

@Module({
  controllers: [MetricsController, MeasuresController, ComparisonController, BenchmarksController],
  providers: [
    FreezingService,
    AccessPagesService,
    RegistrationsService,
    BenchmarksService,
    MetricsStoreService,
    MetricsStoreJobs,
  ],
})
export class MetricsModule {}
