import type { PairingItem } from '@ithaca/contracts/pairings';
import type { PairingState } from '@ithaca/domain/pairing';
import type { Format } from '@ithaca/domain/vocabulary';
import type { Pause } from '@ithaca/metrics/cadence';
import { defaultSignalThresholds } from '@ithaca/metrics/early-signals';
import type { PairingAtRisk, RiskRow } from '@ithaca/metrics/pairings-at-risk';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { sentDays, sentDaysIn } from '../store/long-lists.ts';

/** What the metrics read of one pairing, and what a list shows of it. */
export interface PairingFacts extends RiskRow {
  id: string;
  cohortId: string;
  state: PairingState;
  format: Format;
  personIds: string[];
  mentorName: string;
  menteeNames: string[];
  peerNames: string[];
  startedAt: Date;
  heldMeetings: number;
  lastHeldAt: Date | null;
  nextMeetingAt: Date | null;
}

interface Row {
  id: string;
  cohort_id: string;
  state: PairingState;
  format: Format;
  cadence_days: number;
  started_at: Date;
  started_on: string;
  ended_on: string | null;
  person_ids: string[];
  mentor_name: string | null;
  mentee_names: string[] | null;
  peer_names: string[] | null;
  mentor_load: number | null;
  mentor_capacity: number | null;
  held_on: Buffer | null;
  last_held_at: Date | null;
  next_meeting_at: Date | null;
  unconfirmed_on: string | null;
  pauses: Pause[] | null;
  goals: number;
  last_moved: boolean[] | null;
  cancellations: RiskRow['facts']['cancellations'] | null;
  usefulness: number[] | null;
  usefulness_change: number[] | null;
  fit: number[] | null;
  unanswered_since: string | null;
  job_changed_on: string | null;
  leaves: RiskRow['facts']['leaves'] | null;
}

/**
 * How does each pairing of these cohorts stand? Grain: one row for each pairing that has ever begun (or of those named), with its
 * meetings, pauses, goals, last check-ins and the message that waits for an answer. Days are in the organisation's time zone.
 */
export async function readPairingFacts(
  db: Database,
  organisationId: string,
  cohortIds: readonly string[],
  at: { now: Date; timeZone: string },
  only?: readonly string[],
): Promise<PairingFacts[]> {
  if (cohortIds.length === 0 || only?.length === 0) return [];
  const sql = factsSql(only !== undefined);
  const values = [organisationId, cohortIds, at.timeZone, at.now, ...(only ? [only] : [])];
  // A plan that is kept was made for a few pairings: many of them are looked up one by one, but joined by another.
  const areFew = only !== undefined && only.length <= FEW;
  const rows = areFew ? await db.query<Row>(sql, values) : ((await db.execute(sql, values)).rows as Row[]);
  return rows.map((row) => factsOf(row, at.timeZone));
}

const FEW = 50;

/**
 * $1 organisation, $2 its cohorts, $3 the time zone, $4 now; $5 the pairings of these cohorts, where only some are wanted: then
 * each is looked up by itself.
 */
