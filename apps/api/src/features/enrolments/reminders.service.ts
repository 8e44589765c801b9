import { Injectable } from '@nestjs/common';
import { UNFINISHED, isUnfinishedDue } from '@ithaca/domain/approval';
import type { Locale, Side } from '@ithaca/domain/vocabulary';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { unfinishedLetter } from './admission/admission-letters.ts';

interface Draft {
  enrolmentId: string;
  role: Side;
  updatedAt: Date;
  remindedAt: Date | null;
  reminders: number;
  cohortId: string;
  programId: string;
  programName: string;
  enrolmentClosesOn: string;
  id: string;
  email: string;
  displayName: string;
  locale: Locale;
}

const MOST_AT_ONCE = 200;

/** Reminds those who began an enrolment and stopped: seldom, and in the morning where they live. */
@Injectable()
export class RemindersService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
  ) {}

  /** Writes to whoever is due; doing it again at once writes to nobody. */
  async remind(organisationId: string): Promise<void> {
    await this.db.write({ organisationId }, async () => {
      const now = this.clock.now();
      const drafts = await this.db.query<Draft>(
        `select e.id as "enrolmentId", e.role, e.updated_at as "updatedAt", e.reminded_at as "remindedAt", e.reminders, c.id as "cohortId", g.id as "programId",
           g.name as "programName", c.enrolment_closes_on::text as "enrolmentClosesOn", p.id, p.email, p.display_name as "displayName", p.locale
         from enrolments e
         join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id and c.state = 'enrolling' and c.enrolment_closes_on >= $2::date
         join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
         join people p on p.organisation_id = e.organisation_id and p.id = e.person_id and p.email is not null
           and (p.left_on is null or p.left_on > $2::date)
         where e.organisation_id = $1 and e.state = 'draft' and e.reminders < $3 and e.updated_at < $4
         order by e.updated_at, e.id limit $5 for update of e skip locked`,
        [
          organisationId,
          await findToday(this.db, this.clock, organisationId),
          UNFINISHED.most,
          new Date(now.getTime() - UNFINISHED.afterDays * 86_400_000),
          MOST_AT_ONCE,
        ],
      );
      for (const draft of drafts.filter((one) => isUnfinishedDue(one, now)))
        await this.#write(organisationId, draft, now);
    });
  }

  async #write(organisationId: string, draft: Draft, now: Date): Promise<void> {
    await this.post.send(organisationId, unfinishedLetter(draft, draft, draft.role));
    // Not a change of the answers: the version stays, so that a page that is open can go on saving.
    await this.db.execute(
      `update enrolments set reminders = reminders + 1, reminded_at = $3 where organisation_id = $1 and id = $2`,
      [organisationId, draft.enrolmentId, now],
    );
    await appendAudit(
      this.db,
      { organisationId, personId: null },
      { programId: draft.programId },
      {
        action: 'enrolments.remind',
        outcome: 'done',
        subjectType: 'enrolment',
        subjectId: draft.enrolmentId,
        at: now,
      },
    );
  }
}
