import type {
  AdmissionView,
  ApprovalItem,
  LotteryRecord,
  TeamMember,
  WaitingItem,
  admissionRoutes,
} from '@ithaca/contracts/admission';
import type { InputOf } from '@ithaca/contracts/route';
import { drawLots } from '@ithaca/domain/admission';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../../platform/http/cursor.ts';
import { hashToken } from '../../../platform/secrets.ts';
import { findToday } from '../../programs/eligibility.queries.ts';
import { readBook } from './seats.queries.ts';
import { ticketOf } from './tickets.ts';

/** By which rules do people come in, and how full is it? Grain: one cohort. */
export async function getAdmission(
  db: Database,
  clock: Clock,
  actor: Actor,
  cohortId: string,
): Promise<AdmissionView> {
  const row = await db.first<
    Pick<AdmissionView, 'approval' | 'seats' | 'order' | 'offerDays' | 'awaitingApproval' | 'version'> & {
      commitment: string | null;
      preparedAt: Date;
      drawnAt: Date | null;
      timeZone: string;
    }
  >(
    `select c.approval, c.seats, c.admission_order as "order", c.offer_days as "offerDays", c.version, o.time_zone as "timeZone",
       (select count(*)::int from approvals a where a.organisation_id = c.organisation_id and a.cohort_id = c.id and a.state = 'asked') as "awaitingApproval",
       l.commitment, l.prepared_at as "preparedAt", l.drawn_at as "drawnAt"
     from cohorts c join organisations o on o.organisation_id = c.organisation_id
     left join lotteries l on l.organisation_id = c.organisation_id and l.cohort_id = c.id and c.admission_order = 'lottery'
     where c.organisation_id = $1 and c.id = $2`,
    [actor.organisationId, cohortId],
  );
  if (!row) throw new Refusal('record.not-found');
  const { commitment, preparedAt, drawnAt, timeZone, ...rules } = row;
  const { organisationId } = actor;
  const book = await readBook(db, { organisationId, cohortId, admission: rules, timeZone }, clock);
  return {
    ...rules,
    taken: book.taken,
    offered: book.offered,
    waiting: book.waiting,
    lottery:
      commitment === null
        ? null
        : {
            commitment,
            preparedAt: preparedAt.toISOString(),
            drawnAt: drawnAt?.toISOString() ?? null,
          },
  };
}

/** Who waits for a seat, in which order? Grain: one on the list; before a draw by the moment they enrolled, without a place. */
export async function listWaiting(
  db: Database,
  actor: Actor,
  cohortId: string,
  query: InputOf<typeof admissionRoutes.listWaiting>['query'],
) {
  const after = decodeCursor(query.cursor, 3);
  const rows = await db.query<
    Omit<WaitingItem, 'submittedAt' | 'offer'> & {
      submittedAt: Date | null;
      number: number;
      offeredAt: Date | null;
      dueAt: Date | null;
    }
  >(
    `select * from (
       select e.id as "enrolmentId", e.person_id as "personId", p.display_name as "displayName", p.department,
         e.submitted_at as "submittedAt", coalesce(e.waiting_number, 2147483647) as number,
         case when e.waiting_number is not null and o.id is null then (count(*) filter (where e.waiting_number is not null and o.id is null)
           over (order by e.waiting_number nulls last))::int end as place,
         o.offered_at as "offeredAt", o.due_at as "dueAt"
       from enrolments e join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
       left join seat_offers o on o.organisation_id = e.organisation_id and o.enrolment_id = e.id and o.state = 'open'
       where e.organisation_id = $1 and e.cohort_id = $2 and e.state = 'waitlisted') w
     where $4::int is null or (number, "submittedAt", "enrolmentId") > ($4::int, $5::timestamptz, $6::uuid)
     order by number, "submittedAt", "enrolmentId" limit $3`,
    [
      actor.organisationId,
      cohortId,
      query.limit + 1,
      after ? Number(after[0]) || 0 : null,
      after ? asInstant(after[1]) : null,
      after ? asId(after[2]) : null,
    ],
  );
  const page = pageFrom(rows, query.limit, (row) => [
    row.number,
    row.submittedAt?.toISOString() ?? null,
    row.enrolmentId,
  ]);
  return {
    ...page,
    items: page.items.map(({ submittedAt, offeredAt, dueAt, number: _number, ...row }) => ({
      ...row,
      submittedAt: submittedAt?.toISOString() ?? null,
      offer: offeredAt && dueAt ? { offeredAt: offeredAt.toISOString(), dueAt: dueAt.toISOString() } : null,
    })),
  };
}

