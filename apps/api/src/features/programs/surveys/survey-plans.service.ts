import { Injectable } from '@nestjs/common';
import type { Survey } from '@ithaca/contracts/survey-plans';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { surveyFaults, surveyMoments } from '@ithaca/domain/survey';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { ProtocolProblem } from '../../../platform/http/protocol-problem.ts';
import { readPlan } from './survey-plans.queries.ts';
import type { PlanInForce } from './survey-plans.queries.ts';

/** What a program asks at which moment: changed freely until somebody was asked, from then on as the next version. */
@Injectable()
export class SurveyPlansService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  save(actor: Actor, programId: string, version: number, surveys: readonly Survey[]): Promise<void> {
    const ordered = surveys.toSorted(
      (one, other) => surveyMoments.indexOf(one.moment) - surveyMoments.indexOf(other.moment),
    );
    assertSound(surveys);
    return this.db.write(actor, async () => {
      const { organisationId, personId } = actor;
      await this.#lock(organisationId, programId);
      const plan = await readPlan(this.db, organisationId, programId);
      if (plan.version !== version) throw new Refusal('record.changed', { version: plan.version });
      const asked = await this.db.first(
        `select 1 from survey_asks a join cohorts c on c.organisation_id = a.organisation_id and c.id = a.cohort_id
         where a.organisation_id = $1 and c.program_id = $2 and a.plan_number = $3 limit 1`,
        [organisationId, programId, plan.number],
      );
      await this.db.execute(
        `insert into survey_plans (organisation_id, program_id, number, content, saved_by, saved_at, version)
         values ($1, $2, $3, $4::jsonb, $5, $6, $7)
         on conflict (organisation_id, program_id, number) do update
           set content = excluded.content, saved_by = excluded.saved_by, saved_at = excluded.saved_at, version = excluded.version`,
        [
          organisationId,
          programId,
          asked ? plan.number + 1 : plan.number,
          JSON.stringify(ordered),
          personId,
          this.clock.now(),
          version + 1,
        ],
      );
    });
  }

  /**
   * The plan in force for asking by it in this unit of work: nobody changes it meanwhile, and defaults are kept as the first
   * version, so that they stay what they were.
   */
  async holdForAsking(organisationId: string, programId: string): Promise<PlanInForce> {
    await this.db.query('select 1 from programs where organisation_id = $1 and id = $2 for share', [
      organisationId,
      programId,
    ]);
    const plan = await readPlan(this.db, organisationId, programId);
    await this.db.execute(
      `insert into survey_plans (organisation_id, program_id, number, content, saved_by, saved_at, version)
       values ($1, $2, $3, $4::jsonb, null, $5, $6) on conflict do nothing`,
      [organisationId, programId, plan.number, JSON.stringify(plan.surveys), this.clock.now(), plan.version],
    );
    return plan;
  }

  /** Two who save, or a job that asks meanwhile, come one after the other. */
  async #lock(organisationId: string, programId: string): Promise<void> {
    const row = await this.db.first(
      'select 1 from programs where organisation_id = $1 and id = $2 for no key update',
      [organisationId, programId],
    );
    if (!row) throw new Refusal('record.not-found');
  }
}

function assertSound(surveys: readonly Survey[]): void {
  const faults = surveyFaults(surveys);
  if (faults.length > 0)
    throw new ProtocolProblem('request.fields', {
      fields: faults.map(({ survey, question, field, message }) => ({
        path:
          question === null
            ? `body.surveys.${survey}.${field}`
            : `body.surveys.${survey}.questions.${question}.${field}`,
        message,
      })),
    });
}
