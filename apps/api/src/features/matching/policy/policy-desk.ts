import { MatchingError } from '@ithaca/matching/errors';

import { PolicyPool } from './policy-pool.ts';
import type { Pool, PoolAnswer, PoolQuestion } from './policy-pool.ts';

/** A question about a pool that is known by its key, or comes along. */
export interface Question extends PoolQuestion {
  id: number;
  key: string;
  pool: Pool | null;
}

export type Reply =
  | { id: number; kind: 'answer'; answer: PoolAnswer }
  /** The pool is not known here (any more): ask again with it. */
  | { id: number; kind: 'unknown' }
  | { id: number; kind: 'refusal'; code: string; message: string; facts: Readonly<Record<string, unknown>> };

/** Pools kept at a time, the least recently asked for goes first. */
export const MOST_POOLS = 4;

/** Answers questions about pools and keeps the pools, in a thread or in process. */
export class PolicyDesk {
  readonly #pools = new Map<string, PolicyPool>();

  answer({ id, key, pool, policies, sample }: Question): Reply {
    const kept = this.#pools.get(key) ?? (pool && new PolicyPool(pool));
    if (!kept) return { id, kind: 'unknown' };
    this.#pools.delete(key);
    this.#pools.set(key, kept);
    for (const [oldest] of this.#pools) {
      if (this.#pools.size <= MOST_POOLS) break;
      this.#pools.delete(oldest);
    }
    try {
      return { id, kind: 'answer', answer: kept.answer({ policies, sample }) };
    } catch (error) {
      if (!(error instanceof MatchingError)) throw error;
      return { id, kind: 'refusal', code: error.code, message: error.message, facts: error.facts };
    }
  }
}
