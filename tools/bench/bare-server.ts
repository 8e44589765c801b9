import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import pg from 'pg';

export interface Statement {
  sql: string;
  parameters: unknown[];
}

/** The baseline of the API bench: HTTP, a pool, the same SQL, JSON; no sign-in, no tenant, no transaction, no schema. */
if (process.argv[2] !== undefined && process.send) {
  const [, , file, databaseUrl = '', port = '0'] = process.argv;
  const routes = JSON.parse(readFileSync(file ?? '', 'utf8')) as Statement[][];
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
  createServer((request, response) => {
    const statements = routes[Number(request.url?.slice(1))] ?? [];
    void (async () => {
      const results: unknown[] = [];
      const client = await pool.connect();
      try {
        for (const { sql, parameters } of statements)
          results.push((await client.query(sql, parameters)).rows);
      } finally {
        client.release();
      }
      response.setHeader('content-type', 'application/json').end(JSON.stringify(results));
    })();
  }).listen(Number(port), '127.0.0.1');
}
