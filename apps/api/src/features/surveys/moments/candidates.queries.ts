import type { CohortState } from '@ithaca/domain/cohort';
import { nextMorning } from '@ithaca/domain/delivery';
import { isMeantFor } from '@ithaca/domain/enrolment-form';
import type { WorkingHours } from '@ithaca/domain/meeting-times';
import type { PairingState } from '@ithaca/domain/pairing';
import {
  isSurveyAsked,
  isSurveyed,
  SURVEY_DAYS,
  SURVEY_REMINDERS,
  surveyDueOn,
  surveyMoments,
  surveyQuestionsFor,
} from '@ithaca/domain/survey';
import type { Survey, SurveyMoment } from '@ithaca/domain/survey';
import type { Side } from '@ithaca/domain/vocabulary';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { partnerOf } from '../../pairings/partners.queries.ts';

const DAY = 86_400_000;

/** Whoever gets a survey's mail. */
export interface Reader {
  personId: string;
  pairingId: string;
  givenName: string;
  email: string | null;
  locale: string;
  timeZone: string;
  workingHours: WorkingHours | null;
  partnerNames: string[];
  programId: string;
  programName: string;
}

const READER = `m.person_id as "personId", m.pairing_id as "pairingId",
  coalesce(nullif(h.given_name, ''), h.display_name) as "givenName", h.email, h.locale, h.time_zone as "timeZone",
  h.working_hours as "workingHours", g.id as "programId", g.name as "programName",
  array(select o.display_name from pairing_members n join people o on o.organisation_id = n.organisation_id and o.id = n.person_id
    where n.organisation_id = m.organisation_id and n.pairing_id = m.pairing_id and ${partnerOf('n', 'm')} and n.declined_at is null and n.inside
    order by o.display_name, o.id) as "partnerNames"`;

/** People ($2: today in the organisation) who take part: in a pairing, neither withdrawn nor gone. */
const TAKING_PART = `pairing_members m
  join pairings p on p.organisation_id = m.organisation_id and p.id = m.pairing_id and p.started_at is not null
  join cohorts c on c.organisation_id = m.organisation_id and c.id = m.cohort_id
  join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
  join enrolments e on e.organisation_id = m.organisation_id and e.id = m.enrolment_id and e.state in ('matched', 'completed')
  join people h on h.organisation_id = m.organisation_id and h.id = m.person_id and (h.left_on is null or h.left_on > $2::date)
  where m.organisation_id = $1 and m.inside and m.declined_at is null`;

export interface LiveCohort {
  id: string;
  programId: string;
  state: CohortState;
  startsOn: string;
  endsOn: string;
  timeZone: string;
}

/** Which cohorts may have somebody to ask? Those that run, and those that ended within the time in which one still asks. */
export function listLiveCohorts(db: Database, organisationId: string): Promise<LiveCohort[]> {
  return db.query<LiveCohort>(
    `select c.id, c.program_id as "programId", c.state, c.starts_on::text as "startsOn", c.ends_on::text as "endsOn", o.time_zone as "timeZone"
     from cohorts c join organisations o on o.organisation_id = c.organisation_id
     where c.organisation_id = $1 and c.state in ('running', 'closing', 'closed') order by c.starts_on, c.id`,
    [organisationId],
  );
}

export interface Candidate extends Reader {
  role: Side;
  moment: SurveyMoment;
}

interface MemberRow extends Reader {
  role: Side;
  pairingState: PairingState;
  startedAt: Date;
  metAt: Date | null;
  asked: SurveyMoment[];
  fitAsked: boolean;
  lastAskedAt: Date | null;
}

/**
 * Whom is this cohort to ask now, and what? At most one survey for each person: whose moment has come, who was not asked of
 * late, and for whom it is the morning of a working day.
 */
