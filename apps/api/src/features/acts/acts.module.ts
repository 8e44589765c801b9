import { Module } from '@nestjs/common';

import { EnrolmentsModule } from '../enrolments/enrolments.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { IntroductionsModule } from '../introductions/introductions.module.ts';
import { MeetingsModule } from '../meetings/meetings.module.ts';
import { MessagesModule } from '../messages/messages.module.ts';
import { PairingsModule } from '../pairings/pairings.module.ts';
import { RequestsModule } from '../requests/requests.module.ts';
import { SurveysModule } from '../surveys/surveys.module.ts';
import { ActsController } from './acts.controller.ts';
import { ActsService } from './acts.service.ts';
import { MailChoicesService } from './mail-choices.service.ts';

@Module({
  imports: [
    IdentityModule,
    EnrolmentsModule,
    PairingsModule,
    MeetingsModule,
    MessagesModule,
    RequestsModule,
    SurveysModule,
    IntroductionsModule,
  ],
  controllers: [ActsController],
  providers: [ActsService, MailChoicesService],
})
export class ActsModule {}
