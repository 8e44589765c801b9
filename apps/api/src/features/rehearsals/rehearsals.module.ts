import { Module } from '@nestjs/common';

import { EnrolmentsModule } from '../enrolments/enrolments.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { MeetingsModule } from '../meetings/meetings.module.ts';
import { PairingsModule } from '../pairings/pairings.module.ts';
import { PeopleModule } from '../people/people.module.ts';
import { SurveysModule } from '../surveys/surveys.module.ts';
import { CastService } from './cast.service.ts';
import { RehearsalDaysService } from './rehearsal-days.service.ts';
import { RehearsalsController } from './rehearsals.controller.ts';
import { RehearsalsJobs } from './rehearsals.jobs.ts';
import { RehearsalsService } from './rehearsals.service.ts';
import { RoomController } from './room.controller.ts';
import { RoomsService } from './rooms.service.ts';
import { VisitorsService } from './visitors.service.ts';

@Module({
  imports: [IdentityModule, PeopleModule, EnrolmentsModule, PairingsModule, MeetingsModule, SurveysModule],
  controllers: [RehearsalsController, RoomController],
  providers: [
    RehearsalsService,
    RoomsService,
    RehearsalDaysService,
    CastService,
    VisitorsService,
    RehearsalsJobs,
  ],
})
export class RehearsalsModule {}
