import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const LINUX = process.platform === 'linux';

/** The fields of /proc/<pid>/stat after the command name, which may itself hold spaces and brackets. */
function readStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** Whether a process runs. A zombie (killed, not yet collected by its parent) counts as gone. */
export function isRunning(pid: number): boolean {
  if (LINUX) {
    const state = readStat(pid)?.[0];
    return state !== undefined && state !== 'Z' && state !== 'X';
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A value that tells two processes with the same (reused) pid apart; empty where the system does not say. */
export function startedAt(pid: number): string {
  if (LINUX) return readStat(pid)?.[19] ?? '';
  return psColumn(pid, 'lstart');
}

function psColumn(pid: number, column: string): string {
  if (process.platform === 'win32') return '';
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/**
 * The pid of the live server of this cluster, or undefined. `postmaster.pid` alone proves nothing: after a crash
 * its number may belong to anybody. The postmaster's working directory is always its own data directory.
 */
export function findPostmaster(clusterDir: string): number | undefined {
  let pid: number;
  try {
    pid = Number(readFileSync(`${clusterDir}/postmaster.pid`, 'utf8').split('\n', 1)[0]);
  } catch {
    return undefined;
  }
  if (!Number.isSafeInteger(pid) || pid <= 1 || !isRunning(pid)) return undefined;
  return isPostmasterOf(pid, clusterDir) ? pid : undefined;
}

export function isPostmasterOf(pid: number, clusterDir: string): boolean {
  if (!isRunning(pid)) return false;
  if (process.platform === 'win32') return true;
  try {
    const directory = realpathSync(clusterDir);
    if (LINUX) return readlinkSync(`/proc/${pid}/cwd`) === directory;
    return psColumn(pid, 'command').includes(directory);
  } catch {
    return false;
  }
}

/**
 * Ends what a killed server has left behind: its sessions notice its end only when they next wait for something, and one
 * that never does would keep a new server from starting for ever. Nothing is lost, as a new server recovers from its log
 * whatever became of them. Where the system does not show who works in a folder, this does nothing.
 */
export function endSessionsOf(clusterDir: string): void {
  if (!LINUX || findPostmaster(clusterDir) !== undefined) return;
  const directory = realpathSync(clusterDir);
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isSafeInteger)) {
    try {
      // Not somebody who only looks around in the folder.
      const isSession =
        isPostmasterOf(pid, directory) && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
      if (isSession) process.kill(pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  }
}

/** Waits until a process is gone; answers false when it still runs after `withinMs`. */
export async function awaitExit(pid: number, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isRunning(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/**
 * Stops a server: fast (ends sessions, writes a checkpoint), then immediately (recovers from its log at the next
 * start), then by force. Every signal is preceded by a look whether the pid is still this cluster's server.
 */
export async function stopPostmaster(pid: number, clusterDir: string): Promise<void> {
  const steps = [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const;
  for (const [signal, waitMs] of steps) {
    if (!isPostmasterOf(pid, clusterDir)) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    if (await awaitExit(pid, waitMs)) return;
  }
}