type ApprovalRow = Omit<ApprovalItem, 'askedAt' | 'decidedAt'> & { askedAt: Date; decidedAt: Date | null };

/** $1 organisation, $2 today: a manager who has left, or cannot be written to, is nobody who can say yes. */
const APPROVAL = `select a.id, a.cohort_id as "cohortId", e.person_id as "personId", p.display_name as "displayName", p.department, e.role,
    g.name as "programName", c.name as "cohortName", c.starts_on::text as "startsOn", c.ends_on::text as "endsOn",
    (g.journey ->> 'hoursPerMonth')::float as "hoursPerMonth", a.state, a.asked_at as "askedAt", m.display_name as "managerName",
    a.reminders, a.decided_at as "decidedAt", d.display_name as "decidedByName", a.reason
  from approvals a
  join enrolments e on e.organisation_id = a.organisation_id and e.id = a.enrolment_id
  join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
  join cohorts c on c.organisation_id = a.organisation_id and c.id = a.cohort_id
  join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
  left join people m on m.organisation_id = p.organisation_id and m.id = p.manager_id and m.email is not null
    and (m.left_on is null or m.left_on > $2::date)
  left join people d on d.organisation_id = a.organisation_id and d.id = a.decided_by
  where a.organisation_id = $1`;

const shapeApproval = ({ askedAt, decidedAt, ...row }: ApprovalRow): ApprovalItem => ({
  ...row,
  askedAt: askedAt.toISOString(),
  decidedAt: decidedAt?.toISOString() ?? null,
});

/** How does one request for a yes stand? */
export async function getApproval(db: Database, clock: Clock, actor: Actor, approvalId: string) {
  const today = await findToday(db, clock, actor.organisationId);
  const row = await db.first<ApprovalRow>(`${APPROVAL} and a.id = $3`, [
    actor.organisationId,
    today,
    approvalId,
  ]);
  if (!row) throw new Refusal('record.not-found');
  return shapeApproval(row);
}

/** Which enrolments of a cohort needed a yes? Grain: one request; the longest asked first. Requests that came to nothing are left out. */
export async function listApprovals(
  db: Database,
  clock: Clock,
  actor: Actor,
  cohortId: string,
  query: InputOf<typeof admissionRoutes.listApprovals>['query'],
) {
  const after = decodeCursor(query.cursor, 2);
  const rows = await db.query<ApprovalRow>(
    `${APPROVAL} and a.cohort_id = $3 and a.state = coalesce($5, a.state) and a.state <> 'void'
       and ($6::timestamptz is null or (date_trunc('milliseconds', a.asked_at), a.id) > ($6, $7::uuid))
     order by date_trunc('milliseconds', a.asked_at), a.id limit $4`,
    [
      actor.organisationId,
      await findToday(db, clock, actor.organisationId),
      cohortId,
      query.limit + 1,
      query.state ?? null,
      after ? asInstant(after[0]) : null,
      after ? asId(after[1]) : null,
    ],
  );
  const page = pageFrom(rows, query.limit, (row) => [row.askedAt.toISOString(), row.id]);
  return { ...page, items: page.items.map(shapeApproval) };
}

/** Who of my reports takes part in what, and who needs my yes? Grain: a report; only what participation and hours say. */
export async function readTeam(db: Database, clock: Clock, actor: Actor) {
  const today = await findToday(db, clock, actor.organisationId);
  const approvals = await db.query<ApprovalRow>(
    `${APPROVAL} and a.state = 'asked' and p.manager_id = $3 order by a.asked_at, a.id limit 200`,
    [actor.organisationId, today, actor.personId],
  );
  const members = await db.query<
    Omit<TeamMember, 'parts'> & {
      parts: (Omit<TeamMember['parts'][number], 'standing'> & { state: EnrolmentState })[];
    }
  >(
    `select p.id as "personId", p.display_name as "displayName", p.job_title as "jobTitle",
       coalesce((select json_agg(json_build_object('programName', g.name, 'cohortName', c.name, 'cohortState', c.state, 'role', e.role,
           'state', e.state, 'hoursPerMonth', (g.journey ->> 'hoursPerMonth')::float, 'startsOn', c.starts_on, 'endsOn', c.ends_on)
           order by c.starts_on desc, e.id)
         from enrolments e join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
         join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
         where e.organisation_id = p.organisation_id and e.person_id = p.id and c.state not in ('draft', 'archived')
           and e.state in ('awaiting-approval', 'in-pool', 'waitlisted', 'paused', 'matched', 'completed')), '[]') as parts
     from people p where p.organisation_id = $1 and p.manager_id = $2 and (p.left_on is null or p.left_on > $3::date)
     order by p.display_name collate "C", p.id limit 500`,
    [actor.organisationId, actor.personId, today],
  );
  return {
    approvals: approvals.map(shapeApproval),
    members: members.map(({ parts, ...member }) => ({
      ...member,
      parts: parts.map(({ state, ...part }) => ({ ...part, standing: standingFor(state) })),
    })),
  };
}

