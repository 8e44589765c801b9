import { Controller, Inject } from '@nestjs/common';
import { organisationRoutes as routes } from '@ithaca/contracts/organisations';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import type { Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { CONFIG } from '../../platform/platform.module.ts';
import { getOrganisation, listAudit, listMails } from './organisations.queries.ts';
import { OrganisationsService } from './organisations.service.ts';

@Controller()
export class OrganisationsController {
  constructor(
    private readonly db: Database,
    private readonly organisations: OrganisationsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Endpoint(routes.get)
  get(@Caller() actor: Actor) {
    return getOrganisation(this.db, actor);
  }

  @Endpoint(routes.update)
  async update(@Caller() actor: Actor, @Input() { body, version }: InputOf<typeof routes.update>) {
    await this.organisations.update(actor, body, version);
    return getOrganisation(this.db, actor);
  }

  @Endpoint(routes.listMails)
  listMails(@Caller() actor: Actor, @Input() { query }: InputOf<typeof routes.listMails>) {
    return listMails(this.db, actor, this.config, query);
  }

  @Endpoint(routes.listAudit)
  listAudit(@Caller() actor: Actor, @Input() { query }: InputOf<typeof routes.listAudit>) {
    return listAudit(this.db, actor, query);
  }
}
