import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';
import type { SurveyAnswers, SurveyAsk } from '@ithaca/contracts/survey-answers';
import type { Actor, Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { keptSurveyAnswers, mayCount, missingSurveyAnswers } from '@ithaca/domain/survey';
import type { SurveyMoment } from '@ithaca/domain/survey';

import { appendAudit, noteFacts } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { getSurveyAsk } from './survey-asks.queries.ts';

interface AskRow {
  cohortId: string;
  role: string;
  moment: SurveyMoment;
  planNumber: number;
  isAnonymous: boolean;
}

/** Keeps what people answer, apart from who they are where that was promised, and counts it when nobody can be told apart. */
@Injectable()
export class SurveyAnswersService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  keepDraft(party: Party, askId: string, version: number, answers: SurveyAnswers) {
    return this.db.write(party, async () => {
      const ask = await this.#open(party, askId, version);
      if (ask.isAnonymous) throw new Refusal('survey.keeps-no-draft');
      await this.db.execute(
        'update survey_asks set draft = $3::jsonb, version = version + 1 where organisation_id = $1 and id = $2',
        [party.organisationId, askId, JSON.stringify(keptSurveyAnswers(ask.questions, answers))],
      );
      return getSurveyAsk(this.db, party, askId, this.clock.now());
    });
  }

  /** Marks the ask as answered and writes the answer beside it: the one tells who, the other what. */
  answer(party: Party, askId: string, version: number, answers: SurveyAnswers): Promise<SurveyAsk> {
    return this.db.write(party, async () => {
      const ask = await this.#open(party, askId, version);
      const kept = keptSurveyAnswers(ask.questions, answers);
      const missing = missingSurveyAnswers(ask.questions, kept);
      if (missing.length > 0) throw new Refusal('survey.incomplete', { questions: missing });
      await this.db.execute(
        'update survey_asks set is_answered = true, draft = null, version = version + 1 where organisation_id = $1 and id = $2',
        [party.organisationId, askId],
      );
      await this.db.execute(
        `insert into survey_answers (organisation_id, id, cohort_id, moment, role, plan_number, ask_id, answers)
         values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)`,
        [
          party.organisationId,
          // A UUID of version 7 would tell the time.
          randomUUID(),
          ask.cohortId,
          ask.moment,
          ask.role,
          ask.planNumber,
          ask.isAnonymous ? null : askId,
          JSON.stringify(kept),
        ],
      );
      return getSurveyAsk(this.db, party, askId, this.clock.now());
    });
  }

  /** Tells everybody who was asked what came of it; an empty text takes it back. */
  reply(actor: Actor, cohortId: string, moment: SurveyMoment, body: string) {
    return this.db.write(actor, async () => {
      const now = this.clock.now();
      noteFacts(actor, { moment });
      if (body === '') {
        await this.db.execute(
          'delete from survey_replies where organisation_id = $1 and cohort_id = $2 and moment = $3',
          [actor.organisationId, cohortId, moment],
        );
        return { moment, reply: null };
      }
      await this.db.execute(
        `insert into survey_replies (organisation_id, cohort_id, moment, body, written_by, written_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (organisation_id, cohort_id, moment) do update
           set body = excluded.body, written_by = excluded.written_by, written_at = excluded.written_at`,
        [actor.organisationId, cohortId, moment, body, actor.personId, now],
      );
      return { moment, reply: { body, writtenAt: now.toISOString() } };
    });
  }

  /**
   * Counts the answers that wait, for each moment where that is allowed: all of them are taken out and written anew under
   * other ids, in a random order and in one transaction, so that neither id nor place nor transaction is that of an ask.
   */
  async count(organisationId: string): Promise<void> {
    await this.db.write({ organisationId }, async () => {
      const now = this.clock.now();
      const waiting = await this.db.query<{
        cohortId: string;
        moment: SurveyMoment;
        waiting: number;
        open: number;
        programId: string;
      }>(
        `select w.cohort_id as "cohortId", w.moment, count(*)::int as waiting, c.program_id as "programId",
           (select count(*)::int from survey_asks a where a.organisation_id = $1 and a.cohort_id = w.cohort_id and a.moment = w.moment
             and not a.is_answered and a.due_at > $2) as open
         from survey_answers w join cohorts c on c.organisation_id = w.organisation_id and c.id = w.cohort_id
         where w.organisation_id = $1 and w.round is null group by w.cohort_id, w.moment, c.program_id order by 1, 2`,
        [organisationId, now],
      );
      for (const { cohortId, moment, programId } of waiting.filter(mayCount)) {
        const { rowCount } = await this.db.execute(
          `with taken as (
             delete from survey_answers where organisation_id = $1 and cohort_id = $2 and moment = $3 and round is null returning *),
           latest as (
             select coalesce(max(round), 0) + 1 as round from survey_answers where organisation_id = $1 and cohort_id = $2 and moment = $3)
           insert into survey_answers (organisation_id, id, cohort_id, moment, role, plan_number, ask_id, round, answers)
           select t.organisation_id, gen_random_uuid(), t.cohort_id, t.moment, t.role, t.plan_number, t.ask_id, l.round, t.answers
           from taken t cross join latest l order by random()`,
          [organisationId, cohortId, moment],
        );
        await appendAudit(
          this.db,
          { organisationId, personId: null },
          { programId },
          {
            action: 'surveys.count',
            outcome: 'done',
            subjectType: 'cohort',
            subjectId: cohortId,
            facts: { moment, answers: rowCount },
            at: now,
          },
        );
      }
    });
  }

  async #open(party: Party, askId: string, version: number): Promise<AskRow & Pick<SurveyAsk, 'questions'>> {
    const row = await this.db.first<AskRow>(
      `select cohort_id as "cohortId", role, moment, plan_number as "planNumber", is_anonymous as "isAnonymous"
       from survey_asks where organisation_id = $1 and id = $2 and person_id = $3 for update`,
      [party.organisationId, askId, party.personId],
    );
    if (!row) throw new Refusal('record.not-found');
    const ask = await getSurveyAsk(this.db, party, askId, this.clock.now());
    if (ask.state === 'answered') throw new Refusal('survey.answered');
    if (ask.state === 'closed') throw new Refusal('survey.closed', { closedAt: ask.dueAt });
    if (ask.version !== version) throw new Refusal('record.changed', { version: ask.version });
    return { ...row, questions: ask.questions };
  }
}
