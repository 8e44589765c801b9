import type { ClosingItem } from '@ithaca/domain/cohort';

const running = `from pairings w join pairing_members m on m.organisation_id = $1 and m.pairing_id = w.id and m.open and m.inside
  where w.organisation_id = $1 and w.cohort_id = $2 and w.state in ('active', 'paused')`;

/** By whom each thing is open in a cohort ($2), in which role, and where it is done. What they wrote is not read. */
export const closingDebtors: Record<ClosingItem, string> = {
  pairings: `select m.person_id, m.role, '/pairings/' || w.id || '/finish' as path ${running}`,
  unansweredCheckIns: `select k.person_id, k.role, '/check-ins/' || k.id as path from check_ins k
    join pairings w on w.organisation_id = $1 and w.id = k.pairing_id and w.state in ('active', 'paused')
    where k.organisation_id = $1 and k.cohort_id = $2 and k.answered_at is null`,
  openGoals: `select m.person_id, m.role, '/pairings/' || w.id || '/goals' as path ${running}
    and exists (select from goals g where g.organisation_id = $1 and g.pairing_id = w.id and g.owner_id = m.person_id and g.state = 'open')`,
  unsignedAgreements: `select m.person_id, m.role, '/pairings/' || w.id as path ${running} and m.signed_at is null`,
};
