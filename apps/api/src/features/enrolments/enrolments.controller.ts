import { Controller } from '@nestjs/common';
import { enrolmentRoutes as routes } from '@ithaca/contracts/enrolments';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Exports, findPlace } from '../../platform/exports/exports.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { SeatsService } from './admission/seats.service.ts';
import { CohortInvitationsService } from './cohort-invitations.service.ts';
import { enrolmentsExport } from './enrolments-export.queries.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { listMentorWishes } from './mentor-wishes.queries.ts';
import { getMyEnrolment, listEnrolments, listInvitees, listMyEnrolments } from './enrolments.queries.ts';
import { EnrolmentsService } from './enrolments.service.ts';
import { PausesService } from './pauses.service.ts';

@Controller()
export class EnrolmentsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly enrolments: EnrolmentsService,
    private readonly invitations: CohortInvitationsService,
    private readonly seats: SeatsService,
    private readonly pauses: PausesService,
    private readonly exports: Exports,
  ) {
    exports.declare(enrolmentsExport(db));
  }

  @Endpoint(routes.invite)
  invite(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.invite>) {
    return this.invitations.invite(actor, params.cohortId, body);
  }

  @Endpoint(routes.listInvitations)
  listInvitations(
    @Caller() actor: Actor,
    @Input() { params, query }: InputOf<typeof routes.listInvitations>,
  ) {
    return listInvitees(this.db, actor, params.cohortId, query);
  }

  @Endpoint(routes.listMentorWishes)
  async listMentorWishes(
    @Caller() actor: Actor,
    @Input() { params }: InputOf<typeof routes.listMentorWishes>,
  ) {
    const today = await findToday(this.db, this.clock, actor.organisationId);
    return { items: await listMentorWishes(this.db, actor.organisationId, params.cohortId, today) };
  }

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.list>) {
    return listEnrolments(this.db, actor, params.cohortId, query);
  }

  @Endpoint(routes.export)
  async export(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.export>) {
    return this.exports.make(actor, 'enrolments', body, await findPlace(this.db, actor, params.cohortId));
  }

  @Endpoint(routes.listMine)
  async listMine(@Caller() actor: Actor) {
    return { items: await listMyEnrolments(this.db, this.clock, actor) };
  }

  @Endpoint(routes.begin)
  async begin(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.begin>) {
    const enrolmentId = await this.enrolments.begin(actor, params.cohortId, body.role);
    return getMyEnrolment(this.db, this.clock, actor, enrolmentId);
  }

  @Endpoint(routes.save)
  async save(@Caller() actor: Actor, @Input() { params, version, body }: InputOf<typeof routes.save>) {
    await this.enrolments.save(actor, params.enrolmentId, version, body);
    return getMyEnrolment(this.db, this.clock, actor, params.enrolmentId);
  }

  @Endpoint(routes.submit)
  async submit(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.submit>) {
    await this.enrolments.submit(actor, params.enrolmentId, version);
    return getMyEnrolment(this.db, this.clock, actor, params.enrolmentId);
  }

  @Endpoint(routes.answerOffer)
  async answerOffer(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.answerOffer>) {
    await this.seats.answer(actor, params.enrolmentId, body.take);
    return getMyEnrolment(this.db, this.clock, actor, params.enrolmentId);
  }

  @Endpoint(routes.pause)
  async pause(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.pause>) {
    await this.pauses.pause(actor, params.enrolmentId, version);
    return getMyEnrolment(this.db, this.clock, actor, params.enrolmentId);
  }

  @Endpoint(routes.resume)
  async resume(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.resume>) {
    await this.pauses.resume(actor, params.enrolmentId, version);
    return getMyEnrolment(this.db, this.clock, actor, params.enrolmentId);
  }

  @Endpoint(routes.withdraw)
  async withdraw(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.withdraw>) {
    await this.enrolments.withdraw(actor, params.enrolmentId, version);
    return getMyEnrolment(this.db, this.clock, actor, params.enrolmentId);
  }
}
