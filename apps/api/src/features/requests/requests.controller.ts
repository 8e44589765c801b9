import { Controller } from '@nestjs/common';
import { mentorRequestRoutes as routes } from '@ithaca/contracts/mentor-requests';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { PlacesService } from './places.service.ts';
import { getAsked, getChoices, getChooser, listAsked, listMentors, listPlaces } from './requests.queries.ts';
import { RequestsService } from './requests.service.ts';

@Controller()
export class RequestsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly requests: RequestsService,
    private readonly places: PlacesService,
  ) {}

  @Endpoint(routes.listMentors)
  async listMentors(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.listMentors>) {
    const chooser = await getChooser(this.db, actor.organisationId, params.enrolmentId);
    return listMentors(this.db, chooser, await this.#today(actor), query);
  }

  @Endpoint(routes.getChoices)
  getChoices(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.getChoices>) {
    return this.#choices(actor, params.enrolmentId);
  }

  @Endpoint(routes.choose)
  async choose(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.choose>) {
    await this.requests.choose(actor, params.enrolmentId, body.mentors, body.note);
    return this.#choices(actor, params.enrolmentId);
  }

  @Endpoint(routes.answerSuggestion)
  async answerSuggestion(
    @Caller() actor: Actor,
    @Input() { params, body }: InputOf<typeof routes.answerSuggestion>,
  ) {
    await this.requests.answerSuggestion(actor, params.enrolmentId, body.answer);
    return this.#choices(actor, params.enrolmentId);
  }

  @Endpoint(routes.listAsked)
  async listAsked(@Caller() actor: Actor) {
    return { items: await listAsked(this.db, actor, await this.#today(actor)) };
  }

  @Endpoint(routes.answer)
  async answer(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.answer>) {
    if (body.answer === 'accept') await this.requests.accept(actor, params.requestId);
    else await this.requests.decline(actor, params.requestId, body.reason ?? '');
    return getAsked(this.db, actor, params.requestId, await this.#today(actor));
  }

  @Endpoint(routes.listPlaces)
  async listPlaces(@Caller() actor: Actor) {
    return { items: await listPlaces(this.db, actor) };
  }

  @Endpoint(routes.setPlaces)
  async setPlaces(
    @Caller() actor: Actor,
    @Input() { params, body, version }: InputOf<typeof routes.setPlaces>,
  ) {
    await this.places.set(actor, params.enrolmentId, body.capacity, version);
    return { items: await listPlaces(this.db, actor) };
  }

  async #choices(actor: Actor, enrolmentId: string) {
    const chooser = await getChooser(this.db, actor.organisationId, enrolmentId);
    return getChoices(this.db, chooser, await this.#today(actor));
  }

  #today(actor: Actor) {
    return findToday(this.db, this.clock, actor.organisationId);
  }
}
