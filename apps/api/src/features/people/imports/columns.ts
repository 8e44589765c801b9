import { setImmediate } from 'node:timers/promises';

import { importFields } from '@ithaca/contracts/people';
import type { ImportField, importColumn } from '@ithaca/contracts/people';
import { searchTokens } from '@ithaca/domain/search-tokens';
import type * as z from 'zod/mini';

import { isNothing, nameKey, tidy } from '../written-values.ts';
import type { UploadedRow } from './uploaded-file.ts';
import { fittingOrders, looksLikeDay } from './written-days.ts';

/** What each column of a file seems to hold. Pure. */

export type ImportColumn = z.infer<typeof importColumn>;
type Confidence = NonNullable<ImportColumn['guess']>['confidence'];

/** Headings in English, German and French, folded to letters and digits: those that leave no doubt, and those that do. */
const HEADINGS: Readonly<Record<ImportField, { sure: string; likely: string }>> = {
  employeeNumber: {
    sure: 'employeenumber employeeid empid employeid personnelnumber staffnumber staffid workerid persnr personalnummer personalnr mitarbeiternummer mitarbeiterid matricule numeroemploye idemploye',
    likely: 'id nr number nummer numero empno personid badge uid',
  },
  name: {
    sure: 'name fullname employeename displayname vollername mitarbeitername nomcomplet prenomnom nometprenom workername',
    likely: 'employee mitarbeiter employe person',
  },
  givenName: {
    sure: 'givenname firstname forename vorname prenom preferredfirstname',
    likely: 'first rufname',
  },
  familyName: {
    sure: 'familyname lastname surname nachname familienname nomdefamille',
    likely: 'last zuname',
  },
  email: {
    sure: 'email mail emailaddress mailaddress workemail businessemail emailadresse mailadresse courriel adresseemail adressemail',
    likely: 'emailwork login userprincipalname upn',
  },
  jobTitle: {
    sure: 'jobtitle position jobrole role poste fonction stelle positionsbezeichnung stellenbezeichnung intituleposte emploi',
    likely: 'title titel job funktion beruf tatigkeit',
  },
  department: {
    sure: 'department abteilung dept departement service division orgunit organisationalunit departmentname',
    likely: 'bu businessunit team unit bereich direction costcenter kostenstelle',
  },
  site: {
    sure: 'site location office standort lieu officelocation worklocation arbeitsort',
    likely: 'city state country ort stadt ville pays land region bundesland',
  },
  grade: {
    sure: 'grade joblevel paygrade level jobgrade stufe entgeltgruppe',
    likely: 'band niveau gehaltsgruppe echelon',
  },
  manager: {
    sure: 'manager managername managerid manageremail supervisor reportsto linemanager vorgesetzter vorgesetzte fuhrungskraft responsable superieur managernumber',
    likely: 'boss lead teamlead chef teamleiter n1',
  },
  hiredOn: {
    sure: 'hiredate dateofhire hiredon startdate employmentstart eintrittsdatum eintritt einstellungsdatum dateembauche datedentree dateentree originalhiredate joiningdate dateofjoining',
    likely: 'hired start joined entry beginn datedebut arrivee',
  },
  leftOn: {
    sure: 'terminationdate dateoftermination lefton enddate leavingdate exitdate austrittsdatum austritt datedepart datedesortie datesortie lastworkingday lastdayofwork',
    likely: 'left end exit termination ende datefin depart',
  },
  endReason: {
    sure: 'termreason terminationreason endreason leavingreason reasonforleaving austrittsgrund kundigungsgrund motifdepart motifdedepart',
    likely: 'reason grund motif',
  },
  timeZone: { sure: 'timezone tz zeitzone fuseauhoraire', likely: 'fuseau' },
  locale: {
    sure: 'locale preferredlanguage interfacelanguage sprache langue language',
    likely: 'lang korrespondenzsprache',
  },
  languages: { sure: 'languages sprachen langues spokenlanguages', likely: 'sprachkenntnisse' },
  pronouns: { sure: 'pronouns pronomen pronoms', likely: '' },
};

const HEADING_LIST = (Object.entries(HEADINGS) as [ImportField, { sure: string; likely: string }][]).flatMap(
  ([field, { sure, likely }]) => [
    ...sure.split(' ').map((heading) => ({ heading, field, confidence: 'sure' as Confidence })),
    ...likely.split(' ').map((heading) => ({ heading, field, confidence: 'likely' as Confidence })),
  ],
);
const KNOWN = new Map(HEADING_LIST.map((entry) => [entry.heading, entry]));
const RANK: Readonly<Record<Confidence, number>> = { sure: 2, likely: 1, unsure: 0 };
const DAYS: readonly ImportField[] = ['hiredOn', 'leftOn'];

interface Guess {
  column: number;
  field: ImportField;
  confidence: Confidence;
  /** Breaks ties between columns of one confidence: how many of the values fit. */
  fit: number;
}

