import { Controller } from '@nestjs/common';
import { metricRoutes as routes } from '@ithaca/contracts/metrics';
import type { InputOf } from '@ithaca/contracts/route';
import { scoreRoutes } from '@ithaca/contracts/score-quality';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { readAccess } from './access/access.queries.ts';
import { readCohortOverview } from './cohort/cohort-overview.queries.ts';
import { readCohortWorkforce } from './cohort/cohort-workforce.queries.ts';
import { listDefinitions } from './metrics.queries.ts';
import { readScoreQuality } from './cohort/score-quality.queries.ts';
import { readToday } from './today.queries.ts';

@Controller()
export class MetricsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Endpoint(routes.dictionary)
  dictionary() {
    return { items: listDefinitions() };
  }

  @Endpoint(routes.cohortOverview)
  cohortOverview(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.cohortOverview>) {
    return readCohortOverview(this.db, actor, params.cohortId, this.clock.now());
  }

  @Endpoint(routes.cohortWorkforce)
  cohortWorkforce(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.cohortWorkforce>) {
    return readCohortWorkforce(this.db, actor, params.cohortId, this.clock.now());
  }

  @Endpoint(routes.access)
  access(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.access>) {
    return readAccess(this.db, actor, params.cohortId, query, this.clock.now());
  }

  @Endpoint(scoreRoutes.get)
  scoreQuality(@Caller() actor: Actor, @Input() { params }: InputOf<typeof scoreRoutes.get>) {
    return readScoreQuality(this.db, actor, params.programId, this.clock.now());
  }

  @Endpoint(routes.today)
  today(@Caller() actor: Actor) {
    return readToday(this.db, actor, this.clock.now());
  }
}
