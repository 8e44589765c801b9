import type { Contribution } from '@ithaca/contracts/matching';
import type { Choices, MentorRequest, PossibleMentor, place } from '@ithaca/contracts/mentor-requests';
import type { Journey } from '@ithaca/contracts/journey';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { firstAgreement } from '@ithaca/domain/agreement';
import { circleOf } from '@ithaca/domain/circle';
import type { CohortState } from '@ithaca/domain/cohort';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import { placesShown, toldToMentee } from '@ithaca/domain/mentor-request';
import type { MentorRequestState, PairingMode } from '@ithaca/domain/mentor-request';
import type { Party } from '@ithaca/domain/permissions';
import { reasonsOf } from '@ithaca/domain/reasons';
import { Refusal } from '@ithaca/domain/refusal';
import type { Format, Side } from '@ithaca/domain/vocabulary';
import type * as z from 'zod/mini';

import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import { listPossibleMentors } from '../matching/possible-mentors.queries.ts';
import type { OfferTerms } from '../pairings/offers.service.ts';

/** An enrolment with what decides whether its person may choose. */
export interface Chooser {
  id: string;
  organisationId: string;
  personId: string;
  role: Side;
  state: EnrolmentState;
  cohortId: string;
  cohortState: CohortState;
  mode: PairingMode;
  answerDays: number;
  openPairings: number;
  format: Format;
  policy: MatchingPolicy;
}

/** Whose enrolment is it, and how do pairings of its program come about? One row. */
export async function getChooser(
  db: Database,
  organisationId: string,
  enrolmentId: string,
): Promise<Chooser> {
  const row = await db.first<Chooser>(
    `select e.id, e.organisation_id as "organisationId", e.person_id as "personId", e.role, e.state, e.cohort_id as "cohortId",
       c.state as "cohortState", g.pairing_mode as mode, g.answer_days as "answerDays", g.format, g.policy,
       (select count(*)::int from pairing_members m where m.organisation_id = e.organisation_id and m.enrolment_id = e.id and m.open) as "openPairings"
     from enrolments e
     join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where e.organisation_id = $1 and e.id = $2`,
    [organisationId, enrolmentId],
  );
  if (!row) throw new Refusal('record.not-found');
  return row;
}

const CHOOSING: readonly CohortState[] = ['enrolling', 'matching', 'running'];

/** Why somebody cannot choose now; null when they can. */
export function closedBecause(chooser: Chooser): Choices['closedBecause'] {
  return chooser.mode !== 'self-service' || chooser.role === 'mentor' ? 'mode' : overBecause(chooser);
}

/** Why nobody is asked any more for this mentee or peer, however they came to be chosen; null while somebody may be. */
export function overBecause(chooser: Chooser): Exclude<Choices['closedBecause'], 'mode'> {
  if (!CHOOSING.includes(chooser.cohortState)) return 'cohort';
  if (chooser.openPairings > 0) return 'paired';
  return chooser.state === 'in-pool' ? null : 'not-in-pool';
}

/** What every pairing of a cohort starts from: the agreement that its program proposes, and how large its circles are. */
export async function getTerms(db: Database, chooser: Chooser): Promise<OfferTerms> {
  const row = await db.first<{ journey: Journey }>(
    `select g.journey from cohorts c join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where c.organisation_id = $1 and c.id = $2`,
    [chooser.organisationId, chooser.cohortId],
  );
  if (!row) throw new Refusal('record.not-found');
  const circle = circleOf(chooser.format, chooser.policy);
  return {
    cohortId: chooser.cohortId,
    agreement: firstAgreement(row.journey),
    circle: circle && { ...circle, gathers: chooser.mode === 'self-service' },
  };
}

/** Has this person still to say yes to the pairing? */
export async function isAnswerOpen(db: Database, person: Party, pairingId: string): Promise<boolean> {
  const row = await db.first<{ isOpen: boolean }>(
    `select accepted_at is null as "isOpen" from pairing_members
     where organisation_id = $1 and pairing_id = $2 and person_id = $3`,
    [person.organisationId, pairingId, person.personId],
  );
  return row?.isOpen ?? false;
}

const PERSON = `json_build_object('enrolmentId', e.id, 'personId', p.id, 'displayName', p.display_name, 'jobTitle', p.job_title,
  'department', p.department, 'site', p.site, 'timeZone', p.time_zone)`;

