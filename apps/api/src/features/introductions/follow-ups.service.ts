import { Injectable } from '@nestjs/common';
import { nextMorning } from '@ithaca/domain/delivery';
import { FOLLOW_UP_TRIES_DAYS } from '@ithaca/domain/introduction';
import type { WorkingHours } from '@ithaca/domain/meeting-times';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { Introduction } from './introduction.entity.ts';
import { IntroductionLetters } from './introduction-letters.service.ts';

interface Due {
  id: string;
  personId: string;
  programId: string;
  timeZone: string;
  workingHours: WorkingHours | null;
}

/** Asks once what came of an introduction, in the reader's morning and within their week's measure of reminders. */
@Injectable()
export class FollowUpsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly letters: IntroductionLetters,
  ) {}

  /** Asking again at once asks nobody; what found no room for two weeks stays on the home page alone. */
  async ask(organisationId: string): Promise<void> {
    const now = this.clock.now();
    const due = await this.db.read({ organisationId }, () =>
      this.db.query<Due>(
        `select i.id, h.id as "personId", c.program_id as "programId", h.time_zone as "timeZone", h.working_hours as "workingHours"
         from introductions i
           join people h on h.organisation_id = i.organisation_id and h.id = case when i.kind = 'sponsorship' then i.helper_id else i.guest_id end
           join cohorts c on c.organisation_id = i.organisation_id and c.id = i.cohort_id
         where i.organisation_id = $1 and i.state = 'made' and i.follow_up_at is null and h.email is not null
           and ($2::timestamptz at time zone h.time_zone)::date - i.follow_up_on between 0 and ${FOLLOW_UP_TRIES_DAYS}
           and (h.left_on is null or h.left_on > ($2::timestamptz at time zone h.time_zone)::date)
         order by i.follow_up_on, i.id`,
        [organisationId, now],
      ),
    );
    for (const one of due)
      if (nextMorning(one, now).getTime() === now.getTime()) await this.#askOne(organisationId, one, now);
  }

  #askOne(organisationId: string, { id, personId, programId }: Due, now: Date): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      if (!(await this.post.hasRoomForReminder(organisationId, personId))) return;
      const introduction = await this.db.manager.findOne(Introduction, {
        where: { organisationId, id },
        lock: { mode: 'pessimistic_write' },
      });
      if (introduction?.state !== 'made' || introduction.followUpAt !== null) return;
      introduction.followUpAt = now;
      await this.db.manager.save(introduction);
      await this.letters.followUp(introduction);
      await appendAudit(
        this.db,
        { organisationId, personId: null },
        { programId },
        {
          action: 'introductions.follow-up',
          outcome: 'done',
          subjectType: 'introduction',
          subjectId: id,
          at: now,
        },
      );
    });
  }
}
