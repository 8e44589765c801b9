import { Controller } from '@nestjs/common';
import { closingRoutes as routes } from '@ithaca/contracts/closing';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { ClosingService } from './closing.service.ts';

@Controller()
export class ClosingController {
  constructor(private readonly closing: ClosingService) {}

  @Endpoint(routes.remind)
  async remind(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.remind>) {
    return { people: await this.closing.remind(actor, params.cohortId, body.item) };
  }

  @Endpoint(routes.callOff)
  async callOff(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.callOff>) {
    return { meetings: await this.closing.callOff(actor, params.cohortId) };
  }
}
