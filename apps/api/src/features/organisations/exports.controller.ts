import { Controller } from '@nestjs/common';
import { exportRoutes as routes } from '@ithaca/contracts/exports';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Exports } from '../../platform/exports/exports.ts';
import { Caller, CurrentVisit, Endpoint, Input } from '../../platform/http/endpoint.ts';
import type { Visit } from '../../platform/http/endpoint.ts';

/** Files of lists, whichever feature they come from: how they are getting on, and what is in them. */
@Controller()
export class ExportsController {
  constructor(private readonly exports: Exports) {}

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return this.exports.get(actor, params.exportId);
  }

  @Endpoint(routes.file)
  file(
    @Caller() actor: Actor,
    @CurrentVisit() visit: Visit,
    @Input() { params }: InputOf<typeof routes.file>,
  ) {
    return this.exports.open(actor, params.exportId, visit.askAgain);
  }
}
