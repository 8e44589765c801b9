import { enrolmentAnswers } from '@ithaca/contracts/enrolments';
import type { MyEnrolment, Standing, enrolmentItem, enrolmentRoutes } from '@ithaca/contracts/enrolments';
import type { InputOf } from '@ithaca/contracts/route';
import { enrolledStates } from '@ithaca/domain/enrolment';
import type { PairingMode } from '@ithaca/domain/mentor-request';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { searchTokens } from '@ithaca/domain/search-tokens';
import type { Side } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';
import { readStandings } from './admission/standing.queries.ts';

type MyRow = Omit<MyEnrolment, 'submittedAt' | 'updatedAt' | 'answers' | 'standing'> & {
  answers: unknown;
  submittedAt: Date | null;
  updatedAt: Date;
};

/** Names of people listed by id, in the order of the list; `ids` is an expression of type uuid[]. */
const named = (
  ids: string,
) => `coalesce((select json_agg(json_build_object('id', p.id, 'displayName', p.display_name) order by listed.place)
  from unnest(${ids}) with ordinality as listed (id, place)
  join people p on p.organisation_id = e.organisation_id and p.id = listed.id), '[]')`;

const MINE = `e.id, e.cohort_id as "cohortId", e.role, e.state, e.answers, e.capacity, e.version,
  ${named('e.do_not_pair_with')} as "doNotPairWith",
  ${named("array(select jsonb_array_elements_text(e.answers -> 'wishes')::uuid)")} as wishes,
  coalesce((select json_agg(json_build_object('fromOn', b.from_on, 'untilOn', b.until_on) order by b.from_on, b.id) from blackouts b
    where b.organisation_id = e.organisation_id and b.person_id = e.person_id), '[]') as blackouts,
  e.submitted_at as "submittedAt", e.updated_at as "updatedAt"`;

/** What have I answered? Grain: one enrolment of mine. */
export async function getMyEnrolment(
  db: Database,
  clock: Clock,
  actor: Actor,
  enrolmentId: string,
): Promise<MyEnrolment> {
  const row = await db.first<MyRow>(
    `select ${MINE} from enrolments e where e.organisation_id = $1 and e.id = $2 and e.person_id = $3`,
    [actor.organisationId, enrolmentId, actor.personId],
  );
  if (!row) throw new Refusal('record.not-found');
  const standings = await readStandings(db, clock, actor.organisationId, [row]);
  return shapeMine(row, standings);
}

interface MyPlace {
  cohortName: string;
  programName: string;
  cohortState: string;
  pairingMode: PairingMode;
  openChoices: number;
  hadPairing: boolean;
  startsOn: string;
  enrolmentClosesOn: string;
}

/** Where do I take part, and how does it stand? Grain: an enrolment of mine, newest first. */
export async function listMyEnrolments(db: Database, clock: Clock, actor: Actor) {
  const rows = await db.query<MyRow & MyPlace>(
    `select ${MINE}, c.name as "cohortName", g.name as "programName", c.state as "cohortState",
       g.pairing_mode as "pairingMode",
       (select count(*)::int from mentor_requests r where r.organisation_id = e.organisation_id and r.mentee_enrolment_id = e.id
         and r.state in ('waiting', 'asked')) as "openChoices",
       exists (select from pairing_members m where m.organisation_id = e.organisation_id and m.enrolment_id = e.id and not m.open) as "hadPairing",
       c.starts_on::text as "startsOn", c.enrolment_closes_on::text as "enrolmentClosesOn"
     from enrolments e
     join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where e.organisation_id = $1 and e.person_id = $2
     order by e.created_at desc, e.id desc`,
    [actor.organisationId, actor.personId],
  );
  const standings = await readStandings(db, clock, actor.organisationId, rows);
  return rows.map((row) => ({ ...row, ...shapeMine(row, standings) }));
}

function shapeMine(row: MyRow, standings: ReadonlyMap<string, Standing>): MyEnrolment {
  return {
    ...row,
    standing: standings.get(row.id) ?? null,
    answers: z.parse(enrolmentAnswers, row.answers),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  };
}

type Item = z.infer<typeof enrolmentItem>;
type ItemRow = Omit<Item, 'submittedAt' | 'updatedAt'> & { submittedAt: Date | null; updatedAt: Date };

