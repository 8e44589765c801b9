import { dayFields } from '@ithaca/contracts/imports';
import type {
  ImportField,
  ImportMapping,
  ImportProblem,
  personImportFields,
} from '@ithaca/contracts/imports';
import { email as emailSchema } from '@ithaca/contracts/text';
import { writtenText } from '@ithaca/domain/spreadsheet-text';
import type { Side, UnequalSide } from '@ithaca/domain/vocabulary';
import * as z from 'zod/mini';

import {
  isNothing,
  readEndReason,
  readGrade,
  readLanguage,
  readLocale,
  readTimeZone,
  splitName,
  tidy,
} from '../written-values.ts';
import { readCapacity, readRank, readRole } from './mentoring/written-parts.ts';
import { suggestDay, suggestMail } from './reading/suggestions.ts';
import type { UploadedRow } from './reading/uploaded-file.ts';
import type { DateOrder } from './reading/written-days.ts';
import { EARLIEST, LATEST, readDay } from './reading/written-days.ts';

/** One line of a file → what it says about a person (or two), and what is wrong with it. Pure; knows nothing of the directory. */

/** Only what the line says: a field that is absent says nothing. `leftOn` null says that the person is employed, a leave of null that there is none. */
export interface WrittenPerson {
  employeeNumber?: string;
  displayName?: string;
  givenName?: string;
  familyName?: string;
  email?: string;
  jobTitle?: string;
  department?: string;
  site?: string;
  grade?: number;
  /** From when the job holds that the line tells of. */
  jobSince?: string;
  hiredOn?: string;
  leftOn?: string | null;
  endReason?: string;
  leaveFrom?: string | null;
  leaveUntil?: string | null;
  timeZone?: string;
  locale?: string;
  languages?: string[];
  pronouns?: string;
  manager?: string;
}

/** What a line says about taking part in the cohort. */
export interface WrittenPart {
  role: Side | null;
  interests: string[];
  wishes: string[];
  rank: number | null;
  capacity: number | null;
  pairedOn: string | null;
}

export interface ReadRow {
  line: number;
  /** In a file of pairs: which of the two. */
  side: UnequalSide | null;
  said: WrittenPerson;
  part: WrittenPart | null;
  problems: ImportProblem[];
}

export interface ReadingRules {
  columns: readonly {
    column: number;
    field: ImportField;
    side: UnequalSide | null;
    dateOrder: DateOrder | null;
  }[];
  key: ImportMapping['key'];
  /** Cells a line must have. */
  width: number;
  today: string;
  target: ImportMapping['target'] | null;
  /** Field and value, lower case → what it is to be read as. */
  values: ReadonlyMap<string, string>;
  /** Departments and sites that the directory has, by their lower case; empty: it has none yet, and all are new. */
  known: Readonly<Record<'department' | 'site', ReadonlyMap<string, string>>>;
}

/** Each line of a file of pairs speaks of two people. */
export const isOfPairs = ({ columns }: Pick<ReadingRules, 'columns'>): boolean =>
  columns.some(({ side }) => side !== null);

export const valueKey = (field: string, value: string): string => `${field} ${value.toLowerCase()}`;

const LONGEST: Partial<Record<ImportField, number>> = {
  employeeNumber: 64,
  name: 160,
  givenName: 100,
  familyName: 100,
  email: 254,
  jobTitle: 120,
  department: 120,
  site: 120,
  pronouns: 40,
  interest: 120,
};

type Say = (
  code: ImportProblem['code'],
  severity: ImportProblem['severity'],
  column: number | null,
  value?: string,
  suggestion?: string | null,
) => void;
type SayCell = (
  code: ImportProblem['code'],
  severity: ImportProblem['severity'],
  suggestion?: string | null,
) => void;

/** Reads one line by the mapping. A line of the wrong width is not read at all: its cells stand under wrong headings. */
export function readLine(row: UploadedRow, rules: ReadingRules): ReadRow[] {
  if (row.cells.length !== rules.width) {
    const problem = problemOf('shifted-row', 'error', null, String(row.cells.length), null);
    return [{ line: row.line, side: null, said: {}, part: null, problems: [problem] }];
  }
  if (!isOfPairs(rules)) return [readPerson(row, rules, null)];
  return (['mentor', 'mentee'] as const).flatMap((side) => {
    const speaks = rules.columns.some((one) => one.side === side && tidy(row.cells[one.column] ?? '') !== '');
    return speaks ? [readPerson(row, rules, side)] : [];
  });
}

