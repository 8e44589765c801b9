import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { CoordinatorDigestsService } from './coordinator-digests.service.ts';
import { DigestsService } from './digests.service.ts';

/** Every hour, after the reminders of that hour: whose morning is it, and what is there to tell? */
@Injectable()
export class DigestsJobs {
  constructor(jobs: Jobs, digests: DigestsService, coordinators: CoordinatorDigestsService) {
    jobs.sweep('send-digests', '35 * * * *', (organisationId) => digests.send(organisationId));
    jobs.sweep('send-coordinator-digests', '40 * * * *', (organisationId) =>
      coordinators.send(organisationId),
    );
  }
}
