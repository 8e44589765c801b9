import { Module } from '@nestjs/common';

import { CountingService } from './counting.service.ts';
import { ResourcesController } from './resources.controller.ts';
import { ResourcesService } from './resources.service.ts';

@Module({ controllers: [ResourcesController], providers: [ResourcesService, CountingService] })
export class ResourcesModule {}
