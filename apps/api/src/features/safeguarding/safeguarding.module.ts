import { Module } from '@nestjs/common';

import { SafeguardingController } from './safeguarding.controller.ts';
import { SafeguardingService } from './safeguarding.service.ts';

@Module({ controllers: [SafeguardingController], providers: [SafeguardingService] })
export class SafeguardingModule {}
