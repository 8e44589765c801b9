import { Module } from '@nestjs/common';

import { FreezingService } from './freezing.service.ts';
import { MetricsController } from './metrics.controller.ts';
import { MetricsStoreJobs } from './store/store.jobs.ts';
import { MetricsStoreService } from './store/store.service.ts';

@Module({
  controllers: [MetricsController],
  providers: [FreezingService, MetricsStoreService, MetricsStoreJobs],
})
export class MetricsModule {}
