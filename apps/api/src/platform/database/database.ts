import { AsyncLocalStorage } from 'node:async_hooks';

import type pg from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

import { SILENCE } from './connections.ts';
import { PreparedStatements } from './prepared-statements.ts';
import type { Call } from './prepared-statements.ts';

/** Whose rows a unit of work may see. */
export interface Tenant {
  organisationId: string;
  /** Needed to read or write what only its author may see (private notes). */
  personId?: string | null;
}

/** What is named before an organisation is known; each name opens just the identity rows it belongs to. */
export interface Named {
  accountId?: string;
  email?: string;
  tokenHash?: string;
  organisationId?: string;
  /** Forms figures over organisations: opens the shares that those who take part have handed in, and nothing else. */
  purpose?: 'benchmarks';
}

/** What a pool lends is a whole client. */
type Client = pg.PoolClient & Pick<pg.Client, 'connection'>;

/** A pooled connection, lent to one transaction. */
interface Lent {
  runner: QueryRunner & {
    isTransactionActive: boolean;
    /** Gives the connection back to be closed. */
    releasePostgresConnection(because: Error): Promise<void>;
  };
  client: Client;
  /** What ends the READ ONLY transaction that is still open on it, to be sent before anything else: 'commit; ' or ''. */
  before: string;
  /** When the pool lent it, ms. */
  since: number;
}

/** A connection whose read has been answered: it waits for the next transaction to carry the commit along. */
interface Resting {
  lent: Lent;
  timer: NodeJS.Timeout;
}

/**
 * A READ ONLY transaction that a look-up has opened and left open. `read` does the work of the tenant whom the look-up
 * has set in it (in another transaction when this one is over); `end` gives it back, and does nothing once it is over.
 */
export interface OpenRead {
  read<T>(tenant: Tenant, work: () => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

type Rows = Record<string, unknown>[];

interface UnitOfWork extends Lent {
  readOnly: boolean;
  organisationId: string | null;
  /** How long an answer is waited for, ms; unless said, as long as the pool says. */
  patience?: number;
  /** Its connection may be somebody else's by now. */
  isOver: boolean;
  /** Of a transaction that writes: when everything that was asked in it has been answered. */
  answered: Promise<void>;
}

/** As `pg` takes it, with how long its answer is waited for. */
type Statement = pg.QueryConfig<unknown[]> & { query_timeout?: number };

type Settings = Readonly<Record<string, string | null | undefined>>;

/** How long at most a commit waits to travel with the next transaction; under load it is a fraction of it. */
const REST_MS = 2;
/** Then the connection goes back to the pool, which replaces it when it has become old. */
const LENT_AT_MOST_MS = 5000;
/** A rollback has nothing to do: a database that does not answer one by then does not answer. */
const ROLLBACK_MS = 2000;
/** Beyond what PostgreSQL lets a statement take, ms. */
const PATIENCE_BEYOND_MS = 1000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Serialisation failure and deadlock: PostgreSQL asks for another try. */
const RETRYABLE = new Set(['40001', '40P01']);

/**
 * The only way to the tables. Every unit of work is one transaction with the tenant set transaction-locally, so that a
 * pooled connection can never carry somebody else's; without a unit of work row-level security shows nothing.
 * A unit of work inside another one of the same organisation joins it. Statements of a read that do not need one another's answers
 * are asked together (`Promise.all`): they go out at once, in one packet, and are done in the order in which they were asked. In a
 * transaction that writes each goes out once the one before it is answered, however they are asked.
 */
export class Database {
  readonly #source: DataSource;
  readonly #current = new AsyncLocalStorage<UnitOfWork | undefined>();
  readonly #prepared = new PreparedStatements();
  readonly #resting: Resting[] = [];

  constructor(source: DataSource) {
    this.#source = source;
  }

  /** Runs `work` in a READ ONLY transaction of the tenant. */
  read<T>(tenant: Tenant, work: () => Promise<T>): Promise<T> {
    return this.#open(tenantSettings(tenant), true, tenant.organisationId, work);
  }

  /** Runs `work` in a transaction of the tenant; retried when PostgreSQL reports a deadlock. */
  write<T>(tenant: Tenant, work: () => Promise<T>): Promise<T> {
    return this.#open(tenantSettings(tenant), false, tenant.organisationId, work);
  }

  /** Begins what goes on after the current unit of work, a timer or a listener, so that nothing in it takes it for its own. */
  apart<T>(work: () => T): T {
    return this.#current.run(undefined, work);
  }

  /** Runs `work` before an organisation is known, over the identity rows that `named` opens. */
  identify<T>(named: Named, work: () => Promise<T>): Promise<T> {
    return this.#open(namedSettings(named), false, named.organisationId ?? null, work);
  }

  /**
   * Fixed reading statements in one round trip, in a READ ONLY transaction of their own: for the look-up that every
   * request starts with. Answers the rows of each.
   */
  async script(named: Named, calls: readonly Call[]): Promise<Rows[]> {
    return this.#withPlans(async () => {
      const lent = await this.#lend();
      try {
        const rows = (await this.#script(lent, named, calls, '; commit')).slice(0, -1);
        await lent.runner.release();
        return rows;
      } catch (error) {
        await giveUp(lent, error);
        throw error;
      }
    });
  }

  /**
   * As `script`, but the transaction stays open, so that the request's own work needs no other one. The statements must
   * have set the tenant transaction-locally; the caller must use or end what it gets.
   */
  async openScript(named: Named, calls: readonly Call[]): Promise<{ rows: Rows[]; rest: OpenRead }> {
    return this.#withPlans(async () => {
      const lent = await this.#lend();
      try {
        return { rows: await this.#script(lent, named, calls, ''), rest: this.#openRead(lent) };
      } catch (error) {
        await giveUp(lent, error);
        throw error;
      }
    });
  }