const problemOf = (
  code: ImportProblem['code'],
  severity: ImportProblem['severity'],
  column: number | null,
  value: string,
  suggestion: string | null,
): ImportProblem => ({ code, severity, column, value: value.slice(0, 120), suggestion });

function readPerson({ line, cells }: UploadedRow, rules: ReadingRules, side: UnequalSide | null): ReadRow {
  const problems: ImportProblem[] = [];
  const say: Say = (code, severity, column, value = '', suggestion = null) =>
    problems.push(problemOf(code, severity, column, value, suggestion));
  const said: WrittenPerson = {};
  const part: WrittenPart | null = rules.target
    ? { role: side, interests: [], wishes: [], rank: null, capacity: null, pairedOn: null }
    : null;
  const columns = rules.columns.filter((one) => one.side === side || one.side === null);
  for (const { column, field, dateOrder } of columns) {
    const cell = cells[column] ?? '';
    const text = tidy(writtenText(cell));
    if (field === 'leftOn' || field === 'leaveFrom' || field === 'leaveUntil') said[field] = null;
    if (text === '') continue;
    const sayCell: SayCell = (code, severity, suggestion) => say(code, severity, column, text, suggestion);
    if ((field === 'email' || field === 'employeeNumber') && cell !== cell.trim() && text === cell.trim())
      say('space-around', 'warning', column, cell.replaceAll(/\s/g, '␣'), text);
    if (text.includes('\ufffd')) sayCell('character-not-storable', 'error');
    else if (text.length > (LONGEST[field] ?? 500)) sayCell('text-too-long', 'error');
    else if (isPersonField(field)) readCell(said, field, text, dateOrder, rules, sayCell);
    else if (part) readPart(part, field, text, dateOrder, rules, sayCell);
  }
  completeName(said);
  const columnOf = (field: ImportField) => columns.find((one) => one.field === field)?.column ?? null;
  if (said.displayName === undefined && !problems.some(({ severity }) => severity === 'error'))
    say('name-missing', 'error', columnOf('name') ?? columnOf('familyName') ?? columnOf('givenName'));
  if (
    rules.key !== 'name' &&
    said[rules.key] === undefined &&
    !problems.some((one) => one.column === columnOf(rules.key) && one.severity === 'error')
  )
    say('key-missing', 'error', columnOf(rules.key));
  sayImpossibleDays(said, rules, columnOf, say);
  if (part && side === null) {
    part.role ??= rules.target?.role ?? null;
    if (part.role === null && !problems.some(({ code }) => code === 'role-unknown'))
      say('role-missing', 'error', columnOf('role'));
  }
  return { line, side, said, part, problems };
}

function sayImpossibleDays(
  said: WrittenPerson,
  rules: ReadingRules,
  columnOf: (field: ImportField) => number | null,
  say: Say,
): void {
  if (said.leftOn && said.hiredOn && said.leftOn < said.hiredOn)
    say('left-before-hired', 'error', columnOf('leftOn'), `${said.hiredOn} – ${said.leftOn}`);
  if (said.leftOn && said.leftOn > rules.today)
    say('left-in-future', 'warning', columnOf('leftOn'), said.leftOn);
  if (said.jobSince && said.hiredOn && said.jobSince < said.hiredOn) {
    say('job-before-hired', 'warning', columnOf('jobSince'), `${said.hiredOn} – ${said.jobSince}`);
    delete said.jobSince;
  }
}

type PersonField = (typeof personImportFields)[number];
const MENTORING: readonly string[] = ['role', 'interest', 'wish', 'rank', 'capacity', 'pairedOn'];
const isPersonField = (field: ImportField): field is PersonField => !MENTORING.includes(field);

