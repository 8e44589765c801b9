import { Module } from '@nestjs/common';

import { AccessPagesService } from './access-pages.service.ts';
import { FreezingService } from './freezing.service.ts';
import { BenchmarksController } from './benchmarks.controller.ts';
import { BenchmarksService } from './benchmarks.service.ts';
import { ComparisonController } from './comparison.controller.ts';
import { MeasuresController } from './measures.controller.ts';
import { MetricsController } from './metrics.controller.ts';
import { RegistrationsService } from './registrations.service.ts';
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
