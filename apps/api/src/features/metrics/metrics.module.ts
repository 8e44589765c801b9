import { Module } from '@nestjs/common';

import { AccessPagesService } from './access-pages.service.ts';
import { FreezingService } from './freezing.service.ts';
import { MeasuresController } from './measures.controller.ts';
import { MetricsController } from './metrics.controller.ts';
import { MetricsStoreJobs } from './store/store.jobs.ts';
import { MetricsStoreService } from './store/store.service.ts';

@Module({
  controllers: [MetricsController, MeasuresController],
  providers: [FreezingService, AccessPagesService, MetricsStoreService, MetricsStoreJobs],
})
export class MetricsModule {}