/** Whom did I choose, and how far has it come? Grain: one choice, in my order. */
export async function getChoices(db: Database, chooser: Chooser, today: string): Promise<Choices> {
  const rows = await db.query<{
    person: Omit<Choices['items'][number], 'rank' | 'state' | 'askedAt' | 'dueAt'>;
    rank: number;
    state: MentorRequestState;
    askedAt: Date | null;
    dueAt: Date | null;
    note: string;
  }>(
    `select ${PERSON} as person, r.rank, r.state, r.asked_at as "askedAt", r.due_at as "dueAt", r.note
     from mentor_requests r
     join enrolments e on e.organisation_id = r.organisation_id and e.id = r.mentor_enrolment_id
     join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
     where r.organisation_id = $1 and r.mentee_enrolment_id = $2 and r.state not in ('withdrawn', 'suggested')
       and (r.suggested_by is null or r.asked_at is not null)
     order by r.state in ('declined', 'lapsed', 'passed'), r.rank, r.id`,
    [chooser.organisationId, chooser.id],
  );
  const sizes = circleOf(chooser.format, chooser.policy);
  return {
    mode: chooser.mode,
    role: chooser.role,
    circle: sizes && { smallest: sizes.smallest, largest: sizes.largest },
    closedBecause: closedBecause(chooser),
    answerDays: chooser.answerDays,
    note: rows[0]?.note ?? '',
    suggestion: await getSuggestion(db, chooser, today),
    items: rows.flatMap(({ person, rank, state: own, askedAt, dueAt }) => {
      const state = toldToMentee(own);
      return state === 'suggested'
        ? []
        : [
            {
              ...person,
              rank,
              state,
              // Only while the answer is open: afterwards it would tell how quickly a no came.
              askedAt: state === 'asked' ? (askedAt?.toISOString() ?? null) : null,
              dueAt: state === 'asked' ? (dueAt?.toISOString() ?? null) : null,
            },
          ];
    }),
  };
}

/** Whom does the coordinator suggest to me, and why? At most one; null as well when the place is gone meanwhile. */
async function getSuggestion(db: Database, chooser: Chooser, today: string): Promise<Choices['suggestion']> {
  const row = await db.first<{ id: string; dueAt: Date }>(
    `select mentor_enrolment_id as id, due_at as "dueAt" from mentor_requests
     where organisation_id = $1 and mentee_enrolment_id = $2 and state = 'suggested'`,
    [chooser.organisationId, chooser.id],
  );
  if (!row || overBecause(chooser) !== null) return null;
  const possible = await listPossibleMentors(db, chooser.organisationId, chooser.cohortId, chooser.id, today);
  const mentor = possible.find(({ enrolmentId }) => enrolmentId === row.id);
  if (!mentor || mentor.freePlaces === 0) return null;
  const { enrolmentId, personId, displayName, jobTitle, department, site, timeZone } = mentor;
  return {
    enrolmentId,
    personId,
    displayName,
    jobTitle,
    department,
    site,
    timeZone,
    reasons: reasonsOf(mentor.contributions),
    dueAt: row.dueAt.toISOString(),
  };
}

