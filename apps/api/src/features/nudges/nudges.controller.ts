import { Controller } from '@nestjs/common';
import { nudgeRoutes } from '@ithaca/contracts/nudges';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { listProgramNudges } from './nudges.queries.ts';
import { NudgesService } from './nudges.service.ts';

@Controller()
export class NudgesController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly nudges: NudgesService,
  ) {}

  @Endpoint(nudgeRoutes.list)
  list(@Caller() actor: Actor, @Input() { params }: InputOf<typeof nudgeRoutes.list>) {
    return listProgramNudges(this.db, actor.organisationId, params.programId, this.clock.now());
  }

  @Endpoint(nudgeRoutes.preview)
  preview(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof nudgeRoutes.preview>) {
    return this.nudges.preview(actor, params.programId, params.rule, query.locale);
  }
}
