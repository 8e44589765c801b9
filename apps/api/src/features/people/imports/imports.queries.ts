import type { Kept, PersonImport, importRoutes, importRow } from '@ithaca/contracts/imports';
import type { Page } from '@ithaca/contracts/page';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { UNDO_DAYS } from '@ithaca/domain/person-import';
import { Refusal } from '@ithaca/domain/refusal';
import { inertText } from '@ithaca/domain/spreadsheet-text';
import { locales } from '@ithaca/domain/vocabulary';
import type { Locale } from '@ithaca/domain/vocabulary';
import type * as z from 'zod/mini';

import type { Database } from '../../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../../platform/http/cursor.ts';
import type { FileSource } from './reading/uploaded-file.ts';
import { rejectWords } from './reject-words.ts';
import { appliedTo } from './saved-mappings.ts';
import type { SavedMapping } from './saved-mappings.ts';

type ImportRow = z.infer<typeof importRow>;

const IMPORT = `select i.id, i.file_name as "fileName", i.state, i.encoding, i.delimiter, i.source, i.columns, i.mapping, i.counts, i.problems,
    i.progress, i.problem, i.created_at as "createdAt", p.display_name as "createdByName", i.finished_at as "finishedAt", i.version,
    exists (select from import_files f where f.organisation_id = i.organisation_id and f.import_id = i.id) as "canReread",
    case when i.state in ('mapping', 'ready') then s.mapping end as "savedMapping", s.used_at as "savedAt",
    g.name || ' · ' || c.name as "targetName"
  from imports i join people p on p.organisation_id = i.organisation_id and p.id = i.created_by
  left join import_mappings s on s.organisation_id = i.organisation_id and s.headings = i.headings
  left join cohorts c on c.organisation_id = i.organisation_id and c.id = (i.mapping -> 'target' ->> 'cohortId')::uuid
  left join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
  where i.organisation_id = $1`;

type ImportRecord = Omit<
  PersonImport,
  'createdAt' | 'finishedAt' | 'undoableUntil' | 'source' | 'savedMapping'
> & {
  createdAt: Date;
  finishedAt: Date | null;
  source: Partial<FileSource>;
  canReread: boolean;
  savedMapping: SavedMapping | null;
  savedAt: Date | null;
};

const shape = ({ canReread, savedAt, ...row }: ImportRecord): PersonImport => ({
  ...row,
  source: {
    kind: row.source.kind ?? 'text',
    sheet: row.source.sheet ?? null,
    sheets: row.source.sheets ?? [],
    titleLines: row.source.titleLines ?? 0,
    mergedAreas: row.source.mergedAreas ?? 0,
    canReread,
  },
  savedMapping:
    row.savedMapping && savedAt
      ? { mapping: appliedTo(row.savedMapping, row.columns), usedAt: savedAt.toISOString() }
      : null,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  undoableUntil:
    row.state === 'done' && row.finishedAt
      ? new Date(row.finishedAt.getTime() + UNDO_DAYS * 86_400_000).toISOString()
      : null,
});