function readCell(
  said: WrittenPerson,
  field: PersonField,
  text: string,
  dateOrder: DateOrder | null,
  rules: ReadingRules,
  say: SayCell,
): void {
  switch (field) {
    case 'name': {
      const name = splitName(text);
      said.displayName = name.displayName;
      said.givenName ??= name.givenName;
      said.familyName ??= name.familyName;
      return;
    }
    case 'department':
    case 'site':
      said[field] = readUnit(field, text, rules, say);
      return;
    case 'givenName':
    case 'familyName':
    case 'jobTitle':
    case 'pronouns':
      said[field] = text;
      return;
  }
  if (isNothing(text)) return;
  switch (field) {
    case 'employeeNumber':
    case 'manager':
      said[field] = text;
      return;
    case 'email':
      readMail(said, text, say);
      return;
    case 'hiredOn':
    case 'leftOn':
    case 'leaveFrom':
    case 'leaveUntil':
    case 'jobSince': {
      const day = readDayOf(text, dateOrder, rules.today, say);
      if (day === null) return;
      if (field === 'jobSince' && day > rules.today) say('date-out-of-range', 'error');
      else said[field] = day;
      return;
    }
    case 'endReason':
      said.endReason = readEndReason(text);
      return;
    case 'grade':
      return keep(said, 'grade', readGrade(text), () => say('grade-unreadable', 'warning'));
    case 'timeZone':
      return keep(said, 'timeZone', readTimeZone(text), () => say('time-zone-unknown', 'warning'));
    case 'locale':
      return keep(said, 'locale', readLocale(text), () => say('language-unknown', 'warning'));
    case 'languages': {
      const read = text.split(/[,;/|]/).map((one) => readLanguage(tidy(one)));
      if (read.includes(undefined)) say('language-unknown', 'warning');
      const known = [...new Set(read.filter((one) => one !== undefined))].slice(0, 12);
      if (known.length > 0) said.languages = known;
    }
  }
}

function readPart(
  part: WrittenPart,
  field: ImportField,
  text: string,
  dateOrder: DateOrder | null,
  rules: ReadingRules,
  say: SayCell,
): void {
  if (isNothing(text)) return;
  switch (field) {
    case 'role': {
      const role = readRole(text);
      if (role === undefined) say('role-unknown', 'error');
      else part.role = role;
      return;
    }
    case 'interest':
      part.interests = splitList(text);
      return;
    case 'wish':
      part.wishes = text.split(/[;|]/).map(tidy).filter(Boolean);
      return;
    case 'rank':
      part.rank = readRank(text) ?? null;
      if (part.rank === null) say('rank-unreadable', 'warning');
      return;
    case 'capacity':
      part.capacity = readCapacity(text) ?? null;
      if (part.capacity === null) say('capacity-unreadable', 'warning');
      return;
    case 'pairedOn':
      part.pairedOn = readDayOf(text, dateOrder, rules.today, say);
      if (part.pairedOn !== null && part.pairedOn > rules.today) say('date-out-of-range', 'error');
  }
}

/** Several topics in one cell are separated by semicolons or bars; by commas only where each is short. */
function splitList(text: string): string[] {
  const parts = text.split(/[;|]/).map(tidy).filter(Boolean);
  const [only = ''] = parts;
  const byComma = parts.length === 1 ? only.split(',').map(tidy).filter(Boolean) : parts;
  return byComma.every((one) => one.length <= 40) ? byComma : parts;
}

/** A department or site as it was mapped, else as written; one that the directory does not have is asked about. */
function readUnit(field: 'department' | 'site', text: string, rules: ReadingRules, say: SayCell): string {
  const mapped = rules.values.get(valueKey(field, text));
  if (mapped !== undefined) return mapped;
  const known = rules.known[field];
  if (known.size === 0) return text;
  const same = known.get(text.toLowerCase());
  if (same !== text) say(field === 'site' ? 'site-new' : 'department-new', 'warning', same ?? null);
  return text;
}

function keep<K extends keyof WrittenPerson>(
  said: WrittenPerson,
  field: K,
  value: WrittenPerson[K] | undefined,
  otherwise: () => void,
): void {
  if (value === undefined) otherwise();
  else said[field] = value;
}

const readMailAddress = (text: string) => {
  const read = z.safeParse(emailSchema, text);
  return read.success ? read.data.toLowerCase() : undefined;
};

function readMail(said: WrittenPerson, text: string, say: SayCell): void {
  const mail = readMailAddress(text.replace(/^mailto:/i, ''));
  if (mail !== undefined) said.email = mail;
  else
    say(
      'email-malformed',
      'error',
      suggestMail(text, (one) => readMailAddress(one) !== undefined),
    );
}

function readDayOf(text: string, order: DateOrder | null, today: string, say: SayCell): string | null {
  const day = order === null ? null : readDay(text, order, today);
  if (day === null) {
    say('date-unreadable', 'error', suggestDay(text, order, today));
    return null;
  }
  if (day >= EARLIEST && day <= LATEST) return day;
  say('date-out-of-range', 'error');
  return null;
}

/** A whole name wins over its parts; parts alone make one. */
function completeName(said: WrittenPerson): void {
  if (said.displayName !== undefined) return;
  const displayName = tidy(`${said.givenName ?? ''} ${said.familyName ?? ''}`).slice(0, 160);
  if (displayName !== '') said.displayName = displayName;
}

export const isDayField = (field: ImportField): boolean => (dayFields as readonly string[]).includes(field);
