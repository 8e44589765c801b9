import { Controller } from '@nestjs/common';
import type { InputOf } from '@ithaca/contracts/route';
import { surveyRoutes as routes } from '@ithaca/contracts/survey-answers';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Exports, findPlace } from '../../../platform/exports/exports.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { SurveyAnswersService } from './survey-answers.service.ts';
import { getSurveyAsk, listMySurveys } from './survey-asks.queries.ts';
import { surveyResultsExport } from './survey-results-export.queries.ts';
import { listFitAnswers, readSurveyResults } from './survey-results.queries.ts';

@Controller()
export class MomentsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly answers: SurveyAnswersService,
    private readonly exports: Exports,
  ) {
    exports.declare(surveyResultsExport(db, clock));
  }

  @Endpoint(routes.listMine)
  async listMine(@Caller() actor: Actor) {
    return { items: await listMySurveys(this.db, actor, this.clock.now()) };
  }

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getSurveyAsk(this.db, actor, params.surveyAskId, this.clock.now());
  }

  @Endpoint(routes.keepDraft)
  keepDraft(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof routes.keepDraft>) {
    return this.answers.keepDraft(actor, params.surveyAskId, version, body.answers);
  }

  @Endpoint(routes.answer)
  answer(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof routes.answer>) {
    return this.answers.answer(actor, params.surveyAskId, version, body.answers);
  }

  @Endpoint(routes.results)
  results(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.results>) {
    return readSurveyResults(this.db, actor, params.cohortId, this.clock.now());
  }

  @Endpoint(routes.listFit)
  async listFit(@Caller() { organisationId }: Actor, @Input() { params }: InputOf<typeof routes.listFit>) {
    return { items: await listFitAnswers(this.db, organisationId, params.cohortId) };
  }

  @Endpoint(routes.reply)
  reply(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.reply>) {
    return this.answers.reply(actor, params.cohortId, body.moment, body.body);
  }

  @Endpoint(routes.export)
  async export(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.export>) {
    return this.exports.make(actor, 'survey-results', body, await findPlace(this.db, actor, params.cohortId));
  }
}
