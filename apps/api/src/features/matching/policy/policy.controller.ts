import { Controller } from '@nestjs/common';
import { matchingPolicyRoutes as routes } from '@ithaca/contracts/matching-policy';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Gone, Input } from '../../../platform/http/endpoint.ts';
import { PolicyEngine } from './policy-engine.ts';
import { PolicyPools } from './policy-pools.ts';
import { comparePolicies, previewPolicy } from './policy-preview.queries.ts';
import { getPolicyState, getScenario } from './policy-versions.queries.ts';
import { PolicyVersionsService } from './policy-versions.service.ts';

/** The matching policy of a program: its versions, its scenarios, and what another one would do. */
@Controller()
export class PolicyController {
  constructor(
    private readonly db: Database,
    private readonly versions: PolicyVersionsService,
    readonly pools: PolicyPools,
    readonly engine: PolicyEngine,
  ) {}

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return getPolicyState(this.db, actor, params.programId);
  }

  @Endpoint(routes.save)
  async save(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.save>) {
    await this.versions.save(actor, params.programId, version, body);
    return getPolicyState(this.db, actor, params.programId);
  }

  @Endpoint(routes.returnTo)
  async returnTo(
    @Caller() actor: Actor,
    @Input() { params, body, version }: InputOf<typeof routes.returnTo>,
  ) {
    await this.versions.returnTo(actor, params.programId, version, body.number);
    return getPolicyState(this.db, actor, params.programId);
  }

  @Endpoint(routes.keepScenario)
  async keepScenario(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.keepScenario>) {
    const id = await this.versions.keepScenario(actor, params.programId, body);
    return getScenario(this.db, actor, params.programId, id);
  }

  @Endpoint(routes.dropScenario)
  dropScenario(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.dropScenario>) {
    return this.versions.dropScenario(actor, params.programId, params.scenarioId);
  }

  @Endpoint(routes.preview)
  preview(
    @Caller() actor: Actor,
    @Gone() gone: AbortSignal,
    @Input() { params, body }: InputOf<typeof routes.preview>,
  ) {
    const { pools, engine } = this;
    return previewPolicy(this.db, { pools, engine, gone }, actor, params.cohortId, body);
  }

  @Endpoint(routes.compare)
  compare(
    @Caller() actor: Actor,
    @Gone() gone: AbortSignal,
    @Input() { params, body }: InputOf<typeof routes.compare>,
  ) {
    const { pools, engine } = this;
    return comparePolicies(this.db, { pools, engine, gone }, actor, params.cohortId, body.policies);
  }
}
