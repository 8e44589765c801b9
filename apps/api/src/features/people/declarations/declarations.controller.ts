import { Controller } from '@nestjs/common';
import { declarationRoutes as routes } from '@ithaca/contracts/declarations';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { getAttribute, listAttributes, listMyDeclarations } from './declarations.queries.ts';
import { DeclarationsService } from './declarations.service.ts';

@Controller()
export class DeclarationsController {
  constructor(
    private readonly db: Database,
    private readonly declarations: DeclarationsService,
  ) {}

  @Endpoint(routes.list)
  list(@Caller() actor: Actor) {
    return listAttributes(this.db, actor);
  }

  @Endpoint(routes.create)
  async create(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.create>) {
    return getAttribute(this.db, actor, await this.declarations.create(actor, body));
  }

  @Endpoint(routes.update)
  async update(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.update>) {
    await this.declarations.update(actor, params.attributeId, body, version);
    return getAttribute(this.db, actor, params.attributeId);
  }

  @Endpoint(routes.retire)
  retire(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.retire>) {
    return this.declarations.retire(actor, params.attributeId, version);
  }

  @Endpoint(routes.mine)
  mine(@Caller() actor: Actor) {
    return listMyDeclarations(this.db, actor);
  }

  @Endpoint(routes.declare)
  async declare(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.declare>) {
    await this.declarations.declare(actor, params.attributeId, body.choice);
    const { items } = await listMyDeclarations(this.db, actor);
    const mine = items.find(({ id }) => id === params.attributeId);
    if (!mine) throw new Refusal('record.not-found');
    return mine;
  }

  @Endpoint(routes.withdraw)
  withdraw(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.withdraw>) {
    return this.declarations.withdraw(actor, params.attributeId);
  }
}
