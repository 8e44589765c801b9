import type { ImportField, ImportProblem } from '@ithaca/contracts/imports';
import { searchTokens } from '@ithaca/domain/search-tokens';
import type { UnequalSide } from '@ithaca/domain/vocabulary';

import { nameKey } from '../written-values.ts';
import type { ReadingRules, ReadRow, WrittenPerson } from './row-reading.ts';

/** Lines of a file and people of the directory: who is who, and who reports to whom. Pure. */

/** A person of the directory, as far as one is recognised by it. */
export interface DirectoryEntry {
  id: string;
  employeeNumber: string | null;
  email: string | null;
  displayName: string;
  managerId: string | null;
}

export interface MatchedRow extends ReadRow {
  /** The known person, null for somebody new. */
  personId: string | null;
  /** The known person's id, or the one that somebody new will get. */
  id: string;
  /** An earlier line of the file speaks of this person already; what this one adds has been added to that one. */
  joins: boolean;
  /** The other person of the line: one cannot be taken without the other. */
  partner: MatchedRow | null;
  /** Undefined: the line says nothing of a manager that could be used. */
  managerId: string | undefined;
  rejected: boolean;
  /** Tells lines apart that say different things, where what they say is not kept. */
  print: number;
}

/** Stands for the id where several people share a key. */
const MANY = '';
type Index = Map<string, string>;

const exactName = (name: string) => searchTokens([name]).join(' ');

/** Adds a problem; an error rejects the line. */
export function object(
  row: MatchedRow,
  code: ImportProblem['code'],
  severity: ImportProblem['severity'],
  column: number | null,
  value: string,
): void {
  row.problems = [...row.problems, { code, severity, column, value: value.slice(0, 120), suggestion: null }];
  if (severity === 'error') reject(row);
}

function reject(row: MatchedRow): void {
  row.rejected = true;
  if (row.partner) row.partner.rejected = true;
}

export const columnOf = (rules: ReadingRules, field: ImportField, side: UnequalSide | null): number | null =>
  rules.columns.find((one) => one.field === field && (one.side === side || one.side === null))?.column ??
  null;

const NO_PROBLEMS: ImportProblem[] = [];

/** Of a line only what others are found by: a large file is kept in memory as little as can be, and read again later. */
function essentials(said: WrittenPerson): WrittenPerson {
  const { employeeNumber, email, displayName, manager, hiredOn, leftOn, leaveFrom, leaveUntil } = said;
  const kept: WrittenPerson = {};
  if (employeeNumber !== undefined) kept.employeeNumber = employeeNumber;
  if (email !== undefined) kept.email = email;
  if (displayName !== undefined) kept.displayName = displayName;
  if (manager !== undefined) kept.manager = manager;
  if (hiredOn !== undefined) kept.hiredOn = hiredOn;
  if (leftOn !== undefined) kept.leftOn = leftOn;
  if (leaveFrom !== undefined) kept.leaveFrom = leaveFrom;
  if (leaveUntil !== undefined) kept.leaveUntil = leaveUntil;
  return kept;
}

/** A number for a text that hardly any other has (FNV-1a over 32 bits). */
function printOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** The rows of a line as they start: nobody is known yet. Lines that may be joined keep all they say. */
export function startMatching(
  read: readonly ReadRow[],
  rules: ReadingRules,
  newId: () => string,
): MatchedRow[] {
  const keepsAll = rules.target !== null;
  const rows = read.map((row): MatchedRow => ({
    line: row.line,
    side: row.side,
    said: keepsAll ? row.said : essentials(row.said),
    part: row.part,
    problems: row.problems.length === 0 ? NO_PROBLEMS : row.problems,
    print: keepsAll ? 0 : printOf(JSON.stringify(row.said)),
    personId: null,
    id: newId(),
    joins: false,
    partner: null,
    managerId: undefined,
    rejected: row.problems.some(({ severity }) => severity === 'error'),
  }));
  const [one, other] = rows;
  if (one && other) {
    one.partner = other;
    other.partner = one;
    if (one.rejected || other.rejected) reject(one);
    if (one.rejected) other.rejected = true;
  }
  return rows;
}

