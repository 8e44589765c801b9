import { Module } from '@nestjs/common';

import { IdentityModule } from '../identity/identity.module.ts';
import { PairingsModule } from '../pairings/pairings.module.ts';
import { ActionsService } from './actions.service.ts';
import { CalendarController } from './calendar.controller.ts';
import { CalendarFeeds } from './calendar-feeds.service.ts';
import { CalendarReplies } from './calendar-replies.service.ts';
import { ContinuedSeriesService } from './continued-series.service.ts';
import { ConnectionsController } from './connections/connections.controller.ts';
import { ConnectionsService } from './connections/connections.service.ts';
import { FirstMeetingService } from './first-meeting/first-meeting.service.ts';
import { MeetingPost } from './meeting-post.service.ts';
import { MeetingsController } from './meetings.controller.ts';
import { MeetingsJobs } from './meetings.jobs.ts';
import { MeetingsService } from './meetings.service.ts';
import { PastMeetingsService } from './past-meetings.service.ts';
import { PrivateNotesService } from './private-notes.service.ts';

@Module({
  imports: [IdentityModule, PairingsModule],
  controllers: [MeetingsController, CalendarController, ConnectionsController],
  providers: [
    MeetingsService,
    ActionsService,
    PrivateNotesService,
    MeetingPost,
    CalendarFeeds,
    ConnectionsService,
    CalendarReplies,
    PastMeetingsService,
    ContinuedSeriesService,
    FirstMeetingService,
    MeetingsJobs,
  ],
  exports: [MeetingsService, FirstMeetingService],
})
export class MeetingsModule {}
