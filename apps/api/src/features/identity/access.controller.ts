import { Controller } from '@nestjs/common';
import { accessRoutes as routes } from '@ithaca/contracts/identity';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { noteScope } from '../../platform/audit/audit.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { GrantsService } from './grants.service.ts';

@Controller()
export class AccessController {
  constructor(private readonly grants: GrantsService) {}

  @Endpoint(routes.listGrants)
  async listGrants(@Caller() actor: Actor) {
    return { items: await this.grants.list(actor) };
  }

  @Endpoint(routes.grant)
  grant(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.grant>) {
    if (body.programId) noteScope(actor, { programId: body.programId });
    return this.grants.grant(actor, body);
  }

  @Endpoint(routes.revoke)
  revoke(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.revoke>) {
    return this.grants.revoke(actor, params.grantId);
  }

  @Endpoint(routes.invitePerson)
  invitePerson(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.invitePerson>) {
    return this.grants.invite(actor, params.personId, body.note ?? '');
  }
}
