import { Module } from '@nestjs/common';

import { FollowUpsService } from './follow-ups.service.ts';
import { IntroductionLetters } from './introduction-letters.service.ts';
import { IntroductionsController } from './introductions.controller.ts';
import { IntroductionsJobs } from './introductions.jobs.ts';
import { IntroductionsService } from './introductions.service.ts';

@Module({
  controllers: [IntroductionsController],
  providers: [IntroductionsService, FollowUpsService, IntroductionLetters, IntroductionsJobs],
  exports: [IntroductionsService],
})
export class IntroductionsModule {}
