import { createHash } from 'node:crypto';

import type { Actor } from '@ithaca/domain/permissions';

import type { Database } from '../database/database.ts';
import { ProtocolProblem } from './protocol-problem.ts';

export interface IdempotentCall {
  route: string;
  key: string;
  fingerprint: string;
}

/** What makes two requests the same: the parsed input and the version it builds on. */
export function fingerprintOf(input: unknown): string {
  return createHash('sha256')
    .update(
      JSON.stringify(input, (_, value: unknown) =>
        value instanceof Uint8Array ? createHash('sha256').update(value).digest('hex') : value,
      ),
    )
    .digest('hex');
}

/** Reads Idempotency-Key: 1–255 printable characters. */
export function readIdempotencyKey(header: string | undefined): string {
  if (header === undefined || !/^[\x21-\x7e]{1,255}$/.test(header))
    throw new ProtocolProblem('idempotency-key.missing');
  return header;
}

/**
 * Claims the key in the same transaction as the effect. Answers the stored response when the call was already carried
 * out; a concurrent twin waits on the row until the first one commits and then gets the stored response as well.
 */
export async function claim(
  db: Database,
  actor: Actor,
  call: IdempotentCall,
): Promise<{ status: number; response: unknown } | null> {
  const owned = [actor.organisationId, actor.personId, call.route, call.key];
  const inserted = await db.execute(
    `insert into idempotency_keys (organisation_id, principal_id, route, key, fingerprint, status)
     values ($1, $2, $3, $4, $5, 0) on conflict do nothing`,
    [...owned, call.fingerprint],
  );
  if (inserted.rowCount === 1) return null;
  const row = await db.first<{ fingerprint: string; status: number; response: unknown }>(
    `select fingerprint, status, response from idempotency_keys
     where organisation_id = $1 and principal_id = $2 and route = $3 and key = $4`,
    owned,
  );
  if (!row || row.status === 0)
    throw new ProtocolProblem('idempotency-key.running', { retryAfterSeconds: 1 });
  if (row.fingerprint !== call.fingerprint) throw new ProtocolProblem('idempotency-key.other-request');
  return { status: row.status, response: row.response };
}

/** Keeps the answer beside the effect. */
export async function settle(
  db: Database,
  actor: Actor,
  call: IdempotentCall,
  status: number,
  response: unknown,
): Promise<void> {
  await db.execute(
    `update idempotency_keys set status = $5, response = $6
     where organisation_id = $1 and principal_id = $2 and route = $3 and key = $4`,
    [actor.organisationId, actor.personId, call.route, call.key, status, JSON.stringify(response ?? null)],
  );
}
