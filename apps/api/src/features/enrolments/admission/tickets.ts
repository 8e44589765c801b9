import { createHash } from 'node:crypto';

/** The lot of one entry: SHA-256 in hex of `<seed>:<enrolment id>`, which anybody with a terminal can compute again. */
export const ticketOf = (seed: string, enrolmentId: string): string =>
  createHash('sha256').update(`${seed}:${enrolmentId}`).digest('hex');
