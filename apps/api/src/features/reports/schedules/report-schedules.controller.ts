import { Controller } from '@nestjs/common';
import { reportScheduleRoutes as routes } from '@ithaca/contracts/report-schedules';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { getSavedReport } from '../built/saved-reports.queries.ts';
import { findReportReaders } from './report-readers.queries.ts';
import { getReportRun, getReportSchedule, listReportSchedules } from './report-schedules.queries.ts';
import { ReportSchedulesService } from './report-schedules.service.ts';

@Controller()
export class ReportSchedulesController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly schedules: ReportSchedulesService,
  ) {}

  @Endpoint(routes.list)
  async list(@Caller() { organisationId }: Actor, @Input() { params }: InputOf<typeof routes.list>) {
    return { items: await listReportSchedules(this.db, { organisationId, ...params }, this.clock.now()) };
  }

  @Endpoint(routes.create)
  async create(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.create>) {
    const scheduleId = await this.schedules.create(actor, params.savedReportId, body);
    return this.#get(actor, { ...params, scheduleId });
  }

  @Endpoint(routes.readers)
  async readers(
    @Caller() { organisationId }: Actor,
    @Input() { params, query }: InputOf<typeof routes.readers>,
  ) {
    const { programId } = await getSavedReport(this.db, organisationId, params.savedReportId);
    return {
      items: await findReportReaders(this.db, { organisationId, programId }, query.q, this.clock.now()),
    };
  }

  @Endpoint(routes.changeReaders)
  async changeReaders(
    @Caller() actor: Actor,
    @Input() { params, body, version }: InputOf<typeof routes.changeReaders>,
  ) {
    await this.schedules.setReaders(actor, params, version, body.personIds);
    return this.#get(actor, params);
  }

  @Endpoint(routes.pause)
  async pause(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.pause>) {
    await this.schedules.setPaused(actor, params, version, body.isPaused);
    return this.#get(actor, params);
  }

  @Endpoint(routes.remove)
  remove(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.remove>) {
    return this.schedules.remove(actor, params, version);
  }

  @Endpoint(routes.read)
  read(@Caller() { organisationId }: Actor, @Input() { params }: InputOf<typeof routes.read>) {
    return getReportRun(this.db, organisationId, params.reportRunId);
  }

  #get({ organisationId }: Actor, of: { savedReportId: string; scheduleId: string }) {
    return getReportSchedule(this.db, { organisationId, ...of }, this.clock.now());
  }
}
