import type { ImportProblem, PersonImport, importRoutes, importRow } from '@ithaca/contracts/people';
import type { Page } from '@ithaca/contracts/page';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { UNDO_DAYS } from '@ithaca/domain/person-import';
import { Refusal } from '@ithaca/domain/refusal';
import type * as z from 'zod/mini';

import type { Database } from '../../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../../platform/http/cursor.ts';

type ImportRow = z.infer<typeof importRow>;

const IMPORT = `select i.id, i.file_name as "fileName", i.state, i.encoding, i.delimiter, i.columns, i.mapping, i.counts, i.problems,
    i.progress, i.problem, i.created_at as "createdAt", p.display_name as "createdByName", i.finished_at as "finishedAt", i.version
  from imports i join people p on p.organisation_id = i.organisation_id and p.id = i.created_by where i.organisation_id = $1`;

type ImportRecord = Omit<PersonImport, 'createdAt' | 'finishedAt' | 'undoableUntil'> & {
  createdAt: Date;
  finishedAt: Date | null;
};

const shape = (row: ImportRecord): PersonImport => ({
  ...row,
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

/** The reason as the file of rejected lines says it. */
const REASONS: Readonly<Record<ImportProblem['code'], string>> = {
  'shifted-row': 'The line has another number of cells than the heading',
  'name-missing': 'The name is missing',
  'key-missing': 'The value that identifies the person is missing',
  'key-twice': 'The value that identifies the person occurs twice',
  'email-malformed': 'Not a mail address',
  'email-taken': 'Another person has this mail address',
  'date-unreadable': 'Not a date in the chosen order',
  'date-out-of-range': 'The date lies outside 1900 to 2200',
  'left-before-hired': 'Leaves before being hired',
  'left-in-future': 'Leaves in the future',
  'grade-unreadable': 'Not a grade of 0 to 99',
  'manager-unknown': 'The manager is in neither the file nor the directory',
  'manager-ambiguous': 'Several people match the manager',
  'manager-cycle': 'The reporting line runs in a circle',
  'time-zone-unknown': 'Not a time zone',
  'language-unknown': 'Not a language',
  'text-too-long': 'The text is too long',
  'character-not-storable': 'The text holds a character that cannot be stored',
};

/** The rejected lines as a file that can be mended and uploaded again: the same columns, and one with the reasons. */
export async function exportRejects(db: Database, actor: Actor, importId: string): Promise<string> {
  const { columns, delimiter } = await getImport(db, actor, importId);
  const rows = await db.query<ImportRow>(
    `${ROW} where organisation_id = $1 and import_id = $2 and effect = 'rejected' order by line`,
    [actor.organisationId, importId],
  );
  const header = columns.map((column) => column.header);
  let title = 'Problem';
  for (let number = 2; header.includes(title); number += 1) title = `Problem ${number}`;
  const lines = rows.map(({ cells, problems }) => [
    ...header.map((_, column) => cells[column] ?? ''),
    problems
      .filter(({ severity }) => severity === 'error')
      .map(({ code, value }) => (value === '' ? REASONS[code] : `${REASONS[code]}: ${value}`))
      .join('; '),
  ]);
  return `\ufeff${[[...header, title], ...lines].map((cells) => cells.map((cell) => quote(cell, delimiter)).join(delimiter)).join('\r\n')}\r\n`;
}

/** A cell that a spreadsheet would run as a formula is kept from running by an apostrophe. */
function quote(cell: string, delimiter: string): string {
  const safe = /^[=@\t\r]|^[+-](?![\d\s().,/-]*$)/.test(cell) ? `'${cell}` : cell;
  return safe.includes(delimiter) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