function factsSql(areNamed: boolean): string {
  const of = (alias: string, key = 'pairing_id') =>
    areNamed
      ? `(${alias}.cohort_id, ${alias}.${key}) in (select k.cohort_id, k.id from named k)`
      : `${alias}.cohort_id = any($2)`;
  const named = `named as materialized (
      select k.cohort_id, k.id from pairings k where k.organisation_id = $1 and k.cohort_id = any($2) and k.id = any($5)
    ), `;
  return `with ${areNamed ? named : ''}members as (
       select m.pairing_id, m.person_id, m.role, pe.display_name, pe.leave_from, pe.leave_until, e.capacity,
         case when m.role = 'mentor' then (select count(*)::int from pairing_members l
           where l.organisation_id = $1 and l.enrolment_id = m.enrolment_id and l.open) end as load
       from pairings w
       join pairing_members m on m.organisation_id = $1 and m.pairing_id = w.id
       join people pe on pe.organisation_id = $1 and pe.id = m.person_id and (w.smallest is null or m.declined_at is null and m.left_at is null)
       join enrolments e on e.organisation_id = $1 and e.id = m.enrolment_id
       where w.organisation_id = $1 and ${of('w', 'id')}
     ), sides as (
       select pairing_id, array_agg(person_id) as person_ids,
         min(display_name collate "C") filter (where role = 'mentor') as mentor_name,
         array_agg(display_name order by display_name, person_id) filter (where role = 'mentee') as mentee_names,
         array_agg(display_name order by display_name, person_id) filter (where role = 'peer') as peer_names,
         (array_agg(load order by load - capacity desc) filter (where role = 'mentor'))[1] as mentor_load,
         (array_agg(capacity order by load - capacity desc) filter (where role = 'mentor'))[1] as mentor_capacity,
         json_agg(json_build_object('from', leave_from, 'until', leave_until)) filter (where leave_from is not null) as leaves
       from members group by pairing_id
     ), ahead as (
       select pairing_id,
         min(starts_at) filter (where starts_at + make_interval(mins => duration_minutes) > $4) as next_meeting_at,
         (min(starts_at) filter (
           where starts_at + make_interval(mins => duration_minutes) <= $4) at time zone $3)::date::text as unconfirmed_on
       from meetings a where organisation_id = $1 and ${of('a')} and state = 'planned' group by pairing_id
     ), called_off as (
       select pairing_id, json_agg(json_build_object('on', (ended_at at time zone $3)::date::text, 'by', cancelled_by)
         order by nth) as cancellations
       from (
         -- Those of a series that were called off together are one act.
         select pairing_id, ended_at, cancelled_by, row_number() over (partition by pairing_id order by ended_at desc, cancelled_by) as nth
         from meetings a where organisation_id = $1 and ${of('a')} and state = 'cancelled' and ended_at is not null
         group by pairing_id, ended_at, cancelled_by
       ) acts where nth <= 2 group by pairing_id
     ), aims as (
       select pairing_id, count(*)::int as goals from goals a
       where organisation_id = $1 and ${of('a')} and state <> 'abandoned' group by pairing_id
     ), answers as (
       select pairing_id, array_agg(usefulness::int order by answered_at desc) as usefulness,
         array_agg(change::int) filter (where change is not null) as usefulness_change
       from (
         select pairing_id, usefulness, answered_at, usefulness - lead(usefulness) over side as change, row_number() over side as nth
         from check_ins a
         where organisation_id = $1 and ${of('a')} and answered_at is not null and usefulness is not null
         window side as (partition by pairing_id, person_id order by answered_at desc)
       ) given where nth = 1 group by pairing_id
     ), jobs as (
       select m.pairing_id, max(s.starts_on)::text as changed_on
       from members m
       join pairings w on w.organisation_id = $1 and w.id = m.pairing_id
       join job_spells s on s.organisation_id = $1 and s.person_id = m.person_id and s.superseded_at is null
         and s.starts_on > (w.started_at at time zone $3)::date and s.starts_on <= ($4::timestamptz at time zone $3)::date
         -- An older change is no reason any more: whoever has had many jobs costs no more than one lookup.
         and s.starts_on >= ($4::timestamptz at time zone $3)::date - ${defaultSignalThresholds.jobChangeDays}
       join lateral (
         select b.department, b.grade, b.manager_id from job_spells b
         where b.organisation_id = $1 and b.person_id = s.person_id and b.superseded_at is null and b.starts_on < s.starts_on
         order by b.starts_on desc limit 1
       ) b on (b.department, b.grade, b.manager_id) is distinct from (s.department, s.grade, s.manager_id)
       group by m.pairing_id
     ), suits as (
       select a.pairing_id, array_agg((w.answers->>'fit')::int) as fit from survey_asks a
       join survey_answers w on w.organisation_id = a.organisation_id and w.ask_id = a.id
       where a.organisation_id = $1 and ${of('a')} and a.moment = 'fit' and w.answers ? 'fit' group by a.pairing_id
     )
     select p.id, p.cohort_id, p.state, g.format, p.cadence_days, p.started_at,
       (p.started_at at time zone $3)::date::text as started_on, (p.ended_at at time zone $3)::date::text as ended_on,
       sides.person_ids, sides.mentor_name, sides.mentee_names, sides.peer_names, sides.mentor_load, sides.mentor_capacity,
       ${sentDays('met.held_on')} as held_on, met.last_held_at, ahead.next_meeting_at, ahead.unconfirmed_on,
       pauses.pauses, coalesce(aims.goals, 0) as goals, latest.last_moved, called_off.cancellations,
       answers.usefulness, answers.usefulness_change, suits.fit, waiting.unanswered_since, jobs.changed_on as job_changed_on, sides.leaves
     from pairings p
     join cohorts c on c.organisation_id = $1 and c.id = p.cohort_id
     join programs g on g.organisation_id = $1 and g.id = c.program_id
     join sides on sides.pairing_id = p.id
     left join pairing_stats met on met.organisation_id = $1 and met.pairing_id = p.id
     left join ahead on ahead.pairing_id = p.id
     left join called_off on called_off.pairing_id = p.id
     left join jobs on jobs.pairing_id = p.id
     left join aims on aims.pairing_id = p.id
     left join answers on answers.pairing_id = p.id
     left join suits on suits.pairing_id = p.id
     left join lateral (
       select array_agg(was_moved) as last_moved from (
         select m.times_moved > 0 or m.state = 'moved' as was_moved from meetings m
         where m.organisation_id = $1 and m.pairing_id = p.id and m.state <> 'cancelled' and (m.starts_at <= $4 or m.times_moved > 0)
         order by m.starts_at desc, m.id limit 2) two
     ) latest on true
     left join lateral (
       select json_agg(json_build_object('from', s.starts_on, 'to', s.ends_on)) as pauses
       from pairing_pauses s where s.organisation_id = $1 and s.pairing_id = p.id
     ) pauses on true
     left join lateral (
       -- The first message since the other side last wrote: what has been waiting for an answer. "offset 0" keeps the
       -- moment of that last word from being looked up again for every message.
       select (min(m.sent_at) at time zone $3)::date::text as unanswered_since
       from (
         select l.author_id, (select o.sent_at from messages o where o.organisation_id = $1 and o.pairing_id = p.id
           and o.author_id <> l.author_id order by o.sent_at desc limit 1) as answered_at
         from (select author_id from messages where organisation_id = $1 and pairing_id = p.id
           order by sent_at desc, id limit 1) l offset 0
       ) last
       join messages m on m.organisation_id = $1 and m.pairing_id = p.id and m.author_id = last.author_id
         and m.sent_at > coalesce(last.answered_at, '-infinity')
     ) waiting on p.state = 'active'
     where p.organisation_id = $1 and ${of('p', 'id')} and p.started_at is not null
     order by p.id`;
}

