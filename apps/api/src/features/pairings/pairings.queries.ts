import type { Contribution } from '@ithaca/contracts/matching';
import type { Page } from '@ithaca/contracts/page';
import type { Agreement, Pairing, PairingItem } from '@ithaca/contracts/pairings';
import type { PairingState } from '@ithaca/domain/pairing';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Side } from '@ithaca/domain/vocabulary';

import { dayIn } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';
import { healthOn, signalsOn } from './pairing-life.ts';
import type { LifeFacts } from './pairing-life.ts';
import { reasonsOf } from './reasons.ts';

interface Member {
  personId: string;
  displayName: string;
  jobTitle: string;
  department: string;
  role: Side;
  timeZone: string;
  acceptedAt: string | null;
  signedAt: string | null;
}

interface Row extends LifeFacts {
  cohortId: string;
  cohortName: string;
  programId: string;
  programName: string;
  endsOn: string;
  timeZone: string;
  mentorName: string;
  agreement: Partial<Agreement>;
  contributions: Contribution[];
  publishedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  version: number;
  members: Member[];
  heldMeetings: number;
  lastHeldAt: Date | null;
  nextMeetingId: string | null;
  nextMeetingAt: Date | null;
  nextMeetingMinutes: number;
  nextMeetingTitle: string;
  openGoals: number;
  unreadMessages: number;
}

/**
 * Everything a screen shows of some pairings, in one statement. Grain: one row a pairing. $1 organisation, $2 now,
 * $3 the reader; `page` is a statement that answers { id, mentor_name, place } of the pairings wanted.
 */
const FACTS = (page: string) => `
  with page as (${page})
  select p.id, p.state, p.cohort_id as "cohortId", c.name as "cohortName", c.program_id as "programId", g.name as "programName",
    c.ends_on::text as "endsOn", o.time_zone as "timeZone", page.mentor_name as "mentorName", p.agreement, p.contributions,
    p.cadence_days as "cadenceDays", p.published_at as "publishedAt", p.started_at as "startedAt", p.ended_at as "endedAt", p.version,
    (p.started_at at time zone o.time_zone)::date::text as "startedOn", (p.ended_at at time zone o.time_zone)::date::text as "endedOn",
    sides.members, sides.load as "mentorLoad", sides.capacity as "mentorCapacity",
    pauses.list as pauses, held.count as "heldMeetings", held.last as "lastHeldAt", held.days as "heldOn",
    coming.id as "nextMeetingId", coming.starts_at as "nextMeetingAt", coming.duration_minutes as "nextMeetingMinutes",
    coming.title as "nextMeetingTitle", (coming.starts_at at time zone o.time_zone)::date::text as "nextMeetingOn",
    goals.open as "openGoals", goals.kept as goals, answers.by_side as "usefulnessBySide",
    talk.unread as "unreadMessages", (talk.unanswered_since at time zone o.time_zone)::date::text as "unansweredSince"
  from page
  join pairings p on p.organisation_id = $1 and p.id = page.id
  join organisations o on o.organisation_id = $1
  join cohorts c on c.organisation_id = $1 and c.id = p.cohort_id
  join programs g on g.organisation_id = $1 and g.id = c.program_id
  cross join lateral (
    select json_agg(json_build_object('personId', m.person_id, 'displayName', n.display_name, 'jobTitle', n.job_title,
        'department', n.department, 'role', m.role, 'timeZone', n.time_zone, 'acceptedAt', m.accepted_at, 'signedAt', m.signed_at)
        order by m.role desc, n.display_name, m.person_id) as members,
      coalesce(max(e.capacity) filter (where m.role = 'mentor'), 0) as capacity,
      coalesce(max((select count(*)::int from pairing_members l where l.organisation_id = $1 and l.enrolment_id = m.enrolment_id and l.open))
        filter (where m.role = 'mentor'), 0) as load
    from pairing_members m
    join people n on n.organisation_id = $1 and n.id = m.person_id
    join enrolments e on e.organisation_id = $1 and e.id = m.enrolment_id
    where m.organisation_id = $1 and m.pairing_id = p.id) sides
  cross join lateral (
    select coalesce(json_agg(json_build_object('from', starts_on::text, 'to', ends_on::text)), '[]') as list
    from pairing_pauses where organisation_id = $1 and pairing_id = p.id) pauses
  cross join lateral (
    select count(*)::int as count, max(starts_at) as last,
      coalesce(array_agg(distinct (starts_at at time zone o.time_zone)::date::text), '{}') as days
    from meetings where organisation_id = $1 and pairing_id = p.id and state = 'held') held
  left join lateral (
    select id, starts_at, duration_minutes, title from meetings
    where organisation_id = $1 and pairing_id = p.id and state = 'planned'
      and starts_at + make_interval(mins => duration_minutes) > $2
    order by starts_at, id limit 1) coming on true
  cross join lateral (
    select count(*) filter (where state = 'open')::int as open, count(*) filter (where state <> 'abandoned')::int as kept
    from goals where organisation_id = $1 and pairing_id = p.id) goals
  cross join lateral (
    select coalesce(array_agg(usefulness) filter (where latest), '{}') as by_side
    from (select usefulness, answered_at, row_number() over (partition by person_id order by answered_at desc) = 1 as latest
      from check_ins where organisation_id = $1 and pairing_id = p.id and answered_at is not null and usefulness is not null) a) answers
  cross join lateral (
    select count(*) filter (where author_id <> $3 and sent_at > coalesce(
        (select read_at from message_reads where organisation_id = $1 and pairing_id = p.id and person_id = $3), '-infinity'))::int as unread,
      min(sent_at) filter (where sent_at > coalesce(other_at, '-infinity')) as unanswered_since
    from (select author_id, sent_at, (select max(b.sent_at) from messages b where b.organisation_id = $1 and b.pairing_id = p.id
        and b.author_id <> (select author_id from messages z where z.organisation_id = $1 and z.pairing_id = p.id
          order by z.sent_at desc, z.id limit 1)) as other_at
      from messages where organisation_id = $1 and pairing_id = p.id) t) talk
  order by page.place, page.mentor_name collate "C", p.id`;

