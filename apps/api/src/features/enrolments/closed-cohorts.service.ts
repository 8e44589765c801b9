import { Injectable } from '@nestjs/common';
import type { CohortState } from '@ithaca/domain/cohort';
import { enrolmentAfterCohort, moveEnrolment, waitingStates } from '@ithaca/domain/enrolment';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import type { Side } from '@ithaca/domain/vocabulary';

import { appendAudit } from '../../platform/audit/audit.ts';
import type { Doer } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { EnrolmentsRepository } from './enrolments.repository.ts';

interface Waiting {
  id: string;
  personId: string;
  role: Side;
  state: EnrolmentState;
  cohortId: string;
  cohortState: CohortState;
  programId: string;
}

const MOST_AT_ONCE = 500;

/** Empties the pool of a cohort that is closed: nobody waits for a partner any more where none is given. */
@Injectable()
export class ClosedCohortsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly repository: EnrolmentsRepository,
  ) {}

  /** Each enrolment with its audit row and its stage; doing it twice changes nothing. Whoever is in a pairing moves with it. */
  async settle(organisationId: string): Promise<void> {
    const doer: Doer = { organisationId, personId: null };
    for (let more = true; more;) more = await this.db.write(doer, () => this.#settleSome(doer));
  }

  async #settleSome(doer: Doer): Promise<boolean> {
    const now = this.clock.now();
    const waiting = await this.db.query<Waiting>(
      `select e.id, e.person_id as "personId", e.role, e.state, e.cohort_id as "cohortId", c.state as "cohortState", c.program_id as "programId"
       from enrolments e join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id and c.state in ('closed', 'archived')
       where e.organisation_id = $1 and e.state = any ($3)
         and not exists (select from pairing_members m
           where m.organisation_id = e.organisation_id and m.enrolment_id = e.id and m.open)
       order by e.role desc, e.id limit $2 for no key update of e skip locked`,
      [doer.organisationId, MOST_AT_ONCE, waitingStates],
    );
    for (const { id, personId, role, state, cohortId, cohortState, programId } of waiting) {
      const to = enrolmentAfterCohort(state, cohortState);
      if (to === null) continue;
      await this.db.execute(
        `update enrolments set state = $3, version = version + 1, updated_at = $4, ended_at = $4, paused_from = null, paused_at = null
         where organisation_id = $1 and id = $2`,
        [doer.organisationId, id, moveEnrolment(state, to), now],
      );
      await this.repository.appendStage(doer, {
        cohortId,
        personIds: [personId],
        role,
        stage: 'withdrawn',
        at: now,
      });
      await appendAudit(
        this.db,
        doer,
        { programId },
        {
          action: 'enrolments.settle-with-cohort',
          outcome: 'done',
          subjectType: 'enrolment',
          subjectId: id,
          facts: { from: state, to },
          at: now,
        },
      );
    }
    return waiting.length === MOST_AT_ONCE;
  }
}
