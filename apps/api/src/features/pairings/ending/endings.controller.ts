import { Controller, Req } from '@nestjs/common';
import { endingRoutes as routes } from '@ithaca/contracts/endings';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import type { Request } from 'express';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { getEnding } from './endings.queries.ts';
import { EndingsService } from './endings.service.ts';
import { listHistory } from './history.queries.ts';
import { ExtensionsService } from './extensions.service.ts';

@Controller()
export class EndingsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly endings: EndingsService,
    private readonly extensions: ExtensionsService,
  ) {}

  @Endpoint(routes.listHistory)
  async listHistory(@Caller() actor: Actor) {
    return { items: await listHistory(this.db, actor) };
  }

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getEnding(this.db, actor, params.pairingId, this.clock.now());
  }

  @Endpoint(routes.setFarewell)
  setFarewell(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.setFarewell>) {
    return this.endings.setFarewell(actor, params.pairingId, body);
  }

  @Endpoint(routes.setFeedback)
  setFeedback(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.setFeedback>) {
    return this.endings.setFeedback(actor, params.pairingId, body);
  }

  @Endpoint(routes.setMentorWish)
  setMentorWish(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.setMentorWish>) {
    return this.endings.setMentorWish(actor, params.pairingId, body.wishes);
  }

  @Endpoint(routes.proposeExtension)
  proposeExtension(
    @Caller() actor: Actor,
    @Input() { params, body }: InputOf<typeof routes.proposeExtension>,
  ) {
    return this.extensions.propose(actor, params.pairingId, body);
  }

  @Endpoint(routes.withdrawExtension)
  withdrawExtension(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.withdrawExtension>) {
    return this.extensions.withdraw(actor, params.pairingId);
  }

  @Endpoint(routes.acceptExtension)
  acceptExtension(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.acceptExtension>) {
    return this.extensions.accept(actor, params.pairingId);
  }

  @Endpoint(routes.declineExtension)
  declineExtension(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.declineExtension>) {
    return this.extensions.decline(actor, params.pairingId);
  }

  @Endpoint(routes.certify)
  certify(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.certify>) {
    return this.endings.certify(actor, params.pairingId);
  }

  @Endpoint(routes.share)
  share(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.share>) {
    return this.endings.share(actor, params.pairingId, body.isShared);
  }

  @Endpoint(routes.file)
  file(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.file>) {
    return this.endings.file(actor, params.pairingId);
  }

  @Endpoint(routes.check)
  check(@Input() { params }: InputOf<typeof routes.check>, @Req() request: Request) {
    return this.endings.check(params.code, request.ip ?? '');
  }
}
