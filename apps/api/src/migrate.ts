import { readConfig } from './platform/config.ts';
import { migrate } from './platform/database/migrate.ts';
import { RUNTIME_ROLE } from './platform/database/roles.ts';
import { MasterKeys } from './platform/keyring/master-keys.ts';
import { startEmbeddedPostgres } from './platform/embedded-postgres/embedded-postgres.ts';
import { installJobSchema } from './platform/jobs/jobs.ts';

/** `npm run db:migrate`: brings the database up to date and ends. */
const config = readConfig(process.env);
const postgres =
  config.databaseUrl === null
    ? await startEmbeddedPostgres({ dataDir: config.dataDir, durable: true })
    : null;
const ownerUrl = config.databaseUrl ?? postgres?.url ?? '';
const { applied } = await migrate(ownerUrl, () => MasterKeys.open(config));
await installJobSchema(ownerUrl, RUNTIME_ROLE);
await postgres?.stop();
process.stdout.write(
  applied.length === 0 ? 'The database is up to date.\n' : `Applied ${applied.join(', ')}.\n`,
);
process.exit(0);
