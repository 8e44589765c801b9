import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { serverCredentials } from './postgres-binaries.ts';
import { isRunning, startedAt } from './running-process.ts';

/** What lies in the data folder: the cluster itself and, beside it, what the server must not be able to read. */
export type DataFolder = {
  path: string;
  clusterDir: string;
  passwordFile: string;
  logFile: string;
  release(): void;
};

/** Opens the data folder for this process alone; throws when another live process has it. */
export function openDataFolder(dataDir: string): DataFolder {
  const path = resolve(dataDir);
  if (!existsSync(path)) {
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o711);
  }
  const release = lock(path);
  return {
    path,
    clusterDir: join(path, 'postgres'),
    passwordFile: join(path, 'postgres.password'),
    logFile: join(path, 'postgres.log'),
    release,
  };
}

type Holder = { pid: number; startedAt: string };

function lock(path: string): () => void {
  const file = join(path, 'postgres.lock');
  const mine = JSON.stringify({ pid: process.pid, startedAt: startedAt(process.pid) } satisfies Holder);
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => {
        if (readText(file) === mine) rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const found = readText(file);
    if (found === undefined) continue;
    refuseLiveHolder(found, path);
    removeStaleLock(file, found, path);
  }
  throw new Error(`The lock ${file} cannot be taken: remove it and start again.`);
}

function refuseLiveHolder(content: string, path: string): void {
  const holder = parseHolder(content);
  if (holder && isRunning(holder.pid) && startedAt(holder.pid) === holder.startedAt) {
    throw new Error(
      `The data directory ${path} is in use by another Ithaca process (pid ${holder.pid}): ` +
        `stop that one first, or set DATA_DIR to another directory.`,
    );
  }
}

/** Moves the lock aside before removing it, so that a lock taken in between by a third process is noticed. */
function removeStaleLock(file: string, stale: string, path: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readText(aside);
  if (moved !== undefined && moved !== stale) {
    if (!existsSync(file)) linkSync(aside, file);
    rmSync(aside, { force: true });
    refuseLiveHolder(moved, path);
    return;
  }
  rmSync(aside, { force: true });
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parseHolder(content: string): Holder | undefined {
  try {
    const holder = JSON.parse(content) as Partial<Holder>;
    return Number.isSafeInteger(holder.pid)
      ? { pid: holder.pid!, startedAt: String(holder.startedAt) }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A folder in which a new cluster can be made: inside the data folder, or, when we are root and the data folder
 * lies below one that is closed to others (a clone in root's home), in a system folder that the server can reach.
 */
export function makeDraftFolder(folder: DataFolder, durable: boolean): string {
  const { uid, gid } = serverCredentials();
  const parent = uid === undefined || isReachable(folder.path) ? folder.path : systemDataFolder(durable);
  const draft = mkdtempSync(join(parent, parent === folder.path ? 'postgres.new-' : 'ithaca-postgres-'));
  if (uid !== undefined && gid !== undefined) chownSync(draft, uid, gid);
  return draft;
}

/** Puts a finished cluster in its place; one that lies elsewhere is reached through a symbolic link. */
export function keepDraft(draft: string, folder: DataFolder): void {
  rmSync(folder.clusterDir, { recursive: true, force: true });
  if (dirname(draft) === folder.path) renameSync(draft, folder.clusterDir);
  else symlinkSync(draft, folder.clusterDir);
}

/** Deletes a data folder that nobody uses any more, with the cluster, wherever that lies. */
export function removeDataFolder(dataDir: string): void {
  const clusterDir = join(dataDir, 'postgres');
  if (existsSync(clusterDir)) rmSync(realpathSync(clusterDir), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

export function removeAbandonedDrafts(folder: DataFolder): void {
  for (const name of readdirSync(folder.path)) {
    if (name.startsWith('postgres.new-')) rmSync(join(folder.path, name), { recursive: true, force: true });
  }
}

export function isEmptyOrMissing(directory: string): boolean {
  return !existsSync(directory) || readdirSync(directory).length === 0;
}

/** Gives an existing cluster to the account the server runs as, where we may. */
export function claimCluster(clusterDir: string): void {
  const { uid, gid } = serverCredentials();
  if (uid !== undefined && !isReachable(dirname(realpathSync(clusterDir)))) {
    throw new Error(
      `The data directory ${clusterDir} lies below a folder that only root may enter, and PostgreSQL does not run ` +
        `as root: move it, or set DATA_DIR to a directory that everybody may enter.`,
    );
  }
  const owner = statSync(clusterDir).uid;
  const wanted = uid ?? process.getuid?.() ?? owner;
  if (owner === wanted) return;
  if (uid === undefined || gid === undefined) {
    throw new Error(
      `The data directory ${clusterDir} belongs to another account (uid ${owner}), probably because Ithaca ran as ` +
        `root before: run it as root again, or "sudo chown -R $(id -u) ${dirname(clusterDir)}".`,
    );
  }
  const cluster = realpathSync(clusterDir);
  chownSync(cluster, uid, gid);
  for (const entry of readdirSync(cluster, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!lstatSync(path).isSymbolicLink()) chownSync(path, uid, gid);
  }
}

function isReachable(directory: string): boolean {
  for (let path = realpathSync(directory); ; path = dirname(path)) {
    if ((statSync(path).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

function systemDataFolder(durable: boolean): string {
  const candidates = durable ? ['/var/lib', '/var/tmp'] : ['/tmp', '/var/tmp'];
  const reachable = candidates.find((candidate) => existsSync(candidate) && isReachable(candidate));
  if (reachable === undefined) {
    throw new Error('No folder is open to the account PostgreSQL runs as: set DATA_DIR to one that is.');
  }
  return reachable;
}
