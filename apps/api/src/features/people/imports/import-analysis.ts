import { setImmediate } from 'node:timers/promises';

import type { ImportMapping, ImportProblem, importCounts } from '@ithaca/contracts/people';
import { v7 as uuidv7 } from 'uuid';
import type * as z from 'zod/mini';

import type { Database } from '../../../platform/database/database.ts';
import { chunksOf } from '../directory.ts';
import { isNothing, tidy } from '../written-values.ts';
import type { ImportColumn } from './columns.ts';
import { planRow, refuseImpossibleDates } from './row-effects.ts';
import type { KnownPerson, PlannedRow } from './row-effects.ts';
import { matchRows, settle } from './row-matching.ts';
import type { DirectoryEntry } from './row-matching.ts';
import { readRow } from './row-reading.ts';
import type { ReadingRules, ReadRow } from './row-reading.ts';
import type { UploadedRow } from './uploaded-file.ts';
import { looksLikeDay, mostFittingOrder } from './written-days.ts';

export type ImportCounts = z.infer<typeof importCounts>;
export interface ProblemCount {
  code: ImportProblem['code'];
  severity: ImportProblem['severity'];
  rows: number;
}

export interface Analysis {
  rows: PlannedRow[];
  counts: ImportCounts;
  problems: ProblemCount[];
}

/** Every line of an import, as uploaded or mended. */
export function loadRows(db: Database, organisationId: string, importId: string): Promise<UploadedRow[]> {
  return db.query<UploadedRow>(
    'select line, array_to_json(cells) as cells from import_rows where organisation_id = $1 and import_id = $2 order by line',
    [organisationId, importId],
  );
}

/** The whole directory, as far as people are recognised by it. */
export function loadDirectory(db: Database, organisationId: string): Promise<DirectoryEntry[]> {
  return db.query<DirectoryEntry>(
    `select id, employee_number as "employeeNumber", lower(email) as email, display_name as "displayName", manager_id as "managerId"
     from people where organisation_id = $1`,
    [organisationId],
  );
}

/** What would this file do to the directory as it is now? Reads only. */
export async function analyse(
  db: Database,
  organisationId: string,
  rules: ReadingRules,
  uploaded: readonly UploadedRow[],
): Promise<Analysis> {
  const read: ReadRow[] = [];
  for (const chunk of chunksOf(uploaded)) {
    read.push(...chunk.map((row) => readRow(row, rules)));
    await setImmediate();
  }
  const directory = await loadDirectory(db, organisationId);
  const matched = matchRows(read, rules, directory, uuidv7);
  const known = await loadKnown(
    db,
    organisationId,
    matched.flatMap(({ personId }) => personId ?? []),
  );
  refuseImpossibleDates(matched, known, rules);
  await setImmediate();
  settle(matched, rules, directory);
  await setImmediate();
  const names = new Map(directory.map(({ id, displayName }) => [id, displayName]));
  for (const { id, said, rejected } of matched)
    if (!rejected && said.displayName) names.set(id, said.displayName);
  const mapped = rules.columns.map(({ field }) => field);
  const rows = matched.map((row) =>
    planRow(row, known.get(row.personId ?? ''), (id) => names.get(id) ?? null, mapped),
  );
  return { rows, counts: countEffects(rows), problems: countProblems(rows) };
}

async function loadKnown(
  db: Database,
  organisationId: string,
  ids: readonly string[],
): Promise<Map<string, KnownPerson>> {
  const known = new Map<string, KnownPerson>();
  for (const chunk of chunksOf(ids)) {
    const people = await db.query<KnownPerson>(
      `select p.id, p.employee_number as "employeeNumber", p.display_name as "displayName", p.given_name as "givenName",
         p.family_name as "familyName", lower(p.email) as email, p.job_title as "jobTitle", p.department, p.site, p.grade,
         p.manager_id as "managerId", p.hired_on::text as "hiredOn", p.left_on::text as "leftOn", p.time_zone as "timeZone",
         p.locale, p.languages, p.pronouns, (select s.end_reason from employment_spells s
           where s.organisation_id = p.organisation_id and s.person_id = p.id order by s.starts_on desc limit 1) as "endReason"
       from people p where p.organisation_id = $1 and p.id = any($2)`,
      [organisationId, chunk],
    );
    for (const person of people) known.set(person.id, person);
  }
  return known;
}

function countEffects(rows: readonly PlannedRow[]): ImportCounts {
  const counts = { rows: rows.length, new: 0, changed: 0, unchanged: 0, rejected: 0, leavers: 0 };
  for (const { effect, leaves } of rows) {
    counts[effect] += 1;
    if (leaves) counts.leavers += 1;
  }
  return counts;
}

function countProblems(rows: readonly PlannedRow[]): ProblemCount[] {
  const counts = new Map<string, ProblemCount>();
  for (const { problems } of rows)
    for (const [kind, { code, severity }] of new Map(
      problems.map((one) => [`${one.code} ${one.severity}`, one]),
    )) {
      const count = counts.get(kind);
      if (count) count.rows += 1;
      else counts.set(kind, { code, severity, rows: 1 });
    }
  return [...counts.values()].toSorted(
    (a, b) => a.severity.localeCompare(b.severity) || b.rows - a.rows || a.code.localeCompare(b.code),
  );
}

/** A column of days that can be read in more than one way, and nobody has said which. */
export interface OpenDateOrder {
  /** Place in the mapping. */
  place: number;
  header: string;
  orders: readonly string[];
  sample: string;
}

/** The rules for reading the lines by a mapping, or the columns of days whose order a person has to choose first. */
export function readingRules(
  mapping: ImportMapping,
  columns: readonly ImportColumn[],
  rows: readonly UploadedRow[],
  today: string,
): ReadingRules | { open: OpenDateOrder[] } {
  const open: OpenDateOrder[] = [];
  const read = mapping.columns.map(({ column, field, dateOrder }, place) => {
    if (field !== 'hiredOn' && field !== 'leftOn') return { column, field, dateOrder: null };
    const fitting = columns[column]?.dateOrders ?? [];
    if (dateOrder !== undefined || fitting.length === 1)
      return { column, field, dateOrder: dateOrder ?? fitting[0] ?? null };
    const written = rows.map(({ cells }) => tidy(cells[column] ?? '')).filter((text) => !isNothing(text));
    const best = fitting.length > 1 ? null : mostFittingOrder(written, today);
    // No order at all: every line says so itself. Two that do equally well: a person has to choose.
    const days = written.filter(looksLikeDay);
    if (best === null && days.length > 0)
      open.push({
        place,
        header: columns[column]?.header ?? '',
        orders: fitting.length > 1 ? fitting : ['day-month-year', 'month-day-year'],
        sample: days[0] ?? '',
      });
    return { column, field, dateOrder: best };
  });
  return open.length > 0 ? { open } : { columns: read, key: mapping.key, width: columns.length, today };
}
