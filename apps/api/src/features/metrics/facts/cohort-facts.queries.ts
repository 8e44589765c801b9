import type { Retention } from '@ithaca/contracts/metrics';
import type { CohortState } from '@ithaca/domain/cohort';
import type { EligibilityRule } from '@ithaca/domain/eligibility-rule';
import { enrolledStates } from '@ithaca/domain/enrolment';
import type { GoalState } from '@ithaca/domain/goal';
import type { MeetingState } from '@ithaca/domain/meeting';
import { Refusal } from '@ithaca/domain/refusal';
import type { Format, Side } from '@ithaca/domain/vocabulary';
import { addDays } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import type { FunnelRow } from '@ithaca/metrics/funnel';
import type { GoalRow } from '@ithaca/metrics/goals';
import type { ParticipationCounts } from '@ithaca/metrics/participation';
import type { RatingRow } from '@ithaca/metrics/satisfaction';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { readFrozenFacts } from './frozen-facts.queries.ts';
import { readPairingFacts } from './pairing-facts.queries.ts';
import type { PairingFacts } from './pairing-facts.queries.ts';
import { readCohortDays } from '../store/cohort-days.queries.ts';
import type { CohortDay } from '../store/cohort-days.queries.ts';
import { dayListIn, listed, listedDays, listIn, numberListIn, sharer } from '../store/long-lists.ts';
import { readWorkforce } from './workforce.queries.ts';
import type { WorkforcePerson } from './workforce.queries.ts';

export interface CohortHead {
  id: string;
  name: string;
  state: CohortState;
  startsOn: Day;
  endsOn: Day;
  closedAt: Date | null;
  programId: string;
  programName: string;
  format: Format;
  purpose: string;
  eligibility: EligibilityRule;
  organisationName: string;
  timeZone: string;
  /** The day on which a lottery gave some a seat and others none; null where everybody got one, or nobody drew. */
  drawnOn: Day | null;
}

export interface MeetingFacts {
  pairingId: string;
  on: Day;
  state: MeetingState;
  isAhead: boolean;
  minutes: number;
  cancelledHoursBefore: number | null;
  /** How many said that it took place, and how many that it did not. */
  confirmations: number;
  denials: number;
  /** Held, and written down more than a day later; missing where a cohort was closed before this was kept. */
  isLate?: boolean;
}

export interface EnrolmentFacts {
  personId: string;
  role: Side;
  from: Day;
  to: Day | null;
  takesPart: boolean;
}

export interface StageFacts extends FunnelRow {
  withdrawnOn: Day | null;
}

/** One goal: whose it is and where it stands, never what it says. */
export interface GoalFacts {
  ownerId: string;
  state: GoalState;
  /** Its days; missing where a cohort was closed before they were kept. */
  life?: GoalRow;
}

export type AskFacts = RatingRow & { role: Side };

/** One person in the lottery of a cohort, as it was drawn. */
export interface Entrant {
  personId: string;
  won: boolean;
  employedFrom: Day;
  leftOn: Day | null;
  grade: number | null;
}

/** All that the numbers of one cohort are formed from, read in one transaction. */
export interface CohortFacts {
  cohort: CohortHead;
  /** The moment the numbers are true for, and its day: now, or the last day before a closed cohort was closed. */
  asOf: { at: Date; day: Day; today: Day };
  pairings: PairingFacts[];
  meetings: MeetingFacts[];
  /** Instead of `meetings`, which are empty then: what became of them, counted by day. Null where each was read. */
  days: CohortDay[] | null;
  stages: StageFacts[];
  enrolments: EnrolmentFacts[];
  asks: AskFacts[];
  goals: GoalFacts[];
  workforce: WorkforcePerson[];
  /** Instead of `workforce`, which is empty then: what was formed from it. Null where each person was read, or is left out. */
  everybody: {
    participation: ParticipationCounts;
    retention: Retention;
    retentionOfMentors: Retention | null;
  } | null;
  /** Who was in the lottery; nobody where there was none. */
  entrants: Entrant[];
}

/** What the pages of a cohort are formed from: of the pairings when they met, of people how far they came and what they were asked. */
export interface PageFacts extends Pick<CohortFacts, 'cohort' | 'asOf'> {
  pairings: readonly (Pick<PairingFacts, 'id' | 'life'> & { personIds: readonly string[] })[];
  stages: readonly StageFacts[];
  asks: readonly AskFacts[];
}

/** What became of the meetings: each, or counted by day. */
export type HeldFacts = Pick<CohortFacts, 'cohort' | 'asOf' | 'meetings' | 'days'>;

