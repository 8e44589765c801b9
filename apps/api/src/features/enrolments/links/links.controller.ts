import { Controller, Req } from '@nestjs/common';
import { cohortLinkRoutes as routes } from '@ithaca/contracts/cohort-links';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Request } from 'express';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { ArrivalsService } from './arrivals.service.ts';
import { listDomains, listLinks } from './links.queries.ts';
import { LinksService } from './links.service.ts';

@Controller()
export class LinksController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly links: LinksService,
    private readonly arrivals: ArrivalsService,
  ) {}

  @Endpoint(routes.list)
  async list(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.list>) {
    const items = await listLinks(this.db, this.clock, actor, params.cohortId);
    return { items, domains: await listDomains(this.db, this.clock, actor) };
  }

  @Endpoint(routes.create)
  async create(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.create>) {
    const { id, path } = await this.links.create(actor, params.cohortId, body);
    const links = await listLinks(this.db, this.clock, actor, params.cohortId);
    const link = links.find((one) => one.id === id);
    if (!link) throw new Refusal('record.not-found');
    return { link, path };
  }

  @Endpoint(routes.revoke)
  revoke(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.revoke>) {
    return this.links.revoke(actor, params.cohortId, params.linkId);
  }

  @Endpoint(routes.follow)
  follow(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.follow>) {
    return this.arrivals.follow(actor, body.token);
  }

  @Endpoint(routes.write)
  async write(@Input() { body }: InputOf<typeof routes.write>, @Req() request: Request) {
    await this.arrivals.write(body.token, body.email, request.ip ?? 'unknown');
    return { sentTo: body.email };
  }
}
