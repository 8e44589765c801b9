import { Injectable } from '@nestjs/common';
import type { Units } from '@ithaca/metrics/releases';
import { isTold } from '@ithaca/metrics/suppression';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { readCohortFacts } from '../metrics/facts/cohort-facts.queries.ts';
import type { CohortFacts } from '../metrics/facts/cohort-facts.queries.ts';
import { narrow } from '../metrics/cohort/cohort-numbers.queries.ts';
import {
  findPage,
  keepPage,
  listCohortsToFreeze,
  openPeriod,
} from '../metrics/access/frozen-pages.queries.ts';
import { ReleaseGuard } from '../metrics/release/release-guard.queries.ts';
import { MEETINGS, unitsBehind, unitsOfMeetings } from '../metrics/release/units-behind.queries.ts';
import { findDataVersion } from '../metrics/store/kept-results.queries.ts';
import { areaPageOf } from './area-page.ts';
import type { AreaPage } from './area-page.ts';
import { listAreas } from './areas.queries.ts';
import { quartersOf } from './quarter/quarter-page.ts';
import { MINIMUM_GROUP } from './report-page.ts';

const KIND = 'area-report';

/**
 * Once a month makes the page of each manager's area in each cohort, and keeps it: asked again tomorrow it says the same,
 * so that nobody is told by the difference of two readings.
 */
@Injectable()
export class AreaReportsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    jobs: Jobs,
  ) {
    // Hourly: midnight comes at another hour for each organisation.
    jobs.sweep('freeze-area-reports', '8 * * * *', (organisationId) => this.freeze(organisationId));
  }

  async freeze(organisationId: string): Promise<void> {
    const due = await this.db.read({ organisationId }, () =>
      listCohortsToFreeze(this.db, organisationId, KIND, this.clock.now()),
    );
    for (const { cohortId, periodOn } of due) await this.#freezeCohort(organisationId, cohortId, periodOn);
  }

  #freezeCohort(organisationId: string, cohortId: string, periodOn: string): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      const now = this.clock.now();
      if (!(await openPeriod(this.db, organisationId, { cohortId, kind: KIND, periodOn }, now))) return;
      const dataVersion = await findDataVersion(this.db, organisationId, [cohortId], 'everybody');
      const facts = await readCohortFacts(this.db, organisationId, cohortId, now);
      const formed = { computedAt: now.toISOString(), dataVersion };
      const pages = await this.#makePages(organisationId, facts, formed);
      for (const [subjectId, page] of pages)
        await keepPage(this.db, organisationId, { cohortId, kind: KIND, periodOn, subjectId }, page);
      await appendAudit(
        this.db,
        { organisationId, personId: null },
        { programId: facts.cohort.programId },
        {
          action: 'report.freeze',
          outcome: 'done',
          subjectType: 'cohort',
          subjectId: cohortId,
          facts: { pages: pages.size, period: periodOn },
          at: now,
        },
      );
    });
  }

  /** What goes about everybody: the report, and what each quarter took. */
  #everybody(facts: CohortFacts): [string, Units][] {
    const quarters = quartersOf(facts.cohort, facts.asOf.day);
    return [
      ...unitsBehind(facts, MINIMUM_GROUP),
      ...quarters.map((quarter): [string, Units] => [MEETINGS, unitsOfMeetings(facts, quarter)]),
    ];
  }

  /** The largest areas first: what a small one shows beside it would tell of the rest is then its own loss. */
  async #makePages(
    organisationId: string,
    facts: CohortFacts,
    formed: { computedAt: string; dataVersion: string },
  ): Promise<Map<string, AreaPage>> {
    const { id: cohortId } = facts.cohort;
    const taking = new Set(
      facts.enrolments.filter(({ takesPart }) => takesPart).map(({ personId }) => personId),
    );
    const areas = (await listAreas(this.db, organisationId, [...taking])).filter(({ people }) =>
      isTold(people.filter((id) => taking.has(id)).length, MINIMUM_GROUP),
    );
    const guard = await ReleaseGuard.of(this.db, organisationId, cohortId, {
      smallest: MINIMUM_GROUP,
      everybody: areas.length === 0 ? [] : this.#everybody(facts),
      // Managers open links, too.
      isHandedOn: true,
    });
    const pages = new Map<string, AreaPage>();
    for (const { managerId, people } of areas) {
      const area = new Set(people);
      const earlier = await findPage<AreaPage>(this.db, organisationId, {
        cohortId,
        kind: KIND,
        subjectId: managerId,
      });
      const own = narrow(facts, area);
      const page = areaPageOf(own, area, {
        earlier: earlier?.page ?? null,
        formed,
        units: unitsBehind(own, MINIMUM_GROUP),
        release: (measure, units) => guard.release(measure, units, managerId),
      });
      if (page) pages.set(managerId, page);
    }
    await guard.keep(this.db, organisationId, this.clock.now());
    return pages;
  }
}
