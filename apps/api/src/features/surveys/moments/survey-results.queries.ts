import type {
  FitAnswer,
  QuestionResult,
  SurveyChange,
  SurveyResult,
  SurveyResults,
} from '@ithaca/contracts/survey-answers';
import type { Survey, SurveyQuestion } from '@ithaca/contracts/survey-plans';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { FIT_QUESTION, surveyDueOn, surveyMoments } from '@ithaca/domain/survey';
import type { SurveyMoment } from '@ithaca/domain/survey';
import type { Side } from '@ithaca/domain/vocabulary';
import { measureResponse } from '@ithaca/metrics/response-rate';
import type { AskRow } from '@ithaca/metrics/response-rate';
import { measureChange, measureQuestion, surveyMinimum } from '@ithaca/metrics/survey-results';
import type { MeasuredAnswer, QuestionMeasure } from '@ithaca/metrics/survey-results';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { partnerOf } from '../../pairings/partners.queries.ts';
import { readPlan } from '../../programs/surveys/survey-plans.queries.ts';

interface CohortHead {
  programId: string;
  startsOn: string;
  endsOn: string;
  timeZone: string;
}

interface Ask extends AskRow {
  moment: SurveyMoment;
  dueAt: Date;
  isAnswered: boolean;
}

interface Counted extends MeasuredAnswer {
  moment: SurveyMoment;
  /** Null for an anonymous one. */
  personId: string | null;
}

type Rows<T> = ReadonlyMap<SurveyMoment, readonly T[]>;

/**
 * What did the cohort answer? Grain: one moment of its program, one question; only answers that were counted, never the
 * newest one alone.
 */
export async function readSurveyResults(
  db: Database,
  actor: Actor,
  cohortId: string,
  now: Date,
): Promise<SurveyResults> {
  const { organisationId } = actor;
  const cohort = await readHead(db, organisationId, cohortId);
  const [plan, everyAsk, everyAnswer, waiting, replies, earlier] = await Promise.all([
    readPlan(db, organisationId, cohort.programId),
    readAsks(db, organisationId, cohortId, cohort.timeZone),
    readCounted(db, organisationId, cohortId),
    countWaiting(db, organisationId, cohortId),
    readReplies(db, organisationId, cohortId),
    readEarlierQuestions(db, organisationId, cohortId),
  ]);
  const asks = Map.groupBy(everyAsk, ({ moment }) => moment);
  const counted = Map.groupBy(everyAnswer, ({ moment }) => moment);
  const readsTexts = can(actor, 'program.coordinate', { programId: cohort.programId });
  const surveys = surveyMoments.flatMap((moment) => plan.surveys.find((one) => one.moment === moment) ?? []);
  const items = surveys.map((survey): SurveyResult => {
    const asked = asks.get(survey.moment) ?? [];
    const given = counted.get(survey.moment) ?? [];
    // What somebody wrote about their partner is for the coordinator's list alone.
    const questions = questionsOf(survey, earlier.get(survey.moment) ?? []).filter(
      ({ kind }) => survey.moment !== 'fit' || kind !== 'text',
    );
    return {
      moment: survey.moment,
      isOn: survey.isOn,
      isAnonymous: survey.isAnonymous,
      state: asked.length === 0 ? 'coming' : given.length > 0 ? 'counted' : 'open',
      dueOn: surveyDueOn(survey.moment, { ...cohort, pairedOn: cohort.startsOn, metOn: null }),
      closesAt: closesAt(asked),
      asked: asked.length,
      answered: asked.filter(({ isAnswered }) => isAnswered).length,
      waiting: waiting.get(survey.moment) ?? 0,
      response: responseOf(asked, now, cohort.timeZone),
      questions: given.length === 0 ? [] : questions.map((question) => resultOf(question, given, readsTexts)),
      reply: replies.get(survey.moment) ?? null,
    };
  });
  return { cohortId, items, changes: changesOf(surveys, counted), readsTexts };
}

/** One question of recommendation as one survey of the program asked it, in the order of the surveys. */
export interface AskedRecommendation {
  moment: SurveyMoment;
  question: SurveyQuestion;
  measure: QuestionMeasure;
}

