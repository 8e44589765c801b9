import { Controller, Res } from '@nestjs/common';
import { presenceRoutes as routes } from '@ithaca/contracts/presence';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import type { Response } from 'express';

import { Caller, CurrentVisit, Endpoint, Input } from '../../platform/http/endpoint.ts';
import type { Visit } from '../../platform/http/endpoint.ts';
import { PresenceService } from './presence.service.ts';
import { WatchersService } from './watchers.service.ts';

/** Who else is here, and what do they change? */
@Controller()
export class PresenceController {
  constructor(
    private readonly presence: PresenceService,
    private readonly watchers: WatchersService,
  ) {}

  @Endpoint(routes.say)
  say(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.say>) {
    return this.presence.say(actor, params.programId, body);
  }

  @Endpoint(routes.watch)
  watch(
    @Caller() actor: Actor,
    @CurrentVisit() visit: Visit,
    @Input() { params, query }: InputOf<typeof routes.watch>,
    @Res() response: Response,
  ) {
    return this.watchers.open(response, visit, { actor, programId: params.programId, tabId: query.tab });
  }
}
