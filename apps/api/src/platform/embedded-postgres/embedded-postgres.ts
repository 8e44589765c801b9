import { type ChildProcess, fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  createCluster,
  readPassword,
  refuseOtherMajorVersion,
  ServerDidNotStart,
  type ServerSettings,
  startServer,
  SUPERUSER,
} from './cluster.ts';
import {
  claimCluster,
  type DataFolder,
  isEmptyOrMissing,
  openDataFolder,
  removeAbandonedDrafts,
} from './data-folder.ts';
import { type PostgresBinaries, preparePostgresBinaries } from './postgres-binaries.ts';
import { endSessionsOf, findPostmaster, isRunning, stopPostmaster } from './running-process.ts';
import type { WatchdogMessage } from './watchdog.ts';

export type EmbeddedPostgresOptions = {
  /** Holds the cluster (`postgres/`), its password, its log and the lock; made when missing. */
  dataDir: string;
  /** A fixed port; without it a free one is chosen. */
  port?: number;
  /** False only for tests: a power cut may then cost the whole cluster, a killed process still costs nothing. */
  durable: boolean;
  settings?: ServerSettings;
  /** Called when the server ended by itself and could not be started again. */
  onFailure?: (error: unknown) => void;
};

export type EmbeddedPostgres = {
  /** Superuser, database "postgres". */
  readonly url: string;
  readonly port: number;
  /** Changes when a crashed server has been started again. */
  readonly pid: number;
  stop(): Promise<void>;
};

/** So many crashes within the window are bad luck; one more is a broken installation. */
const RESTARTS = { most: 10, withinMs: 60_000 };
const OLD_SESSIONS_END_WITHIN_MS = 20_000;
/** Those of a killed server end by themselves within this time, unless something holds them. */
const OLD_SESSIONS_LEFT_ALONE_MS = 2_000;

/** A PostgreSQL of our own, started, guarded and stopped with this process; nothing of it outlives us. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = preparePostgresBinaries();
  const folder = openDataFolder(options.dataDir);
  try {
    if (existsSync(folder.clusterDir)) claimCluster(folder.clusterDir);
    const orphan = findPostmaster(folder.clusterDir);
    if (orphan !== undefined) await stopPostmaster(orphan, folder.clusterDir);
    removeAbandonedDrafts(folder);
    if (isEmptyOrMissing(folder.clusterDir)) await createCluster(folder, binaries, options.durable);
    refuseOtherMajorVersion(folder.clusterDir, binaries);
    const supervisor = new Supervisor(folder, binaries, options);
    await supervisor.start();
    return supervisor;
  } catch (error) {
    folder.release();
    throw error;
  }
}

class Supervisor implements EmbeddedPostgres {
  readonly #folder: DataFolder;
  readonly #binaries: PostgresBinaries;
  readonly #options: EmbeddedPostgresOptions;
  readonly #password: string;
  readonly #watchdog: ChildProcess;
  #port = 0;
  #pid = 0;
  #starting: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | undefined;
  #crashes: number[] = [];

  constructor(folder: DataFolder, binaries: PostgresBinaries, options: EmbeddedPostgresOptions) {
    this.#folder = folder;
    this.#binaries = binaries;
    this.#options = options;
    this.#password = readPassword(folder);
    this.#watchdog = startWatchdog();
  }

  get url(): string {
    return `postgres://${SUPERUSER}:${this.#password}@127.0.0.1:${this.#port}/postgres`;
  }

  get port(): number {
    return this.#port;
  }

  get pid(): number {
    return this.#pid;
  }

  async start(): Promise<void> {
    try {
      this.#port = this.#options.port ?? (await findFreePort());
      await this.#startServer(this.#options.port === undefined);
    } catch (error) {
      await this.#endWatchdog();
      throw error;
    }
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    // A restart after a crash may be under way.
    await this.#starting.catch(() => undefined);
    await stopPostmaster(this.#pid, this.#folder.clusterDir);
    await this.#endWatchdog();
    this.#folder.release();
  }

  async #startServer(mayChangePort: boolean): Promise<void> {
    let begun = Date.now();
    for (;;) {
      try {
        const { durable, settings = {} } = this.#options;
        const how = { port: this.#port, durable, more: settings };
        const server = await startServer(this.#folder, this.#binaries, how, (pid) => this.#watch(pid));
        server.once('exit', () => this.#restart());
        if (server.exitCode !== null || server.signalCode !== null) this.#restart();
        return;
      } catch (error) {
        if (!(error instanceof ServerDidNotStart) || this.#stopping) throw error;
        // Killed while it recovered from having been killed.
        if (error.wasKilled) {
          if (!this.#mayCrashAgain()) throw error;
          begun = Date.now();
          continue;
        }
        if (Date.now() > begun + OLD_SESSIONS_END_WITHIN_MS) throw error;
        if (mayChangePort && isPortTaken(error)) this.#port = await findFreePort();
        // The sessions of a killed server notice its end a moment later; until then its memory is not free.
        else if (hasOldSessions(error)) {
          if (Date.now() > begun + OLD_SESSIONS_LEFT_ALONE_MS) endSessionsOf(this.#folder.clusterDir);
          await sleep(100);
        } else throw error;
      }
    }
  }

  #restart(): void {
    if (this.#stopping) return;
    if (!this.#mayCrashAgain()) {
      this.#options.onFailure?.(new Error(`PostgreSQL ended ${this.#crashes.length} times within a minute.`));
      return;
    }
    this.#starting = this.#startServer(false);
    this.#starting.catch((error: unknown) => this.#options.onFailure?.(error));
  }

  /** Notes a crash. */
  #mayCrashAgain(): boolean {
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => at > now - RESTARTS.withinMs), now];
    return this.#crashes.length <= RESTARTS.most;
  }

  #watch(pid: number): void {
    this.#pid = pid;
    const message: WatchdogMessage = { pid, clusterDir: this.#folder.clusterDir };
    if (this.#watchdog.connected) this.#watchdog.send(message, () => undefined);
  }

  async #endWatchdog(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#watchdog;
    if (pid === undefined || exitCode !== null || signalCode !== null || !isRunning(pid)) return;
    const gone = once(this.#watchdog, 'exit');
    this.#watchdog.ref();
    if (this.#watchdog.connected) this.#watchdog.disconnect();
    await gone;
  }
}

function startWatchdog(): ChildProcess {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const program = fileURLToPath(new URL(`./watchdog.${extension}`, import.meta.url));
  const watchdog = fork(program, {
    detached: true,
    stdio: 'ignore',
    execArgv: ['--no-warnings'],
  });
  watchdog.on('error', () => undefined);
  watchdog.unref();
  watchdog.channel?.unref();
  return watchdog;
}

/** Below the range from which systems take the ports of outgoing connections, so that a restart finds it free. */
async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = randomInt(20_000, 32_000);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
  throw new Error('No free port was found for PostgreSQL between 20000 and 32000.');
}

function isPortTaken(error: ServerDidNotStart): boolean {
  return (
    error.output.includes('could not bind') || error.output.includes('could not create any TCP/IP sockets')
  );
}

function hasOldSessions(error: ServerDidNotStart): boolean {
  return error.output.includes('is still in use') || error.output.includes('lock file');
}
