import type { Contribution } from '@ithaca/contracts/matching';
import type { Page } from '@ithaca/contracts/page';
import type { Agreement, ListedPairing, Pairing, PairingItem, PairingSort } from '@ithaca/contracts/pairings';
import { mayBeginWith } from '@ithaca/domain/circle';
import { declineReasons } from '@ithaca/domain/pairing';
import type { ExitReason, PairingState } from '@ithaca/domain/pairing';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';
import { reasonsOf } from '@ithaca/domain/reasons';
import { Refusal } from '@ithaca/domain/refusal';
import type { Format, Side } from '@ithaca/domain/vocabulary';
import { defaultSignalThresholds } from '@ithaca/metrics/early-signals';

import { dayIn } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';
import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';
import { termsOf } from './agreements.queries.ts';
import { healthOn, signalsOn } from './pairing-life.ts';
import type { LifeFacts } from './pairing-life.ts';

interface Member {
  personId: string;
  displayName: string;
  jobTitle: string;
  department: string;
  role: Side;
  timeZone: string;
  acceptedAt: string | null;
  signedAt: string | null;
  inside: boolean;
  contributions: Contribution[];
}

interface Row extends LifeFacts {
  cohortId: string;
  cohortName: string;
  programId: string;
  programName: string;
  format: Format;
  smallest: number | null;
  endsOn: string;
  timeZone: string;
  mentorName: string;
  agreement: Partial<Agreement>;
  /** Of the version that stands; null while it is the program's and nobody has acted on it. */
  agreementNumber: number | null;
  agreementBy: string | null;
  agreementAt: Date | null;
  /** An earlier version that all have signed. */
  heldAgreement: number | null;
  usualMinutes: number | null;
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
  checkIn: { askedAt: string; asked: number; answered: number } | null;
  openGoals: number;
  unreadMessages: number;
  endReason: ExitReason | null;
  declineReason: string | null;
  sortKey: string;
}

/**
 * Everything a screen shows of some pairings, in one statement. Grain: one row a pairing. $1 organisation, $2 now,
 * $3 the reader; `page` is a statement that answers { id, mentor_name, place, sort_key } of the pairings wanted.
 */
