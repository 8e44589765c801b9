import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { PresenceService } from './presence.service.ts';

@Injectable()
export class PresenceJobs {
  constructor(jobs: Jobs, presence: PresenceService) {
    jobs.sweep('forget-presences', '17 * * * *', (organisationId) => presence.forget(organisationId));
  }
}