/**
 * What happened in a cohort up to now? Seven statements, each with the grain its name says. Whoever reads about everybody takes
 * the meetings `summed`; whoever has kept
 * what was computed over the workforce leaves that out; whoever reads of people alone leaves out their pairings, and what is theirs.
 */
export async function readCohortFacts(
  db: Database,
  organisationId: string,
  cohortId: string,
  now: Date,
  how: { meetings?: 'summed'; pairings?: 'left out'; workforce?: 'left out' } = {},
): Promise<CohortFacts> {
  const cohort = await readHead(db, organisationId, cohortId);
  const { timeZone } = cohort;
  const today = dayIn(now, timeZone);
  const frozenAt = isClosed(cohort) ? cohort.closedAt : null;
  const at = frozenAt ?? now;
  const frozen =
    frozenAt && (await readFrozenFacts(db, organisationId, cohortId, frozenAt, { now, timeZone }));
  const always = {
    cohort,
    asOf: { at, today, day: lastDayOf(cohort) ?? today },
    workforce: how.workforce ? [] : await readWorkforce(db, organisationId, cohort, timeZone),
    everybody: null,
    entrants: cohort.drawnOn === null ? [] : await readEntrants(db, organisationId, cohort),
  };
  if (frozen) return { ...always, ...frozen, days: null };
  const ofPeople = {
    stages: await readStages(db, organisationId, cohort),
    enrolments: await readEnrolments(db, organisationId, cohort),
  };
  if (how.pairings)
    return { ...always, ...ofPeople, pairings: [], meetings: [], days: null, asks: [], goals: [] };
  const areSummed = how.meetings === 'summed';
  return {
    ...always,
    pairings: await readPairingFacts(db, organisationId, [cohortId], { now: at, timeZone }),
    meetings: areSummed ? [] : await readMeetings(db, organisationId, cohort, at),
    days: areSummed
      ? await readCohortDays(db, organisationId, cohortId, { now: at, today: always.asOf.day })
      : null,
    ...ofPeople,
    asks: (await readAsks(db, organisationId, cohort)).map(
      ({ pairingId: _pairing, day: _day, ...ask }) => ask,
    ),
    goals: await readGoals(db, organisationId, cohort),
  };
}

/** Whether the numbers of a cohort are those of its close. */
export const isClosed = ({ state }: Pick<CohortHead, 'state'>): boolean =>
  state === 'closed' || state === 'archived';

/** The last day that a closed cohort counts, whole; null while it goes on. */
export const lastDayOf = (cohort: CohortHead): Day | null =>
  isClosed(cohort) && cohort.closedAt ? addDays(dayIn(cohort.closedAt, cohort.timeZone), -1) : null;

/** What a cohort is called, and when it is. */
export async function readHead(db: Database, organisationId: string, cohortId: string): Promise<CohortHead> {
  const head = await db.first<CohortHead>(
    `select c.id, c.name, c.state, c.starts_on::text as "startsOn", c.ends_on::text as "endsOn", c.closed_at as "closedAt",
       p.id as "programId", p.name as "programName", p.format, p.purpose, p.eligibility,
       o.name as "organisationName", o.time_zone as "timeZone",
       case when l.randomised then (l.drawn_at at time zone o.time_zone)::date::text end as "drawnOn"
     from cohorts c
     join programs p on p.organisation_id = c.organisation_id and p.id = c.program_id
     join organisations o on o.organisation_id = c.organisation_id
     left join lotteries l on l.organisation_id = c.organisation_id and l.cohort_id = c.id
     where c.organisation_id = $1 and c.id = $2`,
    [organisationId, cohortId],
  );
  if (!head) throw new Refusal('record.not-found');
  return head;
}

/** Who was in the lottery? Grain: one entrant. Never changed after the draw. */
function readEntrants(db: Database, organisationId: string, cohort: CohortHead): Promise<Entrant[]> {
  return db.query<Entrant>(
    `select d.person_id as "personId", d.won, coalesce(p.hired_on, (p.created_at at time zone $3)::date)::text as "employedFrom",
       p.left_on::text as "leftOn", p.grade
     from lottery_entries d join people p on p.organisation_id = d.organisation_id and p.id = d.person_id
     where d.organisation_id = $1 and d.cohort_id = $2`,
    [organisationId, cohort.id, cohort.timeZone],
  );
}

/** The days of a goal g, as the metrics read them; $1 is the organisation, $3 its time zone. */
export const GOAL_LIFE = `g.id as "goalId", (g.created_at at time zone $3)::date::text as "setOn", g.due_on::text as "dueOn",
  (coalesce(g.claimed_at, g.reached_at) at time zone $3)::date::text as "claimedOn",
  case when g.state = 'reached' then (coalesce(g.confirmed_at, g.reached_at) at time zone $3)::date::text end as "confirmedOn",
  case when g.state = 'abandoned' then (g.updated_at at time zone $3)::date::text end as "abandonedOn",
  (g.updated_at at time zone $3)::date::text as "updatedOn",
  coalesce((select json_agg(json_build_object('weight', 1, 'doneOn', (m.done_at at time zone $3)::date)) from milestones m
    where m.organisation_id = $1 and m.goal_id = g.id), '[]') as milestones`;

