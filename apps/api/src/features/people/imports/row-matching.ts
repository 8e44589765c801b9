import type { ImportField, ImportProblem } from '@ithaca/contracts/people';
import { searchTokens } from '@ithaca/domain/search-tokens';

import { nameKey } from '../written-values.ts';
import type { ReadingRules, ReadRow } from './row-reading.ts';

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
  /** Undefined: the line says nothing of a manager that could be used. */
  managerId?: string;
  rejected: boolean;
}

const exactName = (name: string) => searchTokens([name]).join(' ');

/** Adds a problem; an error rejects the line. */
export function object(
  row: MatchedRow,
  code: ImportProblem['code'],
  severity: ImportProblem['severity'],
  column: number | null,
  value: string,
): void {
  row.problems.push({ code, severity, column, value: value.slice(0, 120) });
  if (severity === 'error') row.rejected = true;
}

const columnOf = (rules: ReadingRules, field: ImportField) =>
  rules.columns.find((one) => one.field === field)?.column ?? null;

/** Finds each line's person by the key. `newId` makes ids for people nobody knows yet. */
export function matchRows(
  rows: readonly ReadRow[],
  rules: ReadingRules,
  directory: readonly DirectoryEntry[],
  newId: () => string,
): MatchedRow[] {
  const matched = rows.map((row): MatchedRow => {
    const id = newId();
    return {
      ...row,
      personId: null,
      id,
      rejected: row.problems.some(({ severity }) => severity === 'error'),
    };
  });
  const keyOf = (person: { employeeNumber?: string | null; email?: string | null; displayName?: string }) =>
    rules.key === 'name'
      ? exactName(person.displayName ?? '')
      : rules.key === 'email'
        ? person.email?.toLowerCase()
        : person.employeeNumber;
  refuseTwins(matched, rules, keyOf);

  const byKey = groupBy(directory, keyOf);
  const numberless = groupBy(
    directory.filter((entry) => entry.employeeNumber === null),
    (entry) => entry.email?.toLowerCase(),
  );
  const takenBy = new Map<string, number>();
  for (const row of matched.filter((one) => !one.rejected)) {
    const found = byKey.get(keyOf(row.said) ?? '') ?? [];
    const keyColumn = columnOf(rules, rules.key);
    if (found.length > 1) {
      object(row, 'key-twice', 'error', keyColumn, keyOf(row.said) ?? '');
      continue;
    }
    // Somebody entered by hand without a number is recognised by the mail address and gets the number.
    const entry =
      found[0] ?? (rules.key === 'employeeNumber' ? numberless.get(row.said.email ?? '')?.[0] : undefined);
    if (!entry) continue;
    if (takenBy.has(entry.id)) object(row, 'key-twice', 'error', keyColumn, keyOf(row.said) ?? '');
    else {
      takenBy.set(entry.id, row.line);
      row.personId = entry.id;
      row.id = entry.id;
    }
  }
  return matched;
}

/** One person on two lines: the first counts when the lines agree, none counts when they do not. */
function refuseTwins(
  rows: readonly MatchedRow[],
  rules: ReadingRules,
  keyOf: (person: MatchedRow['said']) => string | null | undefined,
): void {
  for (const [key, twins] of groupBy(
    rows.filter((row) => !row.rejected),
    (row) => keyOf(row.said),
  )) {
    if (twins.length === 1) continue;
    const agree = new Set(twins.map(({ said }) => JSON.stringify(said))).size === 1;
    for (const row of agree ? twins.slice(1) : twins)
      object(row, 'key-twice', 'error', columnOf(rules, rules.key), key);
  }
}

/**
 * Settles what lines say about one another and the directory: mail addresses and numbers that somebody else has,
 * managers, reporting lines that run in a circle. A line that falls can pull others with it, so this repeats until none does.
 */
export function settle(
  rows: readonly MatchedRow[],
  rules: ReadingRules,
  directory: readonly DirectoryEntry[],
): void {
  for (let before = -1; before !== countRejected(rows);) {
    before = countRejected(rows);
    const accepted = rows.filter((row) => !row.rejected);
    refuseTaken(accepted, directory, 'email', 'email-taken', columnOf(rules, 'email'));
    refuseTaken(accepted, directory, 'employeeNumber', 'key-twice', columnOf(rules, 'employeeNumber'));
    if (columnOf(rules, 'manager') !== null)
      refuseCircles(findManagers(accepted, rules, directory), directory, columnOf(rules, 'manager'));
  }
}

