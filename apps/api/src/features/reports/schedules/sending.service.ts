import { Injectable } from '@nestjs/common';
import { periodDue } from '@ithaca/domain/report-schedule';
import type { ReportRhythm, ScheduleEnd } from '@ithaca/domain/report-schedule';
import { v7 as uuidv7 } from 'uuid';

import { appendAudit } from '../../../platform/audit/audit.ts';
import { Clock, dayIn } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { Post } from '../../../platform/mail/post.ts';
import { freezeBuilt } from '../built/freeze-built.ts';
import { getSavedReport } from '../built/saved-reports.queries.ts';
import { findReportEnd } from './over.queries.ts';
import { writeReport } from './report-letter.ts';
import { listAddressees, listReaderIds } from './report-readers.queries.ts';
import type { Addressee } from './report-readers.queries.ts';

interface Going {
  id: string;
  savedReportId: string;
  rhythm: ReportRhythm;
  lastPeriodOn: string;
  createdBy: string;
  timeZone: string;
}

/** One schedule, and the program it belongs to. */
interface Of {
  organisationId: string;
  scheduleId: string;
  programId: string;
}

const GOING = `select s.id, s.saved_report_id as "savedReportId", s.rhythm, s.last_period_on::text as "lastPeriodOn",
    s.created_by as "createdBy", o.time_zone as "timeZone"
  from report_schedules s join organisations o on o.organisation_id = s.organisation_id
  where s.organisation_id = $1 and s.paused_at is null and s.ended_at is null`;

/** Lets reports go out whose period has begun: frozen once, written to those who may read them today. */
@Injectable()
export class ReportSendingService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    jobs: Jobs,
  ) {
    // Hourly: eight in the morning comes at another hour for each organisation.
    jobs.sweep('send-scheduled-reports', '50 * * * *', (organisationId) => this.send(organisationId));
  }

  /** Doing it again at once writes to nobody. One that fails keeps back none of the others. */
  async send(organisationId: string): Promise<void> {
    const now = this.clock.now();
    const going = await this.db.read({ organisationId }, () =>
      this.db.query<Going>(`${GOING} order by s.id`, [organisationId]),
    );
    const failures: unknown[] = [];
    for (const { id, timeZone, ...schedule } of going)
      if (periodDue(schedule, timeZone, now))
        try {
          await this.db.write({ organisationId }, () => this.#sendOne(organisationId, id, now));
        } catch (error) {
          failures.push(error);
        }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} reports did not go out.`);
  }

  /** All of one period, or nothing of it: the mails stand in the outbox exactly when the period counts as sent. */
  async #sendOne(organisationId: string, scheduleId: string, now: Date): Promise<void> {
    // Locked, then looked at again: of two workers the second finds the period gone.
    const schedule = await this.db.first<Going>(`${GOING} and s.id = $2 for update of s`, [
      organisationId,
      scheduleId,
    ]);
    const periodOn = schedule && periodDue(schedule, schedule.timeZone, now);
    if (!schedule || !periodOn) return;
    const saved = await getSavedReport(this.db, organisationId, schedule.savedReportId);
    const { programId, name, question } = saved;
    const of = { organisationId, scheduleId, programId };
    const end = await findReportEnd(this.db, organisationId, question, dayIn(now, schedule.timeZone));
    if (end === 'cohorts-closed') return this.#end(of, end, now);
    const readers = await this.#readersOf(of, now);
    if (readers.length === 0) return this.#end(of, 'nobody-left', now);
    const author = { organisationId, personId: schedule.createdBy };
    const report = await freezeBuilt(this.db, author, saved, now);
    const runId = uuidv7();
    await this.db.execute(
      `insert into report_runs (organisation_id, id, program_id, schedule_id, period_on, name, report, people, written_at)
       values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)`,
      [
        organisationId,
        runId,
        programId,
        scheduleId,
        periodOn,
        name,
        JSON.stringify(report),
        readers.length,
        now,
      ],
    );
    for (const reader of readers)
      await this.post.send(organisationId, writeReport({ name, programId, report, runId }, reader));
    await this.db.execute(
      'update report_schedules set last_period_on = $3 where organisation_id = $1 and id = $2',
      [organisationId, scheduleId, periodOn],
    );
    await this.#record(of, 'report-schedules.send', { people: readers.length, period: periodOn }, now);
    // The numbers of a quarter that is over went out now; they will not change.
    if (end) await this.#end(of, end, now);
  }

  /** Those chosen who may read it today. */
  async #readersOf({ organisationId, scheduleId, programId }: Of, now: Date): Promise<Addressee[]> {
    const ids = await listReaderIds(this.db, organisationId, scheduleId);
    return listAddressees(this.db, { organisationId, programId }, ids, now);
  }

  async #end(of: Of, reason: ScheduleEnd, now: Date): Promise<void> {
    await this.db.execute(
      'update report_schedules set ended_at = $3, end_reason = $4, version = version + 1 where organisation_id = $1 and id = $2',
      [of.organisationId, of.scheduleId, now, reason],
    );
    await this.#record(of, 'report-schedules.end', { reason }, now);
  }

  #record(
    { organisationId, programId, scheduleId }: Of,
    action: string,
    facts: Record<string, unknown>,
    at: Date,
  ): Promise<void> {
    const product = { organisationId, personId: null };
    return appendAudit(
      this.db,
      product,
      { programId },
      { action, outcome: 'done', subjectType: 'schedule', subjectId: scheduleId, facts, at },
    );
  }
}
