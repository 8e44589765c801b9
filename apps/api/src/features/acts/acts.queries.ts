import type { Act } from '@ithaca/contracts/acts';
import type { MeetingReply } from '@ithaca/domain/meeting';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../platform/database/database.ts';
import { getIntroduction } from '../introductions/introductions.queries.ts';
import { findFirstMeeting, offerFirstMeeting } from '../meetings/first-meeting/first-meeting.queries.ts';
import { getSurveyAsk } from '../surveys/moments/survey-asks.queries.ts';

/** What the secret of a mail opens. */
export interface ActLink {
  tokenHash: string;
  organisationId: string;
  personId: string;
  act: Act['act'];
  subjectId: string | null;
  mailKind: string | null;
  expiresAt: Date;
  /** When a link that works only once did its work. */
  usedAt: Date | null;
}

/** Whose link is this, and for what? Found by its hash before any organisation is known. */
export async function findActLink(db: Database, tokenHash: string): Promise<ActLink> {
  const link = await db.identify({ tokenHash }, () =>
    db.first<ActLink>(
      `select token_hash as "tokenHash", organisation_id as "organisationId", person_id as "personId", act, subject_id as "subjectId",
         mail_kind as "mailKind", expires_at as "expiresAt", used_at as "usedAt"
       from identity.act_links where token_hash = $1`,
      [tokenHash],
    ),
  );
  if (!link) throw new Refusal('act.unknown');
  return link;
}

interface Facts {
  state: Act['state'];
  partnerNames: string[];
  programName: string | null;
  meeting: Act['meeting'];
  survey?: Act['survey'];
  introduction?: Act['introduction'];
  firstMeeting?: Act['firstMeeting'];
  path: string;
}

const PARTNERS = `array(select h.display_name from pairing_members o join people h on h.organisation_id = o.organisation_id and h.id = o.person_id
    where o.organisation_id = m.organisation_id and o.pairing_id = m.pairing_id and o.person_id <> m.person_id and o.declined_at is null and o.left_at is null
    order by h.display_name, h.id) as "partnerNames"`;
const PROGRAM = `(select r.name from cohorts c join programs r on r.organisation_id = c.organisation_id and r.id = c.program_id
    where c.organisation_id = m.organisation_id and c.id = m.cohort_id) as "programName"`;

const PROGRAM_OF_COHORT = (row: 'a' | 'e') => `(select r.name from cohorts c
    join programs r on r.organisation_id = c.organisation_id and r.id = c.program_id
    where c.organisation_id = ${row}.organisation_id and c.id = ${row}.cohort_id) as "programName"`;

/** What would the link do now? One view; nothing is in it that the mail did not say. */
export async function viewAct(db: Database, link: ActLink, now: Date, at?: string): Promise<Act> {
  const head = await db.first<{ personName: string; organisationName: string; hasLeft: boolean }>(
    `select coalesce(nullif(p.given_name, ''), p.display_name) as "personName", o.name as "organisationName",
       coalesce(p.left_on <= ($3::timestamptz at time zone p.time_zone)::date, false) as "hasLeft"
     from people p join organisations o on o.organisation_id = p.organisation_id
     where p.organisation_id = $1 and p.id = $2`,
    [link.organisationId, link.personId, now],
  );
  const facts = head && (await FACTS[link.act](db, link, now, at));
  if (!head || !facts) throw new Refusal('act.unknown');
  const isLate = link.expiresAt <= now && facts.state === 'open';
  return {
    act: link.act,
    mailKind: link.mailKind,
    personName: head.personName,
    organisationName: head.organisationName,
    survey: null,
    introduction: null,
    firstMeeting: null,
    ...facts,
    state: head.hasLeft || isLate ? 'over' : facts.state,
    // Whoever has left is told no more, not even of what they once answered: it may have changed since.
    ...(head.hasLeft && NOTHING),
  };
}

const NOTHING = {
  partnerNames: [],
  programName: null,
  meeting: null,
  survey: null,
  introduction: null,
  firstMeeting: null,
} satisfies Partial<Act>;

/** A meeting of the link's person; `state` is SQL over the meeting `g` and the member `m`, with the moment as $4. */
async function findMeeting(
  db: Database,
  { organisationId, personId, subjectId }: ActLink,
  now: Date,
  state: string,
): Promise<Facts | undefined> {
  const row = await db.first<
    Pick<Facts, 'state' | 'partnerNames' | 'programName'> & {
      pairingId: string;
      startsAt: Date;
      durationMinutes: number;
      timeZone: string;
      isCircle: boolean;
      reply: MeetingReply | null;
    }
  >(
    `select ${state} as state, ${PARTNERS}, ${PROGRAM}, g.pairing_id as "pairingId", g.starts_at as "startsAt",
       g.duration_minutes as "durationMinutes", (select h.time_zone from people h where h.organisation_id = m.organisation_id and h.id = m.person_id) as "timeZone",
       (select p.smallest is not null from pairings p where p.organisation_id = g.organisation_id and p.id = g.pairing_id) as "isCircle",
       (select r.reply from meeting_replies r where r.organisation_id = g.organisation_id and r.meeting_id = g.id and r.person_id = m.person_id) as reply
     from meetings g join pairing_members m on m.organisation_id = g.organisation_id and m.pairing_id = g.pairing_id and m.person_id = $3 and m.inside
     where g.organisation_id = $1 and g.id = $2`,
    [organisationId, subjectId, personId, now],
  );
  if (!row) return undefined;
  const { pairingId, startsAt, durationMinutes, timeZone, isCircle, reply, ...facts } = row;
  return {
    ...facts,
    meeting: { startsAt: startsAt.toISOString(), durationMinutes, timeZone, isCircle, reply },
    path: `/pairings/${pairingId}/meetings/${subjectId}`,
  };
}