const FACTS = (page: string) => `
  with page as (${page})
  select p.id, p.state, p.cohort_id as "cohortId", c.name as "cohortName", c.program_id as "programId", g.name as "programName", g.format, p.smallest,
    greatest(c.ends_on, p.extended_to)::text as "endsOn", o.time_zone as "timeZone", page.mentor_name as "mentorName", p.agreement, p.contributions,
    (g.journey ->> 'meetingMinutes')::int as "usualMinutes", said.number as "agreementNumber", said.proposed_by as "agreementBy",
    said.proposed_at as "agreementAt", said.held as "heldAgreement",
    p.cadence_days as "cadenceDays", p.published_at as "publishedAt", p.started_at as "startedAt", p.ended_at as "endedAt", p.version,
    (p.started_at at time zone o.time_zone)::date::text as "startedOn", (p.ended_at at time zone o.time_zone)::date::text as "endedOn",
    p.end_reason as "endReason", sides.decline_reason as "declineReason", page.sort_key as "sortKey",
    sides.members, sides.load as "mentorLoad", sides.capacity as "mentorCapacity",
    pauses.list as pauses, held.count as "heldMeetings", held.last as "lastHeldAt", held.days as "heldOn",
    coming.id as "nextMeetingId", coming.starts_at as "nextMeetingAt", coming.duration_minutes as "nextMeetingMinutes",
    coming.title as "nextMeetingTitle", (coming.starts_at at time zone o.time_zone)::date::text as "nextMeetingOn",
    (select (min(u.starts_at) at time zone o.time_zone)::date::text from meetings u where u.organisation_id = $1 and u.pairing_id = p.id
      and u.state = 'planned' and u.starts_at + make_interval(mins => u.duration_minutes) <= $2) as "unconfirmedOn",
    (select json_build_object('askedAt', max(asked_at), 'asked', count(*), 'answered', count(answered_at)) from check_ins
      where organisation_id = $1 and pairing_id = p.id group by wave order by wave desc limit 1) as "checkIn",
    goals.open as "openGoals", goals.kept as goals, answers.by_side as "usefulnessBySide", answers.changes as "usefulnessChange", suits.fit,
    moves.last as "lastMoved", called_off.last as cancellations, jobs.changed_on as "jobChangedOn", sides.leaves,
    talk.unread as "unreadMessages", (talk.unanswered_since at time zone o.time_zone)::date::text as "unansweredSince"
  from page
  join pairings p on p.organisation_id = $1 and p.id = page.id
  join organisations o on o.organisation_id = $1
  join cohorts c on c.organisation_id = $1 and c.id = p.cohort_id
  join programs g on g.organisation_id = $1 and g.id = c.program_id
  cross join lateral (
    select json_agg(json_build_object('personId', m.person_id, 'displayName', n.display_name, 'jobTitle', n.job_title,
        'department', n.department, 'role', m.role, 'timeZone', n.time_zone, 'acceptedAt', m.accepted_at, 'signedAt', m.signed_at,
        'inside', m.inside, 'contributions', case when p.smallest is null then '[]'::jsonb else m.contributions end)
        order by m.role desc, n.display_name, m.person_id)
        filter (where p.smallest is null or m.person_id = $3 or m.declined_at is null and m.left_at is null) as members,
      coalesce(json_agg(json_build_object('from', n.leave_from, 'until', n.leave_until)) filter (where n.leave_from is not null
        and (p.smallest is null or m.declined_at is null and m.left_at is null)), '[]') as leaves, max(m.decline_reason) as decline_reason,
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
  left join lateral (
    select v.number, v.proposed_by, v.proposed_at, (select max(h.number) from agreement_versions h
      where h.organisation_id = $1 and h.pairing_id = p.id and h.settled_at is not null and h.number < v.number) as held
    from agreement_versions v where v.organisation_id = $1 and v.pairing_id = p.id order by v.number desc limit 1) said on true
  cross join lateral (
    select count(*) filter (where state = 'open')::int as open, count(*) filter (where state <> 'abandoned')::int as kept
    from goals where organisation_id = $1 and pairing_id = p.id) goals
  cross join lateral (
    select coalesce(array_agg(usefulness) filter (where latest), '{}') as by_side,
      coalesce(array_agg(change) filter (where latest and change is not null), '{}') as changes
    from (select usefulness, usefulness - lead(usefulness) over side as change, row_number() over side = 1 as latest
      from check_ins where organisation_id = $1 and pairing_id = p.id and answered_at is not null and usefulness is not null
      window side as (partition by person_id order by answered_at desc)) a) answers
  cross join lateral (
    select coalesce(array_agg(moved), '{}') as last
    from (select times_moved > 0 or state = 'moved' as moved from meetings
      where organisation_id = $1 and pairing_id = p.id and state <> 'cancelled' and (starts_at <= $2 or times_moved > 0)
      order by starts_at desc, id limit 2) m) moves
  cross join lateral (
    select coalesce(json_agg(json_build_object('on', (ended_at at time zone o.time_zone)::date::text, 'by', cancelled_by)
      order by ended_at desc, cancelled_by), '[]') as last
    from (select distinct ended_at, cancelled_by from meetings
      where organisation_id = $1 and pairing_id = p.id and state = 'cancelled' and ended_at is not null
      order by ended_at desc, cancelled_by limit 2) m) called_off
  cross join lateral (
    select max(s.starts_on)::text as changed_on
    from pairing_members m
    join job_spells s on s.organisation_id = $1 and s.person_id = m.person_id and s.superseded_at is null
      and s.starts_on > (p.started_at at time zone o.time_zone)::date and s.starts_on <= ($2::timestamptz at time zone o.time_zone)::date
      and s.starts_on >= ($2::timestamptz at time zone o.time_zone)::date - ${defaultSignalThresholds.jobChangeDays}
    join lateral (
      select b.department, b.grade, b.manager_id from job_spells b
      where b.organisation_id = $1 and b.person_id = s.person_id and b.superseded_at is null and b.starts_on < s.starts_on
      order by b.starts_on desc limit 1) b on (b.department, b.grade, b.manager_id) is distinct from (s.department, s.grade, s.manager_id)
    where m.organisation_id = $1 and m.pairing_id = p.id and m.declined_at is null and m.left_at is null) jobs
  cross join lateral (
    select coalesce(array_agg((w.answers->>'fit')::int) filter (where w.answers ? 'fit'), '{}') as fit
    from survey_asks a join survey_answers w on w.organisation_id = $1 and w.ask_id = a.id
    where a.organisation_id = $1 and a.pairing_id = p.id and a.moment = 'fit') suits
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
    "select id, ''::text as mentor_name, 0 as place, '' as sort_key from pairings where organisation_id = $1 and id = $4";
  const now = clock.now();
  const [row] = await db.query<Row>(FACTS(page), [actor.organisationId, now, actor.personId, pairingId]);
  if (!row) throw new Refusal('record.not-found');
  return asPairing(row, actor.personId, now);
}

/** Which pairings am I a side of? Open ones first, then the newest. Grain: one pairing. */
export async function listMyPairings(db: Database, actor: Actor, clock: Clock): Promise<Pairing[]> {
  const page = `select m.pairing_id as id, '' as mentor_name,
      row_number() over (order by m.open desc, w.published_at desc, w.id) as place, '' as sort_key
    from pairing_members m join pairings w on w.organisation_id = m.organisation_id and w.id = m.pairing_id
    where m.organisation_id = $1 and m.person_id = $3 and m.left_at is null and (w.smallest is null or m.declined_at is null)`;
  const now = clock.now();
  const rows = await db.query<Row>(FACTS(page), [actor.organisationId, now, actor.personId]);
  return rows.map((row) => asPairing(row, actor.personId, now));
}

interface ListQuery {
  cursor?: string | undefined;
  limit: number;
  state?: PairingState | undefined;
  health?: PairingItem['health'] | undefined;
  attention?: boolean | undefined;
  sort: PairingSort;
  direction: 'asc' | 'desc';
}

/** Health is judged, not stored: a list that asks for it reads on in steps of this many until the page is full. */
const STEP = 200;

/** How is each pairing of a cohort doing? Grain: one pairing; states, dates and signals, never content. */
export async function listPairings(
  db: Database,
  actor: Actor,
  clock: Clock,
  cohortId: string,
  query: ListQuery,
): Promise<Page<ListedPairing>> {
  // One moment for the whole list: two of its rows must not be judged on two days.
  const now = clock.now();
  const found: { row: Row; item: ListedPairing }[] = [];
  const isJudged = query.health !== undefined || query.attention !== undefined;
  const isWanted = (item: PairingItem) =>
    (query.health === undefined || item.health === query.health) &&
    (query.attention === undefined || isWorthALook(item) === query.attention);
  const order = `${query.sort} ${query.direction}`;
  const cursor = decodeCursor(query.cursor, 3);
  // A place in one order is none in another.
  if (cursor && cursor[0] !== order) throw new ProtocolProblem('cursor.malformed');
  let after = cursor && { sortKey: cursor[1], id: cursor[2] };
  for (let more = true; more && found.length <= query.limit;) {
    const step = isJudged ? STEP : query.limit + 1;
    const rows = await db.query<Row>(FACTS(cohortPage(query)), [
      actor.organisationId,
      now,
      actor.personId,
      cohortId,
      query.state ?? null,
      after?.sortKey ?? null,
      after?.id ?? null,
      step,
    ]);
    const items = rows.map((row) => ({ row, item: asItem(row, actor, now) }));
    found.push(...items.filter(({ item }) => isWanted(item)));
    after = rows.at(-1) ?? after;
    more = rows.length === step;
  }
  const page = pageFrom(found, query.limit, ({ row }) => [order, row.sortKey, row.id]);
  return { items: page.items.map(({ item }) => item), nextCursor: page.nextCursor };
}

/** What each order sorts by, as text that compares byte by byte; `~` comes after every date, the empty text before. */
const SORT_KEYS: Record<PairingSort, string> = {
  pair: 'n.mentor_name',
  held: `(select lpad(count(*)::text, 9, '0') from meetings k
    where k.organisation_id = w.organisation_id and k.pairing_id = w.id and k.state = 'held')`,
  last: `(select coalesce(to_char(max(k.starts_at) at time zone 'UTC', 'YYYYMMDDHH24MISSUS'), '') from meetings k
    where k.organisation_id = w.organisation_id and k.pairing_id = w.id and k.state = 'held')`,
  next: `(select coalesce(to_char(min(k.starts_at) at time zone 'UTC', 'YYYYMMDDHH24MISSUS'), '~') from meetings k
    where k.organisation_id = w.organisation_id and k.pairing_id = w.id and k.state = 'planned'
      and k.starts_at + make_interval(mins => k.duration_minutes) > $2)`,
};

const cohortPage = ({ sort, direction }: Pick<ListQuery, 'sort' | 'direction'>) => `
  select w.id, n.mentor_name, s.sort_key,
    row_number() over (order by s.sort_key collate "C" ${direction}, w.id ${direction}) as place
  from pairings w
  cross join lateral (
    select coalesce(min(h.display_name collate "C"), '') as mentor_name from pairing_members m
    join people h on h.organisation_id = m.organisation_id and h.id = m.person_id
    where m.organisation_id = w.organisation_id and m.pairing_id = w.id and m.role in ('mentor', 'peer')) n
  cross join lateral (select ${SORT_KEYS[sort]} as sort_key) s
  where w.organisation_id = $1 and w.cohort_id = $4 and ($5::text is null or w.state = $5)
    and ($6::text is null or (s.sort_key collate "C", w.id) ${direction === 'asc' ? '>' : '<'} ($6::text collate "C", $7::uuid))
  order by place limit $8`;

/** One pairing as the coordinator's list shows it. */
export async function getPairingItem(
  db: Database,
  actor: Actor,
  clock: Clock,
  pairingId: string,
): Promise<PairingItem> {
  const page = `select w.id, coalesce((select min(h.display_name) from pairing_members m
      join people h on h.organisation_id = m.organisation_id and h.id = m.person_id
      where m.organisation_id = $1 and m.pairing_id = w.id and m.role in ('mentor', 'peer')), '') as mentor_name, 0 as place, '' as sort_key
    from pairings w where w.organisation_id = $1 and w.id = $4`;
  const now = clock.now();
  const [row] = await db.query<Row>(FACTS(page), [actor.organisationId, now, actor.personId, pairingId]);
  if (!row) throw new Refusal('record.not-found');
  return asItem(row, actor, now);
}

const instantOf = (value: string | Date | null) => (value === null ? null : new Date(value).toISOString());

function asPairing(row: Row, readerId: string, now: Date): Pairing {
  const own = row.members.find((member) => member.personId === readerId);
  // Who has not answered a circle that runs reads what is offered, and nothing of what it does.
  const isSide = own !== undefined;
  const isInside = own?.inside ?? false;
  return {
    id: row.id,
    cohortId: row.cohortId,
    cohortName: row.cohortName,
    programId: row.programId,
    programName: row.programName,
    format: row.format,
    smallest: row.smallest,
    // The other mentees learn of answers when it begins.
    mayBeginWith: own?.role === 'mentee' ? null : readyToBegin(row),
    state: row.state,
    members: row.members.map(
      ({ personId, displayName, jobTitle, department, role, timeZone, ...member }) => ({
        personId,
        displayName,
        jobTitle,
        department,
        role,
        timeZone,
        acceptedAt: isAnswerShown(row, personId, isSide, readerId) ? instantOf(member.acceptedAt) : null,
        signedAt: instantOf(member.signedAt),
      }),
    ),
    myRole: own?.role ?? null,
    reasons: isSide ? reasonsOf(row.smallest === null ? row.contributions : (own?.contributions ?? [])) : [],
    agreement: isSide ? agreementOf(row) : null,
    agreementVersion: isInside && row.startedAt !== null ? versionOf(row) : null,
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
            title: isInside ? row.nextMeetingTitle : '',
          },
    lastHeldAt: instantOf(row.lastHeldAt),
    heldMeetings: row.heldMeetings,
    hasItsOneMeeting:
      row.format === 'flash' &&
      (row.heldMeetings > 0 || row.nextMeetingId !== null || row.unconfirmedOn !== null),
    openGoals: row.openGoals,
    unreadMessages: isInside ? row.unreadMessages : 0,
    version: row.version,
  };
}

/** With how many mentees this circle may begin now; null for a pair as well. */
const readyToBegin = ({ smallest, state, members }: Row): number | null =>
  smallest === null
    ? null
    : mayBeginWith(
        state,
        members.flatMap(({ inside, personId, role, acceptedAt }) =>
          inside
            ? [
                {
                  personId,
                  role,
                  acceptedAt: acceptedAt === null ? null : new Date(acceptedAt),
                  declinedAt: null,
                  leftAt: null,
                },
              ]
            : [],
        ),
      );

/** Answers are private between the sides: until all have accepted nobody sees the other's, and a refusal names nobody. */
function isAnswerShown(row: Row, personId: string, isSide: boolean, readerId: string): boolean {
  if (row.state === 'declined') return false;
  return row.state !== 'offered' || !isSide || personId === readerId;
}

function agreementOf(row: Row): Agreement | null {
  if (Object.keys(row.agreement).length === 0) return null;
  return termsOf(row.agreement, row.cadenceDays, row.usualMinutes);
}

function versionOf({ members, agreementNumber, ...row }: Row): Pairing['agreementVersion'] {
  const isSigned = members.filter(({ inside }) => inside).every(({ signedAt }) => signedAt !== null);
  return {
    number: agreementNumber ?? 1,
    proposedBy: row.agreementBy,
    proposedAt: (row.agreementAt ?? row.publishedAt).toISOString(),
    heldNumber: isSigned ? null : row.heldAgreement,
  };
}

/** Off its rhythm, or with a signal: the same that the day's queue holds. */
const isWorthALook = ({ health, signals }: PairingItem) =>
  health === 'slipping' || health === 'stalled' || signals.length > 0;

/** The category of an early exit for those who may read it; words from before there were categories say nothing more. */
function exitReasonOf({ state, programId, endReason, declineReason }: Row, actor: Actor): ExitReason | null {
  if (!can(actor, 'exit-reason.read', { programId })) return null;
  if (state === 'ended') return endReason;
  if (state !== 'declined' || declineReason === null) return null;
  return declineReasons.find((known) => known === declineReason) ?? 'other';
}

const namesOf = ({ members }: Row, side: Side): string[] =>
  members.filter(({ role }) => role === side).map(({ displayName }) => displayName);

function asItem(row: Row, actor: Actor, now: Date): ListedPairing {
  const today = dayIn(now, row.timeZone);
  return {
    id: row.id,
    state: row.state,
    format: row.format,
    health: healthOn(row, today),
    // A pairing of peers is sorted by its first name, and has no mentor.
    mentorName: row.format === 'peer' ? '' : row.mentorName,
    menteeNames: namesOf(row, 'mentee'),
    peerNames: namesOf(row, 'peer'),
    mayBeginWith: readyToBegin(row),
    heldMeetings: row.heldMeetings,
    lastHeldAt: instantOf(row.lastHeldAt),
    nextMeetingAt: instantOf(row.nextMeetingAt),
    checkIn: row.checkIn && { ...row.checkIn, askedAt: new Date(row.checkIn.askedAt).toISOString() },
    signals: signalsOn(row, today),
    startedAt: instantOf(row.startedAt),
    exitReason: exitReasonOf(row, actor),
  };
}
