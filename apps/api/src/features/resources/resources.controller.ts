import { Controller } from '@nestjs/common';
import { resourceRoutes as routes } from '@ithaca/contracts/resources';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { getResource, listLibrary, listRecommended } from './library.queries.ts';
import { listKeptResources, listProgramResources } from './resources.queries.ts';
import { ResourcesService } from './resources.service.ts';

@Controller()
export class ResourcesController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly resources: ResourcesService,
  ) {}

  @Endpoint(routes.listOfProgram)
  listOfProgram(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.listOfProgram>) {
    return listProgramResources(this.db, actor, params.programId);
  }

  @Endpoint(routes.add)
  add(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.add>) {
    return this.resources.add(actor, params.programId, body);
  }

  @Endpoint(routes.place)
  place(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.place>) {
    return this.resources.place(actor, params.programId, params.resourceId, body);
  }

  @Endpoint(routes.takeOut)
  takeOut(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.takeOut>) {
    return this.resources.takeOut(actor, params.programId, params.resourceId);
  }

  @Endpoint(routes.order)
  order(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.order>) {
    return this.resources.order(actor, params.programId, body.ids);
  }

  @Endpoint(routes.listKept)
  listKept(@Caller() actor: Actor) {
    return listKeptResources(this.db, actor);
  }

  @Endpoint(routes.update)
  update(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof routes.update>) {
    return this.resources.update(actor, params.resourceId, version, body);
  }

  @Endpoint(routes.upload)
  upload(@Caller() actor: Actor, @Input() { query, body }: InputOf<typeof routes.upload>) {
    return this.resources.upload(actor, query.fileName, body);
  }

  @Endpoint(routes.library)
  async library(@Caller() actor: Actor) {
    return { items: await listLibrary(this.db, actor) };
  }

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getResource(this.db, actor, params.resourceId);
  }

  @Endpoint(routes.file)
  file(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.file>) {
    return this.resources.file(actor, params.resourceId);
  }

  @Endpoint(routes.setUse)
  setUse(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.setUse>) {
    return this.resources.setUse(actor, params.resourceId, body);
  }

  @Endpoint(routes.recommended)
  async recommended(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.recommended>) {
    return {
      items: await listRecommended(this.db, this.clock, actor, params.pairingId, query.meetingId ?? null),
    };
  }
}
