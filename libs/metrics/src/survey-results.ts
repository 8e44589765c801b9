import { meanInterval, pairedDifference } from '@ithaca/statistics/means';
import { npsInterval } from '@ithaca/statistics/nps';
import { wilson } from '@ithaca/statistics/proportions';

import { fromInterval } from './records.ts';
import { publicReason, suppress, type Cell, type PublicReason } from './suppression.ts';

/** Fewest answers to show a number, and fewest to show how they spread, a change, or what was written. */
export const surveyMinimum = { answers: 5, detail: 10 } as const;

/** The sides that are told apart; peers are all alike. */
const sides = ['mentor', 'mentee'] as const;
type Side = (typeof sides)[number];

/** A question as far as it decides how its answers are read; `options` of a choice in their order. */
export type MeasuredQuestion = {
  key: string;
  kind: 'scale' | 'nps' | 'choice' | 'choices' | 'text';
  options: readonly string[];
};

/** One person's answers by key; nobody's name is needed to measure them. */
export type MeasuredAnswer = { side: Side | 'peer'; answers: Readonly<Record<string, unknown>> };

export type Range = { estimate: number; lo: number | null; hi: number | null };

/** What may be said of one question. Whatever is null may not be told, or is not of this kind of question. */
export type QuestionMeasure = {
  n: number | null;
  suppressed: PublicReason | null;
  mean: Range | null;
  content: Range | null;
  net: Range | null;
  counts: { value: string; n: number | null }[] | null;
  texts: string[] | null;
  sides: { side: Side; n: number; mean: Range }[] | null;
};

const contentFrom = 4;
const isContent = (value: number) => value >= contentFrom;

/**
 * Reads the answers to one question under the privacy rule: five answers for a number, ten for a spread, a
 * recommendation or texts, every cell through the one suppression. Texts come in the order of the alphabet, so that two
 * texts of one person do not stand in the same place.
 */
export function measureQuestion(
  question: MeasuredQuestion,
  answers: readonly MeasuredAnswer[],
): QuestionMeasure {
  const given = answers.filter(({ answers: one }) => isGiven(one[question.key]));
  const values = given.map(({ answers: one }) => one[question.key]);
  const n = values.length;
  const nothing: QuestionMeasure = {
    n: null,
    suppressed: null,
    mean: null,
    content: null,
    net: null,
    counts: null,
    texts: null,
    sides: null,
  };
  if (n === 0) return { ...nothing, n: 0 };
  const isNumber = question.kind === 'scale';
  const cell: Cell = { key: question.key, n };
  if (isNumber) cell.numerator = numbersOf(values).filter(isContent).length;
  const least = question.kind === 'scale' ? surveyMinimum.answers : surveyMinimum.detail;
  const { total } = suppress([cell], { k: least, complement: false });
  if (total.suppressed) return { ...nothing, suppressed: publicReason(total.suppressed.reason) };
  switch (question.kind) {
    case 'scale':
      return { ...nothing, n, ...measureScale(given, question.key) };
    case 'nps':
      return { ...nothing, n, net: netOf(numbersOf(values)) };
    case 'choice':
    case 'choices':
      return { ...nothing, n, counts: countsOf(question.options, values) };
    case 'text':
      return { ...nothing, n, texts: values.map(String).toSorted((one, other) => one.localeCompare(other)) };
  }
}

function measureScale(given: readonly MeasuredAnswer[], key: string) {
  const all = numbersOf(given.map(({ answers }) => answers[key]));
  return {
    mean: meanOf(all),
    content: rangeOf(fromInterval(wilson(all.filter(isContent).length, all.length))),
    counts:
      all.length < surveyMinimum.detail
        ? null
        : countsOf(
            ['1', '2', '3', '4', '5'],
            all.map((value) => String(value)),
          ),
    sides: bySide(given, key),
  };
}

/** Mentors and mentees apart, only where both may be seen: one of them would tell the other. */
function bySide(given: readonly MeasuredAnswer[], key: string): QuestionMeasure['sides'] {
  const groups = sides.map((side) => ({
    side,
    values: numbersOf(given.filter((one) => one.side === side).map(({ answers }) => answers[key])),
  }));
  if (groups.some(({ values }) => values.length === 0)) return null;
  const decision = suppress(
    groups.map(({ side, values }) => ({
      key: side,
      n: values.length,
      numerator: values.filter(isContent).length,
    })),
    { k: surveyMinimum.answers },
  );
  if (decision.cells.some(({ suppressed }) => suppressed !== null)) return null;
  return groups.flatMap(({ side, values }) => {
    const mean = meanOf(values);
    return mean ? [{ side, n: values.length, mean }] : [];
  });
}

/** How often each value was given; those of too few people, and others that would tell them, are null. */
function countsOf(
  options: readonly string[],
  values: readonly unknown[],
): { value: string; n: number | null }[] {
  const cells = options.map((value) => ({
    key: value,
    n: values.filter((one) => (Array.isArray(one) ? one.includes(value) : one === value)).length,
  }));
  const decision = suppress(cells, { k: surveyMinimum.answers, complement: false, homogeneity: null });
  return decision.cells.map(({ key, n, suppressed }) => ({ value: key, n: suppressed ? null : n }));
}

function netOf(values: readonly number[]): Range | null {
  const promoters = values.filter((value) => value >= 9).length;
  const detractors = values.filter((value) => value <= 6).length;
  return rangeOf(fromInterval(npsInterval(promoters, values.length - promoters - detractors, detractors)));
}

export type ChangeMeasure = {
  n: number | null;
  start: number | null;
  end: number | null;
  difference: Range | null;
};

/**
 * How the answers of the same people to a scale have changed, [start, end] for each person who gave both: means and the
 * paired difference with its interval. Nothing under ten people.
 */
export function measureChange(pairs: readonly (readonly [number, number])[]): ChangeMeasure {
  const { total } = suppress([{ key: 'pairs', n: pairs.length }], {
    k: surveyMinimum.detail,
    complement: false,
    homogeneity: null,
  });
  if (total.suppressed) return { n: null, start: null, end: null, difference: null };
  const start = average(pairs.map(([first]) => first));
  const end = average(pairs.map(([, second]) => second));
  const { lo, hi } = fromInterval(pairedDifference(pairs));
  return { n: pairs.length, start, end, difference: { estimate: end - start, lo, hi } };
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Answers all alike still have a mean; only its interval is unknown. */
function meanOf(values: readonly number[]): Range | null {
  if (values.length === 0) return null;
  const { lo, hi } = fromInterval(meanInterval(values));
  return { estimate: average(values), lo, hi };
}

function rangeOf({
  estimate,
  lo,
  hi,
}: {
  estimate: number | null;
  lo: number | null;
  hi: number | null;
}): Range | null {
  return estimate === null ? null : { estimate, lo, hi };
}

const numbersOf = (values: readonly unknown[]): number[] =>
  values.filter((value) => typeof value === 'number');

const isGiven = (value: unknown) =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