/**
 * Who is in a cohort, who is stuck? Grain: an enrolment, by name. Whom somebody does not want to be paired with is
 * never read here, and what a draft says stays with its author until it is sent.
 */
export async function listEnrolments(
  db: Database,
  actor: Actor,
  cohortId: string,
  query: InputOf<typeof enrolmentRoutes.list>['query'],
) {
  const parameters: unknown[] = [actor.organisationId, cohortId, query.limit + 1];
  const value = (parameter: unknown) => `$${parameters.push(parameter)}`;
  const conditions = ['e.organisation_id = $1', 'e.cohort_id = $2'];
  if (query.role) conditions.push(`e.role = ${value(query.role)}`);
  if (query.state) conditions.push(`e.state = ${value(query.state)}`);
  for (const token of searchTokens([query.q ?? ''])) {
    const start = value(token);
    conditions.push(`exists (select 1 from person_tokens t where t.organisation_id = e.organisation_id
      and t.person_id = e.person_id and t.token >= ${start} and t.token < ${start} || U&'\\+10FFFF')`);
  }
  const after = decodeCursor(query.cursor, 2);
  if (after)
    conditions.push(
      `(p.display_name collate "C", e.id) > (${value(after[0])}, ${value(asId(after[1]))}::uuid)`,
    );
  const rows = await db.query<ItemRow>(
    `select e.id, e.person_id as "personId", p.display_name as "displayName", p.department, p.job_title as "jobTitle",
       e.role, e.state, e.capacity, e.submitted_at as "submittedAt", e.updated_at as "updatedAt", e.version,
       (select count(*) from pairing_members m
         where m.organisation_id = e.organisation_id and m.enrolment_id = e.id and m.open)::int as "openPairings",
       case when e.state = 'draft' then '[]' else jsonb_path_query_array(e.answers, '$.skills[*].skill') end as skills
     from enrolments e
     join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
     where ${conditions.join(' and ')}
     order by p.display_name collate "C", e.id limit $3`,
    parameters,
  );
  const page = pageFrom(rows, query.limit, (row) => [row.displayName, row.id]);
  return {
    ...page,
    items: page.items.map((row) => ({
      ...row,
      submittedAt: row.submittedAt?.toISOString() ?? null,
      updatedAt: row.updatedAt.toISOString(),
    })),
  };
}

interface InviteeRow {
  invitationId: string;
  personId: string;
  displayName: string;
  department: string;
  role: Side | null;
  invitedAt: Date;
  enrolled: boolean;
}

/** Who was invited to a cohort, and who has enrolled since? Grain: an invitation, by name. */
export async function listInvitees(
  db: Database,
  actor: Actor,
  cohortId: string,
  query: InputOf<typeof enrolmentRoutes.listInvitations>['query'],
) {
  const parameters: unknown[] = [actor.organisationId, cohortId, query.limit + 1, enrolledStates];
  const value = (parameter: unknown) => `$${parameters.push(parameter)}`;
  const conditions: string[] = [];
  if (query.enrolled !== undefined) conditions.push(`found.enrolled = ${value(query.enrolled)}`);
  const after = decodeCursor(query.cursor, 2);
  if (after)
    conditions.push(
      `("displayName" collate "C", "invitationId") > (${value(after[0])}, ${value(asId(after[1]))}::uuid)`,
    );
  const rows = await db.query<InviteeRow>(
    `select * from (
       select i.id as "invitationId", i.person_id as "personId", p.display_name as "displayName", p.department, i.role,
         i.invited_at as "invitedAt",
         exists (select 1 from enrolments e where e.organisation_id = i.organisation_id and e.cohort_id = i.cohort_id
           and e.person_id = i.person_id and e.state = any ($4)) as enrolled
       from invitations i
       join people p on p.organisation_id = i.organisation_id and p.id = i.person_id
       where i.organisation_id = $1 and i.cohort_id = $2 and i.state <> 'withdrawn') found
     ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
     order by "displayName" collate "C", "invitationId" limit $3`,
    parameters,
  );
  const page = pageFrom(rows, query.limit, (row) => [row.displayName, row.invitationId]);
  return { ...page, items: page.items.map((row) => ({ ...row, invitedAt: row.invitedAt.toISOString() })) };
}

/** The id in a cursor somebody may have made up: anything else than an id simply comes before all ids. */
function asId(value: string | number | null | undefined): string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? value
    : '00000000-0000-0000-0000-000000000000';
}
