import type { AskedQuestion } from '@ithaca/domain/enrolment-form';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import type { Locale, Side } from '@ithaca/domain/vocabulary';

import type { Database } from '../../platform/database/database.ts';

/** Somebody of the cast who was invited; `place` stands in their address and is theirs for good. */
export interface Player {
  personId: string;
  place: number;
  role: Side;
  locale: Locale;
  languages: string[];
  enrolmentState: EnrolmentState | null;
}

export interface Cast {
  seed: number;
  cohortId: string;
  isEnrolling: boolean;
  questions: AskedQuestion[];
  players: Player[];
}

/** Set apart by the seat that a coordinator has taken: nobody plays for them meanwhile. */
const NOT_TAKEN = (person: string) =>
  `not exists (select from identity.memberships t where t.organisation_id = $1 and t.person_id = ${person})`;
const PLACE = `substring(h.email from '([0-9]+)@')::int as place`;
/** How many days ago, counted as days pass in the room. */
const DAYS_SINCE = (at: string) => `floor(extract(epoch from $2::timestamptz - ${at}) / 86400)::int`;

/** Who plays a part, and what are they asked? Mentors first, so that mentees can wish for one. Undefined when the room is gone. */
export async function listCast(db: Database, roomId: string): Promise<Cast | undefined> {
  const room = await db.first<Omit<Cast, 'players'>>(
    `select r.seed, r.cohort_id as "cohortId", c.state = 'enrolling' as "isEnrolling", g.form -> 'questions' as questions
     from rehearsal_rooms r
     join cohorts c on c.organisation_id = r.organisation_id and c.id = r.cohort_id
     join programs g on g.organisation_id = r.organisation_id and g.id = r.program_id
     where r.organisation_id = $1`,
    [roomId],
  );
  if (!room) return undefined;
  const players = await db.query<Player>(
    `select i.person_id as "personId", ${PLACE}, i.role, h.locale, h.languages,
       (select e.state from enrolments e where e.organisation_id = i.organisation_id and e.cohort_id = i.cohort_id
         and e.person_id = i.person_id and e.role = i.role) as "enrolmentState"
     from invitations i join people h on h.organisation_id = i.organisation_id and h.id = i.person_id
     where i.organisation_id = $1 and i.cohort_id = $2 and i.role is not null and ${NOT_TAKEN('i.person_id')}
     order by i.role desc, place`,
    [roomId, room.cohortId],
  );
  return { ...room, players };
}

/** Which approvals wait for a manager of the cast, and since how many days? */
export function listApprovals(db: Database, roomId: string, now: Date) {
  return db.query<{ approvalId: string; managerId: string; days: number; place: number; locale: Locale }>(
    `select a.id as "approvalId", a.asked_id as "managerId", ${DAYS_SINCE('a.asked_at')} as days, ${PLACE}, h.locale
     from approvals a
     join enrolments e on e.organisation_id = a.organisation_id and e.id = a.enrolment_id
     join people h on h.organisation_id = e.organisation_id and h.id = e.person_id
     where a.organisation_id = $1 and a.state = 'asked' and a.asked_id is not null and ${NOT_TAKEN('a.asked_id')}
     order by a.asked_at, a.id`,
    [roomId, now],
  );
}

/** Which seats are kept for somebody? */
export function listSeatOffers(db: Database, roomId: string, now: Date) {
  return db.query<{ enrolmentId: string; personId: string; days: number }>(
    `select o.enrolment_id as "enrolmentId", e.person_id as "personId", ${DAYS_SINCE('o.offered_at')} as days
     from seat_offers o join enrolments e on e.organisation_id = o.organisation_id and e.id = o.enrolment_id
     where o.organisation_id = $1 and o.state = 'open' and ${NOT_TAKEN('e.person_id')} order by o.offered_at, o.id`,
    [roomId, now],
  );
}

/** Who has not answered the pairing they were offered? */
export function listOffered(db: Database, roomId: string, now: Date) {
  return db.query<{ pairingId: string; personId: string; days: number; place: number }>(
    `select p.id as "pairingId", m.person_id as "personId", ${DAYS_SINCE('p.published_at')} as days, ${PLACE}
     from pairings p join pairing_members m on m.organisation_id = p.organisation_id and m.pairing_id = p.id
     join people h on h.organisation_id = m.organisation_id and h.id = m.person_id
     where p.organisation_id = $1 and p.state = 'offered' and m.open and m.accepted_at is null and m.declined_at is null
       and ${NOT_TAKEN('m.person_id')}
     order by p.id, m.role desc, m.person_id`,
    [roomId, now],
  );
}

export interface DueMeeting {
  pairingId: string;
  menteeId: string;
  daysLate: number;
  minutes: number;
  timeZone: string;
}

/** Which active pairings have gone without a meeting for as long as their rhythm says, or longer? */
export function listDueMeetings(db: Database, roomId: string, now: Date): Promise<DueMeeting[]> {
  return db.query<DueMeeting>(
    `select distinct on (p.id) p.id as "pairingId", m.person_id as "menteeId",
       ${DAYS_SINCE('last.at')} - p.cadence_days + 1 as "daysLate",
       (g.journey ->> 'meetingMinutes')::int as minutes, h.time_zone as "timeZone"
     from pairings p
     join pairing_members m on m.organisation_id = p.organisation_id and m.pairing_id = p.id and m.role <> 'mentor' and m.open
     join people h on h.organisation_id = m.organisation_id and h.id = m.person_id
     join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     cross join lateral (select coalesce(max(t.starts_at), p.started_at) as at from meetings t
       where t.organisation_id = p.organisation_id and t.pairing_id = p.id and t.state in ('held', 'planned')) last
     where p.organisation_id = $1 and p.state = 'active' and g.format <> 'flash'
       and ${DAYS_SINCE('last.at')} >= p.cadence_days - 1 and ${NOT_TAKEN('m.person_id')}
     order by p.id, m.person_id`,
    [roomId, now],
  );
}

export interface OpenCheckIn {
  checkInId: string;
  personId: string;
  version: number;
  days: number;
  place: number;
}

/** Which check-ins wait for an answer? */
export function listCheckIns(db: Database, roomId: string, now: Date): Promise<OpenCheckIn[]> {
  return db.query<OpenCheckIn>(
    `select i.id as "checkInId", i.person_id as "personId", i.version, ${DAYS_SINCE('i.asked_at')} as days, ${PLACE}
     from check_ins i join people h on h.organisation_id = i.organisation_id and h.id = i.person_id
     where i.organisation_id = $1 and i.answered_at is null and i.due_at > $2 and ${NOT_TAKEN('i.person_id')}
     order by i.asked_at, i.id`,
    [roomId, now],
  );
}
