import { Injectable } from '@nestjs/common';
import type { AdmissionRules } from '@ithaca/contracts/admission';
import { checkAdmission } from '@ithaca/domain/admission';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { EnrolmentsRepository } from '../enrolments.repository.ts';
import { LotteryService } from './lottery.service.ts';
import { SeatsService } from './seats.service.ts';

/** The rules by which people come into a cohort. */
@Injectable()
export class AdmissionService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly enrolments: EnrolmentsRepository,
    private readonly seats: SeatsService,
    private readonly lottery: LotteryService,
  ) {}

  /** Changes the rules. A lottery gets its seed now; seats that came free are offered to the list. */
  set(actor: Actor, cohortId: string, version: number, rules: AdmissionRules): Promise<void> {
    const { organisationId } = actor;
    return this.db.write(actor, async () => {
      const cohort = await this.db.first<{ version: number; state: string }>(
        'select version, state from cohorts where organisation_id = $1 and id = $2 for no key update',
        [organisationId, cohortId],
      );
      if (!cohort) throw new Refusal('record.not-found');
      if (cohort.version !== version) throw new Refusal('record.changed', { version: cohort.version });
      if (['closing', 'closed', 'archived'].includes(cohort.state))
        throw new Refusal('cohort.wrong-state', { state: cohort.state });
      const before = await this.enrolments.lockAdmission(organisationId, cohortId);
      checkAdmission(before.admission, rules, before.isDrawn);
      await this.db.execute(
        `update cohorts set approval = $3, seats = $4, admission_order = $5, offer_days = $6, version = version + 1
         where organisation_id = $1 and id = $2`,
        [organisationId, cohortId, rules.approval, rules.seats, rules.order, rules.offerDays],
      );
      const now = this.clock.now();
      if (rules.order === 'lottery') await this.lottery.prepare(organisationId, cohortId, now);
      await this.seats.offerFree(actor, { ...before, admission: rules });
    });
  }
}
