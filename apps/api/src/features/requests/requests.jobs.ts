import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { RequestsService } from './requests.service.ts';

@Injectable()
export class RequestsJobs {
  constructor(jobs: Jobs, requests: RequestsService) {
    jobs.sweep('settle-mentor-requests', '*/10 * * * *', (organisationId) => requests.settle(organisationId));
  }
}
