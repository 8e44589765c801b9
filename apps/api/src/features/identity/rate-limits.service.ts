import { createHash } from 'node:crypto';

import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { RateLimiterRes } from 'rate-limiter-flexible';
import type { Pool } from 'pg';

import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';

/** Points per window, counted in PostgreSQL so that every instance sees the same. Keys are hashed: no address is stored. */
const LIMITS = {
  'sign-in-account': { points: 10, duration: 900 },
  'sign-in-address': { points: 100, duration: 900 },
  'link-account': { points: 5, duration: 900 },
  'link-address': { points: 30, duration: 900 },
  'token-address': { points: 60, duration: 900 },
  // A link to a program that is posted where a whole office reads it.
  'join-address': { points: 300, duration: 900 },
  // A report that is handed round before a meeting of many.
  'report-link-address': { points: 300, duration: 900 },
  'certificate-address': { points: 60, duration: 900 },
  // Calendars of a whole office ask from one address, each every hour or so.
  'feed-address': { points: 600, duration: 900 },
} as const;

export type LimitName = keyof typeof LIMITS;

export class RateLimits {
  readonly #limiters: Map<LimitName, RateLimiterPostgres>;

  constructor(pool: Pool) {
    this.#limiters = new Map(
      Object.entries(LIMITS).map(([name, limit]) => [
        name as LimitName,
        new RateLimiterPostgres({
          storeClient: pool,
          storeType: 'pool',
          schemaName: 'identity',
          tableName: 'rate_limits',
          tableCreated: true,
          keyPrefix: name,
          ...limit,
        }),
      ]),
    );
  }

  /** Takes one point of each limit; refuses with the time to wait when one is used up. */
  async take(limits: Partial<Record<LimitName, string>>): Promise<void> {
    for (const [name, subject] of Object.entries(limits)) {
      try {
        await this.#limiters.get(name as LimitName)?.consume(keyOf(subject));
      } catch (error) {
        if (error instanceof Error) throw error;
        throw new ProtocolProblem('rate.limited', {
          retryAfterSeconds: Math.ceil((error as RateLimiterRes).msBeforeNext / 1000),
        });
      }
    }
  }

  /** A success clears the account's counter: only failures add up. */
  async clear(name: LimitName, subject: string): Promise<void> {
    await this.#limiters.get(name)?.delete(keyOf(subject));
  }
}

function keyOf(subject: string): string {
  return createHash('sha256').update(subject).digest('base64url');
}
