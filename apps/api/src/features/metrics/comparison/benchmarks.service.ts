import { Injectable } from '@nestjs/common';
import { comparedMetrics } from '@ithaca/contracts/comparison';
import type { ComparedMetric } from '@ithaca/contracts/comparison';
import type { Actor } from '@ithaca/domain/permissions';
import { getMetric } from '@ithaca/metrics/catalogue';
import { fewestBehind, formBenchmark } from '@ithaca/metrics/own-benchmarks';

import { appendAudit, noteFacts } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { benchmarkAge, findConsent, poolOwn, standsFor } from './benchmarks.queries.ts';
import { readComparison } from './comparison.queries.ts';

interface Part {
  metric: ComparedMetric;
  version: number;
  organisationId: string;
  share: number;
  people: number;
}

/**
 * Figures over organisations, for those whose owner wants to take part. Each hands in its own shares under its own tenant, on
 * the first days of a month; then, once, quartiles are formed of what was handed in and of nothing else.
 */
@Injectable()
export class BenchmarksService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    jobs: Jobs,
  ) {
    jobs.sweep('share-benchmarks', '24 * * * *', (organisationId) => this.handIn(organisationId));
    // Everybody has had a whole day to hand in; whoever comes first forms the month's figures, the others find them formed.
    jobs.sweep('form-benchmarks', '54 * 2-31 * *', () => this.form());
  }

  /** Takes part from now on, or withdraws: what was handed in is gone at once, and not in the next figures. */
  async share(actor: Actor, takesPart: boolean): Promise<{ takesPart: boolean }> {
    await this.db.write(actor, async () => {
      noteFacts(actor, { takesPart });
      if (takesPart) {
        await this.db.execute(
          `insert into benchmark_consents (organisation_id, given_by, given_at) values ($1, $2, $3)
           on conflict on constraint benchmark_consents_pk do nothing`,
          [actor.organisationId, actor.personId, this.clock.now()],
        );
        return;
      }
      await this.#takeBack(actor.organisationId);
      await this.db.execute('delete from benchmark_consents where organisation_id = $1', [
        actor.organisationId,
      ]);
    });
    return { takesPart };
  }

  /** Once a month: the shares of an organisation that takes part, each over twenty people or pairings at least. */
  handIn(organisationId: string): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      const now = this.clock.now();
      const period = monthOf(now);
      const program = await this.db.first<{ id: string }>(
        `select p.id from programs p
         join organisations o on o.organisation_id = p.organisation_id and o.rehearsal_of is null and not o.demo
         join benchmark_consents b on b.organisation_id = p.organisation_id
         where p.organisation_id = $1 and not exists (
           select from identity.benchmark_parts k where k.organisation_id = $1 and k.period_on = $2)
         order by p.id limit 1`,
        [organisationId, period],
      );
      if (!program || !(await findConsent(this.db, organisationId))) return;
      const everything = { organisationId, grants: [{ role: 'owner' as const, programId: null }] };
      const comparison = await readComparison(
        this.db,
        { ...everything, accountId: '', personId: '', isManager: false },
        program.id,
        { among: 'organisation', age: benchmarkAge },
        now,
      );
      await this.#takeBack(organisationId);
      const able = poolOwn(comparison, now).filter(
        ({ metric, units }) => metric.estimate !== null && standsFor(units, fewestBehind),
      );
      for (const { key, metric, units } of able)
        await this.db.execute(
          `insert into identity.benchmark_parts (organisation_id, metric, version, period_on, share, people) values ($1, $2, $3, $4, $5, $6)`,
          [organisationId, key, metric.version, period, metric.estimate, units],
        );
      if (able.length > 0)
        await appendAudit(this.db, { organisationId, personId: null }, undefined, {
          action: 'benchmarks.hand-in',
          outcome: 'done',
          facts: { metrics: able.length, period },
          at: now,
        });
    });
  }

  /** Forms the figures of this month from all that was handed in for it. Its transaction is of no organisation and sees nothing else. */
  form(): Promise<void> {
    return this.db.identify({ purpose: 'benchmarks' }, async () => {
      const now = this.clock.now();
      const period = monthOf(now);
      const begun = await this.db.execute(
        `insert into identity.benchmark_rounds (period_on, formed_at) values ($1, $2)
         on conflict on constraint benchmark_rounds_pk do nothing`,
        [period, now],
      );
      if (begun.rowCount === 0) return;
      const parts = await this.db.query<Part>(
        `select metric, version, organisation_id as "organisationId", share, people
         from identity.benchmark_parts where period_on = $1`,
        [period],
      );
      const members = Map.groupBy(
        await this.db.query<{ metric: string; organisationId: string }>(
          'select metric, organisation_id as "organisationId" from identity.benchmark_members',
        ),
        ({ metric }) => metric,
      );
      for (const metric of comparedMetrics) {
        const { version } = getMetric(metric);
        const found = formBenchmark(
          parts.filter((part) => part.metric === metric && part.version === version),
          (members.get(metric) ?? []).map(({ organisationId }) => organisationId),
        );
        await this.db.execute('delete from identity.benchmark_values where metric = $1', [metric]);
        await this.db.execute('delete from identity.benchmark_members where metric = $1', [metric]);
        if (found.status !== 'formed') continue;
        await this.db.execute(
          `insert into identity.benchmark_values (metric, version, period_on, lower_share, median_share, upper_share, organisations, people)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [
            metric,
            version,
            period,
            found.lower,
            found.median,
            found.upper,
            found.organisations,
            found.people,
          ],
        );
        await this.db.execute(
          'insert into identity.benchmark_members (metric, organisation_id) select $1, unnest($2::uuid[])',
          [metric, found.members],
        );
      }
    });
  }

  async #takeBack(organisationId: string): Promise<void> {
    await this.db.execute('delete from identity.benchmark_parts where organisation_id = $1', [
      organisationId,
    ]);
  }
}

const monthOf = (now: Date) => `${now.toISOString().slice(0, 7)}-01`;