/** Who would recommend the program? Grain: one moment, one question that asks for it; only answers that were counted. */
export async function readRecommendations(
  db: Database,
  organisationId: string,
  { id, programId }: { id: string; programId: string },
): Promise<AskedRecommendation[]> {
  const [{ surveys }, everyAnswer, earlier] = await Promise.all([
    readPlan(db, organisationId, programId),
    readCounted(db, organisationId, id),
    readEarlierQuestions(db, organisationId, id),
  ]);
  const counted = Map.groupBy(everyAnswer, ({ moment }) => moment);
  return surveyMoments.flatMap((moment) => {
    const survey = surveys.find((one) => one.moment === moment);
    const given = counted.get(moment) ?? [];
    if (!survey || given.length === 0) return [];
    return questionsOf(survey, earlier.get(moment) ?? [])
      .filter(({ kind }) => kind === 'nps')
      .map((question) => ({ moment, question, measure: measureQuestion(question, given) }));
  });
}

/** The questions as they are now, and those that were asked before and are no more. */
function questionsOf(survey: Survey, earlier: readonly SurveyQuestion[]): SurveyQuestion[] {
  const keys = new Set(survey.questions.map(({ key }) => key));
  return [...survey.questions, ...earlier.filter(({ key }) => !keys.has(key))];
}

function resultOf(question: SurveyQuestion, given: readonly Counted[], readsTexts: boolean): QuestionResult {
  const measure = measureQuestion(question, given);
  return {
    question,
    ...measure,
    texts: readsTexts ? measure.texts : null,
    fewestTexts: surveyMinimum.detail,
  };
}

/** The scales that are asked at the start and at the end, for those whose names are kept. */
function changesOf(surveys: readonly Survey[], counted: Rows<Counted>): SurveyChange[] {
  const start = surveys.find(({ moment }) => moment === 'start');
  const end = surveys.find(({ moment }) => moment === 'end');
  const before = new Map((counted.get('start') ?? []).map((one) => [one.personId, one.answers]));
  const after = (counted.get('end') ?? []).filter(
    ({ personId }) => personId !== null && before.has(personId),
  );
  const isScale = ({ kind }: SurveyQuestion) => kind === 'scale';
  return (start?.questions ?? [])
    .filter(
      (question) =>
        isScale(question) && end?.questions.some((one) => one.key === question.key && isScale(one)),
    )
    .map((question) => {
      const pairs = after.flatMap(({ personId, answers, round }) => {
        const [start, end] = [before.get(personId)?.[question.key], answers[question.key]];
        return typeof start === 'number' && typeof end === 'number' ? [{ start, end, round }] : [];
      });
      return { key: question.key, question, ...measureChange(pairs) };
    });
}

function closesAt(asks: readonly Ask[]): string | null {
  const open = asks.filter(({ isAnswered }) => !isAnswered).map(({ dueAt }) => dueAt.getTime());
  return open.length === 0 ? null : new Date(Math.max(...open)).toISOString();
}

function responseOf(asks: readonly Ask[], now: Date, timeZone: string): SurveyResult['response'] {
  // Whether somebody answered is known to whoever reminds; it says nothing of what.
  const record = measureResponse('survey-response', asks, { asOf: dayIn(now, timeZone), minimumGroup: 0 });
  return { ...record, grain: 'survey-ask', unit: 'share', side: null, asOf: now.toISOString() };
}

async function readHead(db: Database, organisationId: string, cohortId: string): Promise<CohortHead> {
  const row = await db.first<CohortHead>(
    `select c.program_id as "programId", c.starts_on::text as "startsOn", c.ends_on::text as "endsOn", o.time_zone as "timeZone"
     from cohorts c join organisations o on o.organisation_id = c.organisation_id where c.organisation_id = $1 and c.id = $2`,
    [organisationId, cohortId],
  );
  if (!row) throw new Refusal('record.not-found');
  return row;
}

/**
 * Grain: one ask. A mail that could not be delivered is a bounce, unless the person answered all the same. When somebody
 * answered is not kept; an answer is always in time, because later none is taken.
 */
function readAsks(db: Database, organisationId: string, cohortId: string, timeZone: string): Promise<Ask[]> {
  return db.query<Ask>(
    `select a.moment, a.person_id as "personId", a.moment || coalesce(':' || nullif(a.pairing_id::text, ''), '') as wave,
       (a.asked_at at time zone $3)::date::text as "deliveredOn", a.due_at as "dueAt", a.is_answered as "isAnswered",
       not a.is_answered and coalesce(m.state in ('failed', 'bounced'), false) as "hasBounced",
       least(h.left_on, (e.ended_at at time zone $3)::date, (p.ended_at at time zone $3)::date)::text as "leftOn",
       case when a.is_answered then (a.asked_at at time zone $3)::date::text end as "answeredOn"
     from survey_asks a
     join people h on h.organisation_id = a.organisation_id and h.id = a.person_id
     join pairing_members w on w.organisation_id = a.organisation_id and w.pairing_id = a.pairing_id and w.person_id = a.person_id
     join enrolments e on e.organisation_id = w.organisation_id and e.id = w.enrolment_id
     left join pairings p on p.organisation_id = a.organisation_id and p.id = a.pairing_id and p.state = 'ended'
     left join mails m on m.organisation_id = a.organisation_id and m.id = a.mail_id
     where a.organisation_id = $1 and a.cohort_id = $2 order by a.id`,
    [organisationId, cohortId, timeZone],
  );
}

