import type { CohortRequest, WaitingMentee } from '@ithaca/contracts/mentor-requests';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { circleOf } from '@ithaca/domain/circle';
import { waitsForCoordinator } from '@ithaca/domain/mentor-request';
import type { Choice, MentorRequestState, PairingMode } from '@ithaca/domain/mentor-request';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Format } from '@ithaca/domain/vocabulary';

import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';

interface ChoiceRow extends Omit<Choice, 'rank'> {
  id: string;
  rank: number;
  mentorName: string;
  askedAt: string | null;
  dueAt: string | null;
}

interface WaitingRow {
  mentee: WaitingMentee['mentee'];
  since: Date | null;
  hadPairing: boolean;
  choices: ChoiceRow[];
}

/** $1 organisation, $2 cohort, $3 today, $4 the most mentees of one circle (null: pairs). Whoever sits in a mentor's open pairing has a place. */
const WAITING = `
  select json_build_object('enrolmentId', e.id, 'personId', p.id, 'displayName', p.display_name, 'jobTitle', p.job_title,
      'department', p.department, 'site', p.site, 'timeZone', p.time_zone) as mentee,
    greatest(e.submitted_at, past.ended_at) as since, past.ended_at is not null as "hadPairing",
    coalesce((select json_agg(json_build_object('id', r.id, 'state', r.state, 'rank', r.rank, 'mentorName', q.display_name, 'askedAt', r.asked_at,
          'dueAt', r.due_at, 'freePlaces', case when o.state in ('in-pool', 'matched') then greatest(0, least(o.capacity, $4::int) - (select count(*)
            from pairing_members m join pairing_members s on s.organisation_id = m.organisation_id and s.pairing_id = m.pairing_id and s.role <> 'mentor' and s.enrolment_id <> m.enrolment_id and s.open
            where m.organisation_id = o.organisation_id and m.enrolment_id = o.id and m.open)) else 0 end) order by r.rank, r.id)
        from mentor_requests r
        join enrolments o on o.organisation_id = r.organisation_id and o.id = r.mentor_enrolment_id
        join people q on q.organisation_id = o.organisation_id and q.id = o.person_id
        where r.organisation_id = e.organisation_id and r.mentee_enrolment_id = e.id), '[]') as choices
  from enrolments e
  join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
  join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id and c.state in ('enrolling', 'matching', 'running')
  cross join lateral (select max(coalesce(g.ended_at, g.published_at)) as ended_at
    from pairing_members m join pairings g on g.organisation_id = m.organisation_id and g.id = m.pairing_id
    where m.organisation_id = e.organisation_id and m.enrolment_id = e.id and not m.open) past
  where e.organisation_id = $1 and e.cohort_id = $2 and e.role in ('mentee', 'peer') and e.state = 'in-pool'
    and (p.left_on is null or p.left_on > $3::date)
    and not exists (select from pairing_members m where m.organisation_id = e.organisation_id and m.enrolment_id = e.id and m.open)
  order by since nulls last, e.id`;

/** Who gets no mentor without the coordinator, and what would help? Grain: one mentee of the pool, longest waiting first. */
export async function listWaiting(
  db: Database,
  organisationId: string,
  cohortId: string,
  at: { now: Date; today: string },
): Promise<{ mode: PairingMode; answerDays: number; items: WaitingMentee[] }> {
  const program = await db.first<{
    mode: PairingMode;
    answerDays: number;
    isRunning: boolean;
    format: Format;
    policy: MatchingPolicy;
  }>(
    `select g.pairing_mode as mode, g.answer_days as "answerDays", c.state = 'running' as "isRunning", g.format, g.policy from cohorts c
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where c.organisation_id = $1 and c.id = $2`,
    [organisationId, cohortId],
  );
  if (!program) throw new Refusal('record.not-found');
  const rows = await db.query<WaitingRow>(WAITING, [
    organisationId,
    cohortId,
    at.today,
    circleOf(program.format, program.policy)?.largest ?? null,
  ]);
  const items = rows.flatMap(({ mentee, since, hadPairing, choices }): WaitingMentee[] => {
    const dated = choices.map((choice) => ({
      ...choice,
      askedAt: choice.askedAt === null ? null : new Date(choice.askedAt),
      dueAt: choice.dueAt === null ? null : new Date(choice.dueAt),
    }));
    const found = waitsForCoordinator({ ...program, since, hadPairing, choices: dated }, at.now);
    if (!found) return [];
    const { cause, help, choice } = found;
    return [
      {
        mentee,
        cause,
        help,
        since: since?.toISOString() ?? null,
        tried: dated.filter(({ askedAt, state }) => askedAt !== null && state !== 'withdrawn').length,
        request:
          choice?.dueAt && choice.askedAt
            ? {
                id: choice.id,
                mentorName: choice.mentorName,
                askedAt: choice.askedAt.toISOString(),
                dueAt: choice.dueAt.toISOString(),
              }
            : null,
      },
    ];
  });
  const { mode, answerDays } = program;
  return { mode, answerDays, items };
}

