import { Module } from '@nestjs/common';

import { ActionsService } from './actions.service.ts';
import { MeetingsController } from './meetings.controller.ts';
import { MeetingsService } from './meetings.service.ts';

@Module({
  controllers: [MeetingsController],
  providers: [MeetingsService, ActionsService],
  exports: [MeetingsService],
})
export class MeetingsModule {}
