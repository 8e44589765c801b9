import { Controller } from '@nestjs/common';
import type { InputOf } from '@ithaca/contracts/route';
import { checkInRoutes as routes } from '@ithaca/contracts/surveys';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { getCheckIn, listMyCheckIns, listSharedCheckIns } from './surveys.queries.ts';
import { SurveysService } from './surveys.service.ts';

@Controller()
export class SurveysController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly surveys: SurveysService,
  ) {}

  @Endpoint(routes.listMine)
  async listMine(@Caller() actor: Actor) {
    return { items: await listMyCheckIns(this.db, actor, this.clock.now()) };
  }

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getCheckIn(this.db, actor, params.checkInId, this.clock.now());
  }

  @Endpoint(routes.listShared)
  async listShared(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.listShared>) {
    return { items: await listSharedCheckIns(this.db, actor, params.pairingId) };
  }

  @Endpoint(routes.answer)
  answer(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof routes.answer>) {
    return this.surveys.answer(actor, params.checkInId, version, body);
  }
}
