import type { Stamp } from '@ithaca/contracts/stamp';
import { listMetrics } from '@ithaca/metrics/catalogue';
import { grainOf } from '@ithaca/metrics/metric-grains';
import type { MetricKey } from '@ithaca/metrics/metric-grains';
import type { Locale } from '@ithaca/domain/vocabulary';

import { mediaTypes, writeTable } from '../../../platform/exports/table-file.ts';
import type { ExportColumn, TableFormat } from '../../../platform/exports/table-file.ts';
import { reportWords } from '../words/report-words.ts';

/** A value as it is in the record: no unit, no rounding, no thousands. */
type Cell = string | number | null;
type Kind = ExportColumn<unknown>['kind'];
type Heading = readonly [en: string, de: string, ar: string];

/** One table of numbers: which metrics of the catalogue it holds, its columns, its rows. */
export interface MetricTable {
  name: string;
  title: Heading;
  metrics: readonly MetricKey[];
  /** How its values are to be read, where that is not as in most tables. */
  values?: Heading;
  columns: readonly { key: string; kind: Kind; heading: Heading }[];
  rows: readonly Readonly<Record<string, Cell>>[];
}

/** What the numbers are about, told before them. */
export interface TableFrame {
  organisationName: string;
  programName: string;
  /** Null: of more than one. */
  cohortName: string | null;
  /** Of whom: the cohort, or those of the reader's area. */
  audience: 'cohort' | 'area';
  asOf: string;
  /** Of which state of the data it is; missing where the numbers were frozen before that was noted. */
  stamp?: Stamp | undefined;
  /** The smallest group that is shown; 0 where the reader may see each by name. */
  minimumGroup: number;
}

const inLocale = ([en, de, ar]: Heading): Record<Locale, string> => ({ en, de, ar });
const pick = (locale: Locale, heading: Heading) => inLocale(heading)[locale];

const ABOUT = {
  table: ['Table', 'Tabelle', 'الجدول'],
  of: ['Cohort', 'Kohorte', 'الدفعة'],
  program: ['Program', 'Programm', 'البرنامج'],
  audience: ['People', 'Personen', 'الأشخاص'],
  asOf: ['As of', 'Stand', 'حتى'],
  computed: ['Computed', 'Berechnet', 'حُسب في'],
  scope: ['Scope', 'Umfang', 'النطاق'],
  data: ['Data version', 'Datenstand Nr.', 'إصدار البيانات'],
  privacy: ['Privacy', 'Datenschutz', 'الخصوصية'],
  values: ['Values', 'Werte', 'القيم'],
} as const satisfies Record<string, Heading>;
const NOT_NOTED: Heading = ['Not noted yet', 'Noch nicht vermerkt', 'لم يُسجَّل بعد'];

const AUDIENCE = {
  cohort: ['Everyone of the cohort', 'Alle der Kohorte', 'جميع أفراد الدفعة'],
  area: [
    'People of the reader’s area',
    'Personen aus dem Bereich der lesenden Person',
    'أشخاص من نطاق القارئ',
  ],
} as const satisfies Record<TableFrame['audience'], Heading>;

const PRIVACY: Heading = [
  'Nothing is shown that fewer people stand behind than each number allows; a cell left empty names its reason.',
  'Nichts wird gezeigt, hinter dem weniger Personen stehen, als die Zahl erlaubt; eine leere Zelle nennt ihren Grund.',
  'لا يُعرض ما يقف خلفه عدد أقل مما تسمح به كل قيمة؛ والخلية الفارغة تذكر سببها.',
];
const MINIMUM: Heading = ['Smallest group shown', 'Kleinste gezeigte Gruppe', 'أصغر مجموعة معروضة'];
const VALUES: Heading = [
  'Shares lie between 0 and 1; lo and hi bound the 95 % interval.',
  'Anteile liegen zwischen 0 und 1; lo und hi begrenzen das 95-%-Intervall.',
  'تقع النسب بين 0 و1؛ ويحدّ lo وhi مجال الثقة 95٪.',
];

/** What a reader has to know to trust the table: of whom, as of when, the definition of every metric in it. */
export function aboutOf(table: MetricTable, frame: TableFrame, locale: Locale): [string, string][] {
  const t = reportWords(locale);
  const defined = listMetrics().filter(({ key }) => table.metrics.includes(key));
  return [
    [pick(locale, ABOUT.table), pick(locale, table.title)],
    [
      pick(locale, frame.cohortName === null ? ABOUT.program : ABOUT.of),
      [frame.cohortName, frame.programName, frame.organisationName]
        .filter((name) => name !== null)
        .join(' · '),
    ],
    [pick(locale, ABOUT.audience), pick(locale, AUDIENCE[frame.audience])],
    [pick(locale, ABOUT.asOf), frame.asOf],
    ...(frame.stamp
      ? ([
          [pick(locale, ABOUT.scope), scopeOf(frame.stamp)],
          [pick(locale, ABOUT.computed), frame.stamp.computedAt],
          [pick(locale, ABOUT.data), frame.stamp.dataVersion ?? pick(locale, NOT_NOTED)],
        ] satisfies [string, string][])
      : []),
    [
      pick(locale, ABOUT.privacy),
      [
        pick(locale, PRIVACY),
        ...(frame.minimumGroup > 0 ? [`${pick(locale, MINIMUM)}: ${frame.minimumGroup}.`] : []),
      ].join(' '),
    ],
    [pick(locale, ABOUT.values), pick(locale, table.values ?? VALUES)],
    ...defined.map(({ key, version, population, numerator, denominator, window, method, ...more }) => {
      const sentence = [
        `${key}, version ${version}.`,
        `Grain: ${grainOf(key)}.`,
        `Base: ${population}`,
        `Counted: ${numerator}`,
        `Out of: ${denominator}`,
        `Window: ${window}`,
        `Method: ${method}`,
        `Hidden under ${more.minimumGroup}.`,
        ...(more.homogeneity === null ? [] : [`Answers all alike hidden under ${more.homogeneity}.`]),
        more.notes,
      ];
      return [t(`metrics.label.${key}`), sentence.join(' ')] satisfies [string, string];
    }),
  ];
}

/** Whose the numbers are, about what, and what was asked besides; days half-open, as in the record. */
function scopeOf({ organisationId, scope, from, to }: Stamp): string {
  const { of, programId, cohortIds, filter } = scope;
  return Object.entries({
    of,
    organisation: organisationId,
    program: programId,
    cohorts: cohortIds.join(' '),
    ...filter,
    ...(from !== null && { from }),
    ...(to !== null && { to }),
  })
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

/** The table as a file. Every way out of the product has these same cells, formed by the same functions. */
export async function fileOf(
  table: MetricTable,
  frame: TableFrame,
  { format, locale }: { format: TableFormat; locale: Locale },
): Promise<{ fileName: string; mediaType: string; bytes: Buffer }> {
  const pieces: Buffer[] = [];
  const written = writeTable(format, {
    title: pick(locale, table.title),
    locale,
    about: aboutOf(table, frame, locale),
    columns: table.columns.map(({ key, kind, heading }) => ({
      key,
      kind,
      heading: inLocale(heading),
      valueOf: (row: MetricTable['rows'][number]) => row[key] ?? null,
    })),
    pages: once(table.rows),
  });
  for await (const piece of written) pieces.push(piece);
  return {
    fileName: `${table.name}-${frame.asOf.slice(0, 10)}.${format}`,
    mediaType: mediaTypes[format],
    bytes: Buffer.concat(pieces),
  };
}

async function* once<T>(page: T): AsyncGenerator<T> {
  yield page;
}
