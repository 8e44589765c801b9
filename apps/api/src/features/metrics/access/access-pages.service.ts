import { Injectable } from '@nestjs/common';
import { sidesOf } from '@ithaca/domain/vocabulary';
import type { Side } from '@ithaca/domain/vocabulary';
import { getMetric } from '@ithaca/metrics/catalogue';
import type { Units } from '@ithaca/metrics/releases';

import { appendAudit } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { noteReleases, readReleases } from '../../../platform/releases/release-log.ts';
import {
  declaredMeasure,
  findAccessGroups,
  listAccessAttributes,
} from '../../people/declarations/declarations.queries.ts';
import { declaredAccessOf } from './access.queries.ts';
import type { AccessStages } from './access.queries.ts';
import { readMentorMinutes } from './burden.queries.ts';
import type { MentorMinutes } from './burden.queries.ts';
import { readCohortFacts } from '../facts/cohort-facts.queries.ts';
import type { CohortFacts } from '../facts/cohort-facts.queries.ts';
import { findDataVersion } from '../store/kept-results.queries.ts';
import { findPage, keepPage, listCohortsToFreeze, openPeriod } from './frozen-pages.queries.ts';

const KIND = 'declared-access';

/**
 * Once a month makes the pages that tell steps by what people declared about themselves. A page that with earlier ones, of
 * this cohort or another, or with the sums of the declarations, would tell of too few stays what it was.
 */
@Injectable()
export class AccessPagesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    jobs: Jobs,
  ) {
    jobs.sweep('freeze-access-pages', '6 * * * *', (organisationId) => this.freeze(organisationId));
  }

  async freeze(organisationId: string): Promise<void> {
    const due = await this.db.read({ organisationId }, () =>
      listCohortsToFreeze(this.db, organisationId, KIND, this.clock.now()),
    );
    for (const { cohortId, periodOn } of due)
      await this.db.write({ organisationId }, async () => {
        const now = this.clock.now();
        if (!(await openPeriod(this.db, organisationId, { cohortId, kind: KIND, periodOn }, now))) return;
        const attributes = await listAccessAttributes(this.db, organisationId);
        if (attributes.length === 0) return;
        const dataVersion = await findDataVersion(this.db, organisationId, [cohortId], 'everybody');
        const facts = await readCohortFacts(this.db, organisationId, cohortId, now, {
          pairings: 'left out',
        });
        const minutes = await readMentorMinutes(this.db, organisationId, facts);
        const formed = { computedAt: now.toISOString(), dataVersion };
        for (const { id } of attributes)
          await this.#freezeAttribute(
            organisationId,
            { facts, minutes },
            { attributeId: id, periodOn, formed },
          );
        await appendAudit(
          this.db,
          { organisationId, personId: null },
          { programId: facts.cohort.programId },
          {
            action: 'access.freeze',
            outcome: 'done',
            subjectType: 'cohort',
            subjectId: cohortId,
            facts: { attributes: attributes.length, period: periodOn },
            at: now,
          },
        );
      });
  }

  async #freezeAttribute(
    organisationId: string,
    { facts, minutes }: { facts: CohortFacts; minutes: readonly MentorMinutes[] },
    {
      attributeId,
      periodOn,
      formed,
    }: {
      attributeId: string;
      periodOn: string;
      formed: Pick<AccessStages, 'computedAt' | 'dataVersion'>;
    },
  ) {
    const { id: cohortId, format } = facts.cohort;
    const measure = declaredMeasure(attributeId);
    const smallest = getMetric('access-ratio').minimumGroup;
    const people = facts.workforce.map(({ id }) => id);
    const declared = await findAccessGroups(this.db, organisationId, attributeId, people);
    const log = await readReleases(this.db, organisationId, { measure });
    // Sums of the whole organisation are counted anew only once ten have changed; only the last can be compared with.
    const sums = log.findLast(({ audience }) => audience === 'declared');
    const earlier: Units[] = [
      ...log.filter(({ audience }) => audience === 'cohort').map(({ units }) => units),
      ...(sums ? [sums.units] : []),
    ];
    const roles: (Side | undefined)[] = [undefined, ...(sidesOf(format).length > 1 ? sidesOf(format) : [])];
    for (const role of roles) {
      const of = { cohortId, kind: KIND, subjectId: attributeId, part: role ?? '' } as const;
      const { page, units } = declaredAccessOf({ facts, minutes, declared }, role, earlier);
      const before = await findPage<AccessStages>(this.db, organisationId, of);
      const isTold = ({ stages, burden }: AccessStages) =>
        [...stages, ...(burden ? [burden] : [])].filter(({ suppressed }) => suppressed === null).length;
      const isKept = before !== undefined && isTold(page) < isTold(before.page);
      await keepPage(
        this.db,
        organisationId,
        { ...of, periodOn },
        isKept ? before.page : { ...page, ...formed },
      );
      if (isKept) continue;
      earlier.push(...units);
      const release = { cohortId, measure, audience: 'cohort', readerId: null, smallest } as const;
      await noteReleases(
        this.db,
        organisationId,
        units.map((one) => ({ ...release, units: one, outcome: 'released' })),
        this.clock.now(),
      );
    }
  }
}
