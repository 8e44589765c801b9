import { dayFields, importFields, mentoringFields } from '@ithaca/contracts/imports';
import type { ImportField, importColumn } from '@ithaca/contracts/imports';
import type { UnequalSide } from '@ithaca/domain/vocabulary';
import { searchTokens } from '@ithaca/domain/search-tokens';
import type * as z from 'zod/mini';

import { isNothing, nameKey, tidy } from '../../written-values.ts';
import type { UploadedRow } from './uploaded-file.ts';
import { readCapacity, readRank, readRole } from '../mentoring/written-parts.ts';
import { DayTally, looksLikeDay } from './written-days.ts';

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
  jobSince: {
    sure: 'jobsince inrolesince inpositionsince positionstartdate jobstartdate lastpromotiondate promotiondate dateoflastpromotion dateofpromotion befordertam beforderungsdatum indieserstelleseit datepromotion dernierepromotion dateprisedeposte',
    likely: 'promotion effectivedate promoted lastpromotion beforderung',
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
  leaveFrom: {
    sure: 'leavefrom leavestart leavestartdate onleavefrom absencestart absencestartdate firstdayofleave abwesendab abwesenheitsbeginn absentab congedebut debutconge debutabsence',
    likely: 'leave absence abwesenheit conge',
  },
  leaveUntil: {
    sure: 'leaveuntil leaveend leaveenddate onleaveuntil absenceend absenceenddate lastdayofleave expectedreturn abwesendbis abwesenheitsende absentbis congefin finconge finabsence',
    likely: '',
  },
  timeZone: { sure: 'timezone tz zeitzone fuseauhoraire', likely: 'fuseau' },
  locale: {
    sure: 'locale preferredlanguage interfacelanguage sprache langue language',
    likely: 'lang korrespondenzsprache',
  },
  languages: { sure: 'languages sprachen langues spokenlanguages', likely: 'sprachkenntnisse' },
  pronouns: { sure: 'pronouns pronomen pronoms', likely: '' },
  role: {
    sure: 'mentoringrole programrole participanttype participantrole mentorormentee mentormentee rolleimprogramm',
    likely: 'rolle participation usertype typ type',
  },
  interest: {
    sure: 'interest interests topic topics goal goals developmentarea themen thema interessen interesse interets interet sujet objectif ziele ziel',
    likely: 'area focus skill skills fahigkeit kompetenz competence expertise',
  },
  wish: {
    sure: 'preferredmentor preferredmentors mentorchoice wunschmentor wunschmentorin mentorsouhaite requestedmentor preference choice',
    likely: 'wish wunsch souhait preferred',
  },
  rank: {
    sure: 'rank rang priority prioritat priorite choicenumber ranking',
    likely: 'order reihenfolge ordre',
  },
  capacity: {
    sure: 'capacity maxmentees numberofmentees menteecapacity kapazitat anzahlmentees capacite nombredementores',
    likely: 'seats platze places max',
  },
  pairedOn: {
    sure: 'matchdate matchedon pairedon pairingdate matchstartdate matchstart connectiondate relationshipstart dateappariement',
    likely: 'matched paired',
  },
};

const HEADING_LIST = (Object.entries(HEADINGS) as [ImportField, { sure: string; likely: string }][]).flatMap(
  ([field, { sure, likely }]) => [
    ...sure.split(' ').map((heading) => ({ heading, field, confidence: 'sure' as Confidence })),
    ...likely.split(' ').map((heading) => ({ heading, field, confidence: 'likely' as Confidence })),
  ],
);
const KNOWN = new Map(HEADING_LIST.map((entry) => [entry.heading, entry]));
const RANK: Readonly<Record<Confidence, number>> = { sure: 2, likely: 1, unsure: 0 };
/** Values that are looked at to see whether a column holds what its heading says. */
const SAMPLE = 500;
/** Names, numbers and mails that are kept to see which column points at people. */
const MOST_PEOPLE = 30_000;

interface Guess {
  column: number;
  field: ImportField;
  side: UnequalSide | null;
  confidence: Confidence;
  /** Breaks ties between columns of one confidence: how many of the values fit. */
  fit: number;
}

interface Tally {
  samples: Set<string>;
  filled: number;
  /** Cells that say something, not that there is nothing. */
  written: number;
  values: string[];
  days: DayTally;
}

/** Takes the rows of a file as they come and says what each of its columns seems to hold. */
export class ColumnTally {
  readonly #header: readonly string[];
  readonly #tallies: Tally[];
  readonly #people = new Set<string>();
  readonly #naming: (ImportField | null)[];

