import { Controller, Req } from '@nestjs/common';
import { reportLinkRoutes as routes } from '@ithaca/contracts/report-links';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import type { Request } from 'express';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, CurrentVisit, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import type { Visit } from '../../../platform/http/endpoint.ts';
import { getReportLink, listReportLinks } from './report-links.queries.ts';
import { ReportLinksService } from './report-links.service.ts';

@Controller()
export class ReportLinksController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly links: ReportLinksService,
  ) {}

  @Endpoint(routes.list)
  list(@Caller() { organisationId }: Actor, @Input() { params, query }: InputOf<typeof routes.list>) {
    return listReportLinks(this.db, { organisationId, ...params }, query, this.clock.now());
  }

  @Endpoint(routes.create)
  async create(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.create>) {
    const { id, path } = await this.links.create(actor, params.savedReportId, body.days);
    const { organisationId } = actor;
    return {
      link: await getReportLink(this.db, { organisationId, ...params, id }, this.clock.now()),
      path,
    };
  }

  @Endpoint(routes.revoke)
  revoke(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.revoke>) {
    return this.links.revoke(actor, params.savedReportId, params.linkId);
  }

  @Endpoint(routes.open)
  open(
    @CurrentVisit() { actor }: Visit,
    @Input() { body }: InputOf<typeof routes.open>,
    @Req() { ip }: Request,
  ) {
    return this.links.open(body.token, actor, ip ?? '');
  }
}