/** Does anybody of my reports wait for my yes? Grain: all who do; null when nobody does. Names a few, the longest asked first. */
export async function readApprovalsAsked(db: Database, clock: Clock, actor: Actor) {
  const rows = await db.query<ApprovalRow>(
    `${APPROVAL} and a.state = 'asked' and p.manager_id = $3 order by a.asked_at, a.id limit 200`,
    [actor.organisationId, await findToday(db, clock, actor.organisationId), actor.personId],
  );
  const [first] = rows;
  if (!first) return null;
  return {
    askedAt: first.askedAt,
    facts: {
      count: rows.length,
      partnerNames: rows.slice(0, 3).map(({ displayName }) => displayName),
      programName: first.programName,
    },
  };
}

/** Whether somebody found a partner is not a manager's to know. */
function standingFor(state: EnrolmentState): TeamMember['parts'][number]['standing'] {
  if (state === 'awaiting-approval') return 'asks';
  if (state === 'completed') return 'finished';
  return state === 'waitlisted' ? 'waits' : 'takes-part';
}

/** What came of a cohort's lottery, and does drawing it again from what is stored give the same? Grain: one lottery. */
export async function getLottery(db: Database, actor: Actor, cohortId: string): Promise<LotteryRecord> {
  const { organisationId } = actor;
  const head = await db.first<{
    seed: string;
    commitment: string;
    preparedAt: Date;
    drawnAt: Date | null;
    drawnByName: string | null;
    seats: number | null;
    randomised: boolean | null;
    waiting: number;
  }>(
    `select l.seed, l.commitment, l.prepared_at as "preparedAt", l.drawn_at as "drawnAt", p.display_name as "drawnByName", l.seats, l.randomised,
       (select count(*)::int from enrolments e where e.organisation_id = l.organisation_id and e.cohort_id = l.cohort_id
         and e.role <> 'mentor' and e.state = 'waitlisted') as waiting
     from lotteries l left join people p on p.organisation_id = l.organisation_id and p.id = l.drawn_by
     where l.organisation_id = $1 and l.cohort_id = $2`,
    [organisationId, cohortId],
  );
  if (!head) throw new Refusal('lottery.none');
  const { seed, waiting, ...record } = head;
  const entries = await db.query<LotteryRecord['entries'][number]>(
    `select d.enrolment_id as "enrolmentId", p.display_name as "displayName", d.ticket, d.rank, d.won from lottery_entries d
     join people p on p.organisation_id = d.organisation_id and p.id = d.person_id
     where d.organisation_id = $1 and d.cohort_id = $2 order by d.rank`,
    [organisationId, cohortId],
  );
  const isDrawn = record.drawnAt !== null;
  const again = drawLots(
    entries.map(({ enrolmentId }) => ({ id: enrolmentId, ticket: ticketOf(seed, enrolmentId) })),
    record.seats ?? 0,
  );
  return {
    ...record,
    preparedAt: record.preparedAt.toISOString(),
    drawnAt: record.drawnAt?.toISOString() ?? null,
    seed: isDrawn ? seed : null,
    entrants: isDrawn ? entries.length : waiting,
    replay: isDrawn
      ? {
          sameOrder: again.order.every(
            ({ id, rank, won }, index) =>
              entries[index]?.enrolmentId === id &&
              entries[index]?.rank === rank &&
              entries[index]?.won === won,
          ),
          seedFits: hashToken(seed) === record.commitment,
        }
      : null,
    entries,
  };
}

/** Values of a cursor somebody may have made up come before everything. */
const asInstant = (value: string | number | null | undefined): string =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value))
    ? new Date(value).toISOString()
    : '1970-01-01T00:00:00Z';
const asId = (value: string | number | null | undefined): string =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? value
    : '00000000-0000-0000-0000-000000000000';
