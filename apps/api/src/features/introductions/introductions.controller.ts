import { Controller } from '@nestjs/common';
import { introductionRoutes as routes } from '@ithaca/contracts/introductions';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import {
  countIntroductions,
  getIntroduction,
  listIntroductions,
  listMyIntroductions,
} from './introductions.queries.ts';
import { IntroductionsService } from './introductions.service.ts';

@Controller()
export class IntroductionsController {
  constructor(
    private readonly db: Database,
    private readonly introductions: IntroductionsService,
    private readonly clock: Clock,
  ) {}

  @Endpoint(routes.list)
  async list(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.list>) {
    return { items: await listIntroductions(this.db, actor, params.pairingId) };
  }

  @Endpoint(routes.propose)
  propose(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.propose>) {
    return this.introductions.propose(actor, params.pairingId, body);
  }

  @Endpoint(routes.listMine)
  async listMine(@Caller() actor: Actor) {
    return { items: await listMyIntroductions(this.db, actor) };
  }

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getIntroduction(this.db, actor, params.introductionId);
  }

  @Endpoint(routes.answer)
  answer(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.answer>) {
    return this.introductions.answer(actor, params.introductionId, body);
  }

  @Endpoint(routes.setDay)
  setDay(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.setDay>) {
    return this.introductions.setDay(actor, params.introductionId, body.dayOn);
  }

  @Endpoint(routes.takeBack)
  takeBack(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.takeBack>) {
    return this.introductions.takeBack(actor, params.introductionId);
  }

  @Endpoint(routes.tell)
  tell(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.tell>) {
    return this.introductions.tell(actor, params.introductionId, body);
  }

  @Endpoint(routes.count)
  count(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.count>) {
    return countIntroductions(this.db, actor.organisationId, params.cohortId, this.clock.now());
  }
}
