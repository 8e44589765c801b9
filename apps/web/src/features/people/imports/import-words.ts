import {
  importFields,
  type ImportField,
  type ImportMapping,
  type PersonImport,
} from '@ithaca/contracts/imports';
import type { ImportState } from '@ithaca/domain/person-import';
import { unequalSides } from '@ithaca/domain/vocabulary';
import { useCallback } from 'react';
import { ApiProblem } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { problemWords } from '../../../lib/problem-words.ts';
import type { Tone } from '../../../ui/tone.ts';
import type { ImportRow } from './imports.queries.ts';
import { useIsOfPeers } from './imports.queries.ts';

export const stateTones: Record<ImportState, Tone> = {
  mapping: 'info',
  ready: 'info',
  running: 'accent',
  done: 'success',
  undoing: 'accent',
  undone: 'neutral',
  failed: 'danger',
};

/** Why a file is not taken, with the line or the headings that stop it. */
export function useRefusalWords(): (error: unknown) => string | undefined {
  const t = useText();
  const { list, number } = useFormat();
  return (error) => {
    if (error === null || error === undefined) return undefined;
    if (!(error instanceof ApiProblem)) return problemWords(error, t);
    const { line, names, limit, found } = error.facts;
    switch (error.code) {
      case 'import.other-workbook':
        if (found === 'ods') return t('imports.refused.ods');
        break;
      case 'import.not-text':
        if (typeof line === 'number') return t('imports.refused.signs', { line: number(line) });
        return t(found === 'PDF' ? 'imports.refused.pdf' : 'problem.import.not-text');
      case 'import.broken-quote':
        if (typeof line === 'number') return t('imports.refused.quote', { line: number(line) });
        break;
      case 'import.duplicate-header':
        if (Array.isArray(names)) return t('imports.refused.headings', { names: list(names.map(String)) });
        break;
      case 'import.too-many-rows':
        if (typeof limit === 'number') return t('imports.refused.rows', { limit: number(limit) });
        break;
    }
    return problemWords(error, t);
  };
}

const enrolments = [
  'mentor',
  'mentee',
  'peer',
  'matched',
  'draft',
  'awaiting-approval',
  'in-pool',
  'waitlisted',
] as const;
const reasons = ['voluntary', 'involuntary', 'retirement', 'other'] as const;
const days: ReadonlySet<string> = new Set<ImportField>([
  'hiredOn',
  'leftOn',
  'leaveFrom',
  'leaveUntil',
  'jobSince',
  'pairedOn',
]);
/** What separates the cells of a text, by the sign. */
export const delimiterWords = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;
export const isDay = (field: string) => days.has(field);
const isImportField = (field: string): field is ImportField => importFields.some((known) => known === field);

/** Fields and their values as an import into this cohort tells them: days in the reader's own writing. */
export function useFieldWords(cohortId?: string | null) {
  const t = useText();
  const isOfPeers = useIsOfPeers(cohortId);
  const { day, language } = useFormat();
  return {
    fieldWords: useCallback(
      (held: string) => {
        const side = unequalSides.find((one) => held.startsWith(`${one}.`));
        const field = side ? held.slice(side.length + 1) : held;
        const words =
          field === 'enrolment' || field === 'pairing'
            ? t(`imports.change.${field}`)
            : isImportField(field)
              ? t(`imports.field.${field}`)
              : field;
        if (!side) return words;
        const who = t(isOfPeers ? `imports.side.${side}.peers` : `imports.side.${side}`);
        return t('imports.field.ofSide', { side: who, field: words });
      },
      [t, isOfPeers],
    ),
    valueWords: useCallback(
      (held: string, value: string | null) => {
        if (value === null || value === '') return '';
        const field = held.replace(/^(mentor|mentee)\./, '');
        if (field === 'enrolment') {
          const word = enrolments.find((one) => one === value);
          return word ? t(`imports.enrolment.${word}`) : value;
        }
        if (isDay(field)) return day(value);
        if (field === 'locale') return language(value);
        const reason = field === 'endReason' && reasons.find((one) => one === value);
        if (reason) return t(`imports.reason.${reason}`);
        return value;
      },
      [t, day, language],
    ),
  };
}

const cellOf = (row: ImportRow, mapping: ImportMapping, field: ImportField): string => {
  const column = mapping.columns.find((one) => one.field === field)?.column;
  return column === undefined ? '' : (row.cells[column]?.trim() ?? '');
};

/** How the person of a line is called: as it will be, else as the file writes it; '' when nothing says so. */
export function nameOfRow(row: ImportRow, mapping: ImportMapping | null): string {
  const planned =
    row.changes['name']?.[1] ?? row.changes['mentor.name']?.[1] ?? row.changes['mentee.name']?.[1];
  if (planned) return planned;
  if (!mapping) return '';
  return (
    cellOf(row, mapping, 'name') ||
    [cellOf(row, mapping, 'givenName'), cellOf(row, mapping, 'familyName')].filter(Boolean).join(' ') ||
    cellOf(row, mapping, 'email') ||
    cellOf(row, mapping, 'employeeNumber')
  );
}

/** The heading of a column, or its number where the file gives none. */
export function useHeading(): (column: PersonImport['columns'][number]) => string {
  const t = useText();
  const { number } = useFormat();
  return useCallback(
    ({ header, column }) => header || t('imports.column.unnamed', { number: number(column + 1) }),
    [t, number],
  );
}
