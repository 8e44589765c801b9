import { entities } from './entities.ts';
import { readConfig } from './platform/config.ts';
import { startEmbeddedPostgres } from './platform/embedded-postgres/embedded-postgres.ts';
import { createLogger } from './platform/logger.ts';
import { openPlatform } from './platform/open-platform.ts';

/** `npm run jobs:given-up`: lists the jobs that failed at every try; with `--again` puts them back into their queues. */
const config = { ...readConfig(process.env), worker: 'none' as const };
const postgres =
  config.databaseUrl === null
    ? await startEmbeddedPostgres({ dataDir: config.dataDir, durable: true })
    : null;
const ownerUrl = config.databaseUrl ?? postgres?.url ?? '';
const { jobs, source } = await openPlatform({ config, logger: createLogger('warn'), ownerUrl, entities });
await jobs.start(false);
const found = await jobs.listGivenUp();
for (const { at, name, data, problem } of found)
  process.stdout.write(`${at.toISOString()}  ${name}  ${JSON.stringify(data)}\n  ${problem}\n`);
const again = process.argv.includes('--again') ? await jobs.redoGivenUp() : 0;
process.stdout.write(
  again > 0 ? `Put ${again} jobs back into their queues.\n` : `${found.length} jobs were given up.\n`,
);
await jobs.stop();
await source.destroy();
await postgres?.stop();
process.exit(0);