  constructor(header: readonly string[], today: string) {
    this.#header = header;
    this.#tallies = header.map(() => ({
      samples: new Set(),
      filled: 0,
      written: 0,
      values: [],
      days: new DayTally(today),
    }));
    this.#naming = header.map((heading) => {
      const field = guessOf(heading, header)?.field;
      return field === 'employeeNumber' || field === 'email' || field === 'name' ? field : null;
    });
  }

  add(rows: readonly UploadedRow[]): void {
    for (const { cells } of rows)
      for (const [column, tally] of this.#tallies.entries()) this.#count(column, tally, cells[column] ?? '');
  }

  #count(column: number, tally: Tally, cell: string): void {
    const value = tidy(cell);
    if (value === '') return;
    tally.filled += 1;
    if (tally.samples.size < 3) tally.samples.add(value.slice(0, 80));
    const naming = this.#naming[column];
    if (naming && this.#people.size < MOST_PEOPLE) {
      this.#people.add(value.toLowerCase());
      if (naming === 'name') this.#people.add(nameKey(value));
    }
    if (isNothing(value)) return;
    tally.written += 1;
    if (tally.values.length < SAMPLE) tally.values.push(value);
    tally.days.add(value);
  }

  /** Headings, samples, guesses and date orders; each field is guessed at most once for each side. */
  describe(): ImportColumn[] {
    const guesses = this.#guesses();
    return this.#header.map((heading, column) => {
      const tally = this.#tallies[column];
      const guess = guesses.find((one) => one.column === column);
      const holdsDays = tally !== undefined && tally.days.days > 0 && tally.days.days * 2 >= tally.written;
      return {
        column,
        header: heading,
        samples: samplesOf(tally),
        filled: tally?.filled ?? 0,
        guess: guess ? { field: guess.field, confidence: guess.confidence, side: guess.side } : null,
        dateOrders: holdsDays ? tally.days.orders : [],
        mixedOrders: holdsDays && tally.days.mixed,
        twoDigitYears: holdsDays && tally.days.twoDigits > 0,
      };
    });
  }

  /** Whatever it is called, a column of mentors and mentees says who is which. */
  #seemsRole(sample: readonly string[]): boolean {
    return sample.length > 0 && sample.every((value) => readRole(value) !== undefined);
  }

  #guesses(): Guess[] {
    const sided = sidesOf(this.#header);
    // Words that say little by themselves are about mentoring only in a file that is.
    const isMoving =
      sided.some(({ side }) => side !== null) || this.#tallies.some(({ values }) => this.#seemsRole(values));
    const candidates: Guess[] = [];
    for (const [column, heading] of this.#header.entries()) {
      const { side, rest } = sided[column] ?? { side: null, rest: heading };
      const sample = this.#tallies[column]?.values ?? [];
      const guess = this.#seemsRole(sample) ? ROLE : guessOf(rest, this.#header);
      if (guess) {
        if (isMentoring(guess.field) && guess.confidence !== 'sure' && !isMoving) continue;
        const fit = fitOf(guess.field, sample, this.#people);
        // A heading that its values contradict: days that are none, mails without an @.
        if (fit === 0 && sample.length > 0 && (isDayField(guess.field) || CHECKED.includes(guess.field)))
          continue;
        candidates.push({ column, ...guess, side, fit, confidence: fit < 0.5 ? 'unsure' : guess.confidence });
      } else if (sample.length > 0 && sample.filter(isMail).length >= sample.length * 0.8)
        candidates.push({ column, field: 'email', side, confidence: 'likely', fit: 1 });
    }
    const taken = new Set<string>();
    return candidates
      .toSorted((a, b) => RANK[b.confidence] - RANK[a.confidence] || b.fit - a.fit || a.column - b.column)
      .filter(({ field, side }) => !taken.has(`${field} ${side}`) && taken.add(`${field} ${side}`));
  }
}

const ROLE = { field: 'role', confidence: 'sure' } as const;
/** Fields whose values tell at once whether the heading is right. */
const CHECKED: readonly ImportField[] = ['email', 'role', 'rank', 'capacity'];
const isMentoring = (field: ImportField) => (mentoringFields as readonly ImportField[]).includes(field);
/** The first three different cells; among days to choose an order for, one that shows what the choice does. */
function samplesOf(tally: Tally | undefined): string[] {
  const samples = [...(tally?.samples ?? [])];
  const telling = tally && tally.days.orders.length > 1 ? tally.days.telling : null;
  return telling === null || samples.includes(telling) ? samples : [...samples.slice(0, 2), telling];
}

const isDayField = (field: ImportField) => (dayFields as readonly ImportField[]).includes(field);

const SIDE_WORDS: readonly (readonly [RegExp, UnequalSide])[] = [
  [/^(mentee|mentoree|protege|protegee|mentoré|mentorée|learner)s?(?=[\s_.:-]|[A-Z]|$)/i, 'mentee'],
  [/^mentor(in|e)?s?(?=[\s_.:-]|[A-Z]|$)/i, 'mentor'],
];

/** `Mentor email` beside `Mentee email`: a file of pairs, whose columns speak of one side each. */
function sidesOf(header: readonly string[]): { side: UnequalSide | null; rest: string }[] {
  const read = header.map((heading) => {
    for (const [pattern, side] of SIDE_WORDS) {
      const match = pattern.exec(heading.trim());
      // `Mentor` alone holds the mentor's name.
      if (match)
        return {
          side,
          rest:
            heading
              .trim()
              .slice(match[0].length)
              .replace(/^[\s_.:-]+/, '') || 'name',
        };
    }
    return { side: null, rest: heading };
  });
  const both = (['mentor', 'mentee'] as const).every((side) => read.some((one) => one.side === side));
  return both ? read : header.map((heading) => ({ side: null, rest: heading }));
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

/** The share of values that look like the field, from a sample; 1 where anything goes. */
function fitOf(field: ImportField, values: readonly string[], people: ReadonlySet<string>): number {
  const sample = values;
  if (sample.length === 0) return field === 'employeeNumber' ? 0 : 1;
  const share = (fits: (value: string) => boolean) => sample.filter(fits).length / sample.length;
  if (isDayField(field)) return share(looksLikeDay);
  if (field === 'email') return share(isMail);
  if (field === 'role') return share((value) => readRole(value) !== undefined);
  if (field === 'rank') return share((value) => readRank(value) !== undefined);
  if (field === 'capacity') return share((value) => readCapacity(value) !== undefined);
  if (field === 'employeeNumber') return new Set(sample).size / sample.length;
  if (field === 'manager')
    // Outsiders and people of other files are normal; what counts is which column points at more people.
    return people.size === 0
      ? 1
      : 0.5 + share((value) => people.has(value.toLowerCase()) || people.has(nameKey(value))) / 2;
  return 1;
}
