import { setImmediate } from 'node:timers/promises';

import type { ImportMapping, ImportProblem, importCounts } from '@ithaca/contracts/imports';
import type * as z from 'zod/mini';

import type { Database } from '../../../platform/database/database.ts';
import { newId } from '../../../platform/ids.ts';
import { tidyMemory } from '../../../platform/memory.ts';
import { chunksOf } from '../directory.ts';
import type { ImportColumn } from './reading/columns.ts';
import { loadCohortFacts } from './mentoring/cohort-facts.ts';
import { MentoringPlan } from './mentoring/mentoring-plan.ts';
import { planPerson, refuseImpossibleDates } from './row-effects.ts';
import type { Changes, KnownPerson, PlannedPerson } from './row-effects.ts';
import { matchRows, settle, startMatching } from './row-matching.ts';
import type { DirectoryEntry, MatchedRow } from './row-matching.ts';
import { isDayField, readLine, valueKey } from './row-reading.ts';
import type { ReadingRules } from './row-reading.ts';
import type { UploadedRow } from './reading/uploaded-file.ts';

export type ImportCounts = z.infer<typeof importCounts>;
export interface ProblemCount {
  code: ImportProblem['code'];
  severity: ImportProblem['severity'];
  rows: number;
  mendable: number;
  values: { value: string; rows: number }[];
}

/** What a line does, with what it does to each of its people. */
export interface PlannedLine {
  line: number;
  /** Tells what is kept beside the line by now from what it does; null: nothing is. */
  print: number | null;
  effect: 'new' | 'changed' | 'unchanged' | 'joined' | 'rejected';
  people: PlannedPerson[];
  /** The known person, where the line speaks of one. */
  personId: string | null;
  changes: Changes;
  problems: ImportProblem[];
}

const LINES_AT_A_TIME = 2000;
/** After so many pieces what is no longer needed of them is given back: small files never get there. */
const PIECES_TO_TIDY = 5;

interface KeptRow extends UploadedRow {
  print: number | null;
}

/** The lines of an import, as uploaded or mended, some at a time: a large file is never in memory as a whole. */
export async function* linesOf(
  db: Database,
  organisationId: string,
  importId: string,
): AsyncGenerator<KeptRow[]> {
  for (let after = 0, pieces = 1; ; pieces += 1) {
    if (pieces % PIECES_TO_TIDY === 0) tidyMemory();
    const rows = await db.query<KeptRow>(
      `select line, array_to_json(cells) as cells, outcome_print::float8 as print from import_rows
       where organisation_id = $1 and import_id = $2 and line > $3 order by line limit ${LINES_AT_A_TIME}`,
      [organisationId, importId, after],
    );
    if (rows.length > 0) yield rows;
    if (rows.length < LINES_AT_A_TIME) return;
    after = rows.at(-1)?.line ?? after;
  }
}

interface DatedEntry extends DirectoryEntry {
  hiredOn: string | null;
  leftOn: string | null;
  leaveFrom: string | null;
  leaveUntil: string | null;
}

/** The whole directory, as far as people are recognised by it. */
export function loadDirectory(db: Database, organisationId: string): Promise<DatedEntry[]> {
  return db.query<DatedEntry>(
    `select id, employee_number as "employeeNumber", lower(email) as email, display_name as "displayName", manager_id as "managerId",
       hired_on::text as "hiredOn", left_on::text as "leftOn", leave_from::text as "leaveFrom", leave_until::text as "leaveUntil"
     from people where organisation_id = $1`,
    [organisationId],
  );
}

/**
 * What would this file do to the directory as it is now? Reads only. Everybody is matched at once, because lines hang on one
 * another; what each line changes is then worked out some at a time.
 */
export class ImportAnalysis {
  readonly mentoring: MentoringPlan | null;
  /** People who give up a number or an address that somebody else of the file may take. */
  readonly givingUp: readonly MatchedRow[];
  readonly #db: Database;
  readonly #organisationId: string;
  readonly #importId: string;
  readonly #rules: ReadingRules;
  readonly #rows: readonly MatchedRow[];
  readonly #names: Map<string, string>;
  readonly #lineChanges: Map<number, Changes>;

