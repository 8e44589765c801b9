import { Injectable } from '@nestjs/common';
import { comparedMetrics } from '@ithaca/contracts/comparison';
import { getMetric } from '@ithaca/metrics/catalogue';

import { appendAudit } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';

/** A cohort says within so many days of its start by what it will be judged; no compared number can be read before. */
const WITHIN_DAYS = 14;

/** Writes down at the start of a cohort by which metrics it will be held against others, each in its version of then. */
@Injectable()
export class RegistrationsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    jobs: Jobs,
  ) {
    jobs.sweep('register-measures', '9 * * * *', (organisationId) => this.register(organisationId));
  }

  register(organisationId: string): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      const at = this.clock.now();
      const begun = await this.db.query<{ id: string; programId: string }>(
        `select c.id, c.program_id as "programId" from cohorts c
         join organisations o on o.organisation_id = c.organisation_id
         where c.organisation_id = $1 and c.state = 'running'
           and c.starts_on between ($2::timestamptz at time zone o.time_zone)::date - ${WITHIN_DAYS} and ($2::timestamptz at time zone o.time_zone)::date
           and not exists (select from cohort_registrations r where r.organisation_id = $1 and r.cohort_id = c.id)
         order by c.id`,
        [organisationId, at],
      );
      for (const { id, programId } of begun) {
        const { rowCount } = await this.db.execute(
          `insert into cohort_registrations (organisation_id, cohort_id, metrics, versions, registered_at) values ($1, $2, $3, $4, $5)
           on conflict on constraint cohort_registrations_pk do nothing`,
          [organisationId, id, comparedMetrics, comparedMetrics.map((key) => getMetric(key).version), at],
        );
        if (rowCount > 0)
          await appendAudit(
            this.db,
            { organisationId, personId: null },
            { programId },
            {
              action: 'comparison.register',
              outcome: 'done',
              subjectType: 'cohort',
              subjectId: id,
              facts: { metrics: comparedMetrics.length },
              at,
            },
          );
      }
    });
  }
}
