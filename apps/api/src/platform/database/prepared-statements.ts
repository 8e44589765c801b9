import { createHash } from 'node:crypto';

import type pg from 'pg';

/** A fixed statement with its values; `types` are PostgreSQL's names of the types of $1, $2 … */
export interface Call {
  sql: string;
  types: readonly string[];
  values: readonly (string | null)[];
}

/** Often enough to be worth a plan that every connection keeps. */
const USES_BEFORE_PREPARING = 10;
/** Kept plans cost each connection memory, so only the statements that come first and often get one. */
const MOST_PREPARED = 150;
/** Texts that are counted at a time: lists with many filters make many. */
const MOST_COUNTED = 1000;
/** What is worth a plan: reading. */
const READS = /^\s*(select|with)\b/i;
/** The connection does not have our statement (a pooler between us gave us another one), has it already, or its columns have changed since. */
const LOST = new Set(['26000', '42P05']);

/**
 * Which statements PostgreSQL keeps parsed and planned: planning takes most of the time of a typical read, several times
 * its execution. Never needed for an answer: the first failure that only a kept plan can cause ends the keeping.
 */
export class PreparedStatements {
  #kept = true;
  readonly #uses = new Map<string, number>();
  readonly #names = new Map<string, string>();
  readonly #onConnection = new WeakMap<pg.PoolClient, Set<string>>();

  /** The name under which a statement is to be kept, undefined when it is to be sent as it is. */
  nameOf(sql: string): string | undefined {
    if (!this.#kept) return undefined;
    const known = this.#names.get(sql);
    if (known !== undefined || this.#names.size >= MOST_PREPARED) return known;
    const uses = (this.#uses.get(sql) ?? 0) + 1;
    if (uses < USES_BEFORE_PREPARING || !READS.test(sql)) {
      if (this.#uses.size >= MOST_COUNTED) this.#uses.clear();
      this.#uses.set(sql, uses);
      return undefined;
    }
    this.#uses.delete(sql);
    const name = nameFor(sql);
    this.#names.set(sql, name);
    return name;
  }

  /** What has to be sent on this connection before `spell` can be used there; `noteOn` afterwards. */
  missingOn(client: pg.PoolClient, calls: readonly Call[]): string[] {
    if (!this.#kept) return [];
    const there = this.#onConnection.get(client);
    return calls
      .filter(({ sql }) => !there?.has(sql))
      .map(
        ({ sql, types }) =>
          `prepare ${nameFor(sql)}${types.length > 0 ? `(${types.join(', ')})` : ''} as ${sql}`,
      );
  }

  noteOn(client: pg.PoolClient, calls: readonly Call[]): void {
    const there = this.#onConnection.get(client) ?? new Set<string>();
    for (const { sql } of calls) there.add(sql);
    this.#onConnection.set(client, there);
  }

  /** The calls as text for a list of statements, each by its kept plan where plans are kept. */
  spell(client: pg.PoolClient, calls: readonly Call[]): string[] {
    return calls.map(({ sql, types, values }) => {
      const literals = values.map((value) => (value === null ? 'null' : client.escapeLiteral(value)));
      if (this.#kept)
        return `execute ${nameFor(sql)}${literals.length > 0 ? `(${literals.join(', ')})` : ''}`;
      return sql.replaceAll(
        /\$(\d)/g,
        (_, n: string) => `(${literals[Number(n) - 1]})::${types[Number(n) - 1]}`,
      );
    });
  }

  /** Whether a failure comes of keeping plans. Then none is kept any more, and the work is to be done again. */
  failedBy(error: unknown): boolean {
    const { code = '', message = '' } = error as { code?: string; message?: string };
    const ours = LOST.has(code) || (code === '0A000' && message.includes('cached plan'));
    if (ours) this.#kept = false;
    return ours;
  }
}

const spelled = new Map<string, string>();

/** The same statement has the same name everywhere, so that a name can never bring another statement. */
function nameFor(sql: string): string {
  let name = spelled.get(sql);
  if (name === undefined) {
    name = `ithaca_${createHash('sha256').update(sql).digest('hex').slice(0, 24)}`;
    spelled.set(sql, name);
  }
  return name;
}