type Keyed = { employeeNumber?: string | null; email?: string | null; displayName?: string };

/** Finds each line's person by the key: the known one, or the one that an earlier line speaks of. */
export function matchRows(
  rows: readonly MatchedRow[],
  rules: ReadingRules,
  directory: readonly DirectoryEntry[],
): void {
  const keyOf = (person: Keyed) =>
    (rules.key === 'name'
      ? exactName(person.displayName ?? '')
      : rules.key === 'email'
        ? person.email?.toLowerCase()
        : person.employeeNumber) || null;
  if (rules.target === null) refuseTwins(rows, rules, keyOf);
  const byKey: Index = new Map();
  const numberless: Index = new Map();
  for (const entry of directory) {
    note(byKey, keyOf(entry), entry.id);
    if (entry.employeeNumber === null) note(numberless, entry.email?.toLowerCase(), entry.id);
  }
  const ids = new Map<string, string>();
  const takenBy = new Map<string, string>();
  for (const row of rows) {
    if (row.rejected) continue;
    const key = keyOf(row.said) ?? '';
    const found = byKey.get(key);
    const keyColumn = columnOf(rules, rules.key, row.side);
    if (found === MANY) {
      object(row, 'key-twice', 'error', keyColumn, key);
      continue;
    }
    // Somebody entered by hand without a number is recognised by the mail address and gets the number.
    const byMail = rules.key === 'employeeNumber' ? numberless.get(row.said.email ?? '') : undefined;
    const id = found ?? (byMail === MANY ? undefined : byMail);
    if (id === undefined) {
      if (rules.target === null) continue;
      row.id = ids.get(key) ?? row.id;
      ids.set(key, row.id);
      continue;
    }
    const taken = takenBy.get(id);
    if (taken !== undefined && (rules.target === null || taken !== key))
      object(row, 'key-twice', 'error', keyColumn, key);
    else {
      takenBy.set(id, key);
      row.personId = id;
      row.id = id;
    }
  }
}

function note(index: Index, key: string | null | undefined, id: string): void {
  if (key == null || key === '') return;
  const known = index.get(key);
  if (known === undefined) index.set(key, id);
  else if (known !== id) index.set(key, MANY);
}

/** One person on two lines: the first counts when the lines agree, none counts when they do not. */
function refuseTwins(
  rows: readonly MatchedRow[],
  rules: ReadingRules,
  keyOf: (person: WrittenPerson) => string | null,
): void {
  const firsts = new Map<string, MatchedRow>();
  const twins = new Map<string, MatchedRow[]>();
  for (const row of rows) {
    const key = row.rejected ? null : keyOf(row.said);
    if (key === null) continue;
    const first = firsts.get(key);
    if (!first) firsts.set(key, row);
    else twins.set(key, [...(twins.get(key) ?? [first]), row]);
  }
  for (const [key, group] of twins) {
    const agree = new Set(group.map(({ print }) => print)).size === 1;
    for (const row of agree ? group.slice(1) : group)
      object(row, 'key-twice', 'error', columnOf(rules, rules.key, row.side), key);
  }
}

/**
 * Settles what lines say about one another and the directory: lines of one person, mail addresses and numbers that somebody
 * else has, managers, reporting lines that run in a circle. A line that falls can pull others with it, so this repeats until
 * none does.
 */
