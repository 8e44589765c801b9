import { AsyncLocalStorage } from 'node:async_hooks';

import type pg from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

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
}

/** A pooled connection, lent to one transaction. */
interface Lent {
  runner: QueryRunner & { isTransactionActive: boolean };
  client: pg.PoolClient;
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
}

type Settings = Readonly<Record<string, string | null | undefined>>;

/** How long at most a commit waits to travel with the next transaction; under load it is a fraction of it. */
const REST_MS = 2;
/** Then the connection goes back to the pool, which replaces it when it has become old. */
const LENT_AT_MOST_MS = 5000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Serialisation failure and deadlock: PostgreSQL asks for another try. */
const RETRYABLE = new Set(['40001', '40P01']);

/**
 * The only way to the tables. Every unit of work is one transaction with the tenant set transaction-locally, so that a
 * pooled connection can never carry somebody else's; without a unit of work row-level security shows nothing.
 * A unit of work inside another one of the same organisation joins it.
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
        return (await this.#script(lent, named, calls, '; commit')).slice(0, -1);
      } catch (error) {
        await rollBack(lent);
        throw error;
      } finally {
        await lent.runner.release();
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
        await rollBack(lent);
        await lent.runner.release();
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
    const { client } = this.#unit();
    const name = this.#prepared.nameOf(sql);
    const values = [...parameters];
    const result = await client.query(
      name === undefined ? { text: sql, values } : { name, text: sql, values },
    );
    return result.rows as T[];
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
    const result = await this.#unit().client.query(sql, [...parameters]);
    return { rows: result.rows, rowCount: result.rowCount ?? 0 };
  }

  /** Names further settings inside the current unit of work, transaction-locally. */
  async name(named: Named): Promise<void> {
    for (const [key, value] of Object.entries(namedSettings(named))) {
      if (value !== undefined) await this.query('select set_config($1, $2, true)', [key, value]);
    }
  }

  #unit(): UnitOfWork {
    const unit = this.#current.getStore();
    if (!unit) throw new Error('No unit of work: open one with Database.read or Database.write.');
    return unit;
  }

  async #open<T>(
    settings: Settings,
    readOnly: boolean,
    organisationId: string | null,
    work: () => Promise<T>,
  ): Promise<T> {
    const outer = this.#current.getStore();
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
      await rollBack(lent);
      await lent.runner.release();
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
    let answered = false;
    try {
      const result = await this.#current.run({ ...lent, readOnly, organisationId }, work);
      // What was only read is true whatever becomes of the commit, so nobody waits for it.
      answered = readOnly;
      if (readOnly) this.#rest(lent);
      else await lent.client.query('commit');
      return result;
    } catch (error) {
      await rollBack(lent);
      throw error;
    } finally {
      lent.runner.isTransactionActive = false;
      if (!answered) await lent.runner.release();
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
    const runner: Lent['runner'] = this.#source.createQueryRunner();
    return {
      runner,
      client: (await runner.connect()) as pg.PoolClient,
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

function takeBefore(lent: Lent): string {
  const { before } = lent;
  lent.before = '';
  return before;
}

async function endRead(lent: Lent): Promise<void> {
  await lent.client.query('commit').catch(() => rollBack(lent));
  await lent.runner.release();
}

async function rollBack({ client }: Lent): Promise<void> {
  // A connection that cannot even roll back is dropped by the pool on release.
  await client.query('rollback').catch(() => undefined);
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
  };
}

function settingsSql(client: pg.PoolClient, settings: Settings): string {
  // What is not named stays empty: settings are transaction-local and the transaction has just begun.
  return Object.entries(settings)
    .filter(([key, value]) => key === 'app.organisation_id' || typeof value === 'string')
    .map(([key, value]) => `set_config('${key}', ${client.escapeLiteral(value ?? '')}, true)`)
    .join(', ');
}
