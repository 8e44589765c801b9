import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { newKey } from './sealing.ts';

export interface MasterKey {
  /** Its name, which tells nothing of it. */
  id: string;
  key: Buffer;
}

/** How a key is written down: 256 bits in base64, which is 44 characters. */
const WRITTEN = /^[A-Za-z0-9+/]{43}=$/;
const FILE = 'master-keys';

const asMasterKey = (written: string): MasterKey => ({
  id: createHash('sha256').update('ithaca master key ').update(written).digest('hex').slice(0, 16),
  key: Buffer.from(written, 'base64'),
});

const parse = (text: string) => text.split(/[\s,]+/).filter(Boolean);

/**
 * The keys that wrap the keys of organisations, the newest first: from the setting MASTER_KEYS, else from a file of the data
 * folder that the first start makes. Nothing but this file ever reads or writes them.
 */
export class MasterKeys {
  readonly #file: string | null;
  #keys: MasterKey[];

  private constructor(file: string | null, written: readonly string[]) {
    this.#file = file;
    this.#keys = written.map(asMasterKey);
  }

  static async open(config: { masterKeys: readonly string[] | null; dataDir: string }): Promise<MasterKeys> {
    if (config.masterKeys !== null) return new MasterKeys(null, config.masterKeys);
    const file = join(config.dataDir, FILE);
    const keys = new MasterKeys(file, await readWritten(file));
    if (keys.#keys.length > 0) return keys;
    await mkdir(config.dataDir, { recursive: true });
    // `wx`: of two processes that start at once one makes the file, and both read the same.
    await writeFile(file, `${newKey().toString('base64')}\n`, { mode: 0o600, flag: 'wx' }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
    await keys.reload();
    return keys;
  }

  get newest(): MasterKey {
    const [newest] = this.#keys;
    if (!newest) throw new Error('There is no master key.');
    return newest;
  }

  get ids(): string[] {
    return this.#keys.map(({ id }) => id);
  }

  find(id: string): MasterKey | undefined {
    return this.#keys.find((one) => one.id === id);
  }

  /** Another process may have turned the keys over since this one read them. */
  async reload(): Promise<void> {
    if (this.#file !== null) this.#keys = (await readWritten(this.#file)).map(asMasterKey);
  }

  /** Puts a new key before the others, where they are in a file; a setting is the operator's to change. */
  async add(): Promise<void> {
    if (this.#file === null) return;
    await this.#write(this.#file, [newKey().toString('base64'), ...(await readWritten(this.#file))]);
  }

  /** Keeps the newest key alone, where they are in a file. */
  async dropOlder(): Promise<void> {
    if (this.#file !== null) await this.#write(this.#file, (await readWritten(this.#file)).slice(0, 1));
  }

  /** As a whole or not at all: a file half written would be keys lost. */
  async #write(file: string, written: readonly string[]): Promise<void> {
    const next = `${file}.next`;
    await writeFile(next, written.map((line) => `${line}\n`).join(''), { mode: 0o600 });
    await rename(next, file);
    this.#keys = written.map(asMasterKey);
  }
}

/** The keys of a text, each checked; throws with the remedy and never with the key. */
export function readMasterKeys(text: string, from: string): string[] {
  const written = parse(text);
  if (written.length === 0 || written.some((line) => !WRITTEN.test(line)))
    throw new Error(
      `${from} does not hold master keys: give 32 random bytes in base64, such as \`openssl rand -base64 32\` prints; several with commas, the newest first.`,
    );
  return written;
}

async function readWritten(file: string): Promise<string[]> {
  try {
    return readMasterKeys(await readFile(file, 'utf8'), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
