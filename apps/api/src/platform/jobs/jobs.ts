import type { Logger } from 'pino';
import { PgBoss } from 'pg-boss';
import type { Db } from 'pg-boss';

import type { Database } from '../database/database.ts';

/** Every job carries the organisation it belongs to; ids only, never content. */
export interface JobData {
  organisationId: string;
  [key: string]: string | number | boolean | null;
}

type JobHandler = (data: JobData) => Promise<void>;
type SweepHandler = (organisationId: string) => Promise<void>;

const SCHEMA = 'pgboss';

/** Creates or upgrades pg-boss's own schema as the owner and lets the runtime role use it, nothing more. */
export async function installJobSchema(ownerUrl: string, runtimeRole: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: SCHEMA,
    max: 2,
    supervise: false,
    schedule: false,
  });
  boss.on('error', () => undefined);
  await boss.start();
  const db = boss.getDb();
  await db.executeSql(`grant usage on schema ${SCHEMA} to ${runtimeRole}`);
  await db.executeSql(
    `grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${runtimeRole}`,
  );
  await db.executeSql(`grant execute on all functions in schema ${SCHEMA} to ${runtimeRole}`);
  await boss.stop({ graceful: false });
}

/**
 * Work that happens after the request: rows of pg-boss written in the same transaction as their cause. Handlers are
 * idempotent, because a job is delivered at least once.
 */
export class Jobs {
  readonly #handlers = new Map<string, JobHandler>();
  readonly #sweeps = new Map<string, { cron: string; handler: SweepHandler }>();
  readonly #boss: PgBoss;
  readonly #db: Database;
  readonly #logger: Logger;

  constructor(runtimeUrl: string, db: Database, logger: Logger, options: { working: boolean }) {
    this.#db = db;
    this.#logger = logger;
    this.#boss = new PgBoss({
      connectionString: runtimeUrl,
      schema: SCHEMA,
      max: 4,
      migrate: false,
      createSchema: false,
      reindex: false,
      monitorVacuum: false,
      supervise: options.working,
      schedule: options.working,
      useListenNotify: options.working,
    });
    this.#boss.on('error', (error) => this.#logger.warn({ err: error }, 'job queue'));
  }

  /** Declares what a job does; called by features before `start`. */
  handle(name: string, handler: JobHandler): void {
    this.#handlers.set(name, handler);
  }

  /** Declares work that runs on a schedule for each organisation in turn. */
  sweep(name: string, cron: string, handler: SweepHandler): void {
    this.#sweeps.set(name, { cron, handler });
  }

  /** Adds a job in the current unit of work: it exists exactly when the transaction commits. */
  async enqueue(
    name: string,
    data: JobData,
    options: { startAfter?: Date; singletonKey?: string } = {},
  ): Promise<void> {
    const db: Db = {
      executeSql: async (sql, values) => ({ rows: (await this.#db.execute(sql, values ?? [])).rows }),
    };
    await this.#boss.send(name, data, { ...options, db });
  }

  /** Opens the queues; with `working`, starts taking jobs. */
  async start(working: boolean): Promise<void> {
    await this.#boss.start();
    for (const name of [...this.#handlers.keys(), ...this.#sweeps.keys()])
      await this.#boss.createQueue(name, {
        retryLimit: 5,
        retryBackoff: true,
        retryDelay: 5,
        notify: true,
        expireInSeconds: 900,
      });
    if (!working) return;
    for (const [name, handler] of this.#handlers)
      await this.#boss.work<JobData>(
        name,
        { batchSize: 1, pollingIntervalSeconds: 5, localConcurrency: 2 },
        async (jobs) => {
          for (const job of jobs) await this.#run(name, () => handler(job.data));
        },
      );
    for (const [name, { cron, handler }] of this.#sweeps) {
      await this.#boss.work(name, { batchSize: 1, pollingIntervalSeconds: 30 }, async () => {
        for (const organisationId of await this.#organisations())
          await this.#run(name, () => handler(organisationId));
      });
      await this.#boss.schedule(name, cron);
    }
  }

  /** Runs one sweep now for every organisation: on start, by the seed and by tests. */
  async runSweep(name: string): Promise<void> {
    const sweep = this.#sweeps.get(name);
    if (!sweep) throw new Error(`No sweep is called ${name}.`);
    for (const organisationId of await this.#organisations()) await sweep.handler(organisationId);
  }

  /** Runs every sweep once for one organisation, in the order they were declared: what a day brings about, when days pass by themselves. */
  async runSweepsOf(organisationId: string): Promise<void> {
    for (const { handler } of this.#sweeps.values()) await handler(organisationId);
  }

  /** Carries out every job that waits now, in order; for the seed and for tests, where no worker runs. Answers how many. */
  async drain(): Promise<number> {
    let done = 0;
    for (let found = true; found;) {
      found = false;
      for (const [name, handler] of this.#handlers) {
        for (const job of await this.#boss.fetch<JobData>(name, { batchSize: 50 })) {
          await this.#run(name, () => handler(job.data));
          await this.#boss.complete(name, job.id);
          found = true;
          done += 1;
        }
      }
    }
    return done;
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 15_000 });
  }

  async #run(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#logger.error({ err: error, job: name }, 'job failed');
      throw error;
    }
  }

  async #organisations(): Promise<string[]> {
    return this.#db.identify({}, async () =>
      (
        await this.#db.query<{ organisation_id: string }>(
          'select organisation_id from identity.organisations order by created_at',
        )
      ).map((row) => row.organisation_id),
    );
  }
}