async function readGoals(
  db: Database,
  organisationId: string,
  cohort: CohortHead,
): Promise<(GoalFacts & { life: GoalRow })[]> {
  const rows = await db.query<Pick<GoalFacts, 'ownerId' | 'state'> & GoalRow>(
    `select g.owner_id as "ownerId", g.state, ${GOAL_LIFE} from goals g where g.organisation_id = $1 and g.cohort_id = $2`,
    [organisationId, cohort.id, cohort.timeZone],
  );
  return rows.map(({ ownerId, state, ...life }) => ({ ownerId, state, life }));
}

/** The meetings in columns of the same order. */
interface MeetingColumns {
  pairings: string | null;
  days: string | null;
  states: string | null;
  ahead: string | null;
  minutes: string | null;
  confirmations: string | null;
  denials: string | null;
  late: string | null;
  hoursBefore: string | null;
}

/** Grain: one meeting, whatever became of it. */
async function readMeetings(
  db: Database,
  organisationId: string,
  cohort: CohortHead,
  at: Date,
): Promise<MeetingFacts[]> {
  const columns = await db.first<MeetingColumns>(
    `select ${listed('m.pairing_id')} as pairings, ${listedDays('m.day')} as days, ${listed('m.state')} as states,
       ${listed('(m.starts_at > $3)::int')} as ahead, ${listed('m.duration_minutes')} as minutes,
       ${listed('m.confirmations')} as confirmations, ${listed('m.denials')} as denials,
       ${listed(`(m.state = 'held' and m.created_at > m.starts_at + interval '24 hours')::int`)} as late,
       ${listed(`case when m.state = 'cancelled' then (extract(epoch from m.starts_at - m.ended_at) / 3600)::float8 end`)} as "hoursBefore"
     from meetings m
     where m.organisation_id = $1 and m.cohort_id = $2`,
    [organisationId, cohort.id, at],
  );
  if (!columns) return [];
  const share = sharer();
  const days = dayListIn(columns.days);
  const states = listIn(columns.states);
  const ahead = listIn(columns.ahead);
  const minutes = numberListIn(columns.minutes);
  const confirmations = numberListIn(columns.confirmations);
  const denials = numberListIn(columns.denials);
  const late = listIn(columns.late);
  const hoursBefore = numberListIn(columns.hoursBefore);
  return listIn(columns.pairings).map((pairingId, i) => ({
    pairingId: share(pairingId),
    on: days[i] ?? '',
    state: share(states[i] ?? '') as MeetingState,
    isAhead: ahead[i] === '1',
    minutes: minutes[i] ?? 0,
    confirmations: confirmations[i] ?? 0,
    denials: denials[i] ?? 0,
    isLate: late[i] === '1',
    cancelledHoursBefore: hoursBefore[i] ?? null,
  }));
}

type StageRow = { personId: string; role: Side | null; withdrawn: Day | null } & Omit<
  FunnelRow['reachedOn'],
  'in-pool'
> & { pool: Day | null };

/**
 * Grain: one person and role, with the first day of each stage. An invitation names a role or leaves it open; an open one
 * counts for each role in which the person came, and by itself while they have not.
 */
export async function readStages(
  db: Database,
  organisationId: string,
  cohort: Pick<CohortHead, 'id' | 'timeZone'>,
): Promise<StageFacts[]> {
  const first = (stage: string) => `(min(at) filter (where stage = '${stage}') at time zone $3)::date::text`;
  const rows = await db.query<StageRow>(
    `select person_id as "personId", role, ${first('invited')} as invited, ${first('registered')} as registered,
       ${first('in-pool')} as pool, ${first('proposed')} as proposed, ${first('matched')} as matched,
       ${first('active')} as active, ${first('completed')} as completed, ${first('withdrawn')} as withdrawn
     from stage_events where organisation_id = $1 and cohort_id = $2 group by person_id, role`,
    [organisationId, cohort.id, cohort.timeZone],
  );
  const open = new Map(rows.filter((row) => row.role === null).map((row) => [row.personId, row]));
  const came = new Set(rows.filter((row) => row.role !== null).map((row) => row.personId));
  return rows
    .filter((row) => row.role !== null || !came.has(row.personId))
    .map(({ personId, role, withdrawn, pool, ...stages }) => ({
      personId,
      role: role ?? '',
      withdrawnOn: withdrawn,
      reachedOn: {
        ...stages,
        invited: stages.invited ?? open.get(personId)?.invited ?? null,
        'in-pool': pool,
      },
    }));
}

