import { Module } from '@nestjs/common';

import { MetricsController } from './metrics.controller.ts';

@Module({ controllers: [MetricsController] })
export class MetricsModule {}
