import { Injectable } from '@nestjs/common';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';

/** How much a mentor gives; may be lowered or paused at any time, and no pairing is touched by it. */
@Injectable()
export class PlacesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  set(mentor: Party, enrolmentId: string, capacity: number, version: number): Promise<void> {
    return this.db.write(mentor, async () => {
      const enrolment = await this.db.first<{
        role: string;
        state: string;
        version: number;
        isOpen: boolean;
      }>(
        `select e.role, e.state, e.version, c.state in ('enrolling', 'matching', 'running') as "isOpen"
         from enrolments e join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
         where e.organisation_id = $1 and e.id = $2 and e.person_id = $3 for no key update of e`,
        [mentor.organisationId, enrolmentId, mentor.personId],
      );
      if (!enrolment) throw new Refusal('record.not-found');
      if (enrolment.version !== version) throw new Refusal('record.changed', { version: enrolment.version });
      if (
        enrolment.role !== 'mentor' ||
        !enrolment.isOpen ||
        !['in-pool', 'matched'].includes(enrolment.state)
      )
        throw new Refusal('enrolment.wrong-state', { from: enrolment.state, to: enrolment.state });
      await this.db.execute(
        `update enrolments set capacity = $3, version = version + 1, updated_at = $4
         where organisation_id = $1 and id = $2`,
        [mentor.organisationId, enrolmentId, capacity, this.clock.now()],
      );
    });
  }
}
