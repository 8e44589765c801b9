import { Controller } from '@nestjs/common';
import { programTemplateRoutes as routes } from '@ithaca/contracts/program-templates';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { getStandardTemplate, getTemplate, listTemplates } from './templates.queries.ts';
import { TemplatesService } from './templates.service.ts';

@Controller()
export class TemplatesController {
  constructor(
    private readonly db: Database,
    private readonly templates: TemplatesService,
  ) {}

  @Endpoint(routes.list)
  async list(@Caller() { organisationId }: Actor) {
    return { items: await listTemplates(this.db, organisationId) };
  }

  @Endpoint(routes.get)
  get(@Caller() { organisationId }: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getTemplate(this.db, organisationId, params.templateId);
  }

  @Endpoint(routes.getStandard)
  getStandard(@Caller() { organisationId }: Actor, @Input() { params }: InputOf<typeof routes.getStandard>) {
    return getStandardTemplate(this.db, organisationId, params.templateKey);
  }

  @Endpoint(routes.create)
  async create(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.create>) {
    return getTemplate(this.db, actor.organisationId, await this.templates.create(actor, body));
  }

  @Endpoint(routes.update)
  async update(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof routes.update>) {
    await this.templates.update(actor, params.templateId, version, body);
    return getTemplate(this.db, actor.organisationId, params.templateId);
  }
}
