import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import pg from 'pg';

interface Statement {
  sql: string;
  parameters: unknown[];
  /** Finds out who asks and what they may do; the others are the answer. */
  lookUp: boolean;
}

export interface Transaction {
  settings: Record<string, string>;
  statements: Statement[];
}

/** The baselines of the API bench: HTTP, a pool, SQL, JSON, and nothing else. */
if (process.argv[2] !== undefined && process.send) {
  const [, , file, ownerUrl = '', runtimeUrl = '', port = '0'] = process.argv;
  const routes = JSON.parse(readFileSync(file ?? '', 'utf8')) as Transaction[][];
  const pools = {
    bare: new pg.Pool({ connectionString: ownerUrl, max: 20 }),
    safe: new pg.Pool({ connectionString: runtimeUrl, max: 20, options: '-c search_path=public' }),
  };
  createServer((request, response) => {
    const [, side, index] = (request.url ?? '').split('/');
    const work = side === 'safe' ? safe : bare;
    void work(pools[side === 'safe' ? 'safe' : 'bare'], routes[Number(index)] ?? []).then(
      (results) => response.setHeader('content-type', 'application/json').end(JSON.stringify(results)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(Number(port), '127.0.0.1');
}

/** The statements of the answer, one after the other on one connection. */
async function bare(pool: pg.Pool, transactions: Transaction[]): Promise<unknown[]> {
  const results: unknown[] = [];
  const client = await pool.connect();
  try {
    for (const { statements } of transactions)
      for (const { sql, parameters, lookUp } of statements)
        if (!lookUp) results.push((await client.query(sql, parameters)).rows);
  } finally {
    client.release();
  }
  return results;
}

/** All statements, each transaction READ ONLY and with its settings. */
async function safe(pool: pg.Pool, transactions: Transaction[]): Promise<unknown[]> {
  const results: unknown[] = [];
  const client = await pool.connect();
  try {
    for (const { settings, statements } of transactions) {
      await client.query('begin read only');
      for (const [name, value] of Object.entries(settings))
        await client.query('select set_config($1, $2, true)', [name, value]);
      for (const { sql, parameters, lookUp } of statements) {
        const { rows } = await client.query(sql, parameters);
        if (!lookUp) results.push(rows);
      }
      await client.query('commit');
    }
  } finally {
    client.release();
  }
  return results;
}
