import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { ApprovalsService } from './admission/approvals.service.ts';
import { LotteryService } from './admission/lottery.service.ts';
import { SeatsService } from './admission/seats.service.ts';
import { ClosedCohortsService } from './closed-cohorts.service.ts';
import { CohortInvitationsService } from './cohort-invitations.service.ts';
import { RemindersService } from './reminders.service.ts';

@Injectable()
export class EnrolmentJobs {
  constructor(
    jobs: Jobs,
    invitations: CohortInvitationsService,
    approvals: ApprovalsService,
    seats: SeatsService,
    lottery: LotteryService,
    reminders: RemindersService,
    closed: ClosedCohortsService,
  ) {
    jobs.handle('settle-enrolments', ({ organisationId }) => closed.settle(organisationId));
    jobs.sweep('settle-enrolments-of-closed', '45 * * * *', (organisationId) =>
      closed.settle(organisationId),
    );
    jobs.handle('send-invitations', ({ organisationId, cohortId, invitedBy, invitedAt }) =>
      invitations.sendAll({
        organisationId,
        cohortId: String(cohortId),
        invitedBy: String(invitedBy),
        invitedAt: new Date(String(invitedAt)),
      }),
    );
    jobs.sweep('settle-approvals', '25 * * * *', (organisationId) => approvals.settle(organisationId));
    // After the sweep that moves cohorts on at five past: what closed is drawn in the same hour.
    jobs.sweep('draw-lotteries', '15 * * * *', (organisationId) => lottery.settle(organisationId));
    jobs.sweep('offer-seats', '*/10 * * * *', (organisationId) => seats.settle(organisationId));
    jobs.sweep('remind-unfinished', '35 * * * *', (organisationId) => reminders.remind(organisationId));
  }
}
