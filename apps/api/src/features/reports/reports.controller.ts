import { Controller, Inject } from '@nestjs/common';
import { benchmarkRoutes } from '@ithaca/contracts/benchmarks';
import { comparisonRoutes } from '@ithaca/contracts/comparison';
import { metricTableRoutes } from '@ithaca/contracts/metric-tables';
import { homeRoutes, reportRoutes } from '@ithaca/contracts/reports';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';

import { Clock } from '../../platform/clock.ts';
import { CONFIG } from '../../platform/platform.module.ts';
import type { Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { Caller, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { readHome } from './home.queries.ts';
import { readReportPaper } from './paper/paper.queries.ts';
import { listReports, readReport } from './reports.queries.ts';
import { readQuarter, readQuarterPaper } from './quarter/quarter.queries.ts';
import { readBenchmarksTable } from './tables/benchmarks-table.ts';
import { readComparisonTable } from './tables/comparison-table.ts';
import { readCohortTable, readReportTable } from './tables/tables.queries.ts';

@Controller()
export class ReportsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Endpoint(reportRoutes.list)
  async list(@Caller() actor: Actor) {
    return { items: await listReports(this.db, actor) };
  }

  @Endpoint(reportRoutes.get)
  get(@Caller() actor: Actor, @Input() { params }: InputOf<typeof reportRoutes.get>) {
    return readReport(this.db, actor, params.cohortId, this.clock.now());
  }

  @Endpoint(reportRoutes.paper)
  paper(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof reportRoutes.paper>) {
    const asked = { cohortId: params.cohortId, locale: query.locale, baseUrl: this.config.baseUrl };
    return readReportPaper(this.db, actor, asked, this.clock.now());
  }

  @Endpoint(reportRoutes.quarter)
  quarter(@Caller() actor: Actor, @Input() { params, query }: InputOf<typeof reportRoutes.quarter>) {
    const asked = { cohortId: params.cohortId, quarter: query.quarter };
    return readQuarter(this.db, actor, asked, this.clock.now());
  }

  @Endpoint(reportRoutes.quarterPaper)
  quarterPaper(
    @Caller() actor: Actor,
    @Input() { params, query }: InputOf<typeof reportRoutes.quarterPaper>,
  ) {
    const { quarter, rate, locale } = query;
    const asked = { cohortId: params.cohortId, quarter, rate, locale, baseUrl: this.config.baseUrl };
    return readQuarterPaper(this.db, actor, asked, this.clock.now());
  }

  @Endpoint(metricTableRoutes.ofCohort)
  cohortTable(@Caller() actor: Actor, @Input() input: InputOf<typeof metricTableRoutes.ofCohort>) {
    return readCohortTable(this.db, actor, input, this.clock.now());
  }

  @Endpoint(metricTableRoutes.ofReport)
  reportTable(@Caller() actor: Actor, @Input() input: InputOf<typeof metricTableRoutes.ofReport>) {
    return readReportTable(this.db, actor, input, this.clock.now());
  }

  @Endpoint(comparisonRoutes.table)
  comparisonTable(@Caller() actor: Actor, @Input() input: InputOf<typeof comparisonRoutes.table>) {
    return readComparisonTable(this.db, actor, input, this.clock.now());
  }

  @Endpoint(benchmarkRoutes.table)
  benchmarksTable(@Caller() actor: Actor, @Input() input: InputOf<typeof benchmarkRoutes.table>) {
    return readBenchmarksTable(this.db, actor, input, this.clock.now());
  }

  @Endpoint(homeRoutes.get)
  home(@Caller() actor: Actor) {
    return readHome(this.db, actor, this.clock);
  }
}