interface RequestRow extends Omit<CohortRequest, 'askedAt' | 'dueAt' | 'endedAt'> {
  programId: string;
  askedAt: Date | null;
  dueAt: Date | null;
  endedAt: Date | null;
  sortedBy: string;
}

const REQUEST = `select r.id, r.state, r.rank, c.program_id as "programId",
    json_build_object('personId', p.id, 'displayName', p.display_name) as mentee,
    json_build_object('personId', q.id, 'displayName', q.display_name) as mentor,
    r.asked_at as "askedAt", r.due_at as "dueAt", r.ended_at as "endedAt", r.decline_reason as "declineReason",
    to_char(coalesce(r.asked_at, r.created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sortedBy"
  from mentor_requests r
  join enrolments e on e.organisation_id = r.organisation_id and e.id = r.mentee_enrolment_id
  join enrolments o on o.organisation_id = r.organisation_id and o.id = r.mentor_enrolment_id
  join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
  join people q on q.organisation_id = o.organisation_id and q.id = o.person_id
  join cohorts c on c.organisation_id = r.organisation_id and c.id = r.cohort_id
  where r.organisation_id = $1`;

/** Who asked whom in this cohort? Grain: one request, newest first; what the mentee wrote to the mentor stays between them. */
export async function listOfCohort(
  db: Database,
  actor: Actor,
  cohortId: string,
  query: { state?: MentorRequestState | undefined; cursor?: string | undefined; limit: number },
) {
  const after = decodeCursor(query.cursor, 2);
  const rows = await db.query<RequestRow>(
    `${REQUEST} and r.cohort_id = $2 and ($3::text is null or r.state = $3)
       and ($4::timestamptz is null or (coalesce(r.asked_at, r.created_at), r.id) < ($4::timestamptz, $5::uuid))
     order by coalesce(r.asked_at, r.created_at) desc, r.id desc limit $6`,
    [
      actor.organisationId,
      cohortId,
      query.state ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      query.limit + 1,
    ],
  );
  const page = pageFrom(rows, query.limit, (row) => [row.sortedBy, row.id]);
  return { ...page, items: page.items.map((row) => toRequest(actor, row)) };
}

/** One request as its coordinator sees it. */
export async function getOfCohort(db: Database, actor: Actor, requestId: string): Promise<CohortRequest> {
  const row = await db.first<RequestRow>(`${REQUEST} and r.id = $2`, [actor.organisationId, requestId]);
  if (!row) throw new Refusal('record.not-found');
  return toRequest(actor, row);
}

function toRequest(actor: Actor, row: RequestRow): CohortRequest {
  const { id, state, rank, mentee, mentor } = row;
  // Owners run programs too, but a mentor confided in the coordinators alone.
  const mayKnow = can(actor, 'exit-reason.read', { programId: row.programId });
  return {
    id,
    state,
    rank,
    mentee,
    mentor,
    askedAt: row.askedAt?.toISOString() ?? null,
    dueAt: row.dueAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    declineReason: mayKnow ? row.declineReason : null,
  };
}
