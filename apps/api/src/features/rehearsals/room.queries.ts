import type { Page } from '@ithaca/contracts/page';
import type { CastMember, RehearsalMail, RehearsalRoom } from '@ithaca/contracts/rehearsals';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import { addDays } from '@ithaca/domain/cohort';
import { openPairingStates } from '@ithaca/domain/pairing';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { rehearsalStops } from '@ithaca/domain/rehearsal';
import type { RehearsalDates } from '@ithaca/domain/rehearsal';

import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';
import { partnerOf } from '../pairings/partners.queries.ts';

export interface Room {
  programId: string;
  cohortId: string;
  rehearsalId: string;
  firstDay: string;
  daysPassed: number;
  walkingTo: number | null;
  /** As the cohort's own rows stand now, a day older with each day passed. */
  dates: RehearsalDates;
  milestones: { title: string; dayOfCohort: number }[];
}

/** After the end of a cohort its closing can still be rehearsed for so many days. */
const DAYS_AFTER_END = 60;

/** The room of this organisation. An organisation of real people has none: `record.not-found`. */
export async function getRoom(db: Database, organisationId: string, { locked = false } = {}): Promise<Room> {
  const room = await db.first<Room>(
    `select r.program_id as "programId", r.cohort_id as "cohortId", r.rehearsal_id as "rehearsalId", r.first_day::text as "firstDay",
       r.days_passed as "daysPassed", r.walking_to as "walkingTo", g.journey -> 'milestones' as milestones,
       json_build_object('enrolmentOpensOn', c.enrolment_opens_on, 'enrolmentClosesOn', c.enrolment_closes_on,
         'startsOn', c.starts_on, 'endsOn', c.ends_on) as dates
     from rehearsal_rooms r
     join cohorts c on c.organisation_id = r.organisation_id and c.id = r.cohort_id
     join programs g on g.organisation_id = r.organisation_id and g.id = r.program_id
     where r.organisation_id = $1${locked ? ' for update of r' : ''}`,
    [organisationId],
  );
  if (!room) throw new Refusal('record.not-found');
  return room;
}

/** The last day that can be walked to. */
export function lastDayOf(room: Room): number {
  const end = rehearsalStops(room.dates, []).find(({ kind }) => kind === 'end');
  return (end?.day ?? 0) + DAYS_AFTER_END;
}

/** Where does the rehearsal stand: its day, what comes next, the cast? One room. */
export async function readRoom(db: Database, actor: Actor): Promise<RehearsalRoom> {
  const { organisationId } = actor;
  const room = await getRoom(db, organisationId);
  const named = await db.first<
    Pick<RehearsalRoom, 'programName' | 'cohortName' | 'cohortState' | 'format' | 'seat'>
  >(
    `select g.name as "programName", c.name as "cohortName", c.state as "cohortState", g.format,
       (select json_build_object('personId', p.id, 'displayName', p.display_name) from people p
         where p.organisation_id = c.organisation_id and p.id = $3 and not exists (select from rehearsal_visitors v
           where v.organisation_id = p.organisation_id and v.person_id = p.id)) as seat
     from cohorts c join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where c.organisation_id = $1 and c.id = $2`,
    [organisationId, room.cohortId, actor.personId],
  );
  if (!named) throw new Refusal('record.not-found');
  const counts = await db.first<RehearsalRoom['counts']>(
    `select (select count(*) from mails where organisation_id = $1)::int as mails,
       (select count(*) from pairings where organisation_id = $1 and state = any ($2))::int as pairings,
       (select count(*) from meetings where organisation_id = $1 and state = 'held')::int as meetings,
       (select count(*) from check_ins where organisation_id = $1)::int as "checkIns",
       (select count(*) from check_ins where organisation_id = $1 and answered_at is not null)::int as "answeredCheckIns"`,
    [organisationId, openPairingStates],
  );
  const { rehearsalId, programId, cohortId, firstDay, daysPassed, walkingTo } = room;
  return {
    ...named,
    rehearsalId,
    programId,
    cohortId,
    day: addDays(firstDay, daysPassed),
    daysPassed,
    walkingTo,
    stops: rehearsalStops(room.dates, room.milestones).map(({ kind, title, day }) => ({
      kind,
      title,
      daysPassed: day,
      day: addDays(firstDay, day),
    })),
    cast: await listCastMembers(db, organisationId, cohortId),
    counts: counts ?? { mails: 0, pairings: 0, meetings: 0, checkIns: 0, answeredCheckIns: 0 },
  };
}

