import { comparedMetrics } from '@ithaca/contracts/comparison';
import { getMetric } from '@ithaca/metrics/catalogue';
import type { Given, GivenCohort } from '@ithaca/testkit/given';
import type pg from 'pg';

import { hashPassword } from './features/identity/passwords.ts';
import type { Platform } from './platform/platform.module.ts';

/** What one statement of the demo may take on a slow machine, ms. */
const STATEMENT_MS = 120_000;

/**
 * Fills an empty database with the demo. Its builders are those of the tests, loaded only here and only then, so a
 * production start never touches them. A database that holds any organisation is left alone: false.
 */
export async function seedDemo(platform: Platform, options: { large?: boolean } = {}): Promise<boolean> {
  const { db, source, clock } = platform;
  const known = await db.identify({}, () => db.query('select 1 from identity.organisations limit 1'));
  if (known.length > 0) return false;
  const { Given: Teller } = await import('@ithaca/testkit/given');
  const { DEMO_PASSWORD, tellDemo } = await import('@ithaca/testkit/demo');
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await tellDemo(
    async (tell) => {
      const runner = source.createQueryRunner();
      try {
        await runner.startTransaction();
        await runner.query(`set local statement_timeout = ${STATEMENT_MS}`);
        const client = (await runner.connect()) as pg.PoolClient;
        const given = new Teller(
          (sql, parameters) => {
            const statement = { text: sql, values: [...parameters], query_timeout: STATEMENT_MS };
            return client.query<Record<string, unknown>>(statement);
          },
          clock.now(),
          { batched: true },
        );
        await tell(given);
        await registerMeasures(given, client);
        await runner.commitTransaction();
      } catch (error) {
        await runner.rollbackTransaction();
        throw error;
      } finally {
        await runner.release();
      }
    },
    { now: clock.now(), passwordHash, ...(options.large ? { large: true } : {}) },
  );
  return true;
}

/** By what each cohort is judged was written down on the morning on which it began, as the product does it. */
async function registerMeasures(given: Given, client: pg.PoolClient): Promise<void> {
  const { giveDeeds } = await import('@ithaca/testkit/demo-trail');
  const { rows: begun } = await client.query<GivenCohort & { begunAt: Date }>(
    `select c.organisation_id as "organisationId", c.id, c.program_id as "programId", p.format, c.starts_on::text as "startsOn",
       c.ends_on::text as "endsOn", (c.starts_on + time '08:09') at time zone o.time_zone as "begunAt"
     from cohorts c
     join programs p on p.organisation_id = c.organisation_id and p.id = c.program_id
     join organisations o on o.organisation_id = c.organisation_id
     where c.organisation_id = current_setting('app.organisation_id')::uuid and c.state in ('running', 'closing', 'closed', 'archived')
     order by c.id`,
  );
  await given.insert(
    'cohort_registrations',
    begun.map(({ organisationId, id, begunAt }) => ({
      organisationId,
      cohortId: id,
      metrics: [...comparedMetrics],
      versions: comparedMetrics.map((key) => getMetric(key).version),
      registeredAt: begunAt,
    })),
  );
  for (const { begunAt, ...cohort } of begun)
    await giveDeeds(given, cohort, [
      {
        action: 'comparison.register',
        at: begunAt,
        by: null,
        subject: { type: 'cohort', id: cohort.id },
        facts: { metrics: comparedMetrics.length },
      },
    ]);
  await given.flush();
}

/** Says where the product is and, in a demo, how to sign in. */
export async function printWelcome(platform: Platform): Promise<void> {
  const lines = ['', `  Ithaca is ready: ${platform.config.baseUrl}`, ''];
  if (platform.config.seed === 'demo') {
    const { DEMO_PASSWORD, demoSignIns } = await import('@ithaca/testkit/demo');
    lines.push(`  Sign in to the demo with the password  ${DEMO_PASSWORD}`);
    for (const one of demoSignIns) lines.push(`    ${one.role.padEnd(12)} ${one.email}`);
    lines.push('', '  Mails are kept: see Outbox as the owner. Stop with Ctrl-C; your data stays.', '');
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
