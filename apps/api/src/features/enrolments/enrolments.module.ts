import { Module } from '@nestjs/common';

import { IdentityModule } from '../identity/identity.module.ts';
import { AdmissionController } from './admission/admission.controller.ts';
import { AdmissionService } from './admission/admission.service.ts';
import { ApprovalsService } from './admission/approvals.service.ts';
import { LotteryService } from './admission/lottery.service.ts';
import { SeatsService } from './admission/seats.service.ts';
import { ClosedCohortsService } from './closed-cohorts.service.ts';
import { CohortInvitationsService } from './cohort-invitations.service.ts';
import { EnrolmentsController } from './enrolments.controller.ts';
import { EnrolmentJobs } from './enrolments.jobs.ts';
import { EnrolmentsRepository } from './enrolments.repository.ts';
import { EnrolmentsService } from './enrolments.service.ts';
import { ArrivalsService } from './links/arrivals.service.ts';
import { LinksController } from './links/links.controller.ts';
import { LinksService } from './links/links.service.ts';
import { PausesService } from './pauses.service.ts';
import { RemindersService } from './reminders.service.ts';

@Module({
  imports: [IdentityModule],
  controllers: [EnrolmentsController, AdmissionController, LinksController],
  providers: [
    EnrolmentsService,
    AdmissionService,
    ApprovalsService,
    LotteryService,
    SeatsService,
    RemindersService,
    PausesService,
    ClosedCohortsService,
    CohortInvitationsService,
    LinksService,
    ArrivalsService,
    EnrolmentsRepository,
    EnrolmentJobs,
  ],
  exports: [ApprovalsService, CohortInvitationsService, EnrolmentsService, SeatsService],
})
export class EnrolmentsModule {}
