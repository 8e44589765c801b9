import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { CohortsService } from './cohorts.service.ts';

@Injectable()
export class CohortJobs {
  constructor(jobs: Jobs, cohorts: CohortsService) {
    // Hourly, because midnight comes at another hour for each organisation.
    jobs.handle('open-enrolment', ({ organisationId }) => cohorts.advance(organisationId));
    jobs.sweep('advance-cohorts', '5 * * * *', (organisationId) => cohorts.advance(organisationId));
  }
}