export async function listCandidates(
  db: Database,
  organisationId: string,
  cohort: LiveCohort,
  surveys: readonly Survey[],
  now: Date,
): Promise<Candidate[]> {
  const today = dayIn(now, cohort.timeZone);
  const asked = surveys.filter(({ isOn }) => isOn);
  if (asked.length === 0) return [];
  const rows = await db.query<MemberRow>(
    `select ${READER}, m.role, p.state as "pairingState", p.started_at as "startedAt",
       (select min(t.starts_at) from meetings t where t.organisation_id = m.organisation_id and t.pairing_id = m.pairing_id and t.state = 'held') as "metAt",
       array(select a.moment from survey_asks a where a.organisation_id = m.organisation_id and a.cohort_id = m.cohort_id
         and a.person_id = m.person_id and a.moment <> 'fit') as asked,
       exists (select from survey_asks a where a.organisation_id = m.organisation_id and a.pairing_id = m.pairing_id
         and a.person_id = m.person_id and a.moment = 'fit') as "fitAsked",
       (select max(a.asked_at) from survey_asks a where a.organisation_id = m.organisation_id and a.person_id = m.person_id) as "lastAskedAt"
     from ${TAKING_PART} and m.cohort_id = $3 and p.state in ('active', 'completed')
     order by m.person_id, p.state, m.role, p.started_at desc, p.id`,
    [organisationId, today, cohort.id],
  );
  const quietSince = now.getTime() - SURVEY_DAYS.apart * DAY;
  const found = new Map<string, Candidate>();
  for (const row of rows) {
    if (found.has(row.personId)) continue;
    if (row.lastAskedAt !== null && row.lastAskedAt.getTime() > quietSince) continue;
    const moment = momentOf(row, cohort, asked, today);
    if (moment === undefined || nextMorning(row, now) > now) continue;
    found.set(row.personId, { ...row, moment });
  }
  return [...found.values()];
}

function momentOf(
  row: MemberRow,
  cohort: LiveCohort,
  surveys: readonly Survey[],
  today: string,
): SurveyMoment | undefined {
  const dates = {
    startsOn: cohort.startsOn,
    endsOn: cohort.endsOn,
    pairedOn: dayIn(row.startedAt, cohort.timeZone),
    metOn: row.metAt && dayIn(row.metAt, cohort.timeZone),
  };
  const isDue = (moment: SurveyMoment) =>
    isSurveyed(moment, row.pairingState, cohort.state) &&
    !(moment === 'fit' ? row.fitAsked : row.asked.includes(moment)) &&
    isSurveyAsked(surveyDueOn(moment, dates), today);
  return surveyMoments.find((moment) => {
    const survey = surveys.find((one) => one.moment === moment);
    return survey && isForSide(survey, row.role) && isDue(moment);
  });
}

const isForSide = (survey: Survey, role: Side) =>
  isMeantFor(survey.audience, role) && surveyQuestionsFor(survey, role).length > 0;

export interface Reminded extends Reader {
  askId: string;
  moment: SurveyMoment;
  dueAt: Date;
}

/** Who has not answered and may be reminded now: at most twice, days apart, and only while they take part. */
export async function listReminded(
  db: Database,
  organisationId: string,
  { now, today }: { now: Date; today: string },
): Promise<Reminded[]> {
  const rows = await db.query<Reminded>(
    `select ${READER}, a.id as "askId", a.moment, a.due_at as "dueAt"
     from survey_asks a join (select m.* , p.state as pairing_state from ${TAKING_PART}) w
       on w.organisation_id = a.organisation_id and w.pairing_id = a.pairing_id and w.person_id = a.person_id
     join pairing_members m on m.organisation_id = w.organisation_id and m.pairing_id = w.pairing_id and m.person_id = w.person_id
     join cohorts c on c.organisation_id = a.organisation_id and c.id = a.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     join people h on h.organisation_id = a.organisation_id and h.id = a.person_id
     where a.organisation_id = $1 and not a.is_answered and a.due_at > $3::timestamptz + interval '1 day' and a.reminders < $4
       and coalesce(a.reminded_at, a.asked_at) <= $5 and w.pairing_state in ('active', 'completed')
     order by a.id limit 500 for update of a skip locked`,
    [
      organisationId,
      today,
      now,
      SURVEY_REMINDERS.most,
      new Date(now.getTime() - SURVEY_REMINDERS.everyDays * DAY),
    ],
  );
  return rows.filter((row) => nextMorning(row, now) <= now);
}
