import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../src/platform/database/migrate.js';
import { RUNTIME_ROLE } from '../src/platform/database/roles.js';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres/embedded-postgres.js';
import { installJobSchema } from '../src/platform/jobs/jobs.js';
import pg from 'pg';
export const TEMPLATE = 'ithaca_template';
/** One PostgreSQL per run, migrated once into a template that every test file copies in milliseconds. */
export default async function startDatabase() {
    // Several Jest projects of one run share it.
    if (globalThis.ithacaTestDatabase)
        return;
    const dataDir = mkdtempSync(join(tmpdir(), 'ithaca-test-'));
    chmodSync(dataDir, 0o755);
    const postgres = await startEmbeddedPostgres({
        dataDir,
        durable: false,
        settings: { max_connections: 300 },
    });
    const admin = new pg.Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query(`create database ${TEMPLATE}`);
    await admin.end();
    const template = new URL(postgres.url);
    template.pathname = `/${TEMPLATE}`;
    await migrate(template.toString());
    await installJobSchema(template.toString(), RUNTIME_ROLE);
    process.env.ITHACA_TEST_POSTGRES = postgres.url;
    globalThis.ithacaTestDatabase = { postgres, dataDir };
}
