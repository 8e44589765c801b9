import { Controller } from '@nestjs/common';
import { calendarRoutes as routes } from '@ithaca/contracts/calendar';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Caller, CurrentVisit, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import type { Visit } from '../../../platform/http/endpoint.ts';
import { ConnectionsService } from './connections.service.ts';

@Controller()
export class ConnectionsController {
  constructor(private readonly connections: ConnectionsService) {}

  @Endpoint(routes.listConnections)
  list(@Caller() actor: Actor) {
    return this.connections.list(actor);
  }

  @Endpoint(routes.connect)
  connect(
    @Caller() actor: Actor,
    @Input() { body }: InputOf<typeof routes.connect>,
    @CurrentVisit() { sessionId = '', requestId }: Visit,
  ) {
    return this.connections.connect(actor, body.provider, { sessionId, requestId });
  }

  @Endpoint(routes.finishConnecting)
  finish(
    @Caller() actor: Actor,
    @Input() { body }: InputOf<typeof routes.finishConnecting>,
    @CurrentVisit() { sessionId = '', requestId }: Visit,
  ) {
    return this.connections.finish(actor, body.answer, { sessionId, requestId });
  }

  @Endpoint(routes.disconnect)
  disconnect(
    @Caller() actor: Actor,
    @Input() { body }: InputOf<typeof routes.disconnect>,
    @CurrentVisit() { requestId }: Visit,
  ) {
    return this.connections.disconnect(actor, body.provider, requestId);
  }
}