export function settle(
  rows: readonly MatchedRow[],
  rules: ReadingRules,
  directory: readonly DirectoryEntry[],
  more: (firsts: readonly MatchedRow[], accepted: readonly MatchedRow[]) => void = () => undefined,
): void {
  for (let before = -1; before !== countRejected(rows);) {
    before = countRejected(rows);
    if (rules.target !== null) joinTwins(rows, rules);
    const firsts = () => rows.filter((row) => !row.rejected && !row.joins);
    refuseTaken(firsts(), directory, rules, 'email', 'email-taken');
    refuseTaken(firsts(), directory, rules, 'employeeNumber', 'key-twice');
    if (rules.columns.some(({ field }) => field === 'manager'))
      refuseCircles(findManagers(firsts(), rules, directory), directory, rules);
    more(
      firsts(),
      rows.filter((row) => !row.rejected),
    );
  }
}

const countRejected = (rows: readonly MatchedRow[]) =>
  rows.reduce((count, row) => count + (row.rejected ? 1 : 0), 0);

/** Lines of one person: each adds what the earlier ones did not say; one that contradicts them falls. */
function joinTwins(rows: readonly MatchedRow[], rules: ReadingRules): void {
  const firsts = new Map<string, MatchedRow>();
  for (const row of rows) {
    if (row.rejected) continue;
    const first = firsts.get(row.id);
    row.joins = first !== undefined;
    if (!first) {
      firsts.set(row.id, row);
      continue;
    }
    const fields = Object.keys(row.said) as (keyof WrittenPerson)[];
    const against = fields.find(
      (field) =>
        first.said[field] !== undefined &&
        JSON.stringify(first.said[field]) !== JSON.stringify(row.said[field]),
    );
    if (against !== undefined)
      object(
        row,
        'key-twice',
        'error',
        columnOf(rules, rules.key, row.side),
        String(row.said[against] ?? ''),
      );
    else Object.assign(first.said, row.said);
  }
}

/** Nobody may take what another person keeps; what its holder gives up in the same file is free. */
function refuseTaken(
  accepted: readonly MatchedRow[],
  directory: readonly DirectoryEntry[],
  rules: ReadingRules,
  field: 'email' | 'employeeNumber',
  code: 'email-taken' | 'key-twice',
): void {
  const wantedBy = new Map<string, string>();
  for (const { personId, said } of accepted)
    if (personId !== null && said[field] !== undefined) wantedBy.set(personId, said[field]);
  const holders = new Map<string, string>();
  for (const entry of directory) {
    const held = (field === 'email' ? entry.email?.toLowerCase() : entry.employeeNumber) ?? null;
    const wanted = wantedBy.get(entry.id);
    if (held !== null && (wanted === undefined || wanted === held)) holders.set(held, entry.id);
  }
  for (const row of accepted) {
    const wanted = row.said[field];
    if (wanted === undefined || row.rejected) continue;
    const holder = holders.get(wanted);
    if (holder !== undefined && holder !== row.id)
      object(row, code, 'error', columnOf(rules, field, row.side), wanted);
    else holders.set(wanted, row.id);
  }
}

/** Finds people by number, mail or name, in the file and in the directory. What nobody is looked up by is never sorted out. */
export class PersonFinder {
  readonly #firsts: readonly MatchedRow[];
  readonly #directory: readonly DirectoryEntry[];
  #number: Index | undefined;
  #mail: Index | undefined;
  #name: { exact: Index; loose: Index } | undefined;

  constructor(firsts: readonly MatchedRow[], directory: readonly DirectoryEntry[]) {
    this.#firsts = firsts;
    this.#directory = directory;
  }

  #each(add: (id: string, person: Keyed) => void): void {
    for (const entry of this.#directory) add(entry.id, entry);
    for (const row of this.#firsts) add(row.id, row.said);
  }

  #indexBy(keyOf: (person: Keyed) => string | undefined): Index {
    const index: Index = new Map();
    this.#each((id, person) => note(index, keyOf(person), id));
    return index;
  }

  get #byNumber(): Index {
    return (this.#number ??= this.#indexBy(({ employeeNumber }) => employeeNumber?.toLowerCase()));
  }

  get #byMail(): Index {
    return (this.#mail ??= this.#indexBy(({ email }) => email?.toLowerCase()));
  }