/** What did past imports do? Grain: one uploaded file, newest first. */
export async function listImports(
  db: Database,
  actor: Actor,
  { cursor, limit }: InputOf<typeof importRoutes.list>['query'],
): Promise<Page<PersonImport>> {
  const after = decodeCursor(cursor, 2);
  const rows = await db.query<ImportRecord>(
    `${IMPORT} ${after ? 'and (i.created_at, i.id) < ($3::timestamptz, $4::uuid)' : ''}
     order by i.created_at desc, i.id desc limit $2`,
    [actor.organisationId, limit + 1, ...(after ?? [])],
  );
  const { items, nextCursor } = pageFrom(rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
  return { items: items.map(shape), nextCursor };
}

/** Will this file do what I mean? One import with its columns, problems and effects. */
export async function getImport(db: Database, actor: Actor, importId: string): Promise<PersonImport> {
  const row = await db.first<ImportRecord>(`${IMPORT} and i.id = $2`, [actor.organisationId, importId]);
  if (!row) throw new Refusal('record.not-found');
  return shape(row);
}

const ROW = 'select line, array_to_json(cells) as cells, effect, changes, problems from import_rows';

/** By the line somebody leaves who had not: the day of leaving was nothing and is something. */
const LEAVES = `coalesce(changes -> 'leftOn' ->> 0 is null and changes -> 'leftOn' ->> 1 is not null, false)`;

/** What happens to each line? Grain: one line of the file, in its order; by effect or by problem. */
export async function listRows(
  db: Database,
  actor: Actor,
  importId: string,
  { cursor, limit, effect, leaves, code }: InputOf<typeof importRoutes.listRows>['query'],
): Promise<Page<ImportRow>> {
  const after = decodeCursor(cursor, 1);
  const rows = await db.query<ImportRow>(
    `${ROW} where organisation_id = $1 and import_id = $2 and line > $3::int and ($4::text is null or effect = $4)
       and ($5::jsonb is null or problems @> $5) and ($6::boolean is null or $6 = (${LEAVES}))
     order by line limit $7`,
    [
      actor.organisationId,
      importId,
      after?.[0] ?? 0,
      effect ?? null,
      code === undefined ? null : JSON.stringify([{ code }]),
      leaves ?? null,
      limit + 1,
    ],
  );
  return pageFrom(rows, limit, (row) => [row.line]);
}

export async function getRow(db: Database, actor: Actor, importId: string, line: number): Promise<ImportRow> {
  const row = await db.first<ImportRow>(
    `${ROW} where organisation_id = $1 and import_id = $2 and line = $3`,
    [actor.organisationId, importId, line],
  );
  if (!row) throw new Refusal('record.not-found');
  return row;
}

/** What did the undo leave as it is, and why? Grain: one record of a person who is still in the directory, by name. */
export async function listKept(db: Database, actor: Actor, importId: string): Promise<Kept[]> {
  await getImport(db, actor, importId);
  return db.query<Kept>(
    `select p.id as "personId", p.display_name as "displayName", coalesce(k.kind, 'person') as kind, k.reason
     from imports i cross join jsonb_to_recordset(i.kept) as k ("personId" uuid, kind text, reason text)
     join people p on p.organisation_id = i.organisation_id and p.id = k."personId"
     where i.organisation_id = $1 and i.id = $2 order by p.display_name, p.id, k.kind`,
    [actor.organisationId, importId],
  );
}

/** The rejected lines as a file that can be mended and uploaded again: the same columns, and one with the reasons. */
export async function exportRejects(
  db: Database,
  actor: Actor,
  importId: string,
  wanted: Locale | undefined,
): Promise<string> {
  const { columns, delimiter } = await getImport(db, actor, importId);
  const words = rejectWords[wanted ?? (await localeOfReader(db, actor))];
  const rows = await db.query<ImportRow>(
    `${ROW} where organisation_id = $1 and import_id = $2 and effect = 'rejected' order by line`,
    [actor.organisationId, importId],
  );
  // A workbook's lines come as text that any spreadsheet opens.
  const separator = delimiter === '' ? ',' : delimiter;
  const header = columns.map((column) => column.header);
  let { title } = words;
  for (let number = 2; header.includes(title); number += 1) title = `${words.title} ${number}`;
  const lines = rows.map(({ cells, problems }) => [
    ...header.map((_, column) => cells[column] ?? ''),
    problems
      .filter(({ severity }) => severity === 'error')
      .map(({ code, value }) => (value === '' ? words.reasons[code] : `${words.reasons[code]}: ${value}`))
      .join('; '),
  ]);
  return `\ufeff${[[...header, title], ...lines].map((cells) => cells.map((cell) => quote(cell, separator)).join(separator)).join('\r\n')}\r\n`;
}

/** The language the reader has chosen for mails; whoever has none reads English. */
async function localeOfReader(db: Database, actor: Actor): Promise<Locale> {
  const row = await db.first<{ locale: string }>(
    'select locale from people where organisation_id = $1 and id = $2',
    [actor.organisationId, actor.personId],
  );
  return locales.find((locale) => locale === row?.locale) ?? 'en';
}

/** A cell as it stands in a file: kept from being run as a formula, in quotes where it needs them. */
function quote(cell: string, delimiter: string): string {
  const safe = inertText(cell);
  return safe.includes(delimiter) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