/** What does one pairing look like to its reader? Grain: one pairing, or a refusal `record.not-found`. */
export async function getPairing(
  db: Database,
  actor: Actor,
  clock: Clock,
  pairingId: string,
): Promise<Pairing> {
  const page =
    "select id, ''::text as mentor_name, 0 as place from pairings where organisation_id = $1 and id = $4";
  const [row] = await db.query<Row>(FACTS(page), [
    actor.organisationId,
    clock.now(),
    actor.personId,
    pairingId,
  ]);
  if (!row) throw new Refusal('record.not-found');
  return asPairing(row, actor.personId, clock.now());
}

/** Which pairings am I a side of? Open ones first, then the newest. Grain: one pairing. */
export async function listMyPairings(db: Database, actor: Actor, clock: Clock): Promise<Pairing[]> {
  const page = `select m.pairing_id as id, '' as mentor_name,
      row_number() over (order by m.open desc, w.published_at desc, w.id) as place
    from pairing_members m join pairings w on w.organisation_id = m.organisation_id and w.id = m.pairing_id
    where m.organisation_id = $1 and m.person_id = $3`;
  const rows = await db.query<Row>(FACTS(page), [actor.organisationId, clock.now(), actor.personId]);
  return rows.map((row) => asPairing(row, actor.personId, clock.now()));
}

interface ListQuery {
  cursor?: string | undefined;
  limit: number;
  state?: PairingState | undefined;
  health?: PairingItem['health'] | undefined;
}

/** Health is judged, not stored: a list of one health reads on in steps of this many until the page is full. */
const STEP = 200;

/** How is each pairing of a cohort doing? By mentor's name. Grain: one pairing; states, dates and signals, never content. */
export async function listPairings(
  db: Database,
  actor: Actor,
  clock: Clock,
  cohortId: string,
  query: ListQuery,
): Promise<Page<PairingItem>> {
  const found: { row: Row; item: PairingItem }[] = [];
  let after = decodeCursor(query.cursor, 2);
  for (let more = true; more && found.length <= query.limit;) {
    const step = query.health === undefined ? query.limit + 1 : STEP;
    const rows = await db.query<Row>(FACTS(COHORT_PAGE), [
      actor.organisationId,
      clock.now(),
      actor.personId,
      cohortId,
      query.state ?? null,
      after?.[0] ?? null,
      after?.[1] ?? null,
      step,
    ]);
    const items = rows.map((row) => ({ row, item: asItem(row, clock.now()) }));
    found.push(...items.filter(({ item }) => query.health === undefined || item.health === query.health));
    const last = rows.at(-1);
    after = last ? [last.mentorName, last.id] : after;
    more = rows.length === step;
  }
  const page = pageFrom(found, query.limit, ({ row }) => [row.mentorName, row.id]);
  return { items: page.items.map(({ item }) => item), nextCursor: page.nextCursor };
}

