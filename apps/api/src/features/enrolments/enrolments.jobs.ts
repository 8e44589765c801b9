import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { CohortInvitationsService } from './cohort-invitations.service.ts';

@Injectable()
export class EnrolmentJobs {
  constructor(jobs: Jobs, invitations: CohortInvitationsService) {
    jobs.handle('send-invitations', ({ organisationId, cohortId, invitedBy, invitedAt }) =>
      invitations.sendAll({
        organisationId,
        cohortId: String(cohortId),
        invitedBy: String(invitedBy),
        invitedAt: new Date(String(invitedAt)),
      }),
    );
  }
}
