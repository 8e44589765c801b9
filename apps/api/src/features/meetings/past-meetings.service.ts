import { Injectable } from '@nestjs/common';
import { meetingAfterPairing, moveMeeting, SAY_DAYS } from '@ithaca/domain/meeting';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';

const MOST_AT_ONCE = 500;

/** Meetings that had begun when their pairing ended: its sides may say how they went, and then nothing stays planned. */
@Injectable()
export class PastMeetingsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Counts as missed what nobody spoke of in time; doing it twice changes nothing, and a side may still correct it. */
  async settle(organisationId: string): Promise<void> {
    const doer = { organisationId, personId: null };
    for (let more = true; more;) more = await this.db.write(doer, () => this.#settleSome(organisationId));
  }

  async #settleSome(organisationId: string): Promise<boolean> {
    const now = this.clock.now();
    const left = await this.db.query<{ id: string; startsAt: Date; programId: string }>(
      `select m.id, m.starts_at as "startsAt", c.program_id as "programId"
       from meetings m
       join pairings p on p.organisation_id = m.organisation_id and p.id = m.pairing_id and p.state not in ('offered', 'active', 'paused')
       join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id
       where m.organisation_id = $1 and m.state = 'planned' and m.starts_at < $2::timestamptz - interval '${SAY_DAYS} days'
       order by m.id limit $3 for no key update of m skip locked`,
      [organisationId, now, MOST_AT_ONCE],
    );
    for (const { id, startsAt, programId } of left) {
      const to = meetingAfterPairing(startsAt, now);
      if (to === null) continue;
      await this.db.execute(
        `update meetings set state = $3, ended_at = $4, version = version + 1 where organisation_id = $1 and id = $2`,
        [organisationId, id, moveMeeting('planned', to), now],
      );
      await appendAudit(
        this.db,
        { organisationId, personId: null },
        { programId },
        {
          action: 'meetings.settle-with-pairing',
          outcome: 'done',
          subjectType: 'meeting',
          subjectId: id,
          facts: { from: 'planned', to },
          at: now,
        },
      );
    }
    return left.length === MOST_AT_ONCE;
  }
}
