import { Controller } from '@nestjs/common';
import { bulkActRoutes as routes } from '@ithaca/contracts/bulk-acts';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { BulkActsService } from './bulk-acts.service.ts';

@Controller()
export class BulkActsController {
  constructor(private readonly acts: BulkActsService) {}

  @Endpoint(routes.preview)
  preview(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.preview>) {
    return this.acts.preview(actor, body.selection, body.act);
  }

  @Endpoint(routes.carryOut)
  carryOut(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.carryOut>) {
    return this.acts.carryOut(actor, body.selection, body.act);
  }

  @Endpoint(routes.undo)
  undo(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.undo>) {
    return this.acts.undo(actor, params.actId, version);
  }
}
