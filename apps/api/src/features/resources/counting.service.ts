import { Injectable } from '@nestjs/common';
import { mayBeCounted } from '@ithaca/metrics/releases';
import { surveyMinimum } from '@ithaca/metrics/survey-results';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';

interface Waiting {
  resourceId: string;
  personId: string;
  rating: number | null;
  isRating: boolean;
  isFinish: boolean;
}

const goodFrom = 4;

/**
 * Each night lets what people rated and finished into the counts of the library: of a resource only when as many people as may
 * be told of have rated, changed or taken back since the last time, and not all alike. Who finished is let in by itself.
 */
@Injectable()
export class CountingService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    jobs: Jobs,
  ) {
    jobs.sweep('count-resource-uses', '41 1 * * *', (organisationId) => this.count(organisationId));
  }

  async count(organisationId: string): Promise<void> {
    await this.db.write({ organisationId }, async () => {
      const waiting = await this.db.query<Waiting>(
        `select resource_id as "resourceId", person_id as "personId", rating, rating is distinct from counted_rating as "isRating",
           (finished_at is not null) <> is_counted as "isFinish"
         from resource_uses where organisation_id = $1
           and (rating is distinct from counted_rating or (finished_at is not null) <> is_counted)
         for update`,
        [organisationId],
      );
      const byResource = [...Map.groupBy(waiting, ({ resourceId }) => resourceId)];
      const due = (of: (own: readonly Waiting[]) => { personId: string; isYes?: boolean }[]) =>
        byResource.flatMap(([id, own]) => (mayBeCounted(of(own), surveyMinimum.answers) ? [id] : []));
      const rated = due((own) =>
        own.flatMap(({ personId, isRating, rating }) =>
          isRating ? [{ personId, ...(rating !== null && { isYes: rating >= goodFrom }) }] : [],
        ),
      );
      const finished = due((own) =>
        own.flatMap(({ personId, isFinish }) => (isFinish ? [{ personId }] : [])),
      );
      if (rated.length + finished.length === 0) return;
      await this.db.execute(
        `update resource_uses set counted_rating = case when resource_id = any ($2) then rating else counted_rating end,
           is_counted = case when resource_id = any ($3) then finished_at is not null else is_counted end
         where organisation_id = $1 and (resource_id = any ($2) or resource_id = any ($3))`,
        [organisationId, rated, finished],
      );
      await appendAudit(
        this.db,
        { organisationId, personId: null },
        { programId: null },
        {
          action: 'resource.count',
          outcome: 'done',
          subjectType: 'organisation',
          subjectId: organisationId,
          facts: { rated: rated.length, finished: finished.length },
          at: this.clock.now(),
        },
      );
    });
  }
}
