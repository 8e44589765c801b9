import { removeDataFolder } from '../src/platform/embedded-postgres/data-folder.ts';

/** Ends the run's PostgreSQL and removes its files. */
export default async function stopDatabase(): Promise<void> {
  const running = globalThis.ithacaTestDatabase;
  if (!running) return;
  globalThis.ithacaTestDatabase = undefined;
  await running.postgres.stop();
  removeDataFolder(running.dataDir);
}
