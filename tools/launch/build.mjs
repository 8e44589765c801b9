import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { childEnvironment, npmCommand, ROOT, say } from './install.mjs';

const STAMP = join(ROOT, '.cache', 'build.json');
const COMMON = ['libs', 'package-lock.json', 'tsconfig.base.json'];
const SKIPPED = new Set(['node_modules', 'dist', 'coverage']);

/** What each program is built from, and the file that shows that it has been built. */
const TARGETS = [
  {
    name: 'api',
    script: 'build:api',
    sources: ['apps/api/src', 'apps/api/package.json', 'apps/api/tsconfig.json', ...COMMON],
    result: 'apps/api/dist/main.js',
    // The compiler believes this file rather than the folder beside it.
    record: 'apps/api/dist/.tsbuildinfo',
  },
  { name: 'web', script: 'build:web', sources: ['apps/web', ...COMMON], result: 'apps/web/dist/index.html' },
];

/** Builds what has changed since the last build, both programs at the same time. */
export async function ensureBuilt() {
  const built = readStamp();
  const stale = TARGETS.map((target) => ({ ...target, fingerprint: fingerprint(target.sources) })).filter(
    ({ name, result, fingerprint: now }) => built[name] !== now || !existsSync(join(ROOT, result)),
  );
  if (stale.length === 0) return;
  const began = Date.now();
  say(`Building ${stale.map(({ name }) => name).join(' and ')} …`);
  const outcomes = await Promise.all(stale.map(build));
  for (const [index, { name, fingerprint: now }] of stale.entries()) if (outcomes[index]) built[name] = now;
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, JSON.stringify(built));
  if (outcomes.includes(false)) process.exit(1);
  say(`Built in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8'));
  } catch {
    return {};
  }
}

/** Names, sizes and times of all source files: a deleted, renamed or older file counts as a change, too. */
function fingerprint(sources) {
  const hash = createHash('sha256');
  const add = (path) => {
    const stat = statSync(join(ROOT, path), { throwIfNoEntry: false });
    if (!stat) hash.update(`${path} missing\n`);
    else if (!stat.isDirectory()) hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
    else
      for (const name of readdirSync(join(ROOT, path)).sort()) if (!SKIPPED.has(name)) add(`${path}/${name}`);
  };
  for (const source of sources) add(source);
  return hash.digest('hex');
}

/** Silent when it works; a failure shows what the tools said. */
async function build({ name, script, result, record }) {
  if (record && !existsSync(join(ROOT, result))) rmSync(join(ROOT, record), { force: true });
  const { command, args, options } = npmCommand(['run', '--silent', script]);
  const child = spawn(command, args, {
    cwd: ROOT,
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((resolve) => child.once('error', () => resolve(1)).once('close', resolve));
  if (code === 0) return true;
  say(`${output.trimEnd()}\nThe build of "${name}" failed.`);
  return false;
}
