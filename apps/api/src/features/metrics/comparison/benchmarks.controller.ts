import { Controller } from '@nestjs/common';
import { benchmarkRoutes as routes } from '@ithaca/contracts/benchmarks';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { readBenchmarks } from './benchmarks.queries.ts';
import { BenchmarksService } from './benchmarks.service.ts';

@Controller()
export class BenchmarksController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly benchmarks: BenchmarksService,
  ) {}

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return readBenchmarks(this.db, actor, params.programId, this.clock.now());
  }

  @Endpoint(routes.share)
  share(@Caller() actor: Actor, @Input() { body }: InputOf<typeof routes.share>) {
    return this.benchmarks.share(actor, body.takesPart);
  }
}
