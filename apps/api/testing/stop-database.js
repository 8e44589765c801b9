import { removeDataFolder } from '../src/platform/embedded-postgres/data-folder.js';
/** Ends the run's PostgreSQL and removes its files. */
export default async function stopDatabase() {
    const running = globalThis.ithacaTestDatabase;
    if (!running)
        return;
    globalThis.ithacaTestDatabase = undefined;
    await running.postgres.stop();
    removeDataFolder(running.dataDir);
}
