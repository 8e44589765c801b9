import type { MeetingReply } from '@ithaca/domain/meeting';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale } from '@ithaca/domain/vocabulary';

import { writeCalendar } from '../../platform/calendar/calendar.ts';
import type { CalendarEvent } from '../../platform/calendar/calendar.ts';
import type { Database } from '../../platform/database/database.ts';
import { words } from '../../platform/mail/words.ts';
import { eventOf, seriesOf } from './meeting-calendar.ts';
import type { Series } from './meeting-calendar.ts';
import type { Meeting } from './meeting.entity.ts';

type MeetingRow = Pick<
  Meeting,
  | 'id'
  | 'pairingId'
  | 'state'
  | 'title'
  | 'startsAt'
  | 'durationMinutes'
  | 'timeZone'
  | 'link'
  | 'sequence'
  | 'seriesId'
  | 'occursAt'
>;

/** What a calendar is read with: where its links lead, and when. */
interface Frame {
  baseUrl: string;
  now: Date;
}

const MEETING = `m.id, m.pairing_id as "pairingId", m.state, m.title, m.starts_at as "startsAt", m.duration_minutes as "durationMinutes",
  m.time_zone as "timeZone", m.link, m.sequence, m.series_id as "seriesId", m.occurs_at as "occursAt"`;
const PARTNERS = `array(select h.display_name from pairing_members o join people h on h.organisation_id = o.organisation_id and h.id = o.person_id
  where o.organisation_id = m.organisation_id and o.pairing_id = m.pairing_id and o.person_id <> $2 and o.declined_at is null and o.inside order by h.display_name, h.id) as partners`;

/** How long a calendar keeps what is over, and how often it asks again. */
const KEPT_DAYS = 90;
const REFRESH_HOURS = 1;
const MOST = 1000;

/** Which meetings does a person have? The file of their feed: planned and held ones, a season back. Grain: one entry per meeting. */
export async function readFeed(
  db: Database,
  { organisationId, personId, details }: Party & { details: boolean },
  { baseUrl, now }: Frame,
): Promise<string> {
  const person = await db.first<{ locale: Locale; leftOn: string | null }>(
    `select locale, left_on::text as "leftOn" from people where organisation_id = $1 and id = $2
       and (left_on is null or left_on > ($3::timestamptz at time zone time_zone)::date)`,
    [organisationId, personId, now],
  );
  if (!person) throw new Refusal('record.not-found');
  const say = words(person.locale);
  const rows = await db.query<MeetingRow & { partners: string[] }>(
    `select ${MEETING}, ${PARTNERS} from meetings m
     join pairing_members s on s.organisation_id = m.organisation_id and s.pairing_id = m.pairing_id and s.person_id = $2 and s.declined_at is null and s.inside
     where m.organisation_id = $1 and m.state in ('planned', 'held') and m.starts_at > $3
     order by m.starts_at desc, m.id limit ${MOST}`,
    [organisationId, personId, new Date(now.getTime() - KEPT_DAYS * 86_400_000)],
  );
  const host = new URL(baseUrl).hostname;
  const list = new Intl.ListFormat(person.locale);
  const events = rows.map(({ partners, ...meeting }): CalendarEvent => {
    const event = eventOf(meeting, {
      baseUrl,
      stampedAt: now,
      title: say('calendar.with', { names: list.format(partners) }),
    });
    // Each meeting is an entry of its own here: a feed is read anew as a whole and needs no rule.
    const entry = { ...event, uid: `${meeting.id}@${host}` };
    return details ? entry : { ...entry, title: say('calendar.meeting'), link: '' };
  });
  return writeCalendar('PUBLISH', events, { name: say('calendar.name'), refreshHours: REFRESH_HOURS });
}

/** One meeting as a file, with its whole series where it has one. */
export async function readMeetingFile(
  db: Database,
  { organisationId, personId }: Party,
  meetingId: string,
  { baseUrl, now }: Frame,
): Promise<string> {
  const row = await db.first<MeetingRow & { partners: string[]; locale: Locale }>(
    `select ${MEETING}, ${PARTNERS}, (select h.locale from people h where h.organisation_id = $1 and h.id = $2) as locale
     from meetings m where m.organisation_id = $1 and m.id = $3`,
    [organisationId, personId, meetingId],
  );
  if (!row) throw new Refusal('record.not-found');
  const { partners, locale, ...meeting } = row;
  const title = words(locale)('calendar.with', { names: new Intl.ListFormat(locale).format(partners) });
  const frame = { baseUrl, stampedAt: now, title };
  if (meeting.seriesId === null) return writeCalendar('PUBLISH', [eventOf(meeting, frame)]);
  const series = await findSeries(db, organisationId, meeting.seriesId);
  const all = await db.query<MeetingRow>(
    `select ${MEETING} from meetings m where m.organisation_id = $1 and m.series_id = $2 order by m.occurs_at`,
    [organisationId, meeting.seriesId],
  );
  return writeCalendar('PUBLISH', series ? seriesOf(series, all, frame) : []);
}

/** How a series repeats. */
export function findSeries(
  db: Database,
  organisationId: string,
  seriesId: string,
): Promise<Series | undefined> {
  return db.first<Series>(
    `select id, starts_at as "startsAt", time_zone as "timeZone", every_weeks as "everyWeeks", times, sequence from meeting_series
     where organisation_id = $1 and id = $2`,
    [organisationId, seriesId],
  );
}

/** Has a mail brought a meeting, or its series, into this person's calendar? `id` is what the calendar knows it by. */
export async function holdsEntry(
  db: Database,
  { organisationId, personId }: Party,
  id: string,
): Promise<boolean> {
  const row = await db.first<{ holds: boolean }>(
    `select exists (select from mails where organisation_id = $1 and person_id = $2 and calendar_method = 'REQUEST'
       and state not in ('stopped', 'held', 'gathered') and position('UID:' || $3 || '@' in calendar) > 0) as holds`,
    [organisationId, personId, id],
  );
  return row?.holds === true;
}

/** Who has said what to the invitation? Grain: one person. */
export async function listReplies(
  db: Database,
  organisationId: string,
  meetingId: string,
): Promise<ReadonlyMap<string, MeetingReply>> {
  const rows = await db.query<{ personId: string; reply: MeetingReply }>(
    'select person_id as "personId", reply from meeting_replies where organisation_id = $1 and meeting_id = $2',
    [organisationId, meetingId],
  );
  return new Map(rows.map(({ personId, reply }) => [personId, reply]));
}

/** Whose feed is this? Found by its hash before any organisation is known. */
export async function findFeed(
  db: Database,
  tokenHash: string,
): Promise<(Party & { details: boolean }) | undefined> {
  return db.identify({ tokenHash }, () =>
    db.first<Party & { details: boolean }>(
      `select organisation_id as "organisationId", person_id as "personId", details
       from identity.calendar_feeds where token_hash = $1`,
      [tokenHash],
    ),
  );
}

/** Has this person a feed? */
export async function findOwnFeed(db: Database, { organisationId, personId }: Party) {
  const row = await db.first<{ details: boolean; createdAt: Date }>(
    `select details, created_at as "createdAt" from identity.calendar_feeds where organisation_id = $1 and person_id = $2`,
    [organisationId, personId],
  );
  return { feed: row ? { details: row.details, createdAt: row.createdAt.toISOString() } : null };
}
