import type { MatchedRow } from './row-matching.ts';
import { columnOf, object } from './row-matching.ts';
import type { ReadingRules } from './row-reading.ts';

/** What a line will do to the directory. Pure. */

/** A person of the directory with everything a file can change. */
export interface KnownPerson {
  id: string;
  employeeNumber: string | null;
  displayName: string;
  givenName: string;
  familyName: string;
  email: string | null;
  jobTitle: string;
  department: string;
  site: string;
  grade: number | null;
  managerId: string | null;
  hiredOn: string | null;
  leftOn: string | null;
  endReason: string | null;
  leaveFrom: string | null;
  leaveUntil: string | null;
  timeZone: string;
  locale: string;
  languages: string[];
  pronouns: string;
}

export type Value = string | number | null | string[];
export type Changes = Record<string, [string | null, string | null]>;

export interface PlannedPerson {
  id: string;
  isNew: boolean;
  /** Column → new value, of the table of people. */
  patch: Record<string, Value>;
  /** Field → [old, new], as shown. */
  changes: Changes;
  endReason: string | null;
  /** From when the job holds that the line tells of; null: from the day of the import. */
  jobSince: string | null;
  /** Hiring, leaving or its reason change: the employment spells have to follow. */
  employment: boolean;
  /** The person has not left yet and has by this line. */
  leaves: boolean;
}

/** Field, column of people, and how the file's word for it is called. */
const FIELDS = [
  ['employeeNumber', 'employee_number', 'employeeNumber'],
  ['displayName', 'display_name', 'name'],
  ['givenName', 'given_name', 'givenName'],
  ['familyName', 'family_name', 'familyName'],
  ['email', 'email', 'email'],
  ['jobTitle', 'job_title', 'jobTitle'],
  ['department', 'department', 'department'],
  ['site', 'site', 'site'],
  ['grade', 'grade', 'grade'],
  ['hiredOn', 'hired_on', 'hiredOn'],
  ['leftOn', 'left_on', 'leftOn'],
  ['leaveFrom', 'leave_from', 'leaveFrom'],
  ['leaveUntil', 'leave_until', 'leaveUntil'],
  ['timeZone', 'time_zone', 'timeZone'],
  ['locale', 'locale', 'locale'],
  ['languages', 'languages', 'languages'],
  ['pronouns', 'pronouns', 'pronouns'],
] as const;

type KnownDates = Pick<KnownPerson, 'hiredOn' | 'leftOn' | 'leaveFrom' | 'leaveUntil'>;

/** Dates that only together with what is known turn out to be impossible. To be asked before the rows are settled. */
export function refuseImpossibleDates(
  rows: readonly MatchedRow[],
  known: ReadonlyMap<string, KnownDates>,
  rules: ReadingRules,
): void {
  for (const row of rows) {
    if (row.rejected) continue;
    const leave = leaveOf(row, known.get(row.personId ?? ''));
    if (leave.leaveUntil !== null && (leave.leaveFrom === null || leave.leaveUntil < leave.leaveFrom)) {
      const column = columnOf(rules, 'leaveUntil', row.side) ?? columnOf(rules, 'leaveFrom', row.side);
      object(row, 'leave-ends-first', 'error', column, `${leave.leaveFrom ?? ''} – ${leave.leaveUntil}`);
    }
    if (row.said.hiredOn === undefined && row.said.leftOn === undefined) continue;
    const { hiredOn, leftOn } = datesOf(row, known.get(row.personId ?? ''));
    if (hiredOn === null || leftOn === null || leftOn >= hiredOn) continue;
    const column = columnOf(rules, 'leftOn', row.side) ?? columnOf(rules, 'hiredOn', row.side);
    object(row, 'left-before-hired', 'error', column, `${hiredOn} – ${leftOn}`);
  }
}

/** The plan for one person of a line that stands; `hasParts`: the file tells given and family names apart. */
export function planPerson(
  row: MatchedRow,
  known: KnownPerson | undefined,
  nameOf: (id: string) => string | null,
  hasParts: boolean,
): PlannedPerson {
  const planned: PlannedPerson = {
    id: row.id,
    isNew: known === undefined,
    patch: {},
    changes: {},
    endReason: row.said.endReason ?? null,
    jobSince: row.said.jobSince ?? null,
    employment: false,
    leaves: false,
  };
  const dates = datesOf(row, known);
  const said: Partial<Record<(typeof FIELDS)[number][0], Value | undefined>> = {
    ...row.said,
    ...dates,
    ...leaveOf(row, known),
  };
  // Parts guessed from a whole name change only together with it.
  if (known && !hasParts && said.displayName === known.displayName) {
    delete said.givenName;
    delete said.familyName;
  }
  const { patch, changes } = planned;
  for (const [field, column, label] of FIELDS) {
    const next = said[field];
    const before = known ? known[field] : null;
    if (next === undefined || same(before, next) || (!known && next === null)) continue;
    patch[column] = next;
    const isDerived = !hasParts && (field === 'givenName' || field === 'familyName');
    if (!isDerived) changes[label] = [shown(before), shown(next)];
  }
  if (row.managerId !== undefined && row.managerId !== (known?.managerId ?? null)) {
    patch.manager_id = row.managerId;
    changes.manager = [known?.managerId ? nameOf(known.managerId) : null, nameOf(row.managerId)];
  }
  const endReason = dates.leftOn === null || dates.hiredOn === null ? undefined : row.said.endReason;
  if (endReason !== undefined && endReason !== (known?.endReason ?? null))
    changes.endReason = [known?.endReason ?? null, endReason];
  planned.employment = 'hiredOn' in changes || 'leftOn' in changes || 'endReason' in changes;
  planned.leaves = dates.leftOn !== null && (known?.leftOn ?? null) === null;
  return planned;
}

/** Hiring and leaving after this line. A hiring after the day of leaving, with nothing said about leaving, is a return. */
function datesOf(
  row: MatchedRow,
  known: KnownDates | undefined,
): { hiredOn: string | null; leftOn: string | null } {
  const hiredOn = row.said.hiredOn ?? known?.hiredOn ?? null;
  if (row.said.leftOn !== undefined) return { hiredOn, leftOn: row.said.leftOn };
  const leftOn = known?.leftOn ?? null;
  return { hiredOn, leftOn: leftOn !== null && hiredOn !== null && leftOn < hiredOn ? null : leftOn };
}

/** The leave after this line; one that is over by the new first day has ended with it, and one without a first day is none. */
function leaveOf(
  { said }: MatchedRow,
  known: KnownDates | undefined,
): { leaveFrom: string | null; leaveUntil: string | null } {
  const leaveFrom = said.leaveFrom === undefined ? (known?.leaveFrom ?? null) : said.leaveFrom;
  if (said.leaveUntil) return { leaveFrom, leaveUntil: said.leaveUntil };
  if (leaveFrom === null || said.leaveUntil === null) return { leaveFrom, leaveUntil: null };
  const leaveUntil = known?.leaveUntil ?? null;
  return { leaveFrom, leaveUntil: leaveUntil !== null && leaveUntil < leaveFrom ? null : leaveUntil };
}

const same = (a: Value, b: Value) => (Array.isArray(a) && Array.isArray(b) ? a.join() === b.join() : a === b);
const shown = (value: Value) =>
  value === null || value === '' ? null : Array.isArray(value) ? value.join(', ') : String(value);
