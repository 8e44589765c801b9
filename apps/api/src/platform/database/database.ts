import { AsyncLocalStorage } from 'node:async_hooks';

import type pg from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

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

interface UnitOfWork {
  runner: QueryRunner;
  client: pg.PoolClient;
  readOnly: boolean;
  organisationId: string | null;
}

type Settings = Readonly<Record<string, string | null | undefined>>;

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
  readonly #current = new AsyncLocalStorage<UnitOfWork>();

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

  /** Runs `work` before an organisation is known, over the identity rows that `named` opens. */
  identify<T>(named: Named, work: () => Promise<T>): Promise<T> {
    return this.#open(namedSettings(named), false, named.organisationId ?? null, work);
  }

  /**
   * A fixed list of reading statements in one round trip, in a READ ONLY transaction of its own: for the look-up that
   * every request starts with. The statements must not contain anything a caller sent. Answers the rows of each.
   */
  async script(named: Named, statements: readonly string[]): Promise<Record<string, unknown>[][]> {
    const runner = this.#source.createQueryRunner();
    const client = (await runner.connect()) as pg.PoolClient;
    try {
      const results = (await client.query(
        `begin read only; select ${settingsSql(client, namedSettings(named))}; ${statements.join('; ')}; commit`,
      )) as unknown as pg.QueryResult<Record<string, unknown>>[];
      return results.slice(2, -1).map((result) => result.rows);
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** TypeORM's manager of the current unit of work. */
  get manager(): EntityManager {
    return this.#unit().runner.manager;
  }

  /** Rows of one statement in the current unit of work. */
  async query<T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    const result = await this.#unit().client.query(sql, [...parameters]);
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
        return await this.#transaction(settings, readOnly, organisationId, work);
      } catch (error) {
        if (readOnly || attempt >= 3 || !RETRYABLE.has((error as { code?: string }).code ?? '')) throw error;
      }
    }
  }

  async #transaction<T>(
    settings: Settings,
    readOnly: boolean,
    organisationId: string | null,
    work: () => Promise<T>,
  ): Promise<T> {
    const runner: QueryRunner & { isTransactionActive: boolean } = this.#source.createQueryRunner();
    const client = (await runner.connect()) as pg.PoolClient;
    try {
      // One round trip: parameters are not possible in a list of statements, so each value is checked or escaped here.
      await client.query(`begin${readOnly ? ' read only' : ''}; select ${settingsSql(client, settings)}`);
      // TypeORM must not open a transaction of its own inside ours.
      runner.isTransactionActive = true;
      const result = await this.#current.run({ runner, client, readOnly, organisationId }, work);
      await client.query('commit');
      return result;
    } catch (error) {
      // A connection that cannot even roll back is dropped by the pool on release.
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      runner.isTransactionActive = false;
      await runner.release();
    }
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
  };
}

function settingsSql(client: pg.PoolClient, settings: Settings): string {
  return Object.entries(settings)
    .map(([key, value]) => `set_config('${key}', ${client.escapeLiteral(value ?? '')}, true)`)
    .join(', ');
}
