import { openPairingStates } from '@ithaca/domain/pairing';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../../../platform/database/database.ts';
import type { CohortFacts, KnownEnrolment } from './mentoring-plan.ts';

/** The states of a cohort into which people can be brought from elsewhere: it takes people, and has not ended. */
const openCohortStates = ['enrolling', 'matching', 'running'] as const;

/** Who takes part in the cohort already, and in which pairs. */
export async function loadCohortFacts(
  db: Database,
  organisationId: string,
  cohortId: string,
): Promise<CohortFacts> {
  const cohort = await db.first<{ state: string; isOfPeers: boolean }>(
    `select c.state, g.format = 'peer' as "isOfPeers" from cohorts c
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where c.organisation_id = $1 and c.id = $2 for share of c`,
    [organisationId, cohortId],
  );
  if (!cohort) throw new Refusal('record.not-found');
  if (!(openCohortStates as readonly string[]).includes(cohort.state))
    throw new Refusal('import.cohort-closed', { state: cohort.state, possible: [...openCohortStates] });
  const enrolments = await db.query<KnownEnrolment>(
    `select e.id, e.person_id as "personId", e.role, e.state, e.capacity,
       (select count(*)::int from pairing_members m where m.organisation_id = e.organisation_id and m.enrolment_id = e.id and m.open) as "openPairings"
     from enrolments e where e.organisation_id = $1 and e.cohort_id = $2`,
    [organisationId, cohortId],
  );
  const pairs = await db.query<{ mentorId: string; menteeId: string }>(
    `select mentor.person_id as "mentorId", mentee.person_id as "menteeId"
     from pairings p
     join pairing_members mentor on mentor.organisation_id = p.organisation_id and mentor.pairing_id = p.id and mentor.role in ('mentor', 'peer')
     join pairing_members mentee on mentee.organisation_id = p.organisation_id and mentee.pairing_id = p.id
       and (mentee.role = 'mentee' or mentee.role = 'peer' and mentee.person_id > mentor.person_id)
     where p.organisation_id = $1 and p.cohort_id = $2 and p.state = any($3)`,
    [organisationId, cohortId, [...openPairingStates]],
  );
  return { id: cohortId, isOfPeers: cohort.isOfPeers, enrolments, pairs };
}
