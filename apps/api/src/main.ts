import { createApp } from './create-app.ts';
import { entities } from './entities.ts';
import { readConfig } from './platform/config.ts';
import { migrate, refreshStatistics } from './platform/database/migrate.ts';
import { RUNTIME_ROLE } from './platform/database/roles.ts';
import { MasterKeys } from './platform/keyring/master-keys.ts';
import { startEmbeddedPostgres } from './platform/embedded-postgres/embedded-postgres.ts';
import { installJobSchema } from './platform/jobs/jobs.ts';
import { createLogger } from './platform/logger.ts';
import { openPlatform } from './platform/open-platform.ts';
import { printWelcome, seedDemo } from './demo.ts';

const SHUTDOWN_MS = 20_000;

/** Starts everything the product needs in one process: database, migrations, demo, API, SPA, jobs. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = createLogger(process.stdout.isTTY ? 'warn' : config.logLevel);
  const fail = (error: unknown) => {
    logger.fatal({ err: error }, 'cannot go on');
    process.exit(1);
  };
  const postgres =
    config.databaseUrl === null
      ? await startEmbeddedPostgres({ dataDir: config.dataDir, durable: true, onFailure: fail })
      : null;
  const ownerUrl = config.databaseUrl ?? postgres?.url ?? '';
  await migrate(ownerUrl, () => MasterKeys.open(config));
  await installJobSchema(ownerUrl, RUNTIME_ROLE);
  const platform = await openPlatform({ config, logger, ownerUrl, entities });
  const { app, health } = await createApp(platform);
  await platform.jobs.start(config.worker !== 'none');
  if (config.seed === 'demo' && (await seedDemo(platform))) {
    await refreshStatistics(ownerUrl);
    // The demo's months are over; their pages would come within the hour.
    for (const sweep of ['freeze-access-pages', 'freeze-area-reports', 'count-resource-uses'])
      await platform.jobs.runSweep(sweep);
  }

  if (config.worker !== 'only') {
    const server = await app.listen(config.port);
    server.requestTimeout = 30_000;
    server.headersTimeout = 15_000;
    server.keepAliveTimeout = 10_000;
    await printWelcome(platform);
  }

  let stopping = false;
  const shutdown = async () => {
    if (stopping) return;
    stopping = true;
    health.draining = true;
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    await app.close();
    await platform.jobs.stop();
    await platform.source.destroy();
    await postgres?.stop();
    process.exit(0);
  };
  const stop = () => void shutdown().catch(fail);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // The launcher is gone, whatever killed it: nothing may stay behind.
  if (process.connected) process.once('disconnect', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
