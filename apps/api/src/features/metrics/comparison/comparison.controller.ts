import { Controller } from '@nestjs/common';
import { comparisonRoutes as routes } from '@ithaca/contracts/comparison';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { writeComparison } from './comparison.queries.ts';

@Controller()
export class ComparisonController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.get>) {
    return writeComparison(this.db, actor, params.programId, query, this.clock.now());
  }
}
