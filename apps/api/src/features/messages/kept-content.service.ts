import { Injectable } from '@nestjs/common';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { findToday } from '../programs/eligibility.queries.ts';

/** Pairings of one cohort ($2) that are over: what somebody still works with is kept whatever its cohort's day. */
const OVER = `select id from pairings where organisation_id = $1 and cohort_id = $2 and state not in ('active', 'paused')`;

/** What is removed, one statement each. Private notes are their authors', so the tables' owner-only policy asks for each author by name. */
const REMOVALS = [
  `delete from messages where organisation_id = $1 and pairing_id in (${OVER})`,
  `delete from actions where organisation_id = $1 and pairing_id in (${OVER})`,
  `delete from goal_notes where organisation_id = $1 and goal_id in (select g.id from goals g where g.organisation_id = $1 and g.pairing_id in (${OVER}))`,
  `update meetings set notes = '', agenda = '[]' where organisation_id = $1 and pairing_id in (${OVER}) and (notes <> '' or agenda <> '[]')`,
  `update extensions set reason = '' where organisation_id = $1 and pairing_id in (${OVER}) and reason <> ''`,
];

/** Removes what the pairings of a closed cohort wrote once the day has passed until which it was to be kept. */
@Injectable()
export class KeptContentService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    jobs: Jobs,
  ) {
    jobs.sweep('remove-old-content', '55 3 * * *', (organisationId) => this.removeOld(organisationId));
  }

  async removeOld(organisationId: string): Promise<void> {
    const cohorts = await this.db.read({ organisationId }, async () =>
      this.db.query<{ id: string; programId: string; authors: string[] }>(
        `select c.id, c.program_id as "programId", array(select distinct m.person_id from pairing_members m
           where m.organisation_id = c.organisation_id and m.cohort_id = c.id) as authors
         from cohorts c where c.organisation_id = $1 and c.state in ('closed', 'archived') and c.content_until < $2::date order by c.id`,
        [organisationId, await findToday(this.db, this.clock, organisationId)],
      ),
    );
    for (const { id, programId, authors } of cohorts) {
      let removed = 0;
      for (const personId of authors)
        removed += await this.db.write({ organisationId, personId }, async () => {
          const { rowCount } = await this.db.execute(
            `delete from private_notes where organisation_id = $1 and author_id = $3 and pairing_id in (${OVER})`,
            [organisationId, id, personId],
          );
          return rowCount;
        });
      await this.db.write({ organisationId }, async () => {
        for (const removal of REMOVALS)
          removed += (await this.db.execute(removal, [organisationId, id])).rowCount;
        if (removed === 0) return;
        await appendAudit(
          this.db,
          { organisationId, personId: null },
          { programId },
          {
            action: 'messages.remove-old',
            outcome: 'done',
            subjectType: 'cohort',
            subjectId: id,
            facts: { removed },
            at: this.clock.now(),
          },
        );
      });
    }
  }
}
