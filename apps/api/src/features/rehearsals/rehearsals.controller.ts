import { Controller } from '@nestjs/common';
import { rehearsalRoutes as routes } from '@ithaca/contracts/rehearsals';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { noteFacts } from '../../platform/audit/audit.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, CurrentVisit, Endpoint, Input } from '../../platform/http/endpoint.ts';
import type { Visit } from '../../platform/http/endpoint.ts';
import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';
import { getRehearsal, listRehearsals } from './rehearsals.queries.ts';
import { RehearsalsService } from './rehearsals.service.ts';

@Controller()
export class RehearsalsController {
  constructor(
    private readonly db: Database,
    private readonly rehearsals: RehearsalsService,
  ) {}

  @Endpoint(routes.list)
  async list(@Caller() { organisationId }: Actor, @Input() { params }: InputOf<typeof routes.list>) {
    return { items: await listRehearsals(this.db, organisationId, params.cohortId) };
  }

  @Endpoint(routes.begin)
  async begin(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.begin>) {
    const id = await this.rehearsals.begin(actor, params.cohortId, body);
    noteFacts(actor, body);
    return getRehearsal(this.db, actor.organisationId, id);
  }

  @Endpoint(routes.visit)
  visit(
    @Caller() actor: Actor,
    @CurrentVisit() { sessionId }: Visit,
    @Input() { params }: InputOf<typeof routes.visit>,
  ) {
    if (!sessionId) throw new ProtocolProblem('session.required');
    return this.rehearsals.visit(actor, sessionId, params.rehearsalId);
  }

  @Endpoint(routes.end)
  end(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.end>) {
    return this.rehearsals.end(actor, params.rehearsalId);
  }
}
