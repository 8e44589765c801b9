import { Injectable } from '@nestjs/common';
import { moveEnrolment, pausableStates } from '@ithaca/domain/enrolment';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { listCoordinators } from '../programs/settings/settings.queries.ts';
import { SeatsService } from './admission/seats.service.ts';
import type { Enrolment } from './enrolment.entity.ts';
import { pausedLetter } from './enrolment-letters.ts';
import type { Recipient } from './enrolment-letters.ts';
import { EnrolmentsRepository } from './enrolments.repository.ts';
import type { EnrolmentContext } from './enrolments.repository.ts';

/**
 * A person who waits for a partner or a seat steps aside for a while. Answers stay; whoever has a seat keeps it, whoever is
 * on the list keeps their number, while seats that come free go to those behind. A draw leaves out who is paused.
 */
@Injectable()
export class PausesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly enrolments: EnrolmentsRepository,
    private readonly seats: SeatsService,
  ) {}

  /** Whoever has a pairing pauses that; whoever has a seat on offer answers first. */
  pause(actor: Actor, id: string, version: number): Promise<void> {
    return this.db.write(actor, async () => {
      const { enrolment, context } = await this.#lock(actor, id, version);
      const { state } = enrolment;
      if (state !== 'in-pool' && state !== 'waitlisted') throw wrong(state, [...pausableStates]);
      if (await this.enrolments.hasOpenPairing(enrolment)) throw wrong(state, [], 'pause-pairing');
      if (await this.seats.hasOffer(enrolment)) throw wrong(state, [], 'answer-offer');
      const now = this.clock.now();
      enrolment.state = moveEnrolment(state, 'paused');
      enrolment.pausedFrom = state;
      enrolment.pausedAt = now;
      await this.enrolments.save(enrolment, now);
      if (context.state === 'matching') await this.#tellCoordinators(enrolment, context);
    });
  }

  /** Back to where they were; whoever waited for a draw that has been held comes in as others do now. */
  resume(actor: Actor, id: string, version: number): Promise<void> {
    return this.db.write(actor, async () => {
      const { enrolment, context } = await this.#lock(actor, id, version);
      const { state, pausedFrom, waitingNumber } = enrolment;
      if (state !== 'paused' || pausedFrom === null) throw wrong(state, ['paused']);
      const now = this.clock.now();
      enrolment.pausedFrom = null;
      enrolment.pausedAt = null;
      if (pausedFrom === 'waitlisted' && waitingNumber === null)
        await this.seats.admit(actor, enrolment, context, now);
      else enrolment.state = moveEnrolment(state, pausedFrom);
      await this.enrolments.save(enrolment, now);
      // A seat that is free now and that nobody else waited for.
      if (enrolment.state === 'waitlisted') await this.seats.offerFree(actor, context);
    });
  }

  async #lock(actor: Actor, id: string, version: number) {
    const found = await this.enrolments.lockLatest(actor.organisationId, id);
    if (found.enrolment.version !== version)
      throw new Refusal('record.changed', { version: found.enrolment.version });
    return found;
  }

  /** A draft of pairings may hold this person already: whoever reviews it should know before publishing. */
  async #tellCoordinators(enrolment: Enrolment, context: EnrolmentContext): Promise<void> {
    const { organisationId } = enrolment;
    const coordinators = await listCoordinators(this.db, this.clock, organisationId, context.programId);
    const readers = await this.db.query<Recipient>(
      `select id, email, display_name as "displayName", locale from people
       where organisation_id = $1 and id = any ($2) and email is not null and (left_on is null or left_on > $3::date) order by id`,
      [organisationId, coordinators.map(({ personId }) => personId), this.clock.today(context.timeZone)],
    );
    for (const reader of readers)
      await this.post.send(organisationId, pausedLetter(context, reader, context.person.displayName));
  }
}

const wrong = (from: EnrolmentState, possible: EnrolmentState[], remedy?: string) =>
  new Refusal('enrolment.wrong-state', { from, possible, ...(remedy && { remedy }) });
