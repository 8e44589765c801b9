import type { Journey } from '@ithaca/contracts/journey';
import { firstAgreement } from '@ithaca/domain/agreement';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import type { Database } from '../../../../platform/database/database.ts';
import { chunksOf } from '../../directory.ts';
import type { MentoringPlan, PlannedEnrolment, PlannedPairing } from './mentoring-plan.ts';

/** Writes the enrolments and pairings that come with an import, each with what an undo needs. Nobody gets a mail. */

interface Import {
  organisationId: string;
  id: string;
  createdBy: string;
}

interface Traced {
  trace: string;
  enrolment: PlannedEnrolment;
}

/** The enrolment as JSON, all of it but what counts its changes. */
export const enrolmentFacts = "(to_jsonb(e) - array['version', 'updated_at'])";
/** The pairing with its members as JSON. */
export const pairingFacts = `((to_jsonb(p) - array['version']) || jsonb_build_object('members', (
  select jsonb_agg(to_jsonb(m) order by m.person_id) from pairing_members m
  where m.organisation_id = p.organisation_id and m.pairing_id = p.id)))`;

export async function carryOutMentoring(
  db: Database,
  record: Import,
  cohortId: string,
  plan: MentoringPlan,
  now: Date,
): Promise<void> {
  const { organisationId } = record;
  const changed = plan.changedEnrolments.map((enrolment): Traced => ({ trace: uuidv7(), enrolment }));
  const added = changed.filter(({ enrolment }) => enrolment.known === null);
  const known = changed.filter(({ enrolment }) => enrolment.known !== null);
  for (const chunk of chunksOf(added)) await addEnrolments(db, record, cohortId, chunk, now);
  for (const chunk of chunksOf(known)) await changeEnrolments(db, record, chunk, now);
  for (const chunk of chunksOf(plan.pairings)) await addPairings(db, record, cohortId, chunk, now);
  for (const chunk of chunksOf(changed)) await reachStages(db, record, cohortId, chunk, now);
  await db.execute(
    `update import_traces t set after = ${enrolmentFacts} from enrolments e
     where t.organisation_id = $1 and t.import_id = $2 and t.kind = 'enrolment' and e.organisation_id = $1 and e.id = t.subject_id`,
    [organisationId, record.id],
  );
}

/** A day as the instant it begins in the organisation's time zone; without one, the instant of the import. */
const startOf = (day: string, now: string) =>
  `coalesce(${day}::timestamp at time zone (select time_zone from organisations where organisation_id = $1), ${now})`;

async function addEnrolments(
  db: Database,
  { organisationId, id }: Import,
  cohortId: string,
  added: readonly Traced[],
  now: Date,
): Promise<void> {
  const rows = added.map(({ trace, enrolment }) => ({
    trace,
    line: enrolment.line,
    id: enrolment.id,
    person_id: enrolment.personId,
    role: enrolment.role,
    state: enrolment.isPaired ? 'matched' : 'in-pool',
    interests: enrolment.interests,
    wishes: enrolment.wishes,
    capacity: enrolment.capacity,
    paired_on: enrolment.pairedOn,
  }));
  await db.execute(
    `insert into enrolments (organisation_id, id, cohort_id, person_id, role, state, answers, capacity, submitted_at, created_at, updated_at)
     select $1, x.id, $2, x.person_id, x.role, x.state,
       jsonb_build_object('skills', '[]'::jsonb, 'goals', '[]'::jsonb, 'goalText', '', 'interests', x.interests,
         'workingStyle', null, 'languages', coalesce((select jsonb_agg(l) from unnest(p.languages[:12]) l where l ~ '^[a-z]{2,3}$'), '[]'),
         'wishes', x.wishes, 'own', '{}'::jsonb),
       x.capacity, ${startOf('x.paired_on', '$3::timestamptz')}, $3, $3
     from json_to_recordset($4) as x(id uuid, person_id uuid, role text, state text, interests jsonb, wishes jsonb,
       capacity smallint, paired_on date)
     join people p on p.organisation_id = $1 and p.id = x.person_id`,
    [organisationId, cohortId, now, JSON.stringify(rows)],
  );
  await db.execute(
    `insert into import_traces (organisation_id, id, import_id, kind, subject_id, line, before, after)
     select $1, x.trace, $2, 'enrolment', x.id, x.line, null, '{}'
     from json_to_recordset($3) as x(trace uuid, id uuid, line integer)`,
    [organisationId, id, JSON.stringify(rows)],
  );
}

