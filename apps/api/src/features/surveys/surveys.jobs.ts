import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { SurveysService } from './surveys.service.ts';

/** Every morning: who is to be asked how it goes? */
@Injectable()
export class SurveysJobs {
  constructor(jobs: Jobs, surveys: SurveysService) {
    jobs.sweep('ask-check-ins', '0 7 * * *', (organisationId) => surveys.ask(organisationId));
  }
}
