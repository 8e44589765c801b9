import { Injectable } from '@nestjs/common';
import type { SavedReport, savedReportRoutes } from '@ithaca/contracts/saved-reports';
import type { InputOf } from '@ithaca/contracts/route';
import { reportLimits } from '@ithaca/domain/built-report';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { noteFacts } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { getSavedReport } from './saved-reports.queries.ts';

type Content = InputOf<typeof savedReportRoutes.create>['body'];

/** The reports that coordinators build: what they ask and what they are called. */
@Injectable()
export class SavedReportsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  create(actor: Actor, programId: string, { name, question }: Content): Promise<SavedReport> {
    return this.db.write(actor, async () => {
      const { organisationId, personId } = actor;
      // Two at once come one after the other, so that there are never more than the limit.
      await this.db.query('select 1 from programs where organisation_id = $1 and id = $2 for no key update', [
        organisationId,
        programId,
      ]);
      await this.#assertOwn(actor, programId, question);
      const kept = await this.db.first<{ count: number }>(
        'select count(*)::int as count from saved_reports where organisation_id = $1 and program_id = $2',
        [organisationId, programId],
      );
      const most = reportLimits.perProgram;
      if ((kept?.count ?? 0) >= most) throw new Refusal('saved-report.too-many', { most });
      const id = uuidv7();
      await this.db.execute(
        `insert into saved_reports (organisation_id, id, program_id, name, question, created_by, created_at, updated_at)
         values ($1, $2, $3, $4, $5::jsonb, $6, $7, $7)`,
        [organisationId, id, programId, name, JSON.stringify(question), personId, this.clock.now()],
      );
      noteFacts(actor, { savedReportId: id });
      return getSavedReport(this.db, organisationId, id);
    });
  }

  update(
    actor: Actor,
    savedReportId: string,
    version: number,
    { name, question }: Content,
  ): Promise<SavedReport> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      const present = await getSavedReport(this.db, organisationId, savedReportId);
      await this.#assertOwn(actor, present.programId, question);
      const { rowCount } = await this.db.execute(
        `update saved_reports set name = $4, question = $5::jsonb, updated_at = $6, version = version + 1
         where organisation_id = $1 and id = $2 and version = $3`,
        [organisationId, savedReportId, version, name, JSON.stringify(question), this.clock.now()],
      );
      if (rowCount === 0) throw new Refusal('record.changed', { version: present.version });
      return getSavedReport(this.db, organisationId, savedReportId);
    });
  }

  /** Removes a report; its links are taken back, and go on saying so. */
  remove(actor: Actor, savedReportId: string, version: number): Promise<void> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      const present = await getSavedReport(this.db, organisationId, savedReportId);
      await this.db.execute(
        `update report_links set revoked_at = coalesce(revoked_at, $3)
         where organisation_id = $1 and saved_report_id = $2`,
        [organisationId, savedReportId, this.clock.now()],
      );
      const { rowCount } = await this.db.execute(
        'delete from saved_reports where organisation_id = $1 and id = $2 and version = $3',
        [organisationId, savedReportId, version],
      );
      if (rowCount === 0) throw new Refusal('record.changed', { version: present.version });
    });
  }

  /** A report asks about cohorts of its own program. */
  async #assertOwn(
    { organisationId }: Actor,
    programId: string,
    question: Content['question'],
  ): Promise<void> {
    const found = await this.db.first<{ count: number }>(
      'select count(*)::int as count from cohorts where organisation_id = $1 and program_id = $2 and id = any ($3)',
      [organisationId, programId, question.cohortIds],
    );
    if ((found?.count ?? 0) < question.cohortIds.length) throw new Refusal('record.not-found');
  }
}
