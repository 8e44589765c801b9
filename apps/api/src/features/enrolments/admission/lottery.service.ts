import { Injectable } from '@nestjs/common';
import { drawLots } from '@ithaca/domain/admission';
import { moveEnrolment } from '@ithaca/domain/enrolment';
import { Refusal } from '@ithaca/domain/refusal';

import { appendAudit } from '../../../platform/audit/audit.ts';
import type { Doer } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Post } from '../../../platform/mail/post.ts';
import { hashToken, newToken } from '../../../platform/secrets.ts';
import { receivedLetter } from '../enrolment-letters.ts';
import { EnrolmentsRepository } from '../enrolments.repository.ts';
import type { CohortContext } from '../enrolments.repository.ts';
import { waitsLetter } from './admission-letters.ts';
import { ticketOf } from './tickets.ts';

interface Waiter {
  id: string;
  personId: string;
}

/**
 * The draw of an over-subscribed cohort. The seed is made before anybody can know who takes part, and its hash is shown
 * from then on; the draw happens once, its inputs and its order are kept and never changed.
 */
@Injectable()
export class LotteryService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly enrolments: EnrolmentsRepository,
  ) {}

  /** Fixes the seed of a cohort's lottery; a second time changes nothing. */
  async prepare(organisationId: string, cohortId: string, now: Date): Promise<void> {
    const seed = newToken();
    await this.db.execute(
      `insert into lotteries (organisation_id, cohort_id, seed, commitment, prepared_at) values ($1, $2, $3, $4, $5)
       on conflict (organisation_id, cohort_id) do nothing`,
      [organisationId, cohortId, seed, hashToken(seed), now],
    );
  }

  /** Draws. Refuses `lottery.drawn` the second time, `lottery.nobody` when nobody waits. */
  draw(doer: Doer, cohortId: string): Promise<void> {
    return this.db.write(doer, async () => {
      const context = await this.enrolments.lockAdmission(doer.organisationId, cohortId);
      if (context.isDrawn) throw new Refusal('lottery.drawn');
      if (context.admission.order !== 'lottery') throw new Refusal('lottery.none');
      if (!(await this.#draw(doer, context))) throw new Refusal('lottery.nobody');
    });
  }

  /** Cohorts whose enrolment has closed are drawn without anybody pressing, so that matching finds the mentees who are in. */
  async settle(organisationId: string): Promise<void> {
    const due = await this.db.read({ organisationId }, () =>
      this.db.query<{ id: string }>(
        `select c.id from cohorts c join lotteries l on l.organisation_id = c.organisation_id and l.cohort_id = c.id
         where c.organisation_id = $1 and c.admission_order = 'lottery' and l.drawn_at is null and c.state in ('matching', 'running')`,
        [organisationId],
      ),
    );
    const doer = { organisationId, personId: null };
    for (const { id } of due)
      await this.db.write({ organisationId }, async () => {
        const context = await this.enrolments.lockAdmission(organisationId, id);
        if (context.isDrawn || !(await this.#draw(doer, context))) return;
        await appendAudit(
          this.db,
          doer,
          { programId: context.programId },
          {
            action: 'admission.draw',
            outcome: 'done',
            subjectType: 'cohort',
            subjectId: id,
            at: this.clock.now(),
          },
        );
      });
  }

  async #draw(doer: Doer, context: CohortContext): Promise<boolean> {
    const { organisationId } = doer;
    const { cohortId } = context;
    const now = this.clock.now();
    const lottery = await this.db.first<{ seed: string }>(
      'select seed from lotteries where organisation_id = $1 and cohort_id = $2 for update',
      [organisationId, cohortId],
    );
    if (!lottery) throw new Refusal('lottery.none');
    const waiting = await this.db.query<Waiter>(
      `select e.id, e.person_id as "personId" from enrolments e
       join people p on p.organisation_id = e.organisation_id and p.id = e.person_id and (p.left_on is null or p.left_on > $3::date)
       where e.organisation_id = $1 and e.cohort_id = $2 and e.role <> 'mentor' and e.state = 'waitlisted' order by e.id for update of e`,
      [organisationId, cohortId, this.clock.today(context.timeZone)],
    );
    if (waiting.length === 0) return false;
    const taken = await this.db.first<{ count: number }>(
      `select count(*)::int as count from enrolments where organisation_id = $1 and cohort_id = $2 and role <> 'mentor'
         and (state in ('in-pool', 'matched', 'completed') or state = 'paused' and paused_from = 'in-pool')`,
      [organisationId, cohortId],
    );
    const seats = Math.max(0, (context.admission.seats ?? 0) - (taken?.count ?? 0));
    const entrants = waiting.map(({ id }) => ({ id, ticket: ticketOf(lottery.seed, id) }));
    const { order, isRandomised } = drawLots(entrants, seats);
    await this.db.execute(
      `update lotteries set drawn_at = $3, drawn_by = $4, seats = $5, randomised = $6 where organisation_id = $1 and cohort_id = $2`,
      [organisationId, cohortId, now, doer.personId, seats, isRandomised],
    );
    const personOf = new Map(waiting.map(({ id, personId }) => [id, personId]));
    const ticket = new Map(entrants.map((entrant) => [entrant.id, entrant.ticket]));
    await this.db.execute(
      `insert into lottery_entries (organisation_id, cohort_id, enrolment_id, person_id, ticket, rank, won)
       select $1, $2, * from unnest($3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::boolean[])`,
      [
        organisationId,
        cohortId,
        order.map(({ id }) => id),
        order.map(({ id }) => personOf.get(id)),
        order.map(({ id }) => ticket.get(id)),
        order.map(({ rank }) => rank),
        order.map(({ won }) => won),
      ],
    );
    // The same for all, because the machine only takes a transition that the domain knows.
    const won = moveEnrolment('waitlisted', 'in-pool');
    await this.db.execute(
      `update enrolments e set state = case when d.won then $3 else e.state end, version = e.version + 1, updated_at = $4,
         waiting_number = (select coalesce(max(waiting_number), 0) from enrolments where organisation_id = $1 and cohort_id = $2) + d.rank
       from lottery_entries d where e.organisation_id = $1 and d.organisation_id = $1 and d.cohort_id = $2 and d.enrolment_id = e.id`,
      [organisationId, cohortId, won, now],
    );
    await this.enrolments.appendStage(doer, {
      cohortId,
      personIds: order.filter((one) => one.won).map(({ id }) => personOf.get(id) ?? id),
      role: context.format === 'peer' ? 'peer' : 'mentee',
      stage: 'in-pool',
      at: now,
    });
    for (const { id, won: hasSeat } of order) await this.#tell(context, personOf.get(id) ?? id, hasSeat);
    return true;
  }

  async #tell(context: CohortContext, personId: string, hasSeat: boolean): Promise<void> {
    const { organisationId, cohortId } = context;
    const theirs = await this.enrolments.getContext(organisationId, cohortId, personId);
    const { person } = theirs;
    if (person.email === null) return;
    const reader = { ...person, id: personId, email: person.email };
    await this.post.send(
      organisationId,
      hasSeat ? receivedLetter(theirs, reader) : waitsLetter(theirs, reader, 'list'),
    );
  }
}
