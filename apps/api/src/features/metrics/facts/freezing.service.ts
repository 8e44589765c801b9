import { Injectable } from '@nestjs/common';

import { appendAudit } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { readCohortFacts } from './cohort-facts.queries.ts';
import { keepFrozenFacts } from './frozen-facts.queries.ts';

/** Keeps what the numbers of a cohort are formed from, as it is when the cohort has been closed and its pairings settled. */
@Injectable()
export class FreezingService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    jobs: Jobs,
  ) {
    jobs.handle('freeze-numbers', ({ organisationId, cohortId }) =>
      this.freeze(organisationId, String(cohortId)),
    );
  }

  freeze(organisationId: string, cohortId: string): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      const now = this.clock.now();
      const facts = await readCohortFacts(this.db, organisationId, cohortId, now);
      const { state, closedAt, programId } = facts.cohort;
      if (state !== 'closed' || closedAt === null) return;
      if (!(await keepFrozenFacts(this.db, organisationId, facts, now))) return;
      await appendAudit(
        this.db,
        { organisationId, personId: null },
        { programId },
        {
          action: 'metrics.freeze',
          outcome: 'done',
          subjectType: 'cohort',
          subjectId: cohortId,
          facts: { pairings: facts.pairings.length },
          at: now,
        },
      );
    });
  }
}