/** `at`: the time that the followed link names. */
type Finder = (db: Database, link: ActLink, now: Date, at?: string) => Promise<Facts | undefined>;

const FACTS: Record<Act['act'], Finder> = {
  'accept-pairing': async (db, { organisationId, personId, subjectId }) => {
    const row = await db.first<Pick<Facts, 'state' | 'partnerNames' | 'programName'>>(
      `select case when m.declined_at is not null then 'over' when m.accepted_at is not null then 'done'
           when m.left_at is not null then 'over' when p.state = 'offered' or p.smallest is not null and p.state in ('active', 'paused') then 'open' else 'over' end as state, ${PARTNERS}, ${PROGRAM}
       from pairing_members m join pairings p on p.organisation_id = m.organisation_id and p.id = m.pairing_id
       where m.organisation_id = $1 and m.pairing_id = $2 and m.person_id = $3`,
      [organisationId, subjectId, personId],
    );
    return row && { ...row, meeting: null, path: `/pairings/${subjectId}` };
  },
  'attend-meeting': (db, link, now) =>
    findMeeting(
      db,
      link,
      now,
      `case when g.state <> 'planned' or g.starts_at <= $4 then 'over'
         when exists (select from meeting_replies r where r.organisation_id = g.organisation_id and r.meeting_id = g.id and r.person_id = m.person_id)
         then 'done' else 'open' end`,
    ),
  'confirm-meeting': (db, link, now) =>
    findMeeting(
      db,
      link,
      now,
      `case when g.state = 'cancelled' or g.starts_at > $4 then 'over'
         when exists (select from meeting_answers r where r.organisation_id = g.organisation_id and r.meeting_id = g.id and r.person_id = m.person_id)
         then 'done' else 'open' end`,
    ),
  'answer-check-in': async (db, { organisationId, personId, subjectId }, now) => {
    const row = await db.first<Pick<Facts, 'state' | 'partnerNames' | 'programName'>>(
      `select case when i.answered_at is not null then 'done' when i.due_at > $4 then 'open' else 'over' end as state, ${PARTNERS}, ${PROGRAM}
       from check_ins i join pairing_members m on m.organisation_id = i.organisation_id and m.pairing_id = i.pairing_id and m.person_id = i.person_id
       where i.organisation_id = $1 and i.id = $2 and i.person_id = $3`,
      [organisationId, subjectId, personId, now],
    );
    return row && { ...row, meeting: null, path: `/check-ins/${subjectId}` };
  },
  'answer-survey': async (db, link, now) => {
    if (link.subjectId === null) return undefined;
    const ask = await getSurveyAsk(db, link, link.subjectId, now);
    const { moment, isAnonymous, questions, partnerNames, programName } = ask;
    return {
      state: ask.state === 'answered' ? 'done' : ask.state === 'closed' ? 'over' : 'open',
      partnerNames,
      programName,
      meeting: null,
      survey: { moment, isAnonymous, questions },
      path: `/surveys/${ask.id}`,
    };
  },
  'answer-message': async (db, { organisationId, personId, subjectId, usedAt }) => {
    const row = await db.first<Pick<Facts, 'state' | 'partnerNames' | 'programName'> & { pairingId: string }>(
      `select case when p.state = 'active' then 'open' else 'over' end as state, array[h.display_name] as "partnerNames", ${PROGRAM},
         p.id as "pairingId"
       from messages s join people h on h.organisation_id = s.organisation_id and h.id = s.author_id
       join pairings p on p.organisation_id = s.organisation_id and p.id = s.pairing_id
       join pairing_members m on m.organisation_id = p.organisation_id and m.pairing_id = p.id and m.person_id = $3 and m.inside
       where s.organisation_id = $1 and s.id = $2`,
      [organisationId, subjectId, personId],
    );
    if (!row) return undefined;
    const { pairingId, ...facts } = row;
    return {
      ...facts,
      state: usedAt ? 'done' : facts.state,
      meeting: null,
      path: `/pairings/${pairingId}/messages`,
    };
  },
  'answer-request': async (db, { organisationId, personId, subjectId }, now) => {
    const row = await db.first<Pick<Facts, 'state' | 'partnerNames' | 'programName'>>(
      `select case when r.state in ('accepted', 'declined') then 'done' when r.state = 'asked' and r.due_at > $4 then 'open' else 'over' end as state,
         array[h.display_name] as "partnerNames",
         (select g.name from cohorts c join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
          where c.organisation_id = r.organisation_id and c.id = r.cohort_id) as "programName"
       from mentor_requests r
       join enrolments o on o.organisation_id = r.organisation_id and o.id = r.mentor_enrolment_id and o.person_id = $3
       join enrolments e on e.organisation_id = r.organisation_id and e.id = r.mentee_enrolment_id
       join people h on h.organisation_id = e.organisation_id and h.id = e.person_id
       where r.organisation_id = $1 and r.id = $2`,
      [organisationId, subjectId, personId, now],
    );
    return row && { ...row, meeting: null, path: `/my/places?request=${subjectId}` };
  },
  'approve-enrolment': async (db, { organisationId, personId, subjectId }) => {
    // Whoever is manager now may say yes; a link that was mailed to the one before has nothing left to open.
    const row = await db.first<Pick<Facts, 'state' | 'partnerNames' | 'programName'>>(
      `select case when a.state in ('approved', 'declined') and a.decided_by = $3 then 'done'
           when a.state = 'asked' and p.manager_id = $3 then 'open' else 'over' end as state,
         array[p.display_name] as "partnerNames", ${PROGRAM_OF_COHORT('a')}
       from approvals a join enrolments e on e.organisation_id = a.organisation_id and e.id = a.enrolment_id
       join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
       where a.organisation_id = $1 and a.id = $2`,
      [organisationId, subjectId, personId],
    );
    return row && { ...row, meeting: null, path: '/team' };
  },
  'take-seat': async (db, { organisationId, personId, subjectId }, now) => {
    const row = await db.first<Pick<Facts, 'state' | 'programName'> & { cohortId: string }>(
      `select case when o.state = 'accepted' then 'done' when o.state = 'open' and o.due_at > $4 and e.state = 'waitlisted' then 'open'
           else 'over' end as state, e.cohort_id as "cohortId", ${PROGRAM_OF_COHORT('e')}
       from enrolments e left join lateral (select state, due_at from seat_offers s where s.organisation_id = e.organisation_id
         and s.enrolment_id = e.id order by s.id desc limit 1) o on true
       where e.organisation_id = $1 and e.id = $2 and e.person_id = $3`,
      [organisationId, subjectId, personId, now],
    );
    if (!row) return undefined;
    const { cohortId, ...facts } = row;
    return { ...facts, partnerNames: [], meeting: null, path: `/programs/${cohortId}/enrol?role=mentee` };
  },
  'answer-introduction': async (db, link) => {
    if (link.subjectId === null) return undefined;
    const { id, state, isMyTurn, myPart, helper, guest, third, kind, words, length, shadowing } =
      await getIntroduction(db, link, link.subjectId);
    const isOver =
      state === 'not-this-time' ||
      state === 'withdrawn' ||
      (!isMyTurn && state !== 'made' && state !== 'sent');
    return {
      state: isMyTurn ? 'open' : isOver ? 'over' : 'done',
      partnerNames: [myPart === 'helper' ? guest.displayName : helper.displayName],
      programName: null,
      meeting: null,
      introduction: {
        kind,
        part: myPart,
        helper: helper.displayName,
        guest: guest.displayName,
        third: third?.displayName ?? null,
        words,
        length,
        dayOn: shadowing?.dayOn ?? null,
      },
      path: `/introductions/${id}`,
    };
  },
  'plan-meeting': async (db, link, now, at) => {
    const row = await db.first<Pick<Facts, 'state' | 'partnerNames' | 'programName'>>(
      `select case when p.state = 'active' then 'open' else 'over' end as state, ${PARTNERS}, ${PROGRAM}
       from pairing_members m join pairings p on p.organisation_id = m.organisation_id and p.id = m.pairing_id
       where m.organisation_id = $1 and m.pairing_id = $2 and m.person_id = $3 and m.inside`,
      [link.organisationId, link.subjectId, link.personId],
    );
    const first = link.subjectId === null ? undefined : await findFirstMeeting(db, link, link.subjectId);
    if (!row || !first || link.subjectId === null) return undefined;
    if (first.meetingId !== null) {
      return findMeeting(
        db,
        { ...link, subjectId: first.meetingId },
        now,
        `case when g.state = 'planned' and g.starts_at > $4 then 'done' else 'over' end`,
      );
    }
    if (!first.isActive || link.expiresAt <= now)
      return {
        ...row,
        meeting: null,
        path: `/pairings/${link.subjectId}${first.isActive ? '/meetings/new' : ''}`,
      };
    return {
      ...row,
      meeting: null,
      firstMeeting: await offerFirstMeeting(db, link, link.subjectId, { now, at, ...first }),
      path: `/pairings/${link.subjectId}/meetings/new`,
    };
  },
  'stop-mails': async (db, { organisationId, personId, mailKind }) => {
    const stopped = await db.first(
      `select 1 from mail_choices where organisation_id = $1 and person_id = $2 and kind = $3 and choice = 'off'`,
      [organisationId, personId, mailKind],
    );
    return {
      state: stopped ? 'done' : 'open',
      partnerNames: [],
      programName: null,
      meeting: null,
      path: '/me/mails',
    };
  },
};