  private constructor(
    db: Database,
    organisationId: string,
    importId: string,
    rules: ReadingRules,
    rows: readonly MatchedRow[],
    directory: readonly DirectoryEntry[],
    mentoring: MentoringPlan | null,
  ) {
    this.#db = db;
    this.#organisationId = organisationId;
    this.#importId = importId;
    this.#rules = rules;
    this.#rows = rows;
    this.mentoring = mentoring;
    const entries = new Map(directory.map((entry) => [entry.id, entry]));
    this.givingUp = rows.filter((row) => {
      const entry = row.rejected || row.joins ? undefined : entries.get(row.personId ?? '');
      return (
        entry !== undefined &&
        ((row.said.email !== undefined && entry.email !== null && row.said.email !== entry.email) ||
          (row.said.employeeNumber !== undefined &&
            entry.employeeNumber !== null &&
            row.said.employeeNumber !== entry.employeeNumber))
      );
    });
    // Names are only ever shown of managers and of the people of pairings.
    this.#names = new Map();
    const shown = new Set<string | null | undefined>();
    for (const { managerId } of rows) shown.add(managerId);
    for (const { managerId } of directory) shown.add(managerId);
    for (const { mentorId, menteeId } of mentoring?.pairings ?? []) shown.add(mentorId).add(menteeId);
    for (const { id, displayName } of directory) if (shown.has(id)) this.#names.set(id, displayName);
    for (const { id, said, rejected } of rows)
      if (!rejected && said.displayName && shown.has(id)) this.#names.set(id, said.displayName);
    this.#lineChanges = mentoring?.changesByLine(this.#nameOf) ?? new Map();
  }

  static async of(
    db: Database,
    organisationId: string,
    importId: string,
    rules: ReadingRules,
  ): Promise<ImportAnalysis> {
    // Matching a large file is one long thought between two statements, and longer on a busy machine.
    await db.query("select set_config('idle_in_transaction_session_timeout', '120s', true)");
    const rows: MatchedRow[] = [];
    for await (const lines of linesOf(db, organisationId, importId)) {
      for (const line of lines) rows.push(...startMatching(readLine(line, rules), rules, newId));
      await setImmediate();
    }
    const directory = await loadDirectory(db, organisationId);
    matchRows(rows, rules, directory);
    const tidy = rows.length > PIECES_TO_TIDY * LINES_AT_A_TIME ? tidyMemory : () => undefined;
    tidy();
    await setImmediate();
    refuseImpossibleDates(rows, new Map(directory.map((entry) => [entry.id, entry])), rules);
    const mentoring = rules.target
      ? new MentoringPlan(
          rules,
          await loadCohortFacts(db, organisationId, rules.target.cohortId),
          directory,
          newId,
        )
      : null;
    await setImmediate();
    settle(rows, rules, directory, (firsts, accepted) => mentoring?.settle(firsts, accepted));
    tidy();
    await setImmediate();
    return new ImportAnalysis(db, organisationId, importId, rules, rows, directory, mentoring);
  }

  readonly #nameOf = (id: string) => this.#names.get(id) ?? null;

