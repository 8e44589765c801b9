import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { removeDataFolder } from './data-folder.ts';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded-postgres.ts';
import { linkLibraries } from './postgres-binaries.ts';
import { isRunning } from './running-process.ts';

jest.setTimeout(60_000);

const running = new Set<EmbeddedPostgres>();
const folders: string[] = [];

async function start(
  dataDir: string,
  more: Partial<EmbeddedPostgresOptions> = {},
): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, durable: true, ...more });
  running.add(server);
  return server;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ithaca-spec-'));
  folders.push(folder);
  // Temporary folders are private by default; a data directory is not.
  chmodSync(folder, 0o755);
  return join(folder, 'data');
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

/** Another Ithaca process over the same data directory; tells its database's address and pid when it is up. */
async function startParent(dataDir: string): Promise<{ parent: ChildProcess; url: string; pid: number }> {
  const module = new URL('./embedded-postgres.ts', import.meta.url).href;
  const program = `import { startEmbeddedPostgres } from ${JSON.stringify(module)};
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: true });
    console.log(JSON.stringify({ url: server.url, pid: server.pid }));
    setInterval(() => undefined, 1000);`;
  const parent = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  return { parent, ...(JSON.parse(line.toString()) as { url: string; pid: number }) };
}

async function kill(process: ChildProcess): Promise<void> {
  const gone = once(process, 'exit');
  process.kill('SIGKILL');
  await gone;
}

