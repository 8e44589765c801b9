import { Controller } from '@nestjs/common';
import { peopleRoutes as routes } from '@ithaca/contracts/people';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Exports } from '../../platform/exports/exports.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { directoryExport } from './people-export.queries.ts';
import { countFacets, findColleagues, getPerson, listPeople } from './people.queries.ts';
import { PeopleService } from './people.service.ts';

@Controller()
export class PeopleController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly people: PeopleService,
    private readonly exports: Exports,
  ) {
    exports.declare(directoryExport(db, clock));
  }

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { query }: InputOf<typeof routes.list>) {
    return listPeople(this.db, actor, this.clock.now(), query);
  }

  @Endpoint(routes.export)
  export(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.export>) {
    return this.exports.make(actor, 'people', body);
  }

  @Endpoint(routes.facets)
  facets(@Caller() actor: Actor) {
    return countFacets(this.db, actor, this.clock.now());
  }

  @Endpoint(routes.find)
  find(@Caller() actor: Actor, @Input() { query }: InputOf<typeof routes.find>) {
    return findColleagues(this.db, actor, this.clock.now(), query.q);
  }

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getPerson(this.db, actor, params.personId);
  }

  @Endpoint(routes.create)
  async create(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.create>) {
    return getPerson(this.db, actor, await this.people.create(actor, body));
  }

  @Endpoint(routes.update)
  async update(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.update>) {
    await this.people.update(actor, params.personId, body, version);
    return getPerson(this.db, actor, params.personId);
  }

  @Endpoint(routes.myProfile)
  myProfile(@Caller() actor: Actor) {
    return getPerson(this.db, actor, actor.personId);
  }

  @Endpoint(routes.updateMyProfile)
  async updateMyProfile(
    @Caller() actor: Actor,
    @Input() { body, version }: InputOf<typeof routes.updateMyProfile>,
  ) {
    await this.people.updateProfile(actor, body, version);
    return getPerson(this.db, actor, actor.personId);
  }
}
