import type { Locale } from '@ithaca/domain/vocabulary';
import { NOWHERE } from '@ithaca/domain/invented-people';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import type { Database } from '../../platform/database/database.ts';
import type { RehearsalPlan } from './rehearsals.queries.ts';

export interface Visitor {
  accountId: string;
  displayName: string;
  locale: Locale;
  timeZone: string;
  /** Runs every program at home, not this one alone. */
  runsAll: boolean;
}

/** The ids of what stands in a room before anybody is in it. */
export interface Furniture {
  programId: string;
  cohortId: string;
}

/**
 * The organisation of a room with the program and the cohort as they stand, in the caller's unit of work of the room. The settings
 * are copied as whole rows, so that what is added to them later is rehearsed as well; the day enrolment opens becomes today.
 */
export async function furnishRoom(
  db: Database,
  plan: RehearsalPlan,
  { today, now }: { today: string; now: Date },
): Promise<Furniture & { personId: string }> {
  const { roomId } = plan;
  await db.execute(
    'insert into identity.organisations (organisation_id, slug, created_at) values ($1, $2, $3)',
    [roomId, `rehearsal-${roomId}`, now],
  );
  await db.execute(
    `insert into organisations select * from jsonb_populate_record(null::organisations, $1::jsonb || jsonb_build_object(
       'organisation_id', $2::uuid, 'slug', $3::text, 'demo', false, 'created_at', $4::timestamptz, 'rehearsal_of', $5::uuid, 'version', 1))`,
    [JSON.stringify(plan.settings), roomId, `rehearsal-${roomId}`, now, plan.organisationId],
  );
  const programId = uuidv7();
  const cohortId = uuidv7();
  await db.execute(
    `insert into rehearsal_rooms (organisation_id, rehearsal_id, home_organisation_id, home_program_id, home_cohort_id, program_id, cohort_id, seed, first_day)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      roomId,
      plan.rehearsalId,
      plan.organisationId,
      plan.programId,
      plan.cohortId,
      programId,
      cohortId,
      plan.seed,
      plan.firstDay,
    ],
  );
  const personId = await insertVisitor(db, roomId, plan.beginner, now);
  await db.execute(
    `insert into programs select * from jsonb_populate_record(null::programs, $1::jsonb || jsonb_build_object(
       'organisation_id', $2::uuid, 'id', $3::uuid, 'created_by', $4::uuid, 'created_at', $5::timestamptz, 'state', 'open',
       'form_draft', null, 'template_id', null, 'version', 1))`,
    [JSON.stringify(plan.program), roomId, programId, personId, now],
  );
  await db.execute(
    `insert into cohorts select * from jsonb_populate_record(null::cohorts, $1::jsonb || (
       select jsonb_object_agg(moved.key, (moved.value)::date - $6::date + $7::date)
       from jsonb_each_text($1::jsonb) moved where moved.key in ('enrolment_opens_on', 'enrolment_closes_on', 'starts_on', 'ends_on'))
       || jsonb_build_object('organisation_id', $2::uuid, 'id', $3::uuid, 'program_id', $4::uuid, 'created_by', $5::uuid,
       'created_at', $8::timestamptz, 'launched_at', $8::timestamptz, 'state', 'enrolling', 'opens_at_minute', 0, 'version', 1))`,
    [JSON.stringify(plan.cohort), roomId, cohortId, programId, personId, plan.firstDay, today, now],
  );
  if (plan.surveyPlan)
    await db.execute(
      `insert into survey_plans select * from jsonb_populate_record(null::survey_plans, $1::jsonb || jsonb_build_object(
         'organisation_id', $2::uuid, 'program_id', $3::uuid, 'number', 1, 'saved_by', $4::uuid, 'saved_at', $5::timestamptz, 'version', 1))`,
      [JSON.stringify(plan.surveyPlan), roomId, programId, personId, now],
    );
  for (const text of plan.mailTexts)
    await db.execute(
      `insert into mail_texts select * from jsonb_populate_record(null::mail_texts, $1::jsonb || jsonb_build_object(
         'organisation_id', $2::uuid, 'program_id', $3::uuid, 'changed_by', $4::uuid, 'changed_at', $5::timestamptz, 'version', 1))`,
      [JSON.stringify(text), roomId, programId, personId, now],
    );
  await admit(db, roomId, { ...plan.beginner, personId, programId }, now);
  return { programId, cohortId, personId };
}

/** Lets a coordinator in, once; a seat that was taken before is kept. In the caller's unit of work of the room. */
export async function admitVisitor(db: Database, roomId: string, visitor: Visitor, now: Date): Promise<void> {
  const room = await db.first<{ programId: string }>(
    'select program_id as "programId" from rehearsal_rooms where organisation_id = $1 for update',
    [roomId],
  );
  if (!room) throw new Refusal('rehearsal.not-ready');
  const known = await db.first(
    'select 1 from rehearsal_visitors where organisation_id = $1 and account_id = $2',
    [roomId, visitor.accountId],
  );
  if (known) return;
  const personId = await insertVisitor(db, roomId, visitor, now);
  await admit(db, roomId, { ...visitor, personId, programId: room.programId }, now);
}

async function insertVisitor(
  db: Database,
  roomId: string,
  { displayName, locale, timeZone }: Visitor,
  now: Date,
): Promise<string> {
  const id = uuidv7();
  await db.execute(
    `insert into people (organisation_id, id, display_name, given_name, email, locale, time_zone, created_at, updated_at)
     values ($1, $2, $3, $3, $4, $5, $6, $7, $7)`,
    [roomId, id, displayName, `visitor.${id}@${NOWHERE}`, locale, timeZone, now],
  );
  return id;
}

async function admit(
  db: Database,
  roomId: string,
  visitor: Visitor & { personId: string; programId: string },
  now: Date,
): Promise<void> {
  const { accountId, personId } = visitor;
  await db.execute(
    `insert into grants (organisation_id, id, person_id, role, program_id, granted_at) values ($1, $2, $3, 'coordinator', $4, $5)`,
    [roomId, uuidv7(), personId, visitor.runsAll ? null : visitor.programId, now],
  );
  await db.execute(
    'insert into rehearsal_visitors (organisation_id, account_id, person_id) values ($1, $2, $3)',
    [roomId, accountId, personId],
  );
  await db.execute(
    `insert into identity.memberships (account_id, organisation_id, person_id, organisation_name, created_at, rehearsal_of)
     select $2, organisation_id, $3, name, $4, rehearsal_of from organisations where organisation_id = $1`,
    [roomId, accountId, personId, now],
  );
}
