import { entities } from './entities.ts';
import { readConfig } from './platform/config.ts';
import { startEmbeddedPostgres } from './platform/embedded-postgres/embedded-postgres.ts';
import { createLogger } from './platform/logger.ts';
import { openPlatform } from './platform/open-platform.ts';

/** `npm run keys:turn-over`: wraps the keys of every organisation with a new master key, forgets the old one, and ends. */
const config = readConfig(process.env);
const postgres =
  config.databaseUrl === null
    ? await startEmbeddedPostgres({ dataDir: config.dataDir, durable: true })
    : null;
const ownerUrl = config.databaseUrl ?? postgres?.url ?? '';
const platform = await openPlatform({ config, logger: createLogger('warn'), ownerUrl, entities });
const wrapped = await platform.keyring.turnOver();
await platform.source.destroy();
await postgres?.stop();
process.stdout.write(
  `Wrapped ${wrapped} keys with the newest master key. ${config.masterKeys === null ? 'Back up the file master-keys now.' : 'The older ones can be taken out of MASTER_KEYS.'}\n`,
);
process.exit(0);
