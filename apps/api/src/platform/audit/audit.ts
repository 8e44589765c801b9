import type { Scope } from '@ithaca/domain/permissions';
import { v7 as uuidv7 } from 'uuid';

import type { Database } from '../database/database.ts';

export interface AuditEntry {
  action: string;
  outcome: 'done' | 'denied';
  subjectType?: string | null;
  subjectId?: string | null;
  facts?: Record<string, unknown>;
  requestId?: string;
  at: Date;
}

/** Whose doing a row is: a person's, or (null) the product's own, when a date has come. */
export interface Doer {
  organisationId: string;
  personId: string | null;
}

const noted = new WeakMap<object, Record<string, unknown>>();

/** Adds to the audit row of the present request what its path does not say: counts, ids, filters; never content. */
export function noteFacts(actor: object, facts: Record<string, unknown>): void {
  noted.set(actor, { ...noted.get(actor), ...facts });
}

const places = new WeakMap<object, Scope>();

/** Names the program of the present request where its path does not: the row then shows in the program's activity. */
export function noteScope(actor: object, scope: Scope): void {
  places.set(actor, scope);
}

/** Where the request of this actor belongs, when its path does not say so. */
export const notedScope = (actor: object): Scope | undefined => places.get(actor);

/** What was noted for the request of this actor. */
export const notedFacts = (actor: object): Record<string, unknown> => noted.get(actor) ?? {};

/**
 * Appends one row to the audit trail in the current unit of work. Never put message, note or answer text into facts. What is
 * done in a rehearsal befalls nobody and is no record: of it there is no row.
 */
export async function appendAudit(
  db: Database,
  actor: Doer,
  scope: Scope | undefined,
  entry: AuditEntry,
): Promise<void> {
  await db.execute(
    `insert into audit_rows (organisation_id, id, at, actor_id, action, subject_type, subject_id, program_id, outcome, facts, request_id)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
     where not exists (select from organisations where organisation_id = $1 and rehearsal_of is not null)`,
    [
      actor.organisationId,
      uuidv7(),
      entry.at,
      actor.personId,
      entry.action,
      entry.subjectType ?? null,
      entry.subjectId ?? null,
      scope?.programId ?? null,
      entry.outcome,
      JSON.stringify(entry.facts ?? {}),
      entry.requestId ?? null,
    ],
  );
}

/** The subject of a route: the last id in its path (`/pairings/:pairingId/end` → pairing). */
export function subjectOf(params: unknown): { subjectType: string | null; subjectId: string | null } {
  const last = Object.entries((params ?? {}) as Record<string, unknown>)
    .filter(([name]) => name.endsWith('Id'))
    .at(-1);
  return last
    ? { subjectType: last[0].slice(0, -2), subjectId: String(last[1]) }
    : { subjectType: null, subjectId: null };
}