afterEach(async () => {
  await Promise.all([...running].map((server) => server.stop()));
  running.clear();
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** One cluster for all that do not need one of their own: to make it takes longer than everything they do with it. */
let dataDir: string;

beforeAll(async () => {
  dataDir = newFolder();
  await (await start(dataDir)).stop();
});

describe('an embedded PostgreSQL', () => {
  it('keeps what was written from one start to the next', async () => {
    const first = await start(dataDir);
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start(dataDir);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('sorts by code point in UTF-8 on every machine', async () => {
    const { url } = await start(dataDir);
    const sql = `select datlocprovider, datlocale, pg_encoding_to_char(encoding) as encoding, lower('ÄÖ') as lowered
                 from pg_database where datname = current_database()`;
    expect(await query(url, sql)).toEqual([
      { datlocprovider: 'b', datlocale: 'C.UTF-8', encoding: 'UTF8', lowered: 'äö' },
    ]);
  });

  it('asks for a password that only its owner may read', async () => {
    const { url } = await start(dataDir);
    const wrong = new URL(url);
    wrong.password = 'guessed';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
  });

  it('listens on the loopback address only', async () => {
    const { url, port } = await start(dataDir);
    expect(await query(url, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address?.family === 'IPv4' && !address.internal);
    for (const address of outside) {
      const socket = connect({ port, host: address!.address });
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      expect(error.code).toBe('ECONNREFUSED');
    }
  });

  it('never runs as root', async () => {
    const { pid } = await start(dataDir);
    const own = process.getuid?.();
    if (process.platform === 'linux') expect(statSync(`/proc/${pid}`).uid).toBe(own === 0 ? 65534 : own);
  });

  it('gives up durability only when told so', async () => {
    const asked = `select name, setting from pg_settings
                   where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`;
    const settingsOf = async (url: string) => (await query(url, asked)).map(({ setting }) => setting);
    const durable = await start(dataDir);
    expect(await settingsOf(durable.url)).toEqual(['on', 'on', 'on']);
    await durable.stop();
    const forTests = await start(dataDir, { durable: false, settings: { work_mem: '8MB' } });
    expect(await settingsOf(forTests.url)).toEqual(['off', 'off', 'off']);
    expect(await query(forTests.url, 'show work_mem')).toEqual([{ work_mem: '8MB' }]);
  });

  it('writes no row of a failed statement to its log', async () => {
    const { url } = await start(dataDir);
    await query(url, 'create table secrets (word text primary key); insert into secrets values ($$plover$$)');
    await expect(query(url, 'insert into secrets values ($$plover$$)')).rejects.toThrow('secrets_pkey');
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('secrets_pkey');
    expect(log).not.toContain('plover');
  });

  it('stops as often as asked', async () => {
    const server = await start(dataDir);
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
    expect(existsSync(join(dataDir, 'postgres.lock'))).toBe(false);
  });

  it('refuses a data directory that another process uses, and names it', async () => {
    await start(dataDir);
    await expect(start(dataDir)).rejects.toThrow(`The data directory ${dataDir} is in use`);
  });

  it('ignores the lock of a process that has ended, even when its pid is in use again', async () => {
    writeFileSync(
      join(dataDir, 'postgres.lock'),
      JSON.stringify({ pid: process.ppid, startedAt: 'long ago' }),
    );
    const { url } = await start(dataDir);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('ignores a postmaster.pid that names a stranger', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    writeFileSync(join(dataDir, 'postgres', 'postmaster.pid'), `${stranger.pid}\n${dataDir}/postgres\n`);
    const { url } = await start(dataDir);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(isRunning(stranger.pid!)).toBe(true);
    await kill(stranger);
  });

  it('works below a folder that is closed to other accounts', async () => {
    const dataDirBelow = newFolder();
    chmodSync(join(dataDirBelow, '..'), 0o700);
    const first = await start(dataDirBelow, { durable: false });
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start(dataDirBelow, { durable: false });
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
    const cluster = realpathSync(join(dataDirBelow, 'postgres'));
    removeDataFolder(dataDirBelow);
    expect([existsSync(cluster), existsSync(dataDirBelow)]).toEqual([false, false]);
  });

  it('begins again when the first start was cut short', async () => {
    const cut = newFolder();
    mkdirSync(join(cut, 'postgres.new-cut', 'base'), { recursive: true });
    const { url } = await start(cut, { durable: false });
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(readdirSync(cut).filter((name) => name.startsWith('postgres.new'))).toEqual([]);
  });
});

describe('after kill -9', () => {
  it('of the parent, the server is gone within seconds and every acknowledged row is there', async () => {
    const { parent, url, pid } = await startParent(dataDir);
    await query(url, 'create table of_parent as select 1 as n');
    await expect(start(dataDir)).rejects.toThrow('is in use');
    await kill(parent);
    await eventually(async () => {
      await sleep(20);
      expect(isRunning(pid)).toBe(false);
    });
    const next = await start(dataDir);
    expect(await query(next.url, 'select n from of_parent')).toEqual([{ n: 1 }]);
  });

  it('of the parent, an immediate new start waits for the old server to end', async () => {
    const { parent, url, pid } = await startParent(dataDir);
    await query(url, 'create table of_hasty as select 1 as n');
    await kill(parent);
    const next = await start(dataDir);
    expect(isRunning(pid)).toBe(false);
    expect(await query(next.url, 'select n from of_hasty')).toEqual([{ n: 1 }]);
  });

  it('of the server, it is started again on the same port with every acknowledged row', async () => {
    const server = await start(dataDir);
    await query(server.url, 'create table written (n int)');
    for (let n = 0; n < 3; n++) {
      await query(server.url, `insert into written values (${n})`);
      const { pid } = server;
      process.kill(pid, 'SIGKILL');
      const rows = await eventually(() => query(server.url, 'select n from written order by n'));
      expect(rows).toHaveLength(n + 1);
      expect(server.pid).not.toBe(pid);
    }
  });

  it('of the server, even while it is being started again, it comes back', async () => {
    const failures: unknown[] = [];
    const server = await start(dataDir, { onFailure: (error) => failures.push(error) });
    for (let n = 0; n < 3; n++) {
      const { pid } = server;
      // A start that met what is left of the last one may have ended by itself.
      if (isRunning(pid)) process.kill(pid, 'SIGKILL');
      await eventually(async () => expect(server.pid).not.toBe(pid));
    }
    expect(await eventually(() => query(server.url, 'select 1 as one'))).toEqual([{ one: 1 }]);
    expect(failures).toEqual([]);
  });

  it('of the server, it is started again although one of its sessions never notices', async () => {
    // Only there does the system show which processes work in a folder.
    if (process.platform !== 'linux') return;
    const server = await start(dataDir);
    const client = new pg.Client({ connectionString: server.url });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const session = rows[0]?.pid ?? 0;
    process.kill(session, 'SIGSTOP');
    process.kill(server.pid, 'SIGKILL');
    expect(await eventually(() => query(server.url, 'select 1 as one'))).toEqual([{ one: 1 }]);
    expect(isRunning(session)).toBe(false);
    await client.end();
  });
});

describe('the libraries of the PostgreSQL package', () => {
  it('get the links that npm packages cannot hold, once', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ithaca-spec-'));
    folders.push(folder);
    mkdirSync(join(folder, 'native', 'lib'), { recursive: true });
    writeFileSync(join(folder, 'native', 'lib', 'libpq.so.5.18'), '');
    const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    writeFileSync(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links));
    expect([linkLibraries(folder), linkLibraries(folder)]).toEqual([true, true]);
    expect(readlinkSync(join(folder, 'native', 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
  });
});