/** People who enrolled themselves keep their answers; they come into the pool or into the pairing they have. */
async function changeEnrolments(
  db: Database,
  { organisationId, id }: Import,
  known: readonly Traced[],
  now: Date,
): Promise<void> {
  const rows = JSON.stringify(
    known.map(({ trace, enrolment }) => ({
      trace,
      line: enrolment.line,
      id: enrolment.id,
      state: enrolment.isPaired
        ? 'matched'
        : enrolment.known?.state === 'draft'
          ? 'in-pool'
          : enrolment.known?.state,
      capacity: enrolment.capacity,
    })),
  );
  await db.execute(
    `insert into import_traces (organisation_id, id, import_id, kind, subject_id, line, before, after)
     select $1, x.trace, $2, 'enrolment', e.id, x.line, ${enrolmentFacts}, '{}'
     from json_to_recordset($3) as x(trace uuid, id uuid, line integer)
     join enrolments e on e.organisation_id = $1 and e.id = x.id`,
    [organisationId, id, rows],
  );
  const { rowCount } = await db.execute(
    `update enrolments e set state = x.state, capacity = x.capacity, submitted_at = coalesce(e.submitted_at, $3), updated_at = $3,
       version = e.version + 1
     from json_to_recordset($2) as x(id uuid, state text, capacity smallint)
     where e.organisation_id = $1 and e.id = x.id`,
    [organisationId, rows, now],
  );
  if (rowCount !== known.length) throw new Refusal('record.changed');
}

async function addPairings(
  db: Database,
  { organisationId, id }: Import,
  cohortId: string,
  pairings: readonly PlannedPairing[],
  now: Date,
): Promise<void> {
  const program = await db.first<{ journey: Journey }>(
    `select g.journey from cohorts c join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where c.organisation_id = $1 and c.id = $2`,
    [organisationId, cohortId],
  );
  if (!program) throw new Refusal('record.not-found');
  const agreement = firstAgreement(program.journey);
  const rows = JSON.stringify(
    pairings.map((pairing) => ({ ...pairing, paired_on: pairing.pairedOn, trace: uuidv7() })),
  );
  const columns = `json_to_recordset($3) as x(id uuid, trace uuid, line integer, "mentorId" uuid, "menteeId" uuid,
    "mentorEnrolmentId" uuid, "menteeEnrolmentId" uuid, paired_on date)`;
  await db.execute(
    `insert into pairings (organisation_id, id, cohort_id, state, cadence_days, agreement, published_at, started_at)
     select $1, x.id, $2, 'active', $5, $6::jsonb, ${startOf('x.paired_on', '$4::timestamptz')}, ${startOf('x.paired_on', '$4::timestamptz')}
     from ${columns}`,
    [organisationId, cohortId, rows, now, agreement.cadenceDays, JSON.stringify(agreement)],
  );
  await db.execute(
    `insert into pairing_members (organisation_id, pairing_id, person_id, cohort_id, enrolment_id, role, accepted_at)
     select $1, x.id, s.person_id, $2, s.enrolment_id, e.role, ${startOf('x.paired_on', '$4::timestamptz')}
     from ${columns}
     cross join lateral (values (x."mentorId", x."mentorEnrolmentId"), (x."menteeId", x."menteeEnrolmentId")) as s (person_id, enrolment_id)
     join enrolments e on e.organisation_id = $1 and e.id = s.enrolment_id`,
    [organisationId, cohortId, rows, now],
  );
  await db.execute(
    `insert into import_traces (organisation_id, id, import_id, kind, subject_id, line, before, after)
     select $1, x.trace, $2, 'pairing', x.id, x.line, null, ${pairingFacts}
     from ${columns} join pairings p on p.organisation_id = $1 and p.id = x.id`,
    [organisationId, id, rows],
  );
}

/** Whoever joined elsewhere has come through the same stages; they are told of at the day the pairing began. */
async function reachStages(
  db: Database,
  { organisationId, createdBy }: Import,
  cohortId: string,
  changed: readonly Traced[],
  now: Date,
): Promise<void> {
  const events = changed.flatMap(({ trace, enrolment: { known, personId, role, isPaired, pairedOn } }) => {
    const entered = known === null || known.state === 'draft' ? ['registered', 'in-pool'] : [];
    const matched = isPaired && known?.state !== 'matched' ? ['matched'] : [];
    return [...entered, ...matched].map((stage) => ({
      id: uuidv7(),
      trace,
      person_id: personId,
      role,
      stage,
      on: pairedOn,
    }));
  });
  await db.execute(
    `insert into stage_events (organisation_id, id, cohort_id, person_id, role, stage, at, actor_id, trace_id)
     select $1, x.id, $2, x.person_id, x.role, x.stage, ${startOf('x."on"', '$3::timestamptz')}, $4, x.trace
     from json_to_recordset($5) as x(id uuid, trace uuid, person_id uuid, role text, stage text, "on" date)`,
    [organisationId, cohortId, now, createdBy, JSON.stringify(events)],
  );
}