function factsOf(row: Row, timeZone: string): PairingFacts {
  const heldOn = sentDaysIn(row.held_on);
  return {
    id: row.id,
    cohortId: row.cohort_id,
    state: row.state,
    format: row.format,
    personIds: row.person_ids,
    mentorName: row.mentor_name ?? '',
    menteeNames: row.mentee_names ?? [],
    peerNames: row.peer_names ?? [],
    startedAt: row.started_at,
    heldMeetings: heldOn.length,
    lastHeldAt: row.last_held_at,
    nextMeetingAt: row.next_meeting_at,
    life: {
      pairingId: row.id,
      startedOn: row.started_on,
      endedOn: row.ended_on,
      cadences: [{ from: row.started_on, unit: 'day', every: row.cadence_days }],
      pauses: row.pauses ?? [],
      heldOn,
    },
    facts: {
      nextMeetingOn: row.next_meeting_at && dayIn(row.next_meeting_at, timeZone),
      unconfirmedOn: row.unconfirmed_on,
      lastMoved: row.last_moved ?? [],
      cancellations: row.cancellations ?? [],
      lastUsefulness: row.usefulness ?? [],
      usefulnessChange: row.usefulness_change ?? [],
      fit: row.fit ?? [],
      unansweredSince: row.unanswered_since,
      goals: row.goals,
      mentorLoad: row.mentor_load ?? 0,
      mentorCapacity: row.mentor_capacity ?? 0,
      jobChangedOn: row.job_changed_on,
      leaves: row.leaves ?? [],
    },
  };
}

