import type { EntitySchema } from 'typeorm';
import { DataSource } from 'typeorm';

import { poolOptions } from './connections.ts';
import { SnakeNaming } from './naming.ts';

export interface PoolOptions {
  poolSize?: number;
  silenceMs?: number;
}

/**
 * PostgreSQL ends a statement after 5 s and says so. When even that is not heard, the database is frozen or the way to it
 * is cut, and nobody goes on waiting.
 */
const SILENCE_MS = 6000;

/** TypeORM over the runtime role. Limits hold for every statement: 5 s a statement, 2 s for a lock, 10 s idle in a transaction. */
export function createDataSource(
  url: string,
  entities: (EntitySchema | (new () => object))[],
  options: PoolOptions = {},
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    namingStrategy: new SnakeNaming(),
    installExtensions: false,
    synchronize: false,
    logging: false,
    extra: {
      max: options.poolSize ?? 20,
      // What a unit of work asks without waiting goes out at once; PostgreSQL answers in the order in which it was asked.
      pipeline: true,
      connectionTimeoutMillis: 2000,
      ...poolOptions(options.silenceMs ?? SILENCE_MS),
      // A kept plan may have been made when the tables were small; PostgreSQL makes it anew after ANALYZE, or else this does.
      maxLifetimeSeconds: 300,
      options:
        '-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000 -c search_path=public',
    },
  });
}
