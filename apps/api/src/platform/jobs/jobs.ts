import type { Logger } from 'pino';
import { PgBoss } from 'pg-boss';
import type { Db, JobResult, JobWithMetadata } from 'pg-boss';

import { poolOptions } from '../database/connections.ts';
import type { Database } from '../database/database.ts';

/** Every job carries the organisation it belongs to; ids only, never content. */
export interface JobData {
  organisationId: string;
  [key: string]: string | number | boolean | null;
}

type JobHandler = (data: JobData) => Promise<void>;
type SweepHandler = (organisationId: string) => Promise<void>;

const SCHEMA = 'pgboss';

/** Where a job goes that failed at every try. Nobody works on it: an operator looks, and has it done again. */
const GIVEN_UP = 'given-up';
const GIVEN_UP_DAYS = 90;

/** A job is tried six times within about five minutes; a worker that has died is noticed within two. */
const queueOptions = {
  retryLimit: 5,
  retryBackoff: true,
  retryDelay: 5,
  notify: true,
  expireInSeconds: 900,
  heartbeatSeconds: 60,
};

/** After this time without an answer the way to the database is taken to be cut: the queue asks again on another one. */
const SILENCE_MS = 60_000;
/** So many short jobs are fetched at a time. */
const BATCH = 5;
/** A new job is announced; one whose hour comes, or that waited for a free worker, is found within this time. */
const POLLING_SECONDS = 5;

/** A job that was given up: the ids it was about, and why its last try failed. */
export interface GivenUpJob {
  id: string;
  name: string;
  data: JobData;
  problem: string;
  at: Date;
}

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
  readonly #handlers = new Map<string, { handler: JobHandler; areMany: boolean }>();
  readonly #sweeps = new Map<string, { cron: string; handler: SweepHandler }>();
  readonly #boss: PgBoss;
  readonly #db: Database;
  readonly #logger: Logger;

  constructor(runtimeUrl: string, db: Database, logger: Logger, options: { working: boolean }) {
    this.#db = db;
    this.#logger = logger;
    this.#boss = new PgBoss({
      ...poolOptions(SILENCE_MS),
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

  /**
   * Declares what a job does; called by features before `start`. Short jobs of which `areMany` come at once are fetched
   * several at a time, one batch after the other; of the others each waits for a free worker.
   */
  handle(name: string, handler: JobHandler, { areMany = false } = {}): void {
    this.#handlers.set(name, { handler, areMany });
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
    await this.#boss.createQueue(GIVEN_UP, { retentionSeconds: GIVEN_UP_DAYS * 86_400 });
    // A sweep that fails comes again by itself.
    const queues = [
      ...[...this.#handlers.keys()].map((name) => ({ name, deadLetter: GIVEN_UP })),
      ...[...this.#sweeps.keys()].map((name) => ({ name, deadLetter: null })),
    ];
    for (const { name, deadLetter } of queues)
      await this.#boss.createQueue(name, { ...queueOptions, ...(deadLetter && { deadLetter }) });
    if (!working) return;
    // Queues of an earlier release have its options.
    for (const { name, deadLetter } of queues)
      await this.#boss.updateQueue(name, { ...queueOptions, deadLetter });
    for (const [name, { handler, areMany }] of this.#handlers)
      await this.#boss.work(
        name,
        {
          ...(areMany ? { batchSize: BATCH, burstWhenBatchFull: true } : { batchSize: 1 }),
          pollingIntervalSeconds: POLLING_SECONDS,
          notifyPollingIntervalSeconds: POLLING_SECONDS,
          localConcurrency: 2,
          includeMetadata: true,
          perJobResults: true,
        },
        async (jobs: JobWithMetadata<JobData>[]) => {
          const results: JobResult[] = [];
          for (const job of jobs) results.push(await this.#try(name, handler, job));
          return results;
        },
      );
    for (const [name, { cron, handler }] of this.#sweeps) {
      await this.#boss.work(name, { batchSize: 1, pollingIntervalSeconds: 30 }, () =>
        this.#sweepAll(name, handler),
      );
      await this.#boss.schedule(name, cron);
    }
  }

  /** Runs one sweep now for every organisation: on start, by the seed and by tests. */
  async runSweep(name: string): Promise<void> {
    const sweep = this.#sweeps.get(name);
    if (!sweep) throw new Error(`No sweep is called ${name}.`);
    await this.#sweepAll(name, sweep.handler);
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
      for (const [name, { handler }] of this.#handlers) {
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

  /** Which of these still wait or are being worked on? `key` is what the job's data calls them. */
  async listAlive(name: string, key: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#db.query<{ id: string }>(
      `select data ->> $2 as id from ${SCHEMA}.job
       where name = $1 and state in ('created', 'retry', 'active') and data ->> $2 = any ($3)`,
      [name, key, ids],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Jobs that failed at every try, the latest first; for the operator. */
  async listGivenUp(): Promise<GivenUpJob[]> {
    const rows = await this.#boss.findJobs<JobData>(GIVEN_UP, { queued: true });
    return rows
      .map(({ id, data, createdOn, sourceOutput, sourceName }) => ({
        id,
        name: sourceName ?? '',
        data,
        problem: problemIn(sourceOutput),
        at: createdOn,
      }))
      .toSorted((one, other) => other.at.getTime() - one.at.getTime());
  }

  /** Puts every job that was given up back into its queue; answers how many. */
  redoGivenUp(): Promise<number> {
    return this.#boss.redrive(GIVEN_UP);
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 15_000 });
  }

  /** One job of a batch: that it fails is nothing to the others. */
  async #try(name: string, handler: JobHandler, job: JobWithMetadata<JobData>): Promise<JobResult> {
    const { id, data, retryCount, retryLimit } = job;
    try {
      await this.#run(name, () => handler(data), { ...data, isLastTry: retryCount >= retryLimit });
      return { id, status: 'completed' };
    } catch (error) {
      return {
        id,
        status: 'failed',
        output: { message: error instanceof Error ? error.message : String(error) },
      };
    }
  }

  async #run(name: string, work: () => Promise<void>, facts: object = {}): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#logger.error({ err: error, job: name, ...facts }, 'job failed');
      throw error;
    }
  }

  /** One organisation for which a sweep fails keeps none of the others waiting; the sweep has failed all the same. */
  async #sweepAll(name: string, handler: SweepHandler): Promise<void> {
    const failures: unknown[] = [];
    for (const organisationId of await this.#organisations())
      try {
        await this.#run(name, () => handler(organisationId), { organisationId });
      } catch (error) {
        failures.push(error);
      }
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1)
      throw new AggregateError(failures, `${name} failed for ${failures.length} organisations.`);
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

/** What a failed try left behind: an error as pg-boss keeps it. */
function problemIn(output: unknown): string {
  if (typeof output !== 'object' || output === null) return '';
  const { message } = output as Record<string, unknown>;
  return typeof message === 'string' ? message : JSON.stringify(output).slice(0, 500);
}
