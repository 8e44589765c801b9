import { Controller } from '@nestjs/common';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { getFixes, getOverview, getRun } from './matching.queries.ts';
import { getDraft, getProposal, getWhyNot } from './review/proposals.queries.ts';
import { RunsService } from './runs/runs.service.ts';

@Controller()
export class MatchingController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly runs: RunsService,
  ) {}

  @Endpoint(routes.overview)
  overview(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.overview>) {
    return getOverview(this.db, actor, this.clock, params.cohortId);
  }

  @Endpoint(routes.fixes)
  fixes(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.fixes>) {
    return getFixes(this.db, actor, this.clock, params.cohortId);
  }

  @Endpoint(routes.start)
  async start(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.start>) {
    return getRun(this.db, actor, await this.runs.start(actor, params.cohortId, body.budgetSeconds));
  }

  @Endpoint(routes.getRun)
  getRun(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.getRun>) {
    return getRun(this.db, actor, params.runId);
  }

  @Endpoint(routes.listProposals)
  listProposals(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.listProposals>) {
    return getDraft(this.db, actor, this.clock, params.runId);
  }

  @Endpoint(routes.getProposal)
  getProposal(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.getProposal>) {
    return getProposal(this.db, actor, this.clock, params.proposalId);
  }

  @Endpoint(routes.whyNot)
  whyNot(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.whyNot>) {
    return getWhyNot(this.db, actor, this.clock, params.runId, query);
  }
}
