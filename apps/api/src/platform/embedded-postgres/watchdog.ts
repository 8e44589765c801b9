/**
 * A process of its own, in its own session, that outlives a killed parent just long enough to stop the server.
 * The parent tells it the server's pid over IPC; the channel closes when the parent ends, however it ends.
 */
import { stopPostmaster } from './running-process.ts';

export type WatchdogMessage = { pid: number; clusterDir: string };

// Somebody who kills every "node" by name must not kill the one process that tidies up after that.
process.title = 'ithaca-watchdog';

let watched: WatchdogMessage | undefined;

process.on('message', (message: WatchdogMessage) => {
  watched = message;
});

process.on('disconnect', () => {
  const stopped = watched ? stopPostmaster(watched.pid, watched.clusterDir) : Promise.resolve();
  void stopped.finally(() => process.exit());
});

// A Ctrl-C or a polite kill is for the parent: it stops the server in order, and then this process ends too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
