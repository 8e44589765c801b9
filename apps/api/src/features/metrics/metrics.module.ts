import { Module } from '@nestjs/common';

import { FreezingService } from './freezing.service.ts';
import { MetricsController } from './metrics.controller.ts';

@Module({ controllers: [MetricsController], providers: [FreezingService] })
export class MetricsModule {}
