import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type DataFolder, keepDraft, makeDraftFolder } from './data-folder.ts';
import {
  NEUTRAL_FOLDER,
  type PostgresBinaries,
  serverCredentials,
  serverEnvironment,
} from './postgres-binaries.ts';
import { findPostmaster } from './running-process.ts';

export type ServerSettings = Record<string, string | number | boolean>;

export const SUPERUSER = 'postgres';

/** Crash recovery after months of writes takes a while; a server that is still alive is waited for this long. */
const READY_WITHIN_MS = 120_000;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/** Nothing survives a power cut with these, which a test database does not need to. */
const NOT_DURABLE: ServerSettings = {
  fsync: false,
  full_page_writes: false,
  synchronous_commit: false,
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
};

/** The log must hold neither the rows nor the statements that failed: they contain people's data. */
const ALWAYS: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: false,
};

/** Text compares by code point and folds case as Unicode does, alike on every machine, whatever its locales. */
const CLUSTER_FLAGS = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
];

/** The server ended before it was ready; `output` is what it wrote to its log while trying, `wasKilled` that it did not end by itself. */
export class ServerDidNotStart extends Error {
  readonly output: string;
  readonly wasKilled: boolean;

  constructor(output: string, logFile: string, wasKilled: boolean) {
    super(`PostgreSQL did not start: ${output.trim() || 'it said nothing'} (log: ${logFile})`);
    this.name = 'ServerDidNotStart';
    this.output = output;
    this.wasKilled = wasKilled;
  }
}

/** Makes a new cluster with a random superuser password; what exists afterwards is whole or is not there. */
export async function createCluster(
  folder: DataFolder,
  binaries: PostgresBinaries,
  durable: boolean,
): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  const draft = makeDraftFolder(folder, durable);
  const passwordForInitdb = `${draft}.password`;
  try {
    writeFileSync(passwordForInitdb, password, { mode: 0o600 });
    const { uid, gid } = serverCredentials();
    if (uid !== undefined && gid !== undefined) chownSync(passwordForInitdb, uid, gid);
    const args = [
      '--pgdata',
      draft,
      '--username',
      SUPERUSER,
      '--pwfile',
      passwordForInitdb,
      ...CLUSTER_FLAGS,
    ];
    await runInitdb(binaries, durable ? args : [...args, '--no-sync']);
    writeFileSync(folder.passwordFile, password, { mode: 0o600 });
    keepDraft(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordForInitdb, { force: true });
  }
}

async function runInitdb(binaries: PostgresBinaries, args: string[]): Promise<void> {
  const options = { ...serverCredentials(), cwd: NEUTRAL_FOLDER, env: serverEnvironment() };
  try {
    await promisify(execFile)(binaries.initdb, args, options);
  } catch (cause) {
    const { stderr } = cause as { stderr?: string };
    throw new Error(`The database cluster could not be made: ${stderr?.trim() || String(cause)}`, { cause });
  }
}

/** Throws when another major version of PostgreSQL made the cluster: its files cannot be read by this one. */
export function refuseOtherMajorVersion(clusterDir: string, binaries: PostgresBinaries): void {
  const made = readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8').trim();
  const installed = binaries.version.split('.', 1)[0];
  if (made !== installed) {
    throw new Error(
      `The data directory ${clusterDir} was made by PostgreSQL ${made}, installed is ${installed}: ` +
        `export it with the version that made it, or set DATA_DIR to another directory.`,
    );
  }
}

export function readPassword(folder: DataFolder): string {
  try {
    return readFileSync(folder.passwordFile, 'utf8').trim();
  } catch (cause) {
    throw new Error(
      `The password of the database in ${folder.clusterDir} is missing (${folder.passwordFile}): ` +
        `put the file back, or set DATA_DIR to another directory.`,
      { cause },
    );
  }
}

/** Starts the server and answers when it accepts connections; `onSpawn` learns the pid at once. */
export async function startServer(
  folder: DataFolder,
  binaries: PostgresBinaries,
  settings: { port: number; durable: boolean; more: ServerSettings },
  onSpawn: (pid: number) => void,
): Promise<ChildProcess> {
  // A pid that is not this cluster's server may be anybody's by now, and PostgreSQL would refuse to start.
  if (findPostmaster(folder.clusterDir) === undefined) {
    rmSync(join(folder.clusterDir, 'postmaster.pid'), { force: true });
  }
  const all = { ...ALWAYS, ...(settings.durable ? {} : NOT_DURABLE), ...settings.more, port: settings.port };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openLog(folder.logFile);
  const logStart = fstatSync(log).size;
  const server = spawn(binaries.postgres, ['-D', realpathSync(folder.clusterDir), ...flags], {
    ...serverCredentials(),
    cwd: NEUTRAL_FOLDER,
    env: serverEnvironment(),
    // A file, not a pipe: a killed parent must not take the log, and with it the server, down half-way.
    stdio: ['ignore', log, log],
    // Its own session: Ctrl-C reaches our process, which ends its work first and then stops the server.
    detached: true,
    windowsHide: true,
  });
  closeSync(log);
  const ended = new Promise<never>((_, reject) => {
    const fail = (_: number | null, signal: NodeJS.Signals | null) => {
      const output = readFileSync(folder.logFile).subarray(logStart).toString();
      reject(new ServerDidNotStart(output, folder.logFile, signal !== null));
    };
    server.once('error', reject).once('exit', fail);
  });
  ended.catch(() => undefined);
  if (server.pid !== undefined) onSpawn(server.pid);
  const waiting = new AbortController();
  try {
    await Promise.race([ended, untilReady(folder.clusterDir, server, waiting.signal)]);
  } finally {
    waiting.abort();
  }
  server.unref();
  return server;
}

/** The eighth line of postmaster.pid tells the state; this is what pg_ctl waits for, too. */
async function untilReady(clusterDir: string, server: ChildProcess, signal: AbortSignal): Promise<void> {
  const file = join(clusterDir, 'postmaster.pid');
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!signal.aborted) {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return;
    if (Date.now() > deadline)
      throw new Error(`PostgreSQL was not ready after ${READY_WITHIN_MS / 1000} seconds.`);
    await sleep(10);
  }
}

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}
