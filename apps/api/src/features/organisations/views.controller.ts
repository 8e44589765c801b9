import { Controller } from '@nestjs/common';
import { viewRoutes as routes } from '@ithaca/contracts/saved-views';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { ViewsService } from './views.service.ts';

@Controller()
export class ViewsController {
  constructor(private readonly views: ViewsService) {}

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { query }: InputOf<typeof routes.list>) {
    return this.views.list(actor, query.list);
  }

  @Endpoint(routes.create)
  create(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.create>) {
    return this.views.create(actor, body);
  }

  @Endpoint(routes.setDefault)
  setDefault(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.setDefault>) {
    return this.views.setDefault(actor, body.list, body.viewId);
  }

  @Endpoint(routes.update)
  update(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.update>) {
    return this.views.update(actor, params.viewId, body, version);
  }

  @Endpoint(routes.remove)
  remove(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.remove>) {
    return this.views.remove(actor, params.viewId, version);
  }
}
