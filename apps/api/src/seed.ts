import { seedDemo } from './demo.ts';
import { entities } from './entities.ts';
import { readConfig } from './platform/config.ts';
import { migrate, refreshStatistics } from './platform/database/migrate.ts';
import { RUNTIME_ROLE } from './platform/database/roles.ts';
import { MasterKeys } from './platform/keyring/master-keys.ts';
import { startEmbeddedPostgres } from './platform/embedded-postgres/embedded-postgres.ts';
import { installJobSchema } from './platform/jobs/jobs.ts';
import { createLogger } from './platform/logger.ts';
import { openPlatform } from './platform/open-platform.ts';

/** `npm run seed`: fills an empty database with the demo and ends. */
const config = readConfig(process.env);
const postgres =
  config.databaseUrl === null
    ? await startEmbeddedPostgres({ dataDir: config.dataDir, durable: true })
    : null;
const ownerUrl = config.databaseUrl ?? postgres?.url ?? '';
await migrate(ownerUrl, () => MasterKeys.open(config));
await installJobSchema(ownerUrl, RUNTIME_ROLE);
const platform = await openPlatform({ config, logger: createLogger('warn'), ownerUrl, entities });
const filled = await seedDemo(platform, { large: process.argv.includes('--large') });
if (filled) await refreshStatistics(ownerUrl);
await platform.source.destroy();
await postgres?.stop();
process.stdout.write(
  filled
    ? 'The demo is in the database.\n'
    : 'The database holds organisations already; nothing was changed.\n',
);
process.exit(0);
