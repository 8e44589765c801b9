import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { NudgesService } from './nudges.service.ts';

/** Every hour: whose morning is it, and what waits for them? */
@Injectable()
export class NudgesJobs {
  constructor(jobs: Jobs, nudges: NudgesService) {
    jobs.sweep('send-nudges', '25 * * * *', (organisationId) => nudges.send(organisationId));
  }
}
