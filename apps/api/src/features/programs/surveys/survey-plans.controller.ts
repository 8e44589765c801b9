import { Controller } from '@nestjs/common';
import type { InputOf } from '@ithaca/contracts/route';
import { surveyPlanRoutes as routes } from '@ithaca/contracts/survey-plans';
import type { Actor } from '@ithaca/domain/permissions';

import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { getSurveyPlan } from './survey-plans.queries.ts';
import { SurveyPlansService } from './survey-plans.service.ts';

@Controller()
export class SurveyPlansController {
  constructor(
    private readonly db: Database,
    private readonly plans: SurveyPlansService,
  ) {}

  @Endpoint(routes.get)
  get(@Caller() { organisationId }: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getSurveyPlan(this.db, organisationId, params.programId);
  }

  @Endpoint(routes.save)
  async save(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof routes.save>) {
    await this.plans.save(actor, params.programId, version, body.surveys);
    return getSurveyPlan(this.db, actor.organisationId, params.programId);
  }
}
