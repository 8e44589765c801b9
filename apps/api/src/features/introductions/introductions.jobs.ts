import { Injectable } from '@nestjs/common';

import { Jobs } from '../../platform/jobs/jobs.ts';
import { FollowUpsService } from './follow-ups.service.ts';
import { IntroductionsService } from './introductions.service.ts';

@Injectable()
export class IntroductionsJobs {
  constructor(jobs: Jobs, introductions: IntroductionsService, followUps: FollowUpsService) {
    jobs.sweep('settle-introductions', '25 * * * *', (organisationId) =>
      introductions.settle(organisationId),
    );
    // Every hour, because morning comes at another for each reader.
    jobs.sweep('follow-introductions-up', '40 * * * *', (organisationId) => followUps.ask(organisationId));
  }
}
