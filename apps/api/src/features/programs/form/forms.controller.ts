import { Controller } from '@nestjs/common';
import { programFormRoutes as routes } from '@ithaca/contracts/program-forms';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { getProgram } from '../programs.queries.ts';
import { getFormVersion, getProgramForm } from './forms.queries.ts';
import { FormsService } from './forms.service.ts';

@Controller()
export class FormsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly forms: FormsService,
  ) {}

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getProgramForm(this.db, actor.organisationId, params.programId);
  }

  @Endpoint(routes.getVersion)
  getVersion(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.getVersion>) {
    return getFormVersion(this.db, actor.organisationId, params.programId, query.number);
  }

  @Endpoint(routes.publish)
  async publish(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.publish>) {
    await this.forms.publish(actor, params.programId, version);
    return getProgram(this.db, this.clock, actor.organisationId, params.programId);
  }

  @Endpoint(routes.discardDraft)
  async discardDraft(
    @Caller() actor: Actor,
    @Input() { params, version }: InputOf<typeof routes.discardDraft>,
  ) {
    await this.forms.discard(actor, params.programId, version);
    return getProgram(this.db, this.clock, actor.organisationId, params.programId);
  }
}