/** Whom could I have? Grain: one mentor whom no rule forbids, best fit first; the fit itself stays unsaid. */
export async function listMentors(
  db: Database,
  chooser: Chooser,
  today: string,
  query: {
    q?: string | undefined;
    free?: boolean | undefined;
    /** Without those whom the mentee would rather not have when they were suggested. */
    unrefused?: boolean;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<{ items: PossibleMentor[]; total: number; nextCursor: string | null }> {
  const from = Number(decodeCursor(query.cursor, 1)?.[0] ?? 0);
  const { organisationId, cohortId, id } = chooser;
  const possible = await listPossibleMentors(db, organisationId, cohortId, id, today);
  const chosen = await db.query<{ id: string; rank: number; state: MentorRequestState; refused: boolean }>(
    "select mentor_enrolment_id as id, rank, state, suggested_by is not null and state = 'withdrawn' as refused from mentor_requests where organisation_id = $1 and mentee_enrolment_id = $2",
    [organisationId, id],
  );
  const refused = new Set(chosen.flatMap((one) => (one.refused ? [one.id] : [])));
  const states = new Map(chosen.map((one) => [one.id, one.state]));
  const ranks = new Map(
    chosen.flatMap((one) => (['waiting', 'asked'].includes(one.state) ? [[one.id, one.rank]] : [])),
  );
  const words = (query.q ?? '').toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const all = possible.map((mentor) => ({
    ...mentor,
    freePlaces: placesShown(states.get(mentor.enrolmentId) ?? null, mentor.freePlaces),
  }));
  const found = all.filter((mentor) => {
    if (query.unrefused && refused.has(mentor.enrolmentId)) return false;
    if (query.free && mentor.freePlaces === 0) return false;
    const text = `${mentor.displayName} ${mentor.jobTitle} ${mentor.department} ${mentor.site} ${factsText(mentor.contributions)}`;
    return words.every((word) => text.toLocaleLowerCase().includes(word));
  });
  const items = found.slice(from, from + query.limit).map((mentor) => ({
    enrolmentId: mentor.enrolmentId,
    personId: mentor.personId,
    displayName: mentor.displayName,
    jobTitle: mentor.jobTitle,
    department: mentor.department,
    site: mentor.site,
    timeZone: mentor.timeZone,
    reasons: reasonsOf(mentor.contributions),
    freePlaces: mentor.freePlaces,
    rank: ranks.get(mentor.enrolmentId) ?? null,
  }));
  const next = from + query.limit;
  return { items, total: found.length, nextCursor: next < found.length ? encodeCursor([next]) : null };
}

/** Shared skills, goals and interests by name, so that they can be searched for. */
const factsText = (contributions: readonly Contribution[]) =>
  contributions.flatMap(({ evidence }) => Object.values(evidence.facts).flat().map(String)).join(' ');

type AskedRow = Omit<MentorRequest, 'reasons' | 'askedAt' | 'dueAt' | 'circle'> & {
  format: Format;
  policy: MatchingPolicy;
  members: number;
  isRunning: boolean;
  askedAt: Date;
  dueAt: Date;
  menteeEnrolmentId: string;
  mentorEnrolmentId: string;
  cohortId: string;
};

const ASKED = `select r.id, r.state, e.role, g.name as "programName", c.name as "cohortName", ${PERSON} as mentee, r.note,
    coalesce(e.answers -> 'goals', '[]') as goals, r.asked_at as "askedAt", r.due_at as "dueAt", r.version,
    r.mentee_enrolment_id as "menteeEnrolmentId", r.mentor_enrolment_id as "mentorEnrolmentId", r.cohort_id as "cohortId",
    (select a.pairing_id from pairing_members a join pairing_members b on b.organisation_id = a.organisation_id and b.pairing_id = a.pairing_id
       where a.organisation_id = r.organisation_id and a.enrolment_id = r.mentor_enrolment_id and b.enrolment_id = r.mentee_enrolment_id
       order by a.open desc limit 1) as "pairingId", g.format, g.policy, coalesce(own.members, 0) as members, coalesce(own."isRunning", false) as "isRunning"
  from mentor_requests r
  join enrolments o on o.organisation_id = r.organisation_id and o.id = r.mentor_enrolment_id
  join enrolments e on e.organisation_id = r.organisation_id and e.id = r.mentee_enrolment_id
  join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
  join cohorts c on c.organisation_id = r.organisation_id and c.id = r.cohort_id
  join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
  left join lateral (
    select count(*)::int as members, bool_or(w.state <> 'offered') as "isRunning"
    from pairing_members m join pairings w on w.organisation_id = m.organisation_id and w.id = m.pairing_id and w.smallest is not null
    join pairing_members s on s.organisation_id = m.organisation_id and s.pairing_id = m.pairing_id and s.role = 'mentee' and s.open
    where m.organisation_id = o.organisation_id and m.enrolment_id = o.id and m.open) own on true
  where r.organisation_id = $1 and o.person_id = $2 and r.asked_at is not null`;

/** Who asks me? Grain: one request that reached me, open ones first. */
export async function listAsked(db: Database, mentor: Party, today: string): Promise<MentorRequest[]> {
  const rows = await db.query<AskedRow>(
    `${ASKED} and r.state <> 'withdrawn' order by r.state = 'asked' desc, r.due_at desc, r.id limit 100`,
    [mentor.organisationId, mentor.personId],
  );
  return Promise.all(rows.map((row) => toRequest(db, mentor.organisationId, row, today)));
}

/** One request that reached me. */
export async function getAsked(
  db: Database,
  mentor: Party,
  requestId: string,
  today: string,
): Promise<MentorRequest> {
  const row = await db.first<AskedRow>(`${ASKED} and r.id = $3`, [
    mentor.organisationId,
    mentor.personId,
    requestId,
  ]);
  if (!row) throw new Refusal('record.not-found');
  return toRequest(db, mentor.organisationId, row, today);
}

async function toRequest(
  db: Database,
  organisationId: string,
  { menteeEnrolmentId, mentorEnrolmentId, cohortId, format, policy, members, isRunning, ...row }: AskedRow,
  today: string,
): Promise<MentorRequest> {
  const possible =
    row.state === 'asked'
      ? await listPossibleMentors(db, organisationId, cohortId, menteeEnrolmentId, today)
      : [];
  const pair = possible.find(({ enrolmentId }) => enrolmentId === mentorEnrolmentId);
  const sizes = circleOf(format, policy);
  return {
    ...row,
    circle: sizes && { members, smallest: sizes.smallest, isRunning },
    // What a mentee let the mentor know goes with the open request alone.
    note: row.state === 'asked' || row.state === 'accepted' ? row.note : '',
    reasons: pair ? reasonsOf(pair.contributions) : [],
    askedAt: row.askedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
  };
}

/** How many mentees do I take, and whom do I have? Grain: one mentor enrolment of mine that is not over. */
export async function listPlaces(db: Database, mentor: Party): Promise<z.infer<typeof place>[]> {
  return db.query(
    `select e.id as "enrolmentId", e.cohort_id as "cohortId", c.name as "cohortName", g.name as "programName", e.capacity, e.version,
       coalesce((select json_agg(json_build_object('pairingId', m.pairing_id, 'personId', h.id, 'displayName', h.display_name) order by h.display_name, h.id)
         from pairing_members m
         join pairing_members o on o.organisation_id = m.organisation_id and o.pairing_id = m.pairing_id and o.role = 'mentee' and o.open
         join people h on h.organisation_id = o.organisation_id and h.id = o.person_id
         where m.organisation_id = e.organisation_id and m.enrolment_id = e.id and m.open), '[]') as mentees
     from enrolments e
     join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where e.organisation_id = $1 and e.person_id = $2 and e.role = 'mentor' and e.state in ('in-pool', 'matched')
       and c.state in ('enrolling', 'matching', 'running')
     order by c.starts_on desc, e.id`,
    [mentor.organisationId, mentor.personId],
  );
}

type Asking =
  | { kind: 'answer-suggestion'; programName: string; mentorName: string; enrolmentId: string; dueAt: Date }
  | { kind: 'answer-request'; programName: string; menteeName: string; dueAt: Date; isOfPeers: boolean }
  | {
      kind: 'choose-mentors';
      programName: string;
      enrolmentId: string;
      isAgain: boolean;
      isOfPeers: boolean;
    };

/** What do requests ask of me today? Grain: one request or suggestion that waits for my answer, one enrolment that has nobody in line. */
export async function listWhatRequestsAsk(db: Database, person: Party): Promise<Asking[]> {
  const rows = await db.query<{
    programName: string;
    enrolmentId: string;
    menteeName: string | null;
    mentorName: string | null;
    dueAt: Date | null;
    isAgain: boolean;
    isOfPeers: boolean;
  }>(
    `select g.name as "programName", o.id as "enrolmentId", p.display_name as "menteeName", h.display_name as "mentorName",
       coalesce(r.due_at, s.due_at) as "dueAt", o.role = 'peer' as "isOfPeers",
       exists (select from pairing_members m where m.organisation_id = o.organisation_id and m.enrolment_id = o.id and not m.open) as "isAgain"
     from enrolments o
     join cohorts c on c.organisation_id = o.organisation_id and c.id = o.cohort_id and c.state in ('enrolling', 'matching', 'running')
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     left join mentor_requests r on r.organisation_id = o.organisation_id and r.mentor_enrolment_id = o.id and r.state = 'asked'
     left join mentor_requests s on s.organisation_id = o.organisation_id and s.mentee_enrolment_id = o.id and s.state = 'suggested' and o.state = 'in-pool'
     left join enrolments f on f.organisation_id = s.organisation_id and f.id = s.mentor_enrolment_id
     left join people h on h.organisation_id = f.organisation_id and h.id = f.person_id
     left join enrolments e on e.organisation_id = r.organisation_id and e.id = r.mentee_enrolment_id
     left join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
     where o.organisation_id = $1 and o.person_id = $2 and (r.id is not null or s.id is not null
       or g.pairing_mode = 'self-service' and o.role <> 'mentor' and o.state = 'in-pool' and not exists (select from mentor_requests w
         where w.organisation_id = o.organisation_id and w.mentee_enrolment_id = o.id and w.state in ('waiting', 'asked')))
     order by coalesce(r.due_at, s.due_at), o.id`,
    [person.organisationId, person.personId],
  );
  return rows.map(({ programName, enrolmentId, menteeName, mentorName, dueAt, isAgain, isOfPeers }) =>
    menteeName !== null && dueAt !== null
      ? { kind: 'answer-request', programName, menteeName, dueAt, isOfPeers }
      : mentorName !== null && dueAt !== null
        ? { kind: 'answer-suggestion', programName, mentorName, enrolmentId, dueAt }
        : { kind: 'choose-mentors', programName, enrolmentId, isAgain, isOfPeers },
  );
}

/** Who was asked for me and has not answered? Grain: one enrolment of mine that waits in the pool; at most one is asked at a time. */
export function listAskedForMe(
  db: Database,
  person: Party,
): Promise<{ enrolmentId: string; mentorName: string; dueAt: Date }[]> {
  return db.query(
    `select o.id as "enrolmentId", p.display_name as "mentorName", r.due_at as "dueAt"
     from enrolments o
     join mentor_requests r on r.organisation_id = o.organisation_id and r.mentee_enrolment_id = o.id and r.state = 'asked'
     join enrolments e on e.organisation_id = r.organisation_id and e.id = r.mentor_enrolment_id
     join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
     where o.organisation_id = $1 and o.person_id = $2 and o.state = 'in-pool' order by r.due_at, o.id`,
    [person.organisationId, person.personId],
  );
}
