import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { removeDataFolder } from '../../apps/api/src/platform/embedded-postgres/data-folder.ts';
import { startEmbeddedPostgres } from '../../apps/api/src/platform/embedded-postgres/embedded-postgres.ts';

export const root = join(import.meta.dirname, '../..');

/** The built product in a process of its own over a durable PostgreSQL, filled with the demo. */
export interface Product {
  url: string;
  databaseUrl: string;
  dataDir: string;
  process: ChildProcess;
  /** Largest memory the product's process has used so far, MB. */
  peakMb: () => number;
  /** From here on `peakMb` is the largest since now. */
  forgetPeak: () => void;
  /** Processor time that all connections of the database have used so far, ms. */
  databaseCpuMs: () => number;
  signIn: (email: string) => Promise<string>;
  /** Ends the process and starts another over the same data: what filling it took is forgotten. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}

/** Over a folder that stays, when one is named; else over one that is removed at the end. */
export async function startProduct(
  environment: Record<string, string> = {},
  keptIn?: string,
): Promise<Product> {
  const dataDir = keptIn ?? mkdtempSync(join(tmpdir(), 'ithaca-bench-'));
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres({ dataDir, durable: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = () =>
    spawn(process.execPath, ['--max-semi-space-size=8', join(root, 'apps/api/dist/main.js')], {
      env: {
        ...process.env,
        DATABASE_URL: postgres.url,
        DATA_DIR: dataDir,
        PORT: String(port),
        BASE_URL: url,
        SEED: 'demo',
        LOG_LEVEL: 'fatal',
        NODE_ENV: 'production',
        ...environment,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  let child = start();
  const end = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  await until(async () => (await fetch(`${url}/readyz`)).ok);
  return {
    url,
    databaseUrl: postgres.url,
    dataDir,
    get process() {
      return child;
    },
    restart: async () => {
      await end();
      child = start();
      await until(async () => (await fetch(`${url}/readyz`)).ok);
    },
    peakMb: () => Number(/VmHWM:\s+(\d+)/.exec(ofProcess(child.pid, 'status'))?.[1] ?? NaN) / 1024,
    forgetPeak: () => {
      try {
        writeFileSync(`/proc/${child.pid}/clear_refs`, '5');
      } catch {
        // Another system than Linux: the peak stays that of the start.
      }
    },
    databaseCpuMs: () => {
      const master = Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
      return processIds()
        .filter((pid) => Number(statOf(pid)[1]) === master)
        .reduce((sum, pid) => sum + cpuMs(pid), 0);
    },
    signIn: async (email) => {
      const answer = await fetch(`${url}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: 'try-ithaca-today' }),
      });
      const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
      if (!cookie) throw new Error(`${email} could not sign in: ${await answer.text()}`);
      return cookie;
    },
    stop: async () => {
      await end();
      await postgres.stop();
      if (keptIn === undefined) removeDataFolder(dataDir);
    },
  };
}

/** Processor time a process has used so far, ms; NaN on systems without /proc. Its clock ticks a hundred times a second. */
export function cpuMs(pid: number | undefined): number {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The fields of /proc/PID/stat from the third on: state, parent, … */
function statOf(pid: number | undefined): string[] {
  return ofProcess(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
}

function processIds(): number[] {
  return existsSync('/proc') ? readdirSync('/proc').map(Number).filter(Number.isInteger) : [];
}

function ofProcess(pid: number | undefined, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Asks until the answer is yes; gives up after a minute, or as long as is said. */
export async function until(ask: () => Promise<boolean>, atMostMs = 60_000): Promise<void> {
  const end = Date.now() + atMostMs;
  while (Date.now() < end) {
    if (await ask().catch(() => false)) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  throw new Error('Waited in vain.');
}
