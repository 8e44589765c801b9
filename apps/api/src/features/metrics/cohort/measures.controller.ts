import { Controller } from '@nestjs/common';
import { measureRoutes as routes } from '@ithaca/contracts/measures';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { readEngagement, readEngagementOfPairing } from './engagement.queries.ts';
import { readOutcomes } from './outcomes.queries.ts';
import { readPulse } from './pulse.queries.ts';
import { readRhythm } from './rhythm.queries.ts';

@Controller()
export class MeasuresController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Endpoint(routes.rhythm)
  rhythm(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.rhythm>) {
    return readRhythm(this.db, actor, params.cohortId, query, this.clock.now());
  }

  @Endpoint(routes.pulse)
  pulse(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.pulse>) {
    return readPulse(this.db, actor, params.cohortId, this.clock.now());
  }

  @Endpoint(routes.engagement)
  engagement(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.engagement>) {
    return readEngagement(this.db, actor, params.cohortId, this.clock.now());
  }

  @Endpoint(routes.engagementOfPairing)
  engagementOfPairing(
    @Caller() actor: Actor,
    @Input() { params }: InputOf<typeof routes.engagementOfPairing>,
  ) {
    return readEngagementOfPairing(this.db, actor, params.pairingId, this.clock.now());
  }

  @Endpoint(routes.outcomes)
  outcomes(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.outcomes>) {
    return readOutcomes(this.db, actor, params.cohortId, query, this.clock.now());
  }
}
