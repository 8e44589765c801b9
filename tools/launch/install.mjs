// Plain JavaScript without dependencies: this runs on the machine's own Node, before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const LOCK = join(ROOT, 'package-lock.json');
const STAMP = join(ROOT, 'node_modules', '.ithaca-lock');
/** npm writes this last: without it an installation was cut short. */
const NPM_RECORD = join(ROOT, 'node_modules', '.package-lock.json');
const QUIET = ['--no-fund', '--no-audit', '--loglevel=error'];
const NEEDED_MAJOR = 24;

/** Prints one calm line; standard error, so that what a program prints itself stays clean. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** How to call npm: the very one that called us, if one did. */
export function npmCommand(args) {
  const program = process.env.npm_execpath;
  if (program?.endsWith('.js')) return { command: process.execPath, args: [program, ...args], options: {} };
  return { command: 'npm', args, options: { shell: process.platform === 'win32' } };
}

/** Installs exactly what the lock file says, when that is not there already. */
export function ensureInstalled() {
  const wanted = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  if (existsSync(NPM_RECORD)) {
    if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
    // Somebody ran npm by hand after the lock file changed last (npm writes both within the same moment).
    if (statSync(NPM_RECORD).mtimeMs >= statSync(LOCK).mtimeMs - 2000) {
      writeFileSync(STAMP, wanted);
      return;
    }
  }
  const began = Date.now();
  say('Installing packages from the lock file. This takes about a minute the first time.');
  // The build needs the development packages, also where the environment says "production".
  const { command, args, options } = npmCommand(['ci', '--include=dev', '--include=optional', ...QUIET]);
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
  });
  if (status !== 0) {
    say(
      `The installation failed${error ? ` (${error.message})` : ''}. Check the network and run the same command again.`,
    );
    process.exit(status || 1);
  }
  writeFileSync(STAMP, wanted);
  say(`Installed in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
}

/** The Node that runs the project: the one npm brought, else this one when it is recent enough. */
export function nodeBinary() {
  const installed = join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const own = Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR ? process.execPath : undefined;
  if (existsSync(installed) && (own || spawnSync(installed, ['--version']).status === 0)) return installed;
  if (own) return own;
  say(
    `Ithaca runs on Node ${NEEDED_MAJOR} or later. npm has none for this system (${process.platform} ${process.arch}), ` +
      `and the installed one is ${process.versions.node}: install Node ${NEEDED_MAJOR} and run the same command again.`,
  );
  process.exit(1);
}

/** The environment of children: whoever calls `node` in there gets the Node of the project. */
export function childEnvironment(more = {}) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const bin = join(ROOT, 'node_modules', '.bin');
  return { ...process.env, PATH: `${bin}${separator}${process.env.PATH ?? ''}`, ...more };
}
