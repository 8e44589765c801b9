import { Controller } from '@nestjs/common';
import { digestRoutes as routes } from '@ithaca/contracts/digests';
import type { Actor } from '@ithaca/domain/permissions';

import { Caller, Endpoint } from '../../platform/http/endpoint.ts';
import { DigestsService } from './digests.service.ts';

@Controller()
export class DigestsController {
  constructor(private readonly digests: DigestsService) {}

  @Endpoint(routes.preview)
  preview(@Caller() actor: Actor) {
    return this.digests.preview(actor);
  }

  @Endpoint(routes.sendTest)
  sendTest(@Caller() actor: Actor) {
    return this.digests.sendTest(actor);
  }
}