  /** Every line with what it does, in order; `planned` holds what was worked out before. */
  async *plan(planned: ReadonlyMap<string, PlannedPerson> = new Map()): AsyncGenerator<PlannedLine[]> {
    let from = 0;
    for await (const lines of linesOf(this.#db, this.#organisationId, this.#importId)) {
      const last = lines.at(-1)?.line ?? 0;
      let until = from;
      while (until < this.#rows.length && (this.#rows[until]?.line ?? 0) <= last) until += 1;
      const rows = this.#rows.slice(from, until);
      from = until;
      this.#remember(rows, lines);
      const people = await this.#planPeople(rows.filter((row) => !planned.has(row.id)));
      yield this.#linesOf(rows, lines, (row) => planned.get(row.id) ?? people.get(row.id));
      this.#forget(rows);
      await setImmediate();
    }
  }

  /** What the lines say, read once more: only what others are found by was kept. */
  #remember(rows: readonly MatchedRow[], lines: readonly UploadedRow[]): void {
    if (this.#rules.target !== null) return;
    const byLine = new Map(lines.map((line) => [line.line, line]));
    for (const row of rows) {
      const line = row.rejected ? undefined : byLine.get(row.line);
      const [read] = line ? readLine(line, this.#rules) : [];
      if (read) row.said = read.said;
    }
  }

  #forget(rows: readonly MatchedRow[]): void {
    if (this.#rules.target === null) for (const row of rows) row.said = {};
  }

  /** As `plan`, for the people who give up a number or an address: what they were has to be remembered before anything is written. */
  async planGivingUp(): Promise<Map<string, PlannedPerson>> {
    const byLine = new Map(this.givingUp.map((row) => [row.line, row]));
    if (byLine.size === 0) return new Map();
    for await (const lines of linesOf(this.#db, this.#organisationId, this.#importId))
      this.#remember(
        lines.flatMap(({ line }) => byLine.get(line) ?? []),
        lines,
      );
    return this.#planPeople(this.givingUp);
  }

  /** What is to become of the people of these rows: those that stand, and are no later line of somebody. */
  async #planPeople(rows: readonly MatchedRow[]): Promise<Map<string, PlannedPerson>> {
    const standing = rows.filter((row) => !row.rejected && !row.joins);
    const known = await loadKnown(
      this.#db,
      this.#organisationId,
      standing.flatMap(({ personId }) => personId ?? []),
    );
    return new Map(
      standing.map((row) => [
        row.id,
        planPerson(row, known.get(row.personId ?? ''), this.#nameOf, this.#hasParts(row)),
      ]),
    );
  }

  #hasParts({ side }: MatchedRow): boolean {
    return this.#rules.columns.some(
      (one) => one.side === side && (one.field === 'givenName' || one.field === 'familyName'),
    );
  }

  #linesOf(
    rows: readonly MatchedRow[],
    kept: readonly KeptRow[],
    plannedOf: (row: MatchedRow) => PlannedPerson | undefined,
  ): PlannedLine[] {
    const lines: PlannedLine[] = [];
    const printOf = new Map(kept.map(({ line, print }) => [line, print]));
    for (const row of rows) {
      let line = lines.at(-1);
      if (line?.line !== row.line) {
        line = {
          line: row.line,
          print: printOf.get(row.line) ?? null,
          effect: 'joined',
          people: [],
          personId: null,
          changes: { ...this.#lineChanges.get(row.line) },
          problems: [],
        };
        lines.push(line);
      }
      line.problems.push(...row.problems);
      if (row.rejected) Object.assign(line, { effect: 'rejected', people: [], changes: {} });
      else line.personId ??= row.personId;
      const person = row.rejected || row.joins ? undefined : plannedOf(row);
      if (!person) continue;
      line.people.push(person);
      for (const [field, change] of Object.entries(person.changes))
        line.changes[row.side === null ? field : `${row.side}.${field}`] = change;
      line.effect = strongest(line.effect, effectOf(person));
    }
    return lines;
  }
}

const STRENGTH = ['joined', 'unchanged', 'changed', 'new', 'rejected'] as const;
const strongest = (one: PlannedLine['effect'], other: PlannedLine['effect']) =>
  STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other;

export const effectOf = ({ isNew, changes }: PlannedPerson): 'new' | 'changed' | 'unchanged' =>
  isNew ? 'new' : Object.keys(changes).length > 0 ? 'changed' : 'unchanged';

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
         p.manager_id as "managerId", p.hired_on::text as "hiredOn", p.left_on::text as "leftOn",
         p.leave_from::text as "leaveFrom", p.leave_until::text as "leaveUntil", p.time_zone as "timeZone",
         p.locale, p.languages, p.pronouns, (select s.end_reason from employment_spells s
           where s.organisation_id = p.organisation_id and s.person_id = p.id order by s.starts_on desc limit 1) as "endReason"
       from people p where p.organisation_id = $1 and p.id = any($2)`,
      [organisationId, chunk],
    );
    for (const person of people) known.set(person.id, person);
  }
  return known;
}

/** Counts what lines do and what is wrong with them, as they come. */
export class ImportTally {
  readonly counts: ImportCounts = {
    rows: 0,
    new: 0,
    changed: 0,
    unchanged: 0,
    rejected: 0,
    leavers: 0,
    joined: 0,
    enrolments: 0,
    pairings: 0,
  };
  readonly #problems = new Map<string, ProblemCount & { found: Map<string, number> }>();

  constructor(mentoring: MentoringPlan | null) {
    this.counts.enrolments = mentoring?.changedEnrolments.length ?? 0;
    this.counts.pairings = mentoring?.pairings.length ?? 0;
  }

  add({ effect, people, problems }: PlannedLine): void {
    this.counts.rows += 1;
    if (effect === 'rejected' || effect === 'joined') this.counts[effect] += 1;
    for (const person of people) {
      this.counts[effectOf(person)] += 1;
      if (person.leaves) this.counts.leavers += 1;
    }
    for (const [kind, problem] of new Map(problems.map((one) => [`${one.code} ${one.severity}`, one])))
      this.#count(kind, problem);
  }

  #count(kind: string, { code, severity, value, suggestion }: ImportProblem): void {
    let count = this.#problems.get(kind);
    if (!count) {
      count = { code, severity, rows: 0, mendable: 0, values: [], found: new Map() };
      this.#problems.set(kind, count);
    }
    count.rows += 1;
    if (suggestion !== null) count.mendable += 1;
    if (value !== '' && (count.found.has(value) || count.found.size < 500))
      count.found.set(value, (count.found.get(value) ?? 0) + 1);
  }

  get problems(): ProblemCount[] {
    return [...this.#problems.values()]
      .map(({ found, ...count }) => ({
        ...count,
        values: [...found]
          .map(([value, rows]) => ({ value, rows }))
          .toSorted((a, b) => b.rows - a.rows || a.value.localeCompare(b.value))
          .slice(0, 50),
      }))
      .toSorted(
        (a, b) => a.severity.localeCompare(b.severity) || b.rows - a.rows || a.code.localeCompare(b.code),
      );
  }
}

/** A column of days that somebody has to say something about: their order, or what two-digit years mean. */
export interface OpenDateOrder {
  /** Place in the mapping. */
  place: number;
  header: string;
  orders: readonly string[];
  sample: string;
}

/** The rules for reading the lines by a mapping, or the columns of days whose order a person has to choose first. */
export async function readingRules(
  db: Database,
  organisationId: string,
  { columns: mapped, key, target, values }: ImportMapping,
  columns: readonly ImportColumn[],
  today: string,
): Promise<ReadingRules | { open: OpenDateOrder[] }> {
  const open: OpenDateOrder[] = [];
  const read = mapped.map(({ column, field, dateOrder, side = null }, place) => {
    if (!isDayField(field)) return { column, field, side, dateOrder: null };
    const { dateOrders = [], twoDigitYears = false, header = '', samples = [] } = columns[column] ?? {};
    if (dateOrder === undefined && (dateOrders.length > 1 || twoDigitYears))
      open.push({ place, header, orders: dateOrders, sample: samples[0] ?? '' });
    return { column, field, side, dateOrder: dateOrder ?? dateOrders[0] ?? null };
  });
  if (open.length > 0) return { open };
  return {
    columns: read,
    key,
    width: columns.length,
    today,
    target: target ?? null,
    values: new Map((values ?? []).map(({ field, from, to }) => [valueKey(field, from), to])),
    known: {
      department: await knownUnits(db, organisationId, 'department'),
      site: await knownUnits(db, organisationId, 'site'),
    },
  };
}

async function knownUnits(
  db: Database,
  organisationId: string,
  column: 'department' | 'site',
): Promise<Map<string, string>> {
  const rows = await db.query<{ name: string }>(
    `select ${column} as name from people where organisation_id = $1 and ${column} <> '' group by 1 order by count(*), 1`,
    [organisationId],
  );
  return new Map(rows.map(({ name }) => [name.toLowerCase(), name]));
}
