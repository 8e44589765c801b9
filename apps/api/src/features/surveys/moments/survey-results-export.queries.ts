import type { QuestionResult, SurveyResults, surveyResultColumns } from '@ithaca/contracts/survey-answers';

import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { ExportSource } from '../../../platform/exports/exports.ts';
import type { ExportColumn } from '../../../platform/exports/table-file.ts';
import { readSurveyResults } from './survey-results.queries.ts';

interface Line {
  moment: string;
  question: string;
  measure: string;
  n: number | null;
  value: number | null;
  from: number | null;
  to: number | null;
  text: string;
}

const column = (
  key: (typeof surveyResultColumns)[number],
  [en, de, ar]: [string, string, string],
  kind: ExportColumn<Line>['kind'] = 'text',
): ExportColumn<Line> => ({ key, heading: { en, de, ar }, kind, valueOf: (line) => line[key] });

/** The results of a cohort as a file: what the screen shows, line by line. Moments and measures stay the words of the API. */
export const surveyResultsExport = (db: Database, clock: Clock): ExportSource<object, Line> => ({
  list: 'survey-results',
  title: { en: 'Survey results', de: 'Ergebnisse der Umfragen', ar: 'نتائج الاستبيانات' },
  permission: 'program.coordinate',
  columns: [
    column('moment', ['Moment', 'Zeitpunkt', 'التوقيت']),
    column('question', ['Question', 'Frage', 'السؤال']),
    column('measure', ['Measure', 'Maß', 'المقياس']),
    column('n', ['Answers', 'Antworten', 'الإجابات'], 'number'),
    column('value', ['Value', 'Wert', 'القيمة'], 'number'),
    column('from', ['95 % from', '95 % von', '95٪ من'], 'number'),
    column('to', ['95 % to', '95 % bis', '95٪ إلى'], 'number'),
    column('text', ['Text', 'Text', 'النص']),
  ],
  async *pages(reader, _, { cohortId, programId }) {
    // A job that writes a long list has no grants of its own; that its reader has them was asked before and is at download.
    const coordinator = { ...reader, grants: [{ role: 'coordinator' as const, programId }] };
    yield linesOf(await readSurveyResults(db, coordinator, cohortId ?? '', clock.now()));
  },
});

function linesOf({ items, changes }: SurveyResults): Line[] {
  const blank = { n: null, value: null, from: null, to: null, text: '' };
  return [
    ...items
      .filter(({ asked }) => asked > 0)
      .flatMap(({ moment, asked, response, questions }) => [
        {
          ...blank,
          moment,
          question: '',
          measure: 'response',
          n: asked,
          value: response.estimate,
          from: response.lo,
          to: response.hi,
        },
        ...questions.flatMap((result) => linesOfQuestion(moment, result)),
      ]),
    ...changes.map(({ question, n, difference }) => ({
      ...blank,
      moment: 'start-to-end',
      question: question.label,
      measure: difference ? 'change' : 'too-few',
      n,
      value: difference?.estimate ?? null,
      from: difference?.lo ?? null,
      to: difference?.hi ?? null,
    })),
  ];
}

function linesOfQuestion(moment: string, result: QuestionResult): Line[] {
  const { question, n, suppressed, mean, content, net, counts, texts } = result;
  const blank = { moment, question: question.label, n, value: null, from: null, to: null, text: '' };
  if (suppressed) return [{ ...blank, measure: 'too-few' }];
  const ranges = Object.entries({ mean, content, net }).flatMap(([measure, range]) =>
    range ? [{ ...blank, measure, value: range.estimate, from: range.lo, to: range.hi }] : [],
  );
  const chosen = (counts ?? []).map(({ value, n: times }) => ({
    ...blank,
    measure: 'chosen',
    n: times,
    text: value,
  }));
  return [...ranges, ...chosen, ...(texts ?? []).map((text) => ({ ...blank, measure: 'text', text }))];
}