/** What a list shows of a pairing besides its health and its signals. */
export type PairingLine = Pick<
  PairingFacts,
  | 'id'
  | 'cohortId'
  | 'state'
  | 'format'
  | 'mentorName'
  | 'menteeNames'
  | 'peerNames'
  | 'startedAt'
  | 'heldMeetings'
  | 'lastHeldAt'
  | 'nextMeetingAt'
>;

/** What does a list show of these pairings? Grain: one pairing, each looked up by itself. */
export function readPairingLines(
  db: Database,
  organisationId: string,
  ids: readonly string[],
  now: Date,
): Promise<PairingLine[]> {
  return db.query<PairingLine>(
    `select p.id, p.cohort_id as "cohortId", p.state, g.format, p.started_at as "startedAt",
       coalesce(sides.mentor, '') as "mentorName", coalesce(sides.mentees, '{}') as "menteeNames", coalesce(sides.peers, '{}') as "peerNames",
       coalesce(met.held, 0) as "heldMeetings", met.last_held_at as "lastHeldAt",
       (select min(m.starts_at) from meetings m where m.organisation_id = $1 and m.cohort_id = p.cohort_id and m.pairing_id = p.id
         and m.state = 'planned' and m.starts_at + make_interval(mins => m.duration_minutes) > $3) as "nextMeetingAt"
     from pairings p
     join cohorts c on c.organisation_id = $1 and c.id = p.cohort_id
     join programs g on g.organisation_id = $1 and g.id = c.program_id
     cross join lateral (
       select min(pe.display_name collate "C") filter (where m.role = 'mentor') as mentor,
         array_agg(pe.display_name order by pe.display_name, m.person_id) filter (where m.role = 'mentee') as mentees,
         array_agg(pe.display_name order by pe.display_name, m.person_id) filter (where m.role = 'peer') as peers
       from pairing_members m
       join people pe on pe.organisation_id = $1 and pe.id = m.person_id
       where m.organisation_id = $1 and m.pairing_id = p.id and (p.smallest is null or m.declined_at is null and m.left_at is null)
     ) sides
     left join pairing_stats met on met.organisation_id = $1 and met.pairing_id = p.id
     where p.organisation_id = $1 and p.id = any($2)`,
    [organisationId, ids, now],
  );
}

/** The line of a pairing in a queue; the same as in the list of the cohort's pairings. */
export function pairingItemOf(pairing: PairingLine, found: PairingAtRisk): PairingItem {
  return {
    id: pairing.id,
    state: pairing.state,
    format: pairing.format,
    health: found.state,
    mentorName: pairing.mentorName,
    menteeNames: pairing.menteeNames,
    peerNames: pairing.peerNames,
    heldMeetings: pairing.heldMeetings,
    lastHeldAt: pairing.lastHeldAt?.toISOString() ?? null,
    nextMeetingAt: pairing.nextMeetingAt?.toISOString() ?? null,
    signals: found.reasons.map(({ signal, days }) => ({
      code: signal,
      facts: days === null ? {} : { days },
    })),
    startedAt: pairing.startedAt.toISOString(),
    // It runs.
    mayBeginWith: null,
    exitReason: null,
  };
}
