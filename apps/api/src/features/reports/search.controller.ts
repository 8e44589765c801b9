import { Controller } from '@nestjs/common';
import { healthRoutes } from '@ithaca/contracts/health';
import { searchRoutes } from '@ithaca/contracts/search';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { getHealth, listConflicts } from './health.queries.ts';
import { search } from './search.queries.ts';

/** Questions to the whole organisation at once: where is it, and is it well? */
@Controller()
export class SearchController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Endpoint(searchRoutes.search)
  search(@Caller() actor: Actor, @Input() { query }: InputOf<typeof searchRoutes.search>) {
    return search(this.db, actor, this.clock.now(), query.q);
  }

  @Endpoint(healthRoutes.get)
  health(@Caller() actor: Actor) {
    return getHealth(this.db, actor, this.clock.now());
  }

  @Endpoint(healthRoutes.conflicts)
  conflicts(@Caller() actor: Actor) {
    return listConflicts(this.db, actor, this.clock.now());
  }
}
