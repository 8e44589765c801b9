import { Controller, Req } from '@nestjs/common';
import { endingRoutes as routes } from '@ithaca/contracts/endings';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import type { Request } from 'express';

import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { getEnding } from './endings.queries.ts';
import { EndingsService } from './endings.service.ts';

@Controller()
export class EndingsController {
  constructor(
    private readonly db: Database,
    private readonly endings: EndingsService,
  ) {}

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getEnding(this.db, actor, params.pairingId);
  }

  @Endpoint(routes.setFarewell)
  setFarewell(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.setFarewell>) {
    return this.endings.setFarewell(actor, params.pairingId, body);
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