  /** TypeORM's manager of the current unit of work. */
  get manager(): EntityManager {
    return this.#unit().runner.manager;
  }

  /** Rows of one statement in the current unit of work. */
  async query<T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    const name = this.#prepared.nameOf(sql);
    const { rows } = await this.#ask(name === undefined ? { text: sql } : { name, text: sql }, parameters);
    return rows as T[];
  }

  /** The first row, or undefined. */
  async first<T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<T | undefined> {
    return (await this.query<T>(sql, parameters))[0];
  }

  /** For libraries that bring their own statements (pg-boss): runs them in the current unit of work. */
  async execute(
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<{ rows: unknown[]; rowCount: number }> {
    const { rows, rowCount } = await this.#ask({ text: sql }, parameters);
    return { rows, rowCount: rowCount ?? 0 };
  }

  /** Lets each statement that is sent by this class take so long in the rest of the current unit of work, and the work between two of them. */
  async allow(seconds: number): Promise<void> {
    await this.query(
      `select set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $1, true)`,
      [`${seconds}s`],
    );
    this.#unit().patience = seconds * 1000 + PATIENCE_BEYOND_MS;
  }

  /** Names further settings inside the current unit of work, transaction-locally. */
  async name(named: Named): Promise<void> {
    for (const [key, value] of Object.entries(namedSettings(named))) {
      if (value !== undefined) await this.query('select set_config($1, $2, true)', [key, value]);
    }
  }

  async #ask(statement: Statement, parameters: readonly unknown[]): Promise<pg.QueryResult> {
    const unit = this.#unit();
    const asked: Statement = { ...statement, values: [...parameters] };
    if (unit.patience !== undefined) asked.query_timeout = unit.patience;
    if (unit.readOnly) {
      sendTogether(unit.client);
      return unit.client.query(asked);
    }
    const before = unit.answered;
    const { promise, resolve } = Promise.withResolvers<void>();
    unit.answered = promise;
    try {
      await before;
      return await this.#unit().client.query(asked);
    } finally {
      resolve();
    }
  }

  #unit(): UnitOfWork {
    const unit = this.#current.getStore();
    if (!unit) throw new Error('No unit of work: open one with Database.read or Database.write.');
    // One of several that were asked together has failed, and another one goes on.
    if (unit.isOver) throw new Error('The unit of work is over: nothing may go on in it.');
    return unit;
  }

  async #open<T>(
    settings: Settings,
    readOnly: boolean,
    organisationId: string | null,
    work: () => Promise<T>,
  ): Promise<T> {
    const outer = this.#current.getStore() && this.#unit();
    if (outer) {
      if (outer.organisationId !== organisationId)
        throw new Error('A unit of work of another organisation is open.');
      if (outer.readOnly && !readOnly) throw new Error('A read cannot write: the unit of work is READ ONLY.');
      return work();
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#withPlans(() => this.#transaction(settings, readOnly, organisationId, work));
      } catch (error) {
        if (readOnly || attempt >= 3 || !RETRYABLE.has((error as { code?: string }).code ?? '')) throw error;
      }
    }
  }

  /** Does the work, and once more without kept plans when these were what failed. */
  async #withPlans<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!this.#prepared.failedBy(error)) throw error;
      return work();
    }
  }

  async #transaction<T>(
    settings: Settings,
    readOnly: boolean,
    organisationId: string | null,
    work: () => Promise<T>,
  ): Promise<T> {
    const lent = await this.#lend();
    try {
      // One round trip: parameters are not possible in a list of statements, so each value is checked or escaped here.
      await lent.client.query(
        `${takeBefore(lent)}begin${readOnly ? ' read only' : ''}; select ${settingsSql(lent.client, settings)}`,
      );
    } catch (error) {
      await giveUp(lent, error);
      throw error;
    }
    return this.#work(lent, readOnly, organisationId, work);
  }

  /** Works in a transaction that is open and ends it. */
  async #work<T>(
    lent: Lent,
    readOnly: boolean,
    organisationId: string | null,
    work: () => Promise<T>,
  ): Promise<T> {
    // TypeORM must not open a transaction of its own inside ours.
    lent.runner.isTransactionActive = true;
    const answered = Promise.resolve();
    const unit: UnitOfWork = { ...lent, readOnly, organisationId, isOver: false, answered };
    const end = () => {
      unit.isOver = true;
      lent.runner.isTransactionActive = false;
    };
    try {
      const result = await this.#current.run(unit, work);
      end();
      // What was only read is true whatever becomes of the commit, so nobody waits for it.
      if (readOnly) this.#rest(lent);
      else {
        await lent.client.query('commit');
        await lent.runner.release();
      }
      return result;
    } catch (error) {
      end();
      await giveUp(lent, error);
      throw error;
    }
  }

  #openRead(lent: Lent): OpenRead {
    let open = true;
    return {
      read: async (tenant, work) => {
        if (!open) return this.read(tenant, work);
        open = false;
        try {
          return await this.#work(lent, true, tenant.organisationId, work);
        } catch (error) {
          if (!this.#prepared.failedBy(error)) throw error;
          return this.read(tenant, work);
        }
      },
      end: async () => {
        if (!open) return;
        open = false;
        await endRead(lent);
      },
    };
  }

  async #lend(): Promise<Lent> {
    const resting = this.#resting.pop();
    if (resting) {
      clearTimeout(resting.timer);
      return resting.lent;
    }
    const runner = this.#source.createQueryRunner() as Lent['runner'];
    return {
      runner,
      client: (await runner.connect()) as Client,
      before: '',
      since: performance.now(),
    };
  }

  /**
   * A commit of its own would be a third of the round trips of a small read. The connection stays out of the pool until
   * its transaction is over, so that nobody can come upon the tenant that is set in it.
   */
  #rest(lent: Lent): void {
    if (performance.now() - lent.since > LENT_AT_MOST_MS) {
      void endRead(lent);
      return;
    }
    const resting = {
      lent: { ...lent, before: 'commit; ' },
      timer: setTimeout(() => {
        this.#resting.splice(this.#resting.indexOf(resting), 1);
        void endRead(lent);
      }, REST_MS),
    };
    this.#resting.push(resting);
  }

  async #script(lent: Lent, named: Named, calls: readonly Call[], end: string): Promise<Rows[]> {
    const { client } = lent;
    const missing = this.#prepared.missingOn(client, calls);
    if (missing.length > 0) {
      await client.query(takeBefore(lent) + missing.join('; '));
      this.#prepared.noteOn(client, calls);
    }
    const spelled = this.#prepared.spell(client, calls);
    const before = takeBefore(lent);
    const results = (await client.query(
      `${before}begin read only; select ${settingsSql(client, namedSettings(named))}; ${spelled.join('; ')}${end}`,
    )) as unknown as pg.QueryResult<Record<string, unknown>>[];
    return results.slice(before === '' ? 2 : 3).map((result) => result.rows);
  }
}

