import { Injectable } from '@nestjs/common';
import { approverOf, isReminderDue } from '@ithaca/domain/approval';
import { moveEnrolment } from '@ithaca/domain/enrolment';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import { appendAudit } from '../../../platform/audit/audit.ts';
import type { Doer } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Post } from '../../../platform/mail/post.ts';
import { findToday } from '../../programs/eligibility.queries.ts';
import type { Enrolment } from '../enrolment.entity.ts';
import { EnrolmentsRepository } from '../enrolments.repository.ts';
import type { EnrolmentContext } from '../enrolments.repository.ts';
import { askLetter, declinedLetter, waitsLetter } from './admission-letters.ts';
import { SeatsService } from './seats.service.ts';

export interface Decision {
  decision: 'approve' | 'decline';
  reason: string;
}

interface Manager {
  id: string;
  email: string | null;
  leftOn: string | null;
  displayName: string;
  locale: Locale;
  timeZone: string;
}

interface Pending {
  id: string;
  enrolmentId: string;
  cohortId: string;
  personId: string;
  askedId: string | null;
  askedAt: Date;
  reminders: number;
}

/** A link in a mail works this long; asking again makes a new one. */
const LINK_DAYS = 30;
const DAY_MS = 86_400_000;

/** A manager's yes to somebody taking part: asked by mail, reminded, decided by the manager or, in the manager's place, a coordinator. */
@Injectable()
export class ApprovalsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly enrolments: EnrolmentsRepository,
    private readonly seats: SeatsService,
  ) {}

  /** Asks for a yes, unless this enrolment had one before. Answers whether it has to wait. The caller saves the enrolment. */
  async ask(doer: Doer, enrolment: Enrolment, context: EnrolmentContext, now: Date): Promise<boolean> {
    const { organisationId } = doer;
    const before = await this.db.first(
      `select 1 from approvals where organisation_id = $1 and enrolment_id = $2 and state = 'approved' limit 1`,
      [organisationId, enrolment.id],
    );
    if (before) return false;
    enrolment.state = moveEnrolment(enrolment.state, 'awaiting-approval');
    const manager = await this.#managerOf(organisationId, enrolment.personId);
    const askedId = approverOf(manager ?? null, this.clock.today(context.timeZone));
    const id = uuidv7();
    await this.db.execute(
      `insert into approvals (organisation_id, id, cohort_id, enrolment_id, asked_id, asked_at) values ($1, $2, $3, $4, $5, $6)`,
      [organisationId, id, enrolment.cohortId, enrolment.id, askedId, now],
    );
    if (manager && askedId !== null) await this.#write(context, manager, id, false, now);
    const { person } = context;
    if (person.email !== null)
      await this.post.send(
        organisationId,
        waitsLetter(context, { ...person, id: enrolment.personId, email: person.email }, 'approval'),
      );
    return true;
  }

  /** Nobody need decide any more. */
  async drop(enrolment: Enrolment): Promise<void> {
    await this.db.execute(
      `update approvals set state = 'void' where organisation_id = $1 and enrolment_id = $2 and state = 'asked'`,
      [enrolment.organisationId, enrolment.id],
    );
  }

  /** Says yes or no. Refuses `approval.wrong-state` when it was decided already, `approval.reason-missing` for a no without a reason. */
  decide(doer: Doer, approvalId: string, said: Decision): Promise<void> {
    return this.db.write(doer, async () => {
      if (!(await this.#decide(doer, approvalId, said))) throw new Refusal('approval.wrong-state');
    });
  }

  /** Decides several of one cohort, as far as they still wait. Refuses all when one belongs to another cohort. */
  decideMany(doer: Doer, cohortId: string, approvalIds: readonly string[], said: Decision) {
    return this.db.write(doer, async () => {
      const ids = [...new Set(approvalIds.map((id) => id.toLowerCase()))].toSorted();
      const rows = await this.db.query<{ id: string }>(
        'select id from approvals where organisation_id = $1 and cohort_id = $2 and id = any ($3)',
        [doer.organisationId, cohortId, ids],
      );
      if (rows.length < ids.length) throw new Refusal('record.not-found', { field: 'approvalIds' });
      let decided = 0;
      for (const id of ids) if (await this.#decide(doer, id, said)) decided += 1;
      return { decided, left: ids.length - decided };
    });
  }

  /** What time brings: who is manager now is asked, who was asked long ago is reminded. */
  async settle(organisationId: string): Promise<void> {
    const pending = await this.db.read({ organisationId }, () =>
      this.db.query<{ id: string }>(
        `select id from approvals where organisation_id = $1 and state = 'asked' order by asked_at, id`,
        [organisationId],
      ),
    );
    for (const { id } of pending)
      await this.db.write({ organisationId }, () => this.#goOn(organisationId, id));
  }

  async #goOn(organisationId: string, approvalId: string): Promise<void> {
    const pending = await this.#lock(organisationId, approvalId);
    if (!pending) return;
    const now = this.clock.now();
    const context = await this.enrolments.getContext(organisationId, pending.cohortId, pending.personId);
    const manager = await this.#managerOf(organisationId, pending.personId);
    const askedId = approverOf(manager ?? null, await findToday(this.db, this.clock, organisationId));
    const isNew = askedId !== pending.askedId;
    const isDue = !isNew && askedId !== null && isReminderDue(pending.askedAt, pending.reminders, now);
    if (!isNew && !isDue) return;
    await this.db.execute(
      `update approvals set asked_id = $3, reminders = $4, asked_at = $5 where organisation_id = $1 and id = $2`,
      [organisationId, approvalId, askedId, isNew ? 0 : pending.reminders + 1, isNew ? now : pending.askedAt],
    );
    if (manager && askedId !== null) await this.#write(context, manager, approvalId, isDue, now);
    await appendAudit(
      this.db,
      { organisationId, personId: null },
      { programId: context.programId },
      {
        action: isDue ? 'approvals.remind' : 'approvals.ask',
        outcome: 'done',
        subjectType: 'approval',
        subjectId: approvalId,
        at: now,
      },
    );
  }

  async #decide(doer: Doer, approvalId: string, { decision, reason }: Decision): Promise<boolean> {
    if (decision === 'decline' && reason === '') throw new Refusal('approval.reason-missing');
    const { organisationId } = doer;
    const place = await this.db.first<{ enrolmentId: string }>(
      'select enrolment_id as "enrolmentId" from approvals where organisation_id = $1 and id = $2',
      [organisationId, approvalId],
    );
    if (!place) throw new Refusal('record.not-found');
    const { enrolment, context } = await this.enrolments.lockLatest(organisationId, place.enrolmentId);
    const pending = await this.#lock(organisationId, approvalId);
    if (!pending || enrolment.state !== 'awaiting-approval') return false;
    const now = this.clock.now();
    const isYes = decision === 'approve';
    await this.db.execute(
      `update approvals set state = $3, decided_at = $4, decided_by = $5, reason = $6 where organisation_id = $1 and id = $2`,
      [organisationId, approvalId, isYes ? 'approved' : 'declined', now, doer.personId, reason],
    );
    if (isYes) await this.seats.admit(doer, enrolment, context, now);
    else {
      enrolment.state = moveEnrolment(enrolment.state, 'declined');
      enrolment.endedAt = now;
      await this.enrolments.appendStage(doer, {
        cohortId: enrolment.cohortId,
        personIds: [enrolment.personId],
        role: enrolment.role,
        stage: 'declined',
        at: now,
      });
      const { person } = context;
      if (person.email !== null)
        await this.post.send(
          organisationId,
          declinedLetter(context, { ...person, id: enrolment.personId, email: person.email }, reason),
        );
    }
    await this.enrolments.save(enrolment, now);
    return true;
  }

  async #write(
    context: EnrolmentContext,
    manager: Manager,
    approvalId: string,
    again: boolean,
    now: Date,
  ): Promise<void> {
    if (manager.email === null) return;
    await this.post.send(
      context.organisationId,
      askLetter(
        { ...manager, email: manager.email },
        {
          approvalId,
          programId: context.programId,
          person: context.person.displayName,
          program: context.programName,
          hours: context.journey.hoursPerMonth,
          startsOn: context.startsOn,
          endsOn: context.endsOn,
        },
        again,
        new Date(now.getTime() + LINK_DAYS * DAY_MS),
      ),
    );
  }

  #lock(organisationId: string, id: string): Promise<Pending | undefined> {
    return this.db.first<Pending>(
      `select a.id, a.enrolment_id as "enrolmentId", a.cohort_id as "cohortId", e.person_id as "personId", a.asked_id as "askedId",
         a.asked_at as "askedAt", a.reminders
       from approvals a join enrolments e on e.organisation_id = a.organisation_id and e.id = a.enrolment_id
       where a.organisation_id = $1 and a.id = $2 and a.state = 'asked' for update of a`,
      [organisationId, id],
    );
  }

  #managerOf(organisationId: string, personId: string): Promise<Manager | undefined> {
    return this.db.first<Manager>(
      `select m.id, m.email, m.left_on::text as "leftOn", m.display_name as "displayName", m.locale, m.time_zone as "timeZone"
       from people p join people m on m.organisation_id = p.organisation_id and m.id = p.manager_id
       where p.organisation_id = $1 and p.id = $2`,
      [organisationId, personId],
    );
  }
}
