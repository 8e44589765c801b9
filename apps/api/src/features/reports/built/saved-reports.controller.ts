import { Controller, Inject } from '@nestjs/common';
import type { InputOf } from '@ithaca/contracts/route';
import { savedReportRoutes as routes } from '@ithaca/contracts/saved-reports';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../../platform/clock.ts';
import type { Config } from '../../../platform/config.ts';
import { Database } from '../../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../../platform/http/endpoint.ts';
import { CONFIG } from '../../../platform/platform.module.ts';
import { readBuiltPaper, readBuiltTable, readSaved } from './built-files.queries.ts';
import { readBuilt } from './built.queries.ts';
import { listSavedReports } from './saved-reports.queries.ts';
import { SavedReportsService } from './saved-reports.service.ts';

@Controller()
export class SavedReportsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly reports: SavedReportsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Endpoint(routes.list)
  list(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.list>) {
    return listSavedReports(this.db, actor.organisationId, params.programId, query);
  }

  @Endpoint(routes.preview)
  async preview(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.preview>) {
    const of = { programId: params.programId, question: body };
    return (await readBuilt(this.db, actor, of, this.clock.now())).report;
  }

  @Endpoint(routes.create)
  create(@Caller() actor: Actor, @Input() { params, body }: InputOf<typeof routes.create>) {
    return this.reports.create(actor, params.programId, body);
  }

  @Endpoint(routes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof routes.get>) {
    return readSaved(this.db, actor, params.savedReportId, this.clock.now());
  }

  @Endpoint(routes.update)
  update(@Caller() actor: Actor, @Input() { params, body, version }: InputOf<typeof routes.update>) {
    return this.reports.update(actor, params.savedReportId, version, body);
  }

  @Endpoint(routes.remove)
  remove(@Caller() actor: Actor, @Input() { params, version }: InputOf<typeof routes.remove>) {
    return this.reports.remove(actor, params.savedReportId, version);
  }

  @Endpoint(routes.table)
  table(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.table>) {
    return readBuiltTable(this.db, actor, { ...params, ...query }, this.clock.now());
  }

  @Endpoint(routes.paper)
  paper(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof routes.paper>) {
    const { baseUrl } = this.config;
    return readBuiltPaper(this.db, actor, { ...params, ...query, baseUrl }, this.clock.now());
  }
}