/** Grain: one submitted enrolment, with the days on which its person took part: whoever completes does so to the end of the cohort. */
function readEnrolments(db: Database, organisationId: string, cohort: CohortHead): Promise<EnrolmentFacts[]> {
  return db.query<EnrolmentFacts>(
    `select person_id as "personId", role, (submitted_at at time zone $3)::date::text as "from",
       case when state in ('withdrawn', 'declined') then (coalesce(ended_at, updated_at) at time zone $3)::date::text end as "to",
       state = any ($4) as "takesPart"
     from enrolments where organisation_id = $1 and cohort_id = $2 and state <> 'draft' and submitted_at is not null`,
    [organisationId, cohort.id, cohort.timeZone, enrolledStates],
  );
}

/** The days of a check-in i, whatever was answered; $3 is the time zone of the organisation. */
export const ASK_LIFE = `i.person_id as "personId", i.wave::text as wave, false as "hasBounced",
  (i.asked_at at time zone $3)::date::text as "deliveredOn", (i.answered_at at time zone $3)::date::text as "answeredOn",
  least((p.ended_at at time zone $3)::date, pe.left_on)::text as "leftOn"
  from check_ins i
  join pairings p on p.organisation_id = i.organisation_id and p.id = i.pairing_id
  join people pe on pe.organisation_id = i.organisation_id and pe.id = i.person_id`;

/** One check-in asked of one side of a pairing; `day` is the day on which it was asked as it was counted then. */
export type CheckInAsk = AskFacts & { pairingId: string; day: Day };

interface AskColumns {
  pairings: string | null;
  people: string | null;
  roles: string | null;
  waves: string | null;
  days: string | null;
  asked: string | null;
  answered: string | null;
  ratings: string | null;
  left: string | null;
}

/** What were the people of a cohort, or of those `only` of its pairings, asked, and what did they answer? In the order of pairings. */
export async function readAsks(
  db: Database,
  organisationId: string,
  { id, timeZone }: Pick<CohortHead, 'id' | 'timeZone'>,
  only?: readonly string[],
): Promise<CheckInAsk[]> {
  const sql = `select ${listed('pairing_id')} as pairings, ${listed('person_id')} as people, ${listed('role')} as roles, ${listed('wave')} as waves,
       ${listedDays('day')} as days, ${listedDays('asked_on')} as asked, ${listedDays('answered_on')} as answered,
       ${listed('usefulness')} as ratings, ${listedDays('left_on')} as left
     from (
       select i.pairing_id, i.person_id, i.role, i.wave, i.day, i.usefulness, (i.asked_at at time zone $3)::date as asked_on,
         (i.answered_at at time zone $3)::date as answered_on, least((p.ended_at at time zone $3)::date, pe.left_on) as left_on
       from check_ins i
       join pairings p on p.organisation_id = $1 and p.id = i.pairing_id
       join people pe on pe.organisation_id = $1 and pe.id = i.person_id
       where i.organisation_id = $1 and ${only ? 'i.pairing_id = any($4) and p.cohort_id = $2' : 'i.cohort_id = $2'}
       order by i.pairing_id, i.person_id, i.wave
     ) asks`;
  const values = [organisationId, id, timeZone, ...(only ? [only] : [])];
  // A plan that is kept was made for a few: of a whole cohort it would look up each pairing and person by itself.
  const columns = only
    ? await db.first<AskColumns>(sql, values)
    : ((await db.execute(sql, values)).rows as AskColumns[])[0];
  if (!columns) return [];
  const share = sharer();
  const [people, roles, waves] = [columns.people, columns.roles, columns.waves].map(listIn) as [
    string[],
    string[],
    string[],
  ];
  const [days, asked, answered, left] = [columns.days, columns.asked, columns.answered, columns.left].map(
    dayListIn,
  ) as [(Day | null)[], (Day | null)[], (Day | null)[], (Day | null)[]];
  const ratings = numberListIn(columns.ratings);
  return listIn(columns.pairings).map((pairingId, i) => ({
    pairingId: share(pairingId),
    personId: share(people[i] ?? ''),
    role: share(roles[i] ?? '') as Side,
    wave: share(waves[i] ?? ''),
    day: days[i] ?? '',
    hasBounced: false,
    deliveredOn: asked[i] ?? null,
    answeredOn: answered[i] ?? null,
    leftOn: left[i] ?? null,
    rating: ratings[i] ?? null,
  }));
}