type MemberRow = Omit<CastMember, 'state'> & { state: EnrolmentState | null };

/** Who takes part? Grain: an invented person; mentors, mentees, then their managers, by name. */
async function listCastMembers(
  db: Database,
  organisationId: string,
  cohortId: string,
): Promise<CastMember[]> {
  return db.query<MemberRow>(
    `select p.id as "personId", p.display_name as "displayName", p.department, p.locale,
       coalesce(e.role, i.role) as role, e.state, e.id as "enrolmentId",
       array(select distinct h.display_name from pairing_members m
         join pairing_members other on other.organisation_id = m.organisation_id and other.pairing_id = m.pairing_id
           and other.open and ${partnerOf('other', 'm')}
         join people h on h.organisation_id = other.organisation_id and h.id = other.person_id
         where m.organisation_id = p.organisation_id and m.person_id = p.id and m.open order by h.display_name) as partners,
       (select count(*) from mails t where t.organisation_id = p.organisation_id and t.person_id = p.id)::int as mails
     from people p
     left join invitations i on i.organisation_id = p.organisation_id and i.person_id = p.id and i.cohort_id = $2
     left join enrolments e on e.organisation_id = p.organisation_id and e.person_id = p.id and e.cohort_id = $2
     where p.organisation_id = $1 and not exists (select from rehearsal_visitors v
       where v.organisation_id = p.organisation_id and v.person_id = p.id)
     order by coalesce(e.role, i.role) desc nulls last, p.display_name collate "C", p.id`,
    [organisationId, cohortId],
  );
}

type MailRow = Omit<RehearsalMail, 'day'> & { ageDays: number };

const MAIL = `m.id, m.person_id as "personId", coalesce(p.display_name, m.to_address) as "displayName", m.kind, m.locale, m.subject,
    ($2::timestamptz at time zone o.time_zone)::date - (coalesce(m.send_after, m.created_at) at time zone o.time_zone)::date as "ageDays"
  from mails m
  join organisations o on o.organisation_id = m.organisation_id
  left join people p on p.organisation_id = m.organisation_id and p.id = m.person_id`;

/** Everything in a room grows older by what has passed, so the day of a mail is told from its age. */
const dated = ({ ageDays, ...mail }: MailRow, { firstDay, daysPassed }: Room): RehearsalMail => ({
  ...mail,
  day: addDays(firstDay, daysPassed - ageDays),
});

/** What would have been sent? Grain: a mail, the latest first. */
export async function listRoomMails(
  db: Database,
  organisationId: string,
  now: Date,
  { cursor, limit, personId }: { cursor?: string | undefined; limit: number; personId?: string | undefined },
): Promise<Page<RehearsalMail>> {
  const room = await getRoom(db, organisationId);
  const after = decodeCursor(cursor, 1);
  const rows = await db.query<MailRow>(
    `select ${MAIL} where m.organisation_id = $1 and ($4::uuid is null or m.person_id = $4) and ($5::uuid is null or m.id < $5)
     order by m.id desc limit $3`,
    [organisationId, now, limit + 1, personId ?? null, after?.[0] ?? null],
  );
  const { items, nextCursor } = pageFrom(rows, limit, (row) => [row.id]);
  return { items: items.map((row) => dated(row, room)), nextCursor };
}

export interface WrittenMail extends RehearsalMail {
  toAddress: string;
  bodyText: string;
  bodyHtml: string;
  facts: Record<string, string | number>;
  path: string;
  programId: string | null;
  organisation: { id: string; name: string; brandColour: string };
}

/** One mail as it was written. */
export async function getRoomMail(
  db: Database,
  organisationId: string,
  now: Date,
  mailId: string,
): Promise<WrittenMail> {
  const room = await getRoom(db, organisationId);
  const row = await db.first<MailRow & Omit<WrittenMail, keyof RehearsalMail>>(
    `select m.to_address as "toAddress", m.body_text as "bodyText", m.body_html as "bodyHtml", m.facts, m.path, m.program_id as "programId",
       json_build_object('id', o.organisation_id, 'name', o.name, 'brandColour', o.brand_colour) as organisation, ${MAIL}
     where m.organisation_id = $1 and m.id = $3`,
    [organisationId, now, mailId],
  );
  if (!row) throw new Refusal('record.not-found');
  const { toAddress, bodyText, bodyHtml, facts, path, programId, organisation, ...mail } = row;
  return { ...dated(mail, room), toAddress, bodyText, bodyHtml, facts, path, programId, organisation };
}
