import { Controller } from '@nestjs/common';
import { goalRoutes as routes } from '@ithaca/contracts/goals';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { listGoalPlans, listGoals } from './goals.queries.ts';
import { GoalsService } from './goals.service.ts';

@Controller()
export class GoalsController {
  constructor(
    private readonly db: Database,
    private readonly goals: GoalsService,
  ) {}

  @Endpoint(routes.list)
  async list(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.list>) {
    return { items: await listGoals(this.db, actor, params.pairingId) };
  }

  @Endpoint(routes.add)
  add(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.add>) {
    return this.goals.add(actor, params.pairingId, body);
  }

  @Endpoint(routes.update)
  update(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof routes.update>) {
    return this.goals.update(actor, params.goalId, version, body);
  }

  @Endpoint(routes.setMilestoneDone)
  setMilestoneDone(
    @Caller() actor: Actor,
    @Input() { params, body }: InputOf<typeof routes.setMilestoneDone>,
  ) {
    return this.goals.setMilestoneDone(actor, params.goalId, params.milestoneId, body.done);
  }

  @Endpoint(routes.addMilestone)
  addMilestone(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.addMilestone>) {
    return this.goals.addMilestone(actor, params.goalId, body);
  }

  @Endpoint(routes.ask)
  ask(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.ask>) {
    return this.goals.ask(actor, params.goalId, body.body);
  }

  @Endpoint(routes.listPlans)
  async listPlans(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.listPlans>) {
    return { items: await listGoalPlans(this.db, actor.organisationId, params.pairingId) };
  }

  @Endpoint(routes.addNote)
  addNote(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.addNote>) {
    return this.goals.addNote(actor, params.goalId, body.body);
  }
}
