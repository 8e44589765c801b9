import type { Standing } from '@ithaca/contracts/enrolments';
import { expectedWait, WAIT } from '@ithaca/domain/admission';
import { addDays, daysBetween } from '@ithaca/domain/cohort';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import type { Side } from '@ithaca/domain/vocabulary';

import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';

interface Row {
  id: string;
  state: EnrolmentState;
  managerName: string | null;
  askedAt: Date | null;
  reason: string;
  dueAt: Date | null;
  number: number | null;
  role: Side;
  pausedFrom: EnrolmentState | null;
  pausedAt: Date | null;
  isDraw: boolean;
  commitment: string | null;
  seats: number | null;
  closesOn: string;
  startsOn: string;
  endsOn: string;
  timeZone: string;
  before: number;
  waiting: number;
  freed: number;
  listDays: number;
}

const TOLD: ReadonlySet<EnrolmentState> = new Set(['awaiting-approval', 'waitlisted', 'paused', 'declined']);

/**
 * What do my enrolments wait for? Grain: one that waits or was declined. The wait is told from the seats that were offered
 * in the cohort in the last four weeks, or since somebody first waited.
 */
export async function readStandings(
  db: Database,
  clock: Clock,
  organisationId: string,
  enrolments: readonly { id: string; state: EnrolmentState }[],
): Promise<Map<string, Standing>> {
  const ids = enrolments.filter(({ state }) => TOLD.has(state)).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const now = clock.now();
  const rows = await db.query<Row>(
    `select e.id, e.state, e.role, e.waiting_number as number, e.paused_from as "pausedFrom", e.paused_at as "pausedAt", a.asked_at as "askedAt", coalesce(a.reason, '') as reason,
       (select m.display_name from people p join people m on m.organisation_id = p.organisation_id and m.id = p.manager_id
          and m.email is not null and (m.left_on is null or m.left_on > $3::date)
        where p.organisation_id = e.organisation_id and p.id = e.person_id) as "managerName",
       o.due_at as "dueAt", c.admission_order = 'lottery' and l.drawn_at is null as "isDraw", l.commitment, c.seats,
       c.enrolment_closes_on::text as "closesOn", c.starts_on::text as "startsOn", c.ends_on::text as "endsOn", g.time_zone as "timeZone",
       w.before, w.waiting, w.freed, w.days as "listDays"
     from enrolments e
     join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
     join organisations g on g.organisation_id = e.organisation_id
     left join lateral (select asked_at, reason from approvals a where a.organisation_id = e.organisation_id and a.enrolment_id = e.id
       and a.state in ('asked', 'declined') order by a.id desc limit 1) a on true
     left join seat_offers o on o.organisation_id = e.organisation_id and o.enrolment_id = e.id and o.state = 'open'
     left join lotteries l on l.organisation_id = e.organisation_id and l.cohort_id = e.cohort_id
     cross join lateral (
       select count(*) filter (where x.waiting_number < e.waiting_number)::int as before, count(*)::int as waiting,
         (select count(*)::int from seat_offers s where s.organisation_id = e.organisation_id and s.cohort_id = e.cohort_id
           and s.offered_at > $4::timestamptz - make_interval(days => $5)) as freed,
         least($5, extract(day from $4::timestamptz - (select min(at) from stage_events t where t.organisation_id = e.organisation_id
           and t.cohort_id = e.cohort_id and t.stage = 'waitlisted')))::int as days
       from enrolments x where x.organisation_id = e.organisation_id and x.cohort_id = e.cohort_id and x.state = 'waitlisted'
         and not exists (select from seat_offers s where s.organisation_id = x.organisation_id and s.enrolment_id = x.id and s.state = 'open')) w
     where e.organisation_id = $1 and e.id = any ($2)`,
    [organisationId, ids, clock.today('UTC'), now, WAIT.days],
  );
  return new Map(rows.map((row) => [row.id, standingOf(row, clock.today(row.timeZone))]));
}

function standingOf(row: Row, today: string): Standing {
  if (row.state === 'declined') return { kind: 'declined', reason: row.reason };
  if (row.state === 'paused')
    return { kind: 'paused', since: (row.pausedAt ?? new Date(0)).toISOString(), keeps: keptBy(row) };
  if (row.state === 'awaiting-approval')
    return {
      kind: 'approval',
      managerName: row.managerName,
      askedAt: (row.askedAt ?? new Date(0)).toISOString(),
    };
  if (row.dueAt !== null) return { kind: 'offer', dueAt: row.dueAt.toISOString() };
  if (row.isDraw)
    return {
      kind: 'draw',
      seats: row.seats ?? 0,
      entrants: row.waiting,
      drawnOn: addDays(row.closesOn, 1),
      commitment: row.commitment ?? '',
    };
  const lastOffer = addDays(row.startsOn, Math.floor(daysBetween(row.startsOn, row.endsOn) / 2));
  const place = row.before + 1;
  return {
    kind: 'list',
    place,
    waiting: row.waiting,
    wait: expectedWait(place, row.freed, row.listDays, Math.max(0, daysBetween(today, lastOffer))),
  };
}

/** What somebody who is paused finds again: a seat where seats are counted, a place on the list, or the answers alone. */
function keptBy({ role, seats, pausedFrom, number }: Row): Extract<Standing, { kind: 'paused' }>['keeps'] {
  if (pausedFrom === 'waitlisted') return number === null ? 'draw' : 'place';
  return role !== 'mentor' && seats !== null ? 'seat' : 'answers';
}
