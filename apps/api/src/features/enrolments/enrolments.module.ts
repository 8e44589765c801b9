import { Module } from '@nestjs/common';

import { IdentityModule } from '../identity/identity.module.ts';
import { CohortInvitationsService } from './cohort-invitations.service.ts';
import { EnrolmentsController } from './enrolments.controller.ts';
import { EnrolmentJobs } from './enrolments.jobs.ts';
import { EnrolmentsRepository } from './enrolments.repository.ts';
import { EnrolmentsService } from './enrolments.service.ts';

@Module({
  imports: [IdentityModule],
  controllers: [EnrolmentsController],
  providers: [EnrolmentsService, CohortInvitationsService, EnrolmentsRepository, EnrolmentJobs],
})
export class EnrolmentsModule {}
