import type pg from 'pg';

/**
 * For each connection to PostgreSQL: whoever hears nothing for so long takes the database to be frozen, or the way to it
 * to be cut, and waits no longer. A connection that rests is asked from time to time whether the other end is still there.
 */
export function connectionOptions(silenceMs: number) {
  return { query_timeout: silenceMs, keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
}

/**
 * The same for a pool. A new connection may bring its own end along, in one packet with the word that it is open: nobody
 * has it yet who would listen, and an error that nobody listens to ends the process.
 */
export function poolOptions(silenceMs: number) {
  return { ...connectionOptions(silenceMs), onConnect: listenToErrors };
}

function listenToErrors(client: pg.Client): void {
  // Whoever asks it something, or already has, is told.
  client.on('error', () => undefined);
}

/** What `pg` says when no answer has come in time. */
export const SILENCE = 'Query read timeout';
