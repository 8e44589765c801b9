import { randomFillSync } from 'node:crypto';

import { v7 } from 'uuid';

/** Randomness for so many ids is drawn at once: asking for sixteen bytes costs as much as asking for thousands. */
const pool = new Uint8Array(16 * 512);
let used = pool.length;
let msecs = 0;
let seq = 0;

/** A UUIDv7 like any other, for work that needs a hundred thousand of them: each is greater than the one before. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + 16);
  used += 16;
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // The upper half is left for counting within the millisecond.
    seq = ((random[6] ?? 0) << 16) | ((random[7] ?? 0) << 8) | (random[8] ?? 0);
  } else seq += 1;
  return v7({ random, msecs, seq });
}