const countRejected = (rows: readonly MatchedRow[]) => rows.filter((row) => row.rejected).length;

/** Nobody may take what another person keeps; what its holder gives up in the same file is free. */
function refuseTaken(
  accepted: readonly MatchedRow[],
  directory: readonly DirectoryEntry[],
  field: 'email' | 'employeeNumber',
  code: 'email-taken' | 'key-twice',
  column: number | null,
): void {
  const rowOf = new Map(accepted.map((row) => [row.id, row]));
  const holders = new Map<string, string>();
  for (const entry of directory) {
    const held = (field === 'email' ? entry.email?.toLowerCase() : entry.employeeNumber) ?? null;
    const wanted = rowOf.get(entry.id)?.said[field];
    if (held !== null && (wanted === undefined || wanted === held)) holders.set(held, entry.id);
  }
  for (const row of accepted) {
    const wanted = row.said[field];
    if (wanted === undefined) continue;
    const holder = holders.get(wanted);
    if (holder !== undefined && holder !== row.id) object(row, code, 'error', column, wanted);
    else holders.set(wanted, row.id);
  }
}

/** Looks each manager up by number, mail or name, in the file and in the directory. Answers the rows that did not fall. */
function findManagers(
  rows: readonly MatchedRow[],
  rules: ReadingRules,
  directory: readonly DirectoryEntry[],
): MatchedRow[] {
  const accepted = rows.filter((row) => !row.rejected);
  const exact = new Map<string, Set<string>>();
  const loose = new Map<string, Set<string>>();
  const add = (index: Map<string, Set<string>>, key: string | null | undefined, id: string) => {
    if (key == null || key === '') return;
    const ids = index.get(key);
    if (ids) ids.add(id);
    else index.set(key, new Set([id]));
  };
  for (const { id, employeeNumber, email, displayName = '' } of [
    ...directory,
    ...accepted.map((row) => ({ id: row.id, ...row.said })),
  ]) {
    add(exact, employeeNumber && `number ${employeeNumber.toLowerCase()}`, id);
    add(exact, email && `mail ${email.toLowerCase()}`, id);
    add(exact, `name ${exactName(displayName)}`, id);
    add(loose, nameKey(displayName), id);
  }
  const column = columnOf(rules, 'manager');
  for (const row of accepted) {
    delete row.managerId;
    row.problems = row.problems.filter(({ code }) => !code.startsWith('manager-'));
    const { manager } = row.said;
    if (manager === undefined) continue;
    const text = manager.toLowerCase();
    const found =
      exact.get(`number ${text}`) ??
      exact.get(`mail ${text}`) ??
      exact.get(`name ${exactName(managerName(manager))}`) ??
      loose.get(nameKey(manager));
    const [id] = found ?? [];
    if (id === undefined) object(row, 'manager-unknown', 'warning', column, manager);
    else if (found !== undefined && found.size > 1)
      object(row, 'manager-ambiguous', 'warning', column, manager);
    // Whoever stands at the top is often written as their own manager.
    else if (id === row.id) object(row, 'manager-cycle', 'warning', column, manager);
    else row.managerId = id;
  }
  return accepted;
}

/** `Dietrich, Jenna` is the manager whom the directory shows as `Jenna Dietrich`. */
const managerName = (text: string) => {
  const [family = '', given] = text.split(',');
  return given === undefined ? text : `${given} ${family}`;
};

function refuseCircles(
  accepted: readonly MatchedRow[],
  directory: readonly DirectoryEntry[],
  column: number | null,
): void {
  const managerOf = new Map<string, string>();
  for (const { id, managerId } of directory) if (managerId !== null) managerOf.set(id, managerId);
  for (const { id, managerId } of accepted) if (managerId !== undefined) managerOf.set(id, managerId);
  const rowOf = new Map(accepted.map((row) => [row.id, row]));
  for (const member of findCircles(managerOf, [...rowOf.keys()])) {
    const row = rowOf.get(member);
    if (row?.managerId !== undefined) object(row, 'manager-cycle', 'error', column, row.said.manager ?? '');
  }
}

/** Everybody on a circle of the reporting lines, looking upwards from the people given. */
export function findCircles(managerOf: ReadonlyMap<string, string>, from: readonly string[]): string[] {
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

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | null | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key == null || key === '') continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
