import { Controller } from '@nestjs/common';
import { cohortRoutes, programRoutes } from '@ithaca/contracts/programs';
import type { InputOf } from '@ithaca/contracts/route';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { getClosing } from './closing.queries.ts';
import { getCohort } from './cohorts.queries.ts';
import { CohortsService } from './cohorts.service.ts';
import {
  findToday,
  listEligibilityFacts,
  listEligibilityVersions,
  previewEligibility,
} from './eligibility.queries.ts';
import { getOpenCohort, listOpenCohorts } from './open-cohorts.queries.ts';
import { getProgram, listGoalPlansVersions, listPrograms } from './programs.queries.ts';
import { ProgramsService } from './programs.service.ts';

@Controller()
export class ProgramsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly programs: ProgramsService,
    private readonly cohorts: CohortsService,
  ) {}

  @Endpoint(programRoutes.list)
  async list(@Caller() actor: Actor) {
    return { items: await listPrograms(this.db, this.clock, actor) };
  }

  @Endpoint(programRoutes.create)
  async create(@Caller() actor: Actor, @Input() { body }: InputOf<typeof programRoutes.create>) {
    return this.#program(actor, await this.programs.create(actor, body));
  }

  @Endpoint(programRoutes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof programRoutes.get>) {
    return this.#program(actor, params.programId);
  }

  @Endpoint(programRoutes.update)
  async update(
    @Caller() actor: Actor,
    @Input() { params, version, body }: InputOf<typeof programRoutes.update>,
  ) {
    await this.programs.update(actor, params.programId, version, body);
    return this.#program(actor, params.programId);
  }

  @Endpoint(programRoutes.previewEligibility)
  async previewEligibility(
    @Caller() actor: Actor,
    @Input() { params, body }: InputOf<typeof programRoutes.previewEligibility>,
  ) {
    const today = await findToday(this.db, this.clock, actor.organisationId);
    const found = await previewEligibility(this.db, actor.organisationId, body, today);
    return can(actor, 'program.coordinate', params) ? found : { ...found, sample: [] };
  }

  @Endpoint(programRoutes.listEligibilityFacts)
  async listEligibilityFacts(@Caller() { organisationId }: Actor) {
    return listEligibilityFacts(
      this.db,
      organisationId,
      await findToday(this.db, this.clock, organisationId),
    );
  }

  @Endpoint(programRoutes.listEligibilityVersions)
  async listEligibilityVersions(
    @Caller() { organisationId }: Actor,
    @Input() { params }: InputOf<typeof programRoutes.listEligibilityVersions>,
  ) {
    return { items: await listEligibilityVersions(this.db, organisationId, params.programId) };
  }

  @Endpoint(programRoutes.listGoalPlansVersions)
  async listGoalPlansVersions(
    @Caller() { organisationId }: Actor,
    @Input() { params }: InputOf<typeof programRoutes.listGoalPlansVersions>,
  ) {
    return { items: await listGoalPlansVersions(this.db, organisationId, params.programId) };
  }

  @Endpoint(cohortRoutes.create)
  async createCohort(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof cohortRoutes.create>) {
    return this.#cohort(actor, await this.cohorts.create(actor, params.programId, body));
  }

  @Endpoint(cohortRoutes.get)
  getCohort(@Caller() actor: Actor, @Input() { params }: InputOf<typeof cohortRoutes.get>) {
    return this.#cohort(actor, params.cohortId);
  }

  @Endpoint(cohortRoutes.update)
  async updateCohort(
    @Caller() actor: Actor,
    @Input() { params, version, body }: InputOf<typeof cohortRoutes.update>,
  ) {
    await this.cohorts.update(actor, params.cohortId, version, body);
    return this.#cohort(actor, params.cohortId);
  }

  @Endpoint(cohortRoutes.closing)
  closing(@Caller() { organisationId }: Actor, @Input() { params }: InputOf<typeof cohortRoutes.closing>) {
    return getClosing(this.db, organisationId, params.cohortId, this.clock.now());
  }

  @Endpoint(cohortRoutes.keepContent)
  async keepContent(
    @Caller() actor: Actor,
    @Input() { params, version, body }: InputOf<typeof cohortRoutes.keepContent>,
  ) {
    await this.cohorts.keepContent(actor, params.cohortId, version, body.untilOn);
    return this.#cohort(actor, params.cohortId);
  }

  @Endpoint(cohortRoutes.move)
  async move(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof cohortRoutes.move>) {
    await this.cohorts.move(actor, params.cohortId, version, body.to);
    return this.#cohort(actor, params.cohortId);
  }

  @Endpoint(cohortRoutes.listOpen)
  async listOpen(@Caller() actor: Actor) {
    return { items: await listOpenCohorts(this.db, this.clock, actor) };
  }

  @Endpoint(cohortRoutes.getOpen)
  getOpen(@Caller() actor: Actor, @Input() { params }: InputOf<typeof cohortRoutes.getOpen>) {
    return getOpenCohort(this.db, this.clock, actor, params.cohortId);
  }

  #program(actor: Actor, programId: string) {
    return getProgram(this.db, this.clock, actor.organisationId, programId);
  }

  #cohort(actor: Actor, cohortId: string) {
    return getCohort(this.db, this.clock, actor.organisationId, cohortId);
  }
}
