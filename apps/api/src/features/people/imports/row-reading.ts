import type { ImportField, ImportMapping, ImportProblem } from '@ithaca/contracts/people';
import { email as emailSchema } from '@ithaca/contracts/text';
import { writtenText } from '@ithaca/domain/spreadsheet-text';
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
import type { UploadedRow } from './uploaded-file.ts';
import type { DateOrder } from './written-days.ts';
import { EARLIEST, LATEST, readDay } from './written-days.ts';

/** One line of a file → what it says about a person, and what is wrong with it. Pure; knows nothing of the directory. */

/** Only what the line says: a field that is absent says nothing. `leftOn` null says that the person is employed. */
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
  hiredOn?: string;
  leftOn?: string | null;
  endReason?: string;
  timeZone?: string;
  locale?: string;
  languages?: string[];
  pronouns?: string;
  manager?: string;
}

export interface ReadRow {
  line: number;
  said: WrittenPerson;
  problems: ImportProblem[];
}

export interface ReadingRules {
  columns: readonly { column: number; field: ImportField; dateOrder: DateOrder | null }[];
  key: ImportMapping['key'];
  /** Cells a line must have. */
  width: number;
  today: string;
}

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
};

type Say = (
  code: ImportProblem['code'],
  severity: ImportProblem['severity'],
  column: number | null,
  value?: string,
) => void;

/** Reads one line by the mapping. A line of the wrong width is not read at all: its cells stand under wrong headings. */
export function readRow({ line, cells }: UploadedRow, rules: ReadingRules): ReadRow {
  const problems: ImportProblem[] = [];
  const say: Say = (code, severity, column, value = '') =>
    problems.push({ code, severity, column, value: value.slice(0, 120) });
  const said: WrittenPerson = {};
  if (cells.length !== rules.width) {
    say('shifted-row', 'error', null, String(cells.length));
    return { line, said, problems };
  }
  for (const { column, field, dateOrder } of rules.columns) {
    const text = tidy(writtenText(cells[column] ?? ''));
    if (field === 'leftOn') said.leftOn = null;
    if (text === '') continue;
    if (text.includes('\ufffd')) say('character-not-storable', 'error', column, text);
    else if (text.length > (LONGEST[field] ?? 500)) say('text-too-long', 'error', column, text);
    else
      readCell(said, field, text, dateOrder, rules.today, (code, severity) =>
        say(code, severity, column, text),
      );
  }
  completeName(said);
  const columnOf = (field: ImportField) => rules.columns.find((one) => one.field === field)?.column ?? null;
  if (said.displayName === undefined && !problems.some(({ severity }) => severity === 'error'))
    say('name-missing', 'error', columnOf('name') ?? columnOf('familyName') ?? columnOf('givenName'));
  if (
    rules.key !== 'name' &&
    said[rules.key] === undefined &&
    !problems.some((one) => one.column === columnOf(rules.key))
  )
    say('key-missing', 'error', columnOf(rules.key));
  if (said.leftOn && said.hiredOn && said.leftOn < said.hiredOn)
    say('left-before-hired', 'error', columnOf('leftOn'), `${said.hiredOn} – ${said.leftOn}`);
  if (said.leftOn && said.leftOn > rules.today)
    say('left-in-future', 'warning', columnOf('leftOn'), said.leftOn);
  return { line, said, problems };
}

function readCell(
  said: WrittenPerson,
  field: ImportField,
  text: string,
  dateOrder: DateOrder | null,
  today: string,
  say: (code: ImportProblem['code'], severity: ImportProblem['severity']) => void,
): void {
  switch (field) {
    case 'name': {
      const name = splitName(text);
      said.displayName = name.displayName;
      said.givenName ??= name.givenName;
      said.familyName ??= name.familyName;
      return;
    }
    case 'givenName':
    case 'familyName':
    case 'jobTitle':
    case 'department':
    case 'site':
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
      readDayInto(said, field, text, dateOrder, today, say);
      return;
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

function keep<K extends keyof WrittenPerson>(
  said: WrittenPerson,
  field: K,
  value: WrittenPerson[K] | undefined,
  otherwise: () => void,
): void {
  if (value === undefined) otherwise();
  else said[field] = value;
}

function readMail(
  said: WrittenPerson,
  text: string,
  say: (code: 'email-malformed', severity: 'error') => void,
): void {
  const read = z.safeParse(emailSchema, text.replace(/^mailto:/i, ''));
  if (read.success) said.email = read.data.toLowerCase();
  else say('email-malformed', 'error');
}

function readDayInto(
  said: WrittenPerson,
  field: 'hiredOn' | 'leftOn',
  text: string,
  order: DateOrder | null,
  today: string,
  say: (code: 'date-unreadable' | 'date-out-of-range', severity: 'error') => void,
): void {
  const day = order === null ? null : readDay(text, order, today);
  if (day === null) say('date-unreadable', 'error');
  else if (day < EARLIEST || day > LATEST) say('date-out-of-range', 'error');
  else said[field] = day;
}

/** A whole name wins over its parts; parts alone make one. */
function completeName(said: WrittenPerson): void {
  if (said.displayName !== undefined) return;
  const displayName = tidy(`${said.givenName ?? ''} ${said.familyName ?? ''}`).slice(0, 160);
  if (displayName !== '') said.displayName = displayName;
}
