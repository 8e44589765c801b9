import { Injectable } from '@nestjs/common';
import type { reportScheduleRoutes } from '@ithaca/contracts/report-schedules';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { periodBegin, reportScheduleLimits } from '@ithaca/domain/report-schedule';
import type { ReportRhythm } from '@ithaca/domain/report-schedule';
import { v7 as uuidv7 } from 'uuid';

import { noteFacts } from '../../../platform/audit/audit.ts';
import { Clock, dayIn } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { ProtocolProblem } from '../../../platform/http/protocol-problem.ts';
import { getSavedReport } from '../built/saved-reports.queries.ts';
import { findReportEnd } from './over.queries.ts';
import { listAddressees, listReaderIds } from './report-readers.queries.ts';

type Wanted = InputOf<typeof reportScheduleRoutes.create>['body'];

interface OfSchedule {
  savedReportId: string;
  scheduleId: string;
}

/** How reports go out by mail: made, given other readers, paused, removed by coordinators. */
@Injectable()
export class ReportSchedulesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes a schedule whose first mail is that of the next period. Answers its id. */
  create(actor: Actor, savedReportId: string, { rhythm, personIds }: Wanted): Promise<string> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      // Two at once come one after the other, so that there are never more than the limit.
      await this.db.query(
        'select 1 from saved_reports where organisation_id = $1 and id = $2 for no key update',
        [organisationId, savedReportId],
      );
      const { programId, question } = await getSavedReport(this.db, organisationId, savedReportId);
      const now = this.clock.now();
      await this.#assertRoom(organisationId, savedReportId);
      const today = await this.#today(organisationId);
      if ((await findReportEnd(this.db, organisationId, question, today)) === 'cohorts-closed')
        throw new Refusal('cohort.wrong-state', { state: 'closed' });
      await this.#assertReaders({ organisationId, programId }, personIds);
      const id = uuidv7();
      await this.db.execute(
        `insert into report_schedules (organisation_id, id, program_id, saved_report_id, rhythm, last_period_on, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          organisationId,
          id,
          programId,
          savedReportId,
          rhythm,
          periodBegin(rhythm, today),
          actor.personId,
          now,
        ],
      );
      await this.#addReaders(organisationId, id, personIds);
      noteFacts(actor, { scheduleId: id, rhythm, people: personIds.length });
      return id;
    });
  }

  /**
   * Only who is new has to be able to read it now: the right of all is asked at every mail. One that ended for want of readers
   * goes on with the next period.
   */
  setReaders(actor: Actor, of: OfSchedule, version: number, personIds: readonly string[]): Promise<void> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      const { scheduleId } = of;
      const found = await this.#find(organisationId, of);
      const before = new Set(await listReaderIds(this.db, organisationId, scheduleId));
      const isNew = (id: string) => !before.has(id);
      await this.#assertReaders({ organisationId, ...found }, personIds, isNew);
      const { rowCount } = await this.db.execute(
        `update report_schedules set version = version + 1,
           ended_at = case when end_reason <> 'nobody-left' then ended_at end,
           end_reason = nullif(end_reason, 'nobody-left'),
           last_period_on = case when end_reason = 'nobody-left' then greatest(last_period_on, $4::date) else last_period_on end
         where organisation_id = $1 and id = $2 and version = $3`,
        [organisationId, scheduleId, version, periodBegin(found.rhythm, await this.#today(organisationId))],
      );
      if (rowCount === 0) throw new Refusal('record.changed', { version: found.version });
      const { rowCount: removed } = await this.db.execute(
        'delete from report_schedule_readers where organisation_id = $1 and schedule_id = $2 and person_id <> all ($3)',
        [organisationId, scheduleId, personIds],
      );
      const added = personIds.filter(isNew);
      await this.#addReaders(organisationId, scheduleId, added);
      noteFacts(actor, { scheduleId, people: personIds.length, added: added.length, removed });
    });
  }

  /** Lets it rest, or go on with the next period: what was missed is not made up for. */
  setPaused(actor: Actor, of: OfSchedule, version: number, isPaused: boolean): Promise<void> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      const found = await this.#find(organisationId, of);
      const { rowCount } = await this.db.execute(
        `update report_schedules set paused_at = $4, version = version + 1,
           last_period_on = case when $4::timestamptz is null then greatest(last_period_on, $5::date) else last_period_on end
         where organisation_id = $1 and id = $2 and version = $3`,
        [
          organisationId,
          of.scheduleId,
          version,
          isPaused ? this.clock.now() : null,
          periodBegin(found.rhythm, await this.#today(organisationId)),
        ],
      );
      if (rowCount === 0) throw new Refusal('record.changed', { version: found.version });
      noteFacts(actor, { scheduleId: of.scheduleId, isPaused });
    });
  }

  remove(actor: Actor, of: OfSchedule, version: number): Promise<void> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      const found = await this.#find(organisationId, of);
      const { rowCount } = await this.db.execute(
        'delete from report_schedules where organisation_id = $1 and id = $2 and version = $3',
        [organisationId, of.scheduleId, version],
      );
      if (rowCount === 0) throw new Refusal('record.changed', { version: found.version });
      noteFacts(actor, { scheduleId: of.scheduleId });
    });
  }

  async #find(organisationId: string, { savedReportId, scheduleId }: OfSchedule) {
    const found = await this.db.first<{ programId: string; rhythm: ReportRhythm; version: number }>(
      `select program_id as "programId", rhythm, version from report_schedules
       where organisation_id = $1 and saved_report_id = $2 and id = $3`,
      [organisationId, savedReportId, scheduleId],
    );
    if (!found) throw new Refusal('record.not-found');
    return found;
  }

  /** Today on the organisation's wall. */
  async #today(organisationId: string): Promise<string> {
    const place = await this.db.first<{ timeZone: string }>(
      'select time_zone as "timeZone" from organisations where organisation_id = $1',
      [organisationId],
    );
    return dayIn(this.clock.now(), place?.timeZone ?? 'UTC');
  }

  async #assertRoom(organisationId: string, savedReportId: string): Promise<void> {
    const kept = await this.db.first<{ count: number }>(
      'select count(*)::int as count from report_schedules where organisation_id = $1 and saved_report_id = $2',
      [organisationId, savedReportId],
    );
    const most = reportScheduleLimits.perReport;
    if ((kept?.count ?? 0) >= most) throw new Refusal('report-schedule.too-many', { most });
  }

  async #addReaders(organisationId: string, scheduleId: string, personIds: readonly string[]): Promise<void> {
    await this.db.execute(
      `insert into report_schedule_readers (organisation_id, schedule_id, person_id) select $1, $2, unnest($3::uuid[])`,
      [organisationId, scheduleId, personIds],
    );
  }

  /** Everybody chosen, of whom it is asked, may read reports of the program. */
  async #assertReaders(
    of: { organisationId: string; programId: string },
    personIds: readonly string[],
    isAsked: (personId: string) => boolean = () => true,
  ): Promise<void> {
    const able = await listAddressees(this.db, of, personIds, this.clock.now());
    const may = new Set(able.map(({ personId }) => personId));
    const fields = personIds.flatMap((id, index) =>
      may.has(id) || !isAsked(id)
        ? []
        : [{ path: `body.personIds.${index}`, message: 'May not read reports of this program.' }],
    );
    if (fields.length > 0) throw new ProtocolProblem('request.fields', { fields });
  }
}