/** Grain: one counted answer; a person only where the survey keeps names. */
async function readCounted(db: Database, organisationId: string, cohortId: string): Promise<Counted[]> {
  const rows = await db.query<{
    moment: SurveyMoment;
    side: Side;
    round: number;
    personId: string | null;
    answers: Record<string, unknown>;
  }>(
    `select w.moment, w.role as side, w.round, a.person_id as "personId", w.answers
     from survey_answers w left join survey_asks a on a.organisation_id = w.organisation_id and a.id = w.ask_id
     where w.organisation_id = $1 and w.cohort_id = $2 and w.round is not null order by w.id`,
    [organisationId, cohortId],
  );
  return rows;
}

async function countWaiting(
  db: Database,
  organisationId: string,
  cohortId: string,
): Promise<Map<SurveyMoment, number>> {
  const rows = await db.query<{ moment: SurveyMoment; n: number }>(
    `select moment, count(*)::int as n from survey_answers
     where organisation_id = $1 and cohort_id = $2 and round is null group by moment`,
    [organisationId, cohortId],
  );
  return new Map(rows.map(({ moment, n }) => [moment, n]));
}

async function readReplies(db: Database, organisationId: string, cohortId: string) {
  const rows = await db.query<{ moment: SurveyMoment; body: string; writtenAt: Date }>(
    'select moment, body, written_at as "writtenAt" from survey_replies where organisation_id = $1 and cohort_id = $2',
    [organisationId, cohortId],
  );
  return new Map(
    rows.map(({ moment, body, writtenAt }) => [moment, { body, writtenAt: writtenAt.toISOString() }]),
  );
}

/** What this cohort was asked under earlier versions, the latest words of each question. */
async function readEarlierQuestions(
  db: Database,
  organisationId: string,
  cohortId: string,
): Promise<Rows<SurveyQuestion>> {
  const rows = await db.query<{ content: Survey[] }>(
    `select s.content from survey_plans s join cohorts c on c.organisation_id = s.organisation_id and c.program_id = s.program_id
     where s.organisation_id = $1 and c.id = $2
       and exists (select from survey_asks a where a.organisation_id = $1 and a.cohort_id = c.id and a.plan_number = s.number)
     order by s.number desc`,
    [organisationId, cohortId],
  );
  const found = new Map<SurveyMoment, SurveyQuestion[]>();
  for (const survey of rows.flatMap(({ content }) => content)) {
    const known = found.get(survey.moment) ?? [];
    const keys = new Set(known.map(({ key }) => key));
    found.set(survey.moment, [...known, ...survey.questions.filter(({ key }) => !keys.has(key))]);
  }
  return found;
}

/** More pairings than one cohort has met for the first time. */
const MOST_FIT = 1000;

/** Who told whether the partner suits? Grain: one person of a pairing, doubts first. For coordinators only. */
export function listFitAnswers(db: Database, organisationId: string, cohortId: string): Promise<FitAnswer[]> {
  return db.query<FitAnswer>(
    `select a.id, a.pairing_id as "pairingId", a.person_id as "personId", h.display_name as "displayName", a.role,
       array(select o.display_name from pairing_members n join people o on o.organisation_id = n.organisation_id and o.id = n.person_id
         where n.organisation_id = a.organisation_id and n.pairing_id = a.pairing_id and ${partnerOf('n', 'a')} and n.declined_at is null and n.inside
         order by o.display_name, o.id) as "partnerNames",
       (w.answers->>$3)::int as fit, coalesce(w.answers->>'note', '') as note
     from survey_asks a
     join survey_answers w on w.organisation_id = a.organisation_id and w.ask_id = a.id
     join people h on h.organisation_id = a.organisation_id and h.id = a.person_id
     where a.organisation_id = $1 and a.cohort_id = $2 and a.moment = 'fit' and w.answers ? $3
     order by (w.answers->>$3)::int, h.display_name, a.id limit ${MOST_FIT}`,
    [organisationId, cohortId, FIT_QUESTION],
  );
}