  get #byName(): { exact: Index; loose: Index } {
    if (this.#name) return this.#name;
    const exact: Index = new Map();
    const loose: Index = new Map();
    this.#each((id, { displayName = '' }) => {
      const name = exactName(displayName);
      note(exact, name, id);
      const key = nameKey(displayName);
      if (key !== name) note(loose, key, id);
    });
    return (this.#name = { exact, loose });
  }

  /** The one person meant; `many` when several fit, undefined when none does. */
  find(written: string): { id: string } | 'many' | undefined {
    const text = written.toLowerCase();
    const found =
      this.#byNumber.get(text) ??
      this.#byMail.get(text) ??
      this.#byName.exact.get(exactName(turnedName(written))) ??
      this.#loosely(nameKey(written));
    if (found === undefined) return undefined;
    return found === MANY ? 'many' : { id: found };
  }

  /** Names whose key is the name itself stand among the exact ones only. */
  #loosely(key: string): string | undefined {
    const [exact, loose] = [this.#byName.exact.get(key), this.#byName.loose.get(key)];
    return exact === undefined || loose === undefined || exact === loose ? (exact ?? loose) : MANY;
  }
}

/** Looks each manager up. Answers the rows that did not fall. */
function findManagers(
  accepted: readonly MatchedRow[],
  rules: ReadingRules,
  directory: readonly DirectoryEntry[],
): readonly MatchedRow[] {
  const finder = new PersonFinder(accepted, directory);
  for (const row of accepted) {
    row.managerId = undefined;
    const { manager } = row.said;
    if (manager === undefined) continue;
    if (row.problems.length > 0)
      row.problems = row.problems.filter(
        ({ code }) => !code.startsWith('manager-') && code !== 'own-manager',
      );
    const column = columnOf(rules, 'manager', row.side);
    const found = finder.find(manager);
    if (found === undefined) object(row, 'manager-unknown', 'warning', column, manager);
    else if (found === 'many') object(row, 'manager-ambiguous', 'warning', column, manager);
    // Whoever stands at the top is often written as their own manager.
    else if (found.id === row.id) object(row, 'own-manager', 'warning', column, manager);
    else row.managerId = found.id;
  }
  return accepted;
}

/** `Dietrich, Jenna` is the manager whom the directory shows as `Jenna Dietrich`. */
const turnedName = (text: string) => {
  const [family = '', given] = text.split(',');
  return given === undefined ? text : `${given} ${family}`;
};

function refuseCircles(
  accepted: readonly MatchedRow[],
  directory: readonly DirectoryEntry[],
  rules: ReadingRules,
): void {
  const managerOf = new Map<string, string>();
  for (const { id, managerId } of directory) if (managerId !== null) managerOf.set(id, managerId);
  for (const { id, managerId } of accepted) if (managerId !== undefined) managerOf.set(id, managerId);
  const members = new Set(
    findCircles(
      managerOf,
      accepted.map(({ id }) => id),
    ),
  );
  if (members.size === 0) return;
  for (const row of accepted)
    if (row.managerId !== undefined && members.has(row.id))
      object(row, 'manager-cycle', 'error', columnOf(rules, 'manager', row.side), row.said.manager ?? '');
}

/** Everybody on a circle of the reporting lines, looking upwards from the people given. */
export function findCircles(managerOf: ReadonlyMap<string, string>, from: Iterable<string>): string[] {
  const members: string[] = [];
  const settled = new Set<string>();
  for (const start of from) {
    const path: string[] = [];
    const onPath = new Set<string>();
    let next: string | undefined = start;
    while (next !== undefined && !settled.has(next) && !onPath.has(next)) {
      path.push(next);
      onPath.add(next);
      next = managerOf.get(next);
    }
    if (next !== undefined && onPath.has(next)) members.push(...path.slice(path.indexOf(next)));
    for (const one of path) settled.add(one);
  }
  return members;
}
