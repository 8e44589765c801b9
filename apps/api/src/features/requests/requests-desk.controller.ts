import { Controller } from '@nestjs/common';
import { mentorRequestRoutes as routes } from '@ithaca/contracts/mentor-requests';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { getOfCohort, listOfCohort, listWaiting } from './requests-desk.queries.ts';
import { RequestsDeskService } from './requests-desk.service.ts';
import { getChooser, listMentors } from './requests.queries.ts';

const MOST_MENTORS = 30;

@Controller()
export class RequestsDeskController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly desk: RequestsDeskService,
  ) {}

  @Endpoint(routes.listWaiting)
  async listWaiting(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.listWaiting>) {
    const today = await findToday(this.db, this.clock, actor.organisationId);
    return listWaiting(this.db, actor.organisationId, params.cohortId, { now: this.clock.now(), today });
  }

  @Endpoint(routes.listOfCohort)
  listOfCohort(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.listOfCohort>) {
    return listOfCohort(this.db, actor, params.cohortId, query);
  }

  @Endpoint(routes.askAgain)
  async askAgain(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.askAgain>) {
    await this.desk.askAgain(actor, params.requestId);
    return getOfCohort(this.db, actor, params.requestId);
  }

  @Endpoint(routes.listMentorsFor)
  async listMentorsFor(
    @Caller() actor: Actor,
    @Input() { params, query }: InputOf<typeof routes.listMentorsFor>,
  ) {
    const chooser = await getChooser(this.db, actor.organisationId, params.enrolmentId);
    const today = await findToday(this.db, this.clock, actor.organisationId);
    return listMentors(this.db, chooser, today, {
      ...query,
      free: true,
      unrefused: true,
      limit: MOST_MENTORS,
    });
  }

  @Endpoint(routes.suggest)
  async suggest(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.suggest>) {
    const requestId = await this.desk.suggest(actor, params.enrolmentId, body.mentorEnrolmentId);
    return getOfCohort(this.db, actor, requestId);
  }

  @Endpoint(routes.matchByHand)
  async matchByHand(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.matchByHand>) {
    return { pairingId: await this.desk.matchByHand(actor, params.enrolmentId, body.mentorEnrolmentId) };
  }
}