const COHORT_PAGE = `
  select w.id, n.mentor_name, 0 as place from pairings w
  cross join lateral (
    select coalesce(min(h.display_name collate "C"), '') as mentor_name from pairing_members m
    join people h on h.organisation_id = m.organisation_id and h.id = m.person_id
    where m.organisation_id = w.organisation_id and m.pairing_id = w.id and m.role = 'mentor') n
  where w.organisation_id = $1 and w.cohort_id = $4 and ($5::text is null or w.state = $5)
    and ($6::text is null or (n.mentor_name, w.id) > ($6::text collate "C", $7::uuid))
  order by n.mentor_name collate "C", w.id limit $8`;

/** One pairing as the coordinator's list shows it. */
export async function getPairingItem(
  db: Database,
  actor: Actor,
  clock: Clock,
  pairingId: string,
): Promise<PairingItem> {
  const page = `select w.id, coalesce((select min(h.display_name) from pairing_members m
      join people h on h.organisation_id = m.organisation_id and h.id = m.person_id
      where m.organisation_id = $1 and m.pairing_id = w.id and m.role = 'mentor'), '') as mentor_name, 0 as place
    from pairings w where w.organisation_id = $1 and w.id = $4`;
  const [row] = await db.query<Row>(FACTS(page), [
    actor.organisationId,
    clock.now(),
    actor.personId,
    pairingId,
  ]);
  if (!row) throw new Refusal('record.not-found');
  return asItem(row, clock.now());
}

const instantOf = (value: string | Date | null) => (value === null ? null : new Date(value).toISOString());

function asPairing(row: Row, readerId: string, now: Date): Pairing {
  const own = row.members.find((member) => member.personId === readerId);
  const isSide = own !== undefined;
  return {
    id: row.id,
    cohortId: row.cohortId,
    cohortName: row.cohortName,
    programId: row.programId,
    programName: row.programName,
    state: row.state,
    members: row.members.map((member) => ({
      ...member,
      acceptedAt: isAnswerShown(row, member, isSide, readerId) ? instantOf(member.acceptedAt) : null,
      signedAt: instantOf(member.signedAt),
    })),
    myRole: own?.role ?? null,
    reasons: isSide ? reasonsOf(row.contributions) : [],
    agreement: isSide ? agreementOf(row) : null,
    health: healthOn(row, dayIn(now, row.timeZone)),
    publishedAt: row.publishedAt.toISOString(),
    startedAt: instantOf(row.startedAt),
    endedAt: instantOf(row.endedAt),
    endsOn: row.endsOn,
    nextMeeting:
      row.nextMeetingId === null || row.nextMeetingAt === null
        ? null
        : {
            id: row.nextMeetingId,
            startsAt: row.nextMeetingAt.toISOString(),
            durationMinutes: row.nextMeetingMinutes,
            // What a meeting is about is for the sides.
            title: isSide ? row.nextMeetingTitle : '',
          },
    lastHeldAt: instantOf(row.lastHeldAt),
    heldMeetings: row.heldMeetings,
    openGoals: row.openGoals,
    unreadMessages: isSide ? row.unreadMessages : 0,
    version: row.version,
  };
}

/** Answers are private between the sides: until all have accepted nobody sees the other's, and a refusal names nobody. */
function isAnswerShown(row: Row, member: Member, isSide: boolean, readerId: string): boolean {
  if (row.state === 'declined') return false;
  return row.state !== 'offered' || !isSide || member.personId === readerId;
}

function agreementOf(row: Row): Agreement | null {
  const { channel, confidentiality, expectations } = row.agreement;
  if (channel === undefined && confidentiality === undefined && expectations === undefined) return null;
  return {
    cadenceDays: row.cadenceDays,
    channel: channel ?? '',
    confidentiality: confidentiality ?? '',
    expectations: expectations ?? '',
  };
}

function asItem(row: Row, now: Date): PairingItem {
  const today = dayIn(now, row.timeZone);
  return {
    id: row.id,
    state: row.state,
    health: healthOn(row, today),
    mentorName: row.mentorName,
    menteeNames: row.members.filter(({ role }) => role === 'mentee').map(({ displayName }) => displayName),
    heldMeetings: row.heldMeetings,
    lastHeldAt: instantOf(row.lastHeldAt),
    nextMeetingAt: instantOf(row.nextMeetingAt),
    signals: signalsOn(row, today),
    startedAt: instantOf(row.startedAt),
  };
}
