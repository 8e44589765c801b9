import { SAY_DAYS } from '@ithaca/domain/meeting';
import type { Side } from '@ithaca/domain/vocabulary';
import type { Actor } from '@ithaca/domain/permissions';

import type { Database } from '../../platform/database/database.ts';
import { partnerOf } from '../pairings/partners.queries.ts';

interface MeetingLine {
  id: string;
  title: string;
  startsAt: string;
  durationMinutes: number;
}

/** One open pairing of mine with what it asks of me. */
export interface MyPairing {
  id: string;
  enrolmentId: string;
  state: 'offered' | 'active' | 'paused';
  programName: string;
  partnerNames: string[];
  /** Of a circle: the reader's side in it, and its mentees, the reader among them. */
  circle: { role: Side; mentees: number } | null;
  publishedAt: Date;
  hasAccepted: boolean;
  hasSigned: boolean;
  isAgreementWritten: boolean;
  /** The reader's own zone. */
  timeZone: string;
  lastHeldAt: Date | null;
  /** One was held, or its hour has come: the next is no first one. */
  hasHadMeeting: boolean;
  /** Flash mentoring has one meeting, and this pairing has it. */
  hasItsOneMeeting: boolean;
  coming: MeetingLine | null;
  /** The oldest meeting that is over and that I have not answered for. */
  unanswered: MeetingLine | null;
  /** The goal whose confirmation has waited longest for me. */
  claimedGoal: { title: string; byName: string; at: string } | null;
  unread: { count: number; since: string } | null;
  actions: { id: string; title: string; dueOn: string }[];
}

/** Actions are named so many days before they are due. */
const ACTION_DAYS = 3;

const LINE = `json_build_object('id', m.id, 'title', m.title, 'startsAt', m.starts_at, 'durationMinutes', m.duration_minutes)`;
const OVER = 'm.starts_at + make_interval(mins => m.duration_minutes) <= $3';

/** What do my open pairings ask of me now? Grain: one open pairing of mine. */
export function readMyPairings(db: Database, actor: Actor, now: Date): Promise<MyPairing[]> {
  return db.query<MyPairing>(
    `select p.id, me.enrolment_id as "enrolmentId", case when me.inside then p.state else 'offered' end as state, g.name as "programName", p.published_at as "publishedAt",
       case when p.smallest is not null then json_build_object('role', me.role, 'mentees', (select count(*) from pairing_members o
           where o.organisation_id = $1 and o.pairing_id = p.id and o.role = 'mentee' and o.declined_at is null and o.left_at is null)) end as circle,
       me.accepted_at is not null as "hasAccepted", me.signed_at is not null as "hasSigned",
       p.agreement <> '{}'::jsonb as "isAgreementWritten", self.time_zone as "timeZone",
       array(select h.display_name from pairing_members o join people h on h.organisation_id = o.organisation_id and h.id = o.person_id
         where o.organisation_id = $1 and o.pairing_id = p.id and ${partnerOf('o', 'me')} and o.declined_at is null and o.left_at is null
         order by h.display_name, h.id) as "partnerNames",
       (select max(m.starts_at) from meetings m
         where m.organisation_id = $1 and m.pairing_id = p.id and m.state = 'held') as "lastHeldAt",
       exists (select from meetings m where m.organisation_id = $1 and m.pairing_id = p.id
         and (m.state = 'held' or m.state = 'planned' and ${OVER})) as "hasHadMeeting",
       g.format = 'flash' and exists (select from meetings m
         where m.organisation_id = $1 and m.pairing_id = p.id and m.state in ('planned', 'held')) as "hasItsOneMeeting",
       (select ${LINE} from meetings m where m.organisation_id = $1 and m.pairing_id = p.id and m.state = 'planned' and me.inside and not ${OVER}
         order by m.starts_at, m.id limit 1) as coming,
       (select ${LINE} from meetings m where m.organisation_id = $1 and m.pairing_id = p.id and me.inside and ${OVER}
         and (m.state = 'planned' or m.state = 'held' and m.starts_at > $3::timestamptz - interval '${SAY_DAYS} days')
         and not exists (select 1 from meeting_answers a
           where a.organisation_id = $1 and a.meeting_id = m.id and a.person_id = $2)
         order by m.starts_at, m.id limit 1) as unanswered,
       (select json_build_object('title', l.title, 'byName', h.display_name, 'at', l.claimed_at)
         from goals l join people h on h.organisation_id = l.organisation_id and h.id = l.claimed_by
         where l.organisation_id = $1 and l.pairing_id = p.id and me.inside and l.state = 'claimed' and l.claimed_by <> $2
           and (p.smallest is null or l.owner_id = $2 or me.role = 'mentor')
         order by l.claimed_at, l.id limit 1) as "claimedGoal",
       (select case when count(*) > 0 then json_build_object('count', count(*), 'since', min(t.sent_at)) end from messages t
         where t.organisation_id = $1 and t.pairing_id = p.id and me.inside and t.author_id <> $2
           and t.sent_at > coalesce((select r.read_at from message_reads r
             where r.organisation_id = $1 and r.pairing_id = p.id and r.person_id = $2), '-infinity')) as unread,
       coalesce((select json_agg(json_build_object('id', a.id, 'title', a.title, 'dueOn', a.due_on) order by a.due_on, a.id)
         from actions a where a.organisation_id = $1 and a.pairing_id = p.id and a.owner_id = $2 and a.done_at is null
           and a.due_on <= ($3::timestamptz at time zone self.time_zone)::date + ${ACTION_DAYS}), '[]') as actions
     from pairing_members me
     join people self on self.organisation_id = $1 and self.id = $2
     join pairings p on p.organisation_id = $1 and p.id = me.pairing_id
     join cohorts c on c.organisation_id = $1 and c.id = p.cohort_id
     join programs g on g.organisation_id = $1 and g.id = c.program_id
     where me.organisation_id = $1 and me.person_id = $2 and me.open and p.state in ('offered', 'active', 'paused')
     order by p.published_at, p.id`,
    [actor.organisationId, actor.personId, now],
  );
}
