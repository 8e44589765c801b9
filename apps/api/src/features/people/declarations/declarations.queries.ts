import type { DeclaredAttribute, MyDeclaration } from '@ithaca/contracts/declarations';
import type { DeclarationPurpose } from '@ithaca/domain/declaration';
import type { Actor, GrantableRole } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../../platform/database/database.ts';

/**
 * What people say about themselves. Row-level security shows a declaration to its author alone; only `inGroups` opens the
 * others, for the length of one statement, to form groups and sums. Nothing here answers what one named person said.
 */

const ATTRIBUTE = `id, name, explanation, purpose, choices, seen_by as "seenBy"`;

/** Does `work` where declarations of everybody can be read, inside the present unit of work. */
export async function inGroups<T>(db: Database, work: () => Promise<T>): Promise<T> {
  await db.query("select set_config('app.declarations', 'in-groups', true)");
  try {
    return await work();
  } finally {
    // After a failed statement the transaction is over, and the setting with it.
    await db.query("select set_config('app.declarations', '', true)").catch(() => undefined);
  }
}

/** What does the organisation ask? Grain: one attribute, open ones first; sums only for the readers it was made for. */
export async function listAttributes(db: Database, actor: Actor): Promise<{ items: DeclaredAttribute[] }> {
  const rows = await db.query<AttributeRow>(
    `select ${ATTRIBUTE}, state, counts, counted_on::text as "countedOn", version from declared_attributes
     where organisation_id = $1 order by state, lower(name), id`,
    [actor.organisationId],
  );
  return { items: rows.map((row) => shapeFor(actor, row)) };
}

export async function getAttribute(db: Database, actor: Actor, id: string): Promise<DeclaredAttribute> {
  const row = await db.first<AttributeRow>(
    `select ${ATTRIBUTE}, state, counts, counted_on::text as "countedOn", version from declared_attributes
     where organisation_id = $1 and id = $2`,
    [actor.organisationId, id],
  );
  if (!row) throw new Refusal('record.not-found');
  return shapeFor(actor, row);
}

/** What am I asked, and what have I said? Grain: one open attribute. */
export async function listMyDeclarations(db: Database, actor: Actor): Promise<{ items: MyDeclaration[] }> {
  const rows = await db.query<Omit<MyDeclaration, 'consentedAt'> & { consentedAt: Date | null }>(
    `select a.id, a.name, a.explanation, a.purpose, a.choices, a.seen_by as "seenBy", d.choice, d.consented_at as "consentedAt"
     from declared_attributes a
     left join declarations d on d.organisation_id = a.organisation_id and d.attribute_id = a.id and d.person_id = $2
     where a.organisation_id = $1 and a.state = 'open' order by lower(a.name), a.id`,
    [actor.organisationId, actor.personId],
  );
  return {
    items: rows.map((row) => ({ ...row, consentedAt: row.consentedAt?.toISOString() ?? null })),
  };
}

export interface DeclaredGroups {
  id: string;
  name: string;
  choices: { key: string; label: string }[];
}

/** Which attributes may equal access be checked by? Those asked for that purpose, by name. */
export async function listAccessAttributes(db: Database, organisationId: string): Promise<DeclaredGroups[]> {
  return db.query<DeclaredGroups>(
    `select id, name, choices from declared_attributes
     where organisation_id = $1 and state = 'open' and purpose = 'equal-access' order by lower(name), id`,
    [organisationId],
  );
}

/**
 * Which group is each of these people in, by an attribute asked for the sake of equal access? Person → key of the choice;
 * whoever has declared nothing is absent. For forming groups only: never into a score, a record, a log or a reply.
 */
export async function findAccessGroups(
  db: Database,
  organisationId: string,
  attributeId: string,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await inGroups(db, () =>
    db.query<{ personId: string; choice: string }>(
      `select d.person_id as "personId", d.choice from declarations d
       join declared_attributes a on a.organisation_id = d.organisation_id and a.id = d.attribute_id
       where d.organisation_id = $1 and d.attribute_id = $2 and a.purpose = 'equal-access' and a.state = 'open'
         and d.person_id = any($3)`,
      [organisationId, attributeId, personIds],
    ),
  );
  return new Map(rows.map(({ personId, choice }) => [personId, choice]));
}

/** The name under which the log of releases knows numbers about a declaration, of whatever cohort. */
export const declaredMeasure = (attributeId: string) => `declared:${attributeId}`;

interface AttributeRow {
  id: string;
  name: string;
  explanation: string;
  purpose: DeclarationPurpose;
  choices: { key: string; label: string }[];
  seenBy: Exclude<GrantableRole, never>[];
  state: 'open' | 'retired';
  counts: { declared: number; choices: { key: string; people: number | null }[] } | null;
  countedOn: string | null;
  version: number;
}

function shapeFor(actor: Actor, { counts, countedOn, ...row }: AttributeRow): DeclaredAttribute {
  const isReader = actor.grants.some(
    // Sums are of the whole organisation: coordinators of one program do not see them.
    ({ role, programId }) => programId === null && row.seenBy.includes(role),
  );
  return {
    ...row,
    isReader,
    counts: isReader && counts !== null && countedOn !== null ? { ...counts, countedOn } : null,
  };
}
