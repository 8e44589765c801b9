import { Controller } from '@nestjs/common';
import type { InputOf } from '@ithaca/contracts/route';
import { selfAssessmentRoutes as routes } from '@ithaca/contracts/self-assessments';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { readSelfAssessments } from './self-assessments.queries.ts';
import { SelfAssessmentsService } from './self-assessments.service.ts';

@Controller()
export class SelfAssessmentsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly assessments: SelfAssessmentsService,
  ) {}

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return readSelfAssessments(this.db, actor, params.pairingId, this.clock.now());
  }

  @Endpoint(routes.save)
  save(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof routes.save>) {
    return this.assessments.save(actor, params.pairingId, version, body);
  }

  @Endpoint(routes.share)
  share(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.share>) {
    return this.assessments.share(actor, params.pairingId, body.isShared);
  }
}