/** What is asked in one go travels in one packet, sent as soon as nobody asks any more: a packet each costs more than many a statement. */
function sendTogether({ connection: { stream } }: Client): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

function takeBefore(lent: Lent): string {
  const { before } = lent;
  lent.before = '';
  return before;
}

async function endRead(lent: Lent): Promise<void> {
  try {
    await lent.client.query('commit');
    await lent.runner.release();
  } catch (error) {
    await giveUp(lent, error);
  }
}

/**
 * Undoes what was begun on a connection and gives it back. One that is silent, or cannot even roll back, is closed: on it
 * the next answer may be that to an earlier question.
 */
async function giveUp({ client, runner }: Lent, because: unknown): Promise<void> {
  try {
    if (because instanceof Error && because.message === SILENCE) throw because;
    const rollback: Statement = { text: 'rollback', query_timeout: ROLLBACK_MS };
    await client.query(rollback);
    await runner.release();
  } catch (error) {
    await runner.releasePostgresConnection(error instanceof Error ? error : new Error(String(error)));
  }
}

function tenantSettings(tenant: Tenant): Settings {
  if (!UUID.test(tenant.organisationId)) throw new Error('A tenant needs the id of its organisation.');
  return { 'app.organisation_id': tenant.organisationId, 'app.person_id': tenant.personId };
}

function namedSettings(named: Named): Settings {
  return {
    'app.account_id': named.accountId,
    'app.email': named.email,
    'app.token_hash': named.tokenHash,
    'app.organisation_id': named.organisationId,
    'app.purpose': named.purpose,
  };
}

function settingsSql(client: pg.PoolClient, settings: Settings): string {
  // What is not named stays empty: settings are transaction-local and the transaction has just begun.
  return Object.entries(settings)
    .filter(([key, value]) => key === 'app.organisation_id' || typeof value === 'string')
    .map(([key, value]) => `set_config('${key}', ${client.escapeLiteral(value ?? '')}, true)`)
    .join(', ');
}
