import type { Scope } from '@ithaca/domain/permissions';

import type { Database } from '../../platform/database/database.ts';

/**
 * What does an id of a path belong to? One statement per parameter name, each answering at most one row
 * { program_id, parties }. Row-level security makes another organisation's id the same as none.
 */
const PAIRING = `select c.program_id, array(select person_id from pairing_members m
    where m.organisation_id = p.organisation_id and m.pairing_id = p.id) as parties
  from pairings p join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id where p.organisation_id = $1`;
const COHORT = 'select c.program_id, null::uuid[] as parties from cohorts c where c.organisation_id = $1';

const STATEMENTS: Readonly<Record<string, string>> = {
  programId:
    'select id as program_id, null::uuid[] as parties from programs where organisation_id = $1 and id = $2',
  cohortId: `${COHORT} and c.id = $2`,
  runId: `${COHORT} and c.id = (select cohort_id from matching_runs where organisation_id = $1 and id = $2)`,
  proposalId: `${COHORT} and c.id = (select cohort_id from proposals where organisation_id = $1 and id = $2)`,
  enrolmentId: `select c.program_id, array[e.person_id] as parties from enrolments e
    join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id where e.organisation_id = $1 and e.id = $2`,
  pairingId: `${PAIRING} and p.id = $2`,
  meetingId: `${PAIRING} and p.id = (select pairing_id from meetings where organisation_id = $1 and id = $2)`,
  actionId: `${PAIRING} and p.id = (select pairing_id from actions where organisation_id = $1 and id = $2)`,
  goalId: `${PAIRING} and p.id = (select pairing_id from goals where organisation_id = $1 and id = $2)`,
  checkInId: `select c.program_id, array[i.person_id] as parties from check_ins i
    join cohorts c on c.organisation_id = i.organisation_id and c.id = i.cohort_id where i.organisation_id = $1 and i.id = $2`,
  personId:
    'select null::uuid as program_id, array[id] as parties from people where organisation_id = $1 and id = $2',
  importId:
    'select null::uuid as program_id, null::uuid[] as parties from imports where organisation_id = $1 and id = $2',
  grantId: 'select program_id, null::uuid[] as parties from grants where organisation_id = $1 and id = $2',
  sessionId: '',
  milestoneId: '',
  line: '',
};

/** The scope of the first id of a path, null when it names nothing of this organisation. Throws for a parameter nobody has described. */
export async function findScope(
  db: Database,
  organisationId: string,
  params: Record<string, unknown>,
): Promise<Scope | null> {
  const entry = Object.entries(params)[0];
  if (!entry) return {};
  const [name, value] = entry;
  const statement = STATEMENTS[name];
  if (statement === undefined) throw new Error(`scope.queries.ts does not say what :${name} belongs to.`);
  if (statement === '') return {};
  // Both are UUIDs that have been parsed, so the statement can go in one round trip with its transaction.
  const [rows] = await db.script({ organisationId }, [
    statement.replaceAll('$1', `'${organisationId}'::uuid`).replaceAll('$2', `'${assertId(value)}'::uuid`),
  ]);
  const row = rows?.[0] as { program_id: string | null; parties: string[] | null } | undefined;
  return row ? { programId: row.program_id, ...(row.parties ? { parties: row.parties } : {}) } : null;
}

function assertId(value: unknown): string {
  if (typeof value !== 'string' || !/^[0-9a-f-]{36}$/i.test(value))
    throw new Error('A scope is found by a UUID.');
  return value;
}
