import { Injectable } from '@nestjs/common';

import { Jobs } from '../../../platform/jobs/jobs.ts';
import { SurveyAnswersService } from './survey-answers.service.ts';
import { SurveyAsksService } from './survey-asks.service.ts';

/** Every hour, because it is morning somewhere: whom to ask, whom to remind, what may be counted. */
@Injectable()
export class MomentsJobs {
  constructor(jobs: Jobs, asks: SurveyAsksService, answers: SurveyAnswersService) {
    jobs.sweep('ask-surveys', '5 * * * *', (organisationId) => asks.ask(organisationId));
    jobs.sweep('remind-of-surveys', '20 * * * *', (organisationId) => asks.remind(organisationId));
    jobs.sweep('count-survey-answers', '35 * * * *', (organisationId) => answers.count(organisationId));
  }
}
