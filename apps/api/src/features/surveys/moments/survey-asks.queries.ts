import type { SurveyAnswers, SurveyAsk } from '@ithaca/contracts/survey-answers';
import type { Survey } from '@ithaca/contracts/survey-plans';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { surveyQuestionsFor } from '@ithaca/domain/survey';

import type { Database } from '../../../platform/database/database.ts';
import { partnerOf } from '../../pairings/partners.queries.ts';

/** More than anybody is asked in years. */
const MOST = 100;

type Row = Omit<SurveyAsk, 'questions' | 'state' | 'reply' | 'askedAt' | 'dueAt'> & {
  surveys: Survey[];
  isAnswered: boolean;
  askedAt: Date;
  dueAt: Date;
  answers: SurveyAnswers | null;
  replyBody: string | null;
  repliedAt: Date | null;
};

/** One row per survey the person ($2) is asked, with the plan under which it was asked and what came of it. */
const MINE = `select a.id, a.moment, a.role, g.name as "programName", a.pairing_id as "pairingId", a.is_anonymous as "isAnonymous",
    array(select h.display_name from pairing_members m join people h on h.organisation_id = m.organisation_id and h.id = m.person_id
      where m.organisation_id = a.organisation_id and m.pairing_id = a.pairing_id and ${partnerOf('m', 'a')}
        and m.declined_at is null and m.inside order by h.display_name, h.id) as "partnerNames",
    s.content as surveys, a.is_answered as "isAnswered", a.asked_at as "askedAt", a.due_at as "dueAt",
    coalesce(a.draft, w.answers) as answers, y.body as "replyBody", y.written_at as "repliedAt", a.version
  from survey_asks a
  join cohorts c on c.organisation_id = a.organisation_id and c.id = a.cohort_id
  join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
  join survey_plans s on s.organisation_id = g.organisation_id and s.program_id = g.id and s.number = a.plan_number
  left join survey_answers w on w.organisation_id = a.organisation_id and w.ask_id = a.id
  left join survey_replies y on y.organisation_id = a.organisation_id and y.cohort_id = a.cohort_id and y.moment = a.moment
  where a.organisation_id = $1 and a.person_id = $2`;

/** What am I asked, and what came of what I answered? Those that wait for me first, the soonest due before. */
export async function listMySurveys(db: Database, party: Party, now: Date): Promise<SurveyAsk[]> {
  const rows = await db.query<Row>(
    `${MINE} order by (not a.is_answered and a.due_at > $3) desc,
       case when not a.is_answered and a.due_at > $3 then a.due_at end, a.asked_at desc, a.id limit ${MOST}`,
    [party.organisationId, party.personId, now],
  );
  return rows.map((row) => shape(row, now));
}

/** One survey that I am asked. */
export async function getSurveyAsk(db: Database, party: Party, id: string, now: Date): Promise<SurveyAsk> {
  const row = await db.first<Row>(`${MINE} and a.id = $3`, [party.organisationId, party.personId, id]);
  if (!row) throw new Refusal('record.not-found');
  return shape(row, now);
}

function shape(
  { surveys, isAnswered, askedAt, dueAt, replyBody, repliedAt, ...row }: Row,
  now: Date,
): SurveyAsk {
  const survey = surveys.find(({ moment }) => moment === row.moment);
  return {
    ...row,
    questions: survey ? surveyQuestionsFor(survey, row.role) : [],
    askedAt: askedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    state: isAnswered ? 'answered' : now < dueAt ? 'open' : 'closed',
    reply: replyBody !== null && repliedAt ? { body: replyBody, writtenAt: repliedAt.toISOString() } : null,
  };
}
