import type { Scope } from '@ithaca/domain/permissions';

import type { Call } from '../../platform/database/prepared-statements.ts';

/**
 * What does an id of a path ($2) of the organisation ($1) belong to? One statement per parameter name, each answering at most one row
 * { program_id, parties }, for a pairing { invited } as well. Row-level security makes another organisation's id the same as none.
 */
const PAIRING = `select c.program_id, array(select person_id from pairing_members m
    where m.organisation_id = p.organisation_id and m.pairing_id = p.id and m.inside) as parties,
  array(select person_id from pairing_members m where m.organisation_id = p.organisation_id and m.pairing_id = p.id
    and not m.inside and m.declined_at is null and m.left_at is null) as invited
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
  approvalId: `select c.program_id, array(select p.manager_id from people p where p.organisation_id = a.organisation_id
      and p.id = e.person_id and p.manager_id is not null) as parties
    from approvals a join enrolments e on e.organisation_id = a.organisation_id and e.id = a.enrolment_id
    join cohorts c on c.organisation_id = a.organisation_id and c.id = a.cohort_id where a.organisation_id = $1 and a.id = $2`,
  pairingId: `${PAIRING} and p.id = $2`,
  meetingId: `${PAIRING} and p.id = (select pairing_id from meetings where organisation_id = $1 and id = $2)`,
  actionId: `${PAIRING} and p.id = (select pairing_id from actions where organisation_id = $1 and id = $2)`,
  goalId: `${PAIRING} and p.id = (select pairing_id from goals where organisation_id = $1 and id = $2)`,
  requestId: `select c.program_id, array[e.person_id] as parties from mentor_requests r
    join enrolments e on e.organisation_id = r.organisation_id and e.id = r.mentor_enrolment_id
    join cohorts c on c.organisation_id = r.organisation_id and c.id = r.cohort_id where r.organisation_id = $1 and r.id = $2`,
  introductionId: `select c.program_id, array_remove(array[i.helper_id, i.guest_id, case when i.sent_at is not null then i.third_id end], null) as parties
    from introductions i join cohorts c on c.organisation_id = i.organisation_id and c.id = i.cohort_id where i.organisation_id = $1 and i.id = $2`,
  checkInId: `select c.program_id, array[i.person_id] as parties from check_ins i
    join cohorts c on c.organisation_id = i.organisation_id and c.id = i.cohort_id where i.organisation_id = $1 and i.id = $2`,
  surveyAskId: `select c.program_id, array[a.person_id] as parties from survey_asks a
    join cohorts c on c.organisation_id = a.organisation_id and c.id = a.cohort_id where a.organisation_id = $1 and a.id = $2`,
  concernId: `select null::uuid as program_id, array(select r.person_id from concern_readers r
      join safeguarding_reviewers s on s.organisation_id = r.organisation_id and s.person_id = r.person_id
      where r.organisation_id = c.organisation_id and r.concern_id = c.id) as parties
    from concerns c where c.organisation_id = $1 and c.id = $2 and c.closed_at is null`,
  personId:
    'select null::uuid as program_id, array[id] as parties from people where organisation_id = $1 and id = $2',
  importId:
    'select null::uuid as program_id, null::uuid[] as parties from imports where organisation_id = $1 and id = $2',
  resourceId:
    'select null::uuid as program_id, null::uuid[] as parties from resources where organisation_id = $1 and id = $2',
  templateId:
    'select null::uuid as program_id, null::uuid[] as parties from program_templates where organisation_id = $1 and id = $2',
  attributeId:
    'select null::uuid as program_id, null::uuid[] as parties from declared_attributes where organisation_id = $1 and id = $2',
  exportId:
    'select null::uuid as program_id, array[created_by] as parties from exports where organisation_id = $1 and id = $2',
  viewId:
    'select null::uuid as program_id, array[owner_id] as parties from saved_views where organisation_id = $1 and id = $2',
  savedReportId:
    'select program_id, null::uuid[] as parties from saved_reports where organisation_id = $1 and id = $2',
  reportRunId:
    'select program_id, null::uuid[] as parties from report_runs where organisation_id = $1 and id = $2',
  actId:
    'select null::uuid as program_id, null::uuid[] as parties from bulk_acts where organisation_id = $1 and id = $2',
  rehearsalId: `${COHORT} and c.id = (select cohort_id from rehearsals where organisation_id = $1 and id = $2)`,
  grantId: 'select program_id, null::uuid[] as parties from grants where organisation_id = $1 and id = $2',
  sessionId: '',
  templateKey: '',
  milestoneId: '',
  scenarioId: '',
  linkId: '',
  scheduleId: '',
  mailId: '',
  line: '',
  spellId: '',
  fileId: '',
  messageId: '',
};

/** The tenant that the look-up of the session has set earlier in the same transaction. */
const TENANT = "nullif(current_setting('app.organisation_id', true), '')::uuid";

/**
 * The statement that finds what the first id of a path belongs to, null when there is nothing to find. Throws for a
 * parameter nobody has described.
 */
export function scopeCall(params: Record<string, unknown>): Call | null {
  const entry = Object.entries(params)[0];
  if (!entry) return null;
  const [name, value] = entry;
  const statement = STATEMENTS[name];
  if (statement === undefined) throw new Error(`scope.queries.ts does not say what :${name} belongs to.`);
  if (statement === '') return null;
  return {
    sql: statement.replaceAll('$1', TENANT).replaceAll('$2', '$1'),
    types: ['uuid'],
    values: [assertId(value)],
  };
}

/** The scope in the row of such a statement, null when the id names nothing of this organisation. */
export function readScope(row: Record<string, unknown> | undefined): Scope | null {
  const found = row as
    { program_id: string | null; parties: string[] | null; invited?: string[] | null } | undefined;
  if (!found) return null;
  const { program_id: programId, parties, invited } = found;
  return { programId, ...(parties && { parties }), ...(invited && { invited }) };
}

function assertId(value: unknown): string {
  if (typeof value !== 'string' || !/^[0-9a-f-]{36}$/i.test(value))
    throw new Error('A scope is found by a UUID.');
  return value;
}
