import { Controller } from '@nestjs/common';
import { safeguardingRoutes as routes } from '@ithaca/contracts/safeguarding';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { listConcerns, listReaders, listReviewers } from './safeguarding.queries.ts';
import { SafeguardingService } from './safeguarding.service.ts';

@Controller()
export class SafeguardingController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly safeguarding: SafeguardingService,
  ) {}

  @Endpoint(routes.listReviewers)
  async listReviewers(@Caller() { organisationId }: Actor) {
    return { items: await listReviewers(this.db, this.clock, organisationId) };
  }

  @Endpoint(routes.nameReviewers)
  async nameReviewers(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.nameReviewers>) {
    await this.safeguarding.nameReviewers(actor, body.personIds);
    return this.listReviewers(actor);
  }

  @Endpoint(routes.listReaders)
  async listReaders(
    @Caller() { organisationId }: Actor,
    @Input() { params }: InputOf<typeof routes.listReaders>,
  ) {
    return { items: await listReaders(this.db, this.clock, organisationId, params.pairingId) };
  }

  @Endpoint(routes.raise)
  raise(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.raise>) {
    return this.safeguarding.raise(actor, params.pairingId, params.messageId, body);
  }

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { query }: InputOf<typeof routes.list>) {
    return listConcerns(this.db, actor, query);
  }

  @Endpoint(routes.look)
  look(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.look>) {
    return this.safeguarding.look(actor, params.concernId);
  }

  @Endpoint(routes.lookAtFile)
  lookAtFile(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.lookAtFile>) {
    return this.safeguarding.lookAtFile(actor, params.concernId, params.fileId);
  }

  @Endpoint(routes.close)
  close(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.close>) {
    return this.safeguarding.close(actor, params.concernId, body.outcome);
  }
}
