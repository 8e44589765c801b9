import { Injectable } from '@nestjs/common';
import {
  freeSeats,
  nextToOffer,
  offerDueAt,
  placeOnArrival,
  takesLateJoiners,
} from '@ithaca/domain/admission';
import { moveEnrolment } from '@ithaca/domain/enrolment';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { appendAudit } from '../../../platform/audit/audit.ts';
import type { Doer } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Post } from '../../../platform/mail/post.ts';
import type { Enrolment } from '../enrolment.entity.ts';
import { receivedLetter } from '../enrolment-letters.ts';
import { EnrolmentsRepository } from '../enrolments.repository.ts';
import type { CohortContext, EnrolmentContext } from '../enrolments.repository.ts';
import { offeredLetter, overLetter, waitsLetter } from './admission-letters.ts';
import { readBook } from './seats.queries.ts';

interface Waiter {
  id: string;
  personId: string;
}

/**
 * Who has a seat, who waits, to whom one is offered. Whoever changes that holds the cohort's admission lock, taken after
 * the cohort and before its enrolments, so that two who leave and one who joins never read the same seat as free.
 */
@Injectable()
export class SeatsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly enrolments: EnrolmentsRepository,
  ) {}

  /** Lets somebody in whom nothing else holds up: into the pool, or to the end of the list. The caller saves the enrolment. */
  async admit(doer: Doer, enrolment: Enrolment, context: EnrolmentContext, now: Date): Promise<void> {
    const { cohortId } = context;
    const { waiting, ...book } = await readBook(this.db, context, this.clock);
    const place =
      enrolment.role === 'mentor'
        ? 'in-pool'
        : placeOnArrival({ order: context.admission.order, isDrawn: context.isDrawn }, book, waiting);
    enrolment.state = moveEnrolment(enrolment.state, place);
    const isForDraw = place === 'waitlisted' && context.admission.order === 'lottery' && !context.isDrawn;
    enrolment.waitingNumber = place === 'waitlisted' && !isForDraw ? await this.#nextNumber(enrolment) : null;
    await this.enrolments.appendStage(doer, {
      cohortId,
      personIds: [enrolment.personId],
      role: enrolment.role,
      stage: place,
      at: now,
    });
    const { person } = context;
    if (person.email === null) return;
    const reader = { ...person, id: enrolment.personId, email: person.email };
    await this.post.send(
      doer.organisationId,
      place === 'in-pool'
        ? receivedLetter(context, reader)
        : waitsLetter(context, reader, isForDraw ? 'draw' : 'list'),
    );
  }

  /** Whoever leaves the list leaves the seat that was kept for them as well. */
  async dropOffer(enrolment: Enrolment, now: Date): Promise<void> {
    await this.#endOffer(enrolment, 'withdrawn', now);
  }

  /** Is a seat kept for them now? */
  async hasOffer({ organisationId, id }: Enrolment): Promise<boolean> {
    const row = await this.db.first(
      `select 1 from seat_offers where organisation_id = $1 and enrolment_id = $2 and state = 'open'`,
      [organisationId, id],
    );
    return row !== undefined;
  }

  /** A person answers the seat that is kept for them; what is left goes to the next. */
  async answer(doer: Doer, enrolmentId: string, take: boolean): Promise<void> {
    return this.db.write(doer, async () => {
      const { enrolment, context } = await this.enrolments.lockLatest(doer.organisationId, enrolmentId);
      const now = this.clock.now();
      const offer = await this.db.first<{ dueAt: Date }>(
        `select due_at as "dueAt" from seat_offers where organisation_id = $1 and enrolment_id = $2 and state = 'open' for update`,
        [doer.organisationId, enrolmentId],
      );
      if (!offer || offer.dueAt <= now || enrolment.state !== 'waitlisted') throw new Refusal('offer.none');
      await this.#endOffer(enrolment, take ? 'accepted' : 'declined', now);
      await this.#leaveList(doer, enrolment, take ? 'in-pool' : 'withdrawn', now);
      const { person } = context;
      if (take && person.email !== null)
        await this.post.send(
          doer.organisationId,
          receivedLetter(context, { ...person, id: enrolment.personId, email: person.email }),
        );
      if (!take) await this.offerFree(doer, context);
    });
  }

  /**
   * Offers the seats that are free to those who wait, in their order; without a limit everybody comes in at once. Call it
   * with the admission lock. Doing it again offers nothing more.
   */
  async offerFree(doer: Doer, context: CohortContext): Promise<void> {
    const { admission, cohortId } = context;
    const { organisationId } = doer;
    const today = this.clock.today(context.timeZone);
    if (!takesLateJoiners(context, today)) return;
    const isForDraw = admission.order === 'lottery' && !context.isDrawn;
    if (isForDraw && admission.seats !== null) return;
    await this.#numberRest(organisationId, cohortId);
    const { waiting, ...book } = await readBook(this.db, context, this.clock);
    const free = freeSeats(book);
    if (free === 0 || waiting === 0) return;
    const now = this.clock.now();
    const next = nextToOffer(book, await this.#nextWaiters(organisationId, cohortId, today, free));
    for (const waiter of next) {
      if (admission.seats === null) await this.#letIn(doer, context, waiter, now);
      else await this.#offer(doer, context, waiter, now);
    }
  }

  /** What time brings: offers that nobody answered pass to the next, seats that freed elsewhere are offered. */
  async settle(organisationId: string): Promise<void> {
    const cohorts = await this.db.read({ organisationId }, () =>
      this.db.query<{ id: string }>(
        `select distinct c.id from cohorts c join enrolments e on e.organisation_id = c.organisation_id and e.cohort_id = c.id
         where c.organisation_id = $1 and e.state = 'waitlisted' and c.state in ('enrolling', 'matching', 'running')
         union select cohort_id from seat_offers where organisation_id = $1 and state = 'open' order by 1`,
        [organisationId],
      ),
    );
    for (const { id } of cohorts)
      await this.db.write({ organisationId }, async () => {
        const doer = { organisationId, personId: null };
        const context = await this.enrolments.lockAdmission(organisationId, id);
        const late = await this.db.query<Waiter & { offerId: string }>(
          `select o.enrolment_id as id, e.person_id as "personId", o.id as "offerId" from seat_offers o
           join enrolments e on e.organisation_id = o.organisation_id and e.id = o.enrolment_id
           where o.organisation_id = $1 and o.cohort_id = $2 and o.state = 'open' and o.due_at <= $3 order by o.due_at, o.id`,
          [organisationId, id, this.clock.now()],
        );
        for (const { id: enrolmentId } of late) await this.#lapse(doer, enrolmentId);
        await this.offerFree(doer, context);
      });
  }

  /** The number after the last one that was ever given in the cohort. */
  async #nextNumber({ organisationId, cohortId }: Enrolment): Promise<number> {
    const row = await this.db.first<{ number: number }>(
      `select coalesce(max(waiting_number), 0) + 1 as number from enrolments where organisation_id = $1 and cohort_id = $2`,
      [organisationId, cohortId],
    );
    return row?.number ?? 1;
  }

  /** Those who waited for a draw that is not to be get their numbers by the moment they were sent. */
  async #numberRest(organisationId: string, cohortId: string): Promise<void> {
    await this.db.execute(
      `update enrolments e set waiting_number = rest.number from (
         select id, row_number() over (order by submitted_at, id) + (select coalesce(max(waiting_number), 0) from enrolments
           where organisation_id = $1 and cohort_id = $2) as number
         from enrolments where organisation_id = $1 and cohort_id = $2 and state = 'waitlisted' and waiting_number is null) rest
       where e.organisation_id = $1 and e.id = rest.id`,
      [organisationId, cohortId],
    );
  }

  #nextWaiters(organisationId: string, cohortId: string, today: string, free: number): Promise<Waiter[]> {
    return this.db.query<Waiter>(
      `select e.id, e.person_id as "personId" from enrolments e
       join people p on p.organisation_id = e.organisation_id and p.id = e.person_id and (p.left_on is null or p.left_on > $3::date)
       where e.organisation_id = $1 and e.cohort_id = $2 and e.state = 'waitlisted' and not exists (
         select from seat_offers o where o.organisation_id = e.organisation_id and o.enrolment_id = e.id and o.state = 'open')
       order by e.waiting_number limit $4`,
      [organisationId, cohortId, today, free === Infinity ? null : free],
    );
  }

  async #offer(doer: Doer, context: CohortContext, waiter: Waiter, now: Date): Promise<void> {
    const { organisationId } = doer;
    const dueAt = offerDueAt(now, context.admission.offerDays);
    await this.db.execute(
      `insert into seat_offers (organisation_id, id, cohort_id, enrolment_id, offered_at, due_at) values ($1, $2, $3, $4, $5, $6)`,
      [organisationId, uuidv7(), context.cohortId, waiter.id, now, dueAt],
    );
    const { person } = await this.enrolments.getContext(organisationId, context.cohortId, waiter.personId);
    if (person.email !== null)
      await this.post.send(
        organisationId,
        offeredLetter(
          context,
          { ...person, id: waiter.personId, email: person.email },
          { enrolmentId: waiter.id, dueAt, timeZone: person.timeZone },
        ),
      );
    await this.#audit(doer, context, 'admission.offer-seat', waiter.id, now);
  }

  async #letIn(doer: Doer, context: CohortContext, waiter: Waiter, now: Date): Promise<void> {
    const { enrolment, context: theirs } = await this.enrolments.lockLatest(doer.organisationId, waiter.id);
    await this.#leaveList(doer, enrolment, 'in-pool', now);
    await this.#audit(doer, context, 'admission.let-in', waiter.id, now);
    const { person } = theirs;
    if (person.email !== null)
      await this.post.send(
        doer.organisationId,
        receivedLetter(context, { ...person, id: waiter.personId, email: person.email }),
      );
  }

  /** Nobody answered in time: the person leaves the list, and may enrol again. */
  async #lapse(doer: Doer, enrolmentId: string): Promise<void> {
    const { enrolment, context } = await this.enrolments.lockLatest(doer.organisationId, enrolmentId);
    const now = this.clock.now();
    await this.#endOffer(enrolment, 'lapsed', now);
    if (enrolment.state !== 'waitlisted') return;
    await this.#leaveList(doer, enrolment, 'withdrawn', now);
    await this.#audit(doer, context, 'admission.lapse-offer', enrolmentId, now);
    const { person } = context;
    if (person.email !== null)
      await this.post.send(
        doer.organisationId,
        overLetter(context, { ...person, id: enrolment.personId, email: person.email }),
      );
  }

  async #leaveList(doer: Doer, enrolment: Enrolment, to: 'in-pool' | 'withdrawn', now: Date): Promise<void> {
    enrolment.state = moveEnrolment(enrolment.state, to);
    enrolment.endedAt = to === 'withdrawn' ? now : null;
    await this.enrolments.save(enrolment, now);
    await this.enrolments.appendStage(doer, {
      cohortId: enrolment.cohortId,
      personIds: [enrolment.personId],
      role: enrolment.role,
      stage: to,
      at: now,
    });
  }

  async #endOffer(
    { organisationId, id }: Enrolment,
    state: 'accepted' | 'declined' | 'lapsed' | 'withdrawn',
    now: Date,
  ): Promise<void> {
    await this.db.execute(
      `update seat_offers set state = $3, ended_at = $4 where organisation_id = $1 and enrolment_id = $2 and state = 'open'`,
      [organisationId, id, state, now],
    );
  }

  /** What the product does by itself leaves a row without an actor; what a request does has one of its own. */
  async #audit(
    doer: Doer,
    { programId }: CohortContext,
    action: string,
    enrolmentId: string,
    at: Date,
  ): Promise<void> {
    if (doer.personId !== null) return;
    const subject = { subjectType: 'enrolment', subjectId: enrolmentId };
    await appendAudit(this.db, doer, { programId }, { action, outcome: 'done', ...subject, at });
  }
}