/** Headings, samples, guesses and date orders of a file's columns; each field is guessed at most once. */
export async function describeColumns(
  header: readonly string[],
  rows: readonly UploadedRow[],
  today: string,
): Promise<ImportColumn[]> {
  const values: string[][] = [];
  for (const column of header.keys()) {
    values.push(rows.map(({ cells }) => tidy(cells[column] ?? '')).filter((value) => value !== ''));
    // A wide file takes a while: others get the thread between columns.
    await setImmediate();
  }
  const guesses = bestGuesses(header, values);
  return header.map((heading, column) => {
    const filled = values[column] ?? [];
    const written = filled.filter((value) => !isNothing(value));
    const days = written.filter(looksLikeDay);
    const guess = guesses.find((one) => one.column === column);
    return {
      column,
      header: heading,
      samples: [...new Set(filled)].slice(0, 3).map((value) => value.slice(0, 80)),
      filled: filled.length,
      guess: guess ? { field: guess.field, confidence: guess.confidence } : null,
      dateOrders: days.length > 0 && days.length * 2 >= written.length ? fittingOrders(days, today) : [],
    };
  });
}

function bestGuesses(header: readonly string[], values: readonly string[][]): Guess[] {
  const people = knownPeople(header, values);
  const candidates: Guess[] = [];
  for (const [column, heading] of header.entries()) {
    const guess = guessOf(heading, header);
    const sample = values[column] ?? [];
    if (guess) {
      const fit = fitOf(guess.field, sample, people);
      // A heading that its values contradict: days that are none, mails without an @.
      if (fit === 0 && sample.length > 0 && (DAYS.includes(guess.field) || guess.field === 'email')) continue;
      candidates.push({ column, ...guess, fit, confidence: fit < 0.5 ? 'unsure' : guess.confidence });
    } else if (sample.length > 0 && sample.filter(isMail).length >= sample.length * 0.8)
      candidates.push({ column, field: 'email', confidence: 'likely', fit: 1 });
  }
  const taken = new Set<ImportField>();
  return candidates
    .toSorted((a, b) => RANK[b.confidence] - RANK[a.confidence] || b.fit - a.fit || a.column - b.column)
    .filter(({ field }) => !taken.has(field) && taken.add(field));
}

function guessOf(
  heading: string,
  header: readonly string[],
): { field: ImportField; confidence: Confidence } | null {
  // A file that was exported here names each column by its key, whatever the language of the heading.
  const key = /\[([A-Za-z]+)\]$/.exec(heading.trim())?.[1];
  if (key !== undefined) {
    const field = importFields.find((one) => one === key);
    return field ? { field, confidence: 'sure' } : null;
  }
  const folded = fold(heading);
  const others = header.map(fold);
  const hasGivenName = others.some((other) => KNOWN.get(other)?.field === 'givenName');
  // `Nom` beside `Prénom`, `Name` beside `Vorname`: the family name. Alone it is all there is of a name.
  if (folded === 'nom')
    return hasGivenName
      ? { field: 'familyName', confidence: 'sure' }
      : { field: 'name', confidence: 'likely' };
  if (folded === 'name' && hasGivenName && !others.some((other) => KNOWN.get(other)?.field === 'familyName'))
    return { field: 'familyName', confidence: 'likely' };
  return KNOWN.get(folded) ?? null;
}

const fold = (heading: string) => searchTokens([heading]).join('');
const isMail = (value: string) => /^\S+@\S+\.\S+$/.test(value);

/** Every number, mail and name key of the file: what a manager column should point at. */
function knownPeople(header: readonly string[], values: readonly string[][]): Set<string> {
  const known = new Set<string>();
  for (const [column, heading] of header.entries()) {
    const field = guessOf(heading, header)?.field;
    if (field !== 'employeeNumber' && field !== 'email' && field !== 'name') continue;
    for (const value of values[column] ?? []) {
      known.add(value.toLowerCase());
      if (field === 'name') known.add(nameKey(value));
    }
  }
  return known;
}

/** The share of values that look like the field, from a sample; 1 where anything goes. */
function fitOf(field: ImportField, values: readonly string[], people: ReadonlySet<string>): number {
  const sample = values.filter((value) => !isNothing(value)).slice(0, 500);
  if (sample.length === 0) return field === 'employeeNumber' ? 0 : 1;
  const share = (fits: (value: string) => boolean) => sample.filter(fits).length / sample.length;
  if (DAYS.includes(field)) return share(looksLikeDay);
  if (field === 'email') return share(isMail);
  if (field === 'employeeNumber') return new Set(sample).size / sample.length;
  if (field === 'manager')
    // Outsiders and people of other files are normal; what counts is which column points at more people.
    return people.size === 0
      ? 1
      : 0.5 + share((value) => people.has(value.toLowerCase()) || people.has(nameKey(value))) / 2;
  return 1;
}
