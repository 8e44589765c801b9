import { pairedDifference } from '@ithaca/statistics/means';
import { npsInterval, type NpsCounts } from '@ithaca/statistics/nps';
import { wilson } from '@ithaca/statistics/proportions';

import { fromInterval, meanLimits } from './records.ts';
import { countedInRounds } from './releases.ts';
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

/** One person's answers by key, and the round in which they were let in; nobody's name is needed to measure them. */
export type MeasuredAnswer = {
  side: Side | 'peer';
  round: number;
  answers: Readonly<Record<string, unknown>>;
};

export type Range = { estimate: number; lo: number | null; hi: number | null };

/** What may be said of one question. Whatever is null may not be told, or is not of this kind of question. */
export type QuestionMeasure = {
  n: number | null;
  suppressed: PublicReason | null;
  mean: Range | null;
  content: Range | null;
  net: Range | null;
  /** What `net` is formed from, to hold it against another one; itself it is told to nobody. */
  netCounts: NpsCounts | null;
  counts: { value: string; n: number | null }[] | null;
  texts: string[] | null;
  sides: { side: Side; n: number; mean: Range }[] | null;
};

/** An answer that counts, and what of it decides whether it may. */
type Counted = MeasuredAnswer & { isYes?: boolean };

const contentFrom = 4;
const isContent = (value: number) => value >= contentFrom;

/**
 * Reads the answers to one question under the privacy rule: five answers for a number, ten for a spread, a
 * recommendation or texts, every cell through the one suppression. Rounds that add fewer answers to this question than
 * that wait for the next, so that the new less the old reading tells of no fewer either. Texts come in the order of the alphabet, so that two
 * texts of one person do not stand in the same place.
 */
export function measureQuestion(
  question: MeasuredQuestion,
  answers: readonly MeasuredAnswer[],
): QuestionMeasure {
  const all = answers.filter(({ answers: one }) => isGiven(one[question.key]));
  const nothing: QuestionMeasure = {
    n: null,
    suppressed: null,
    mean: null,
    content: null,
    net: null,
    netCounts: null,
    counts: null,
    texts: null,
    sides: null,
  };
  if (all.length === 0) return { ...nothing, n: 0 };
  const isNumber = question.kind === 'scale';
  const least = isNumber ? surveyMinimum.answers : surveyMinimum.detail;
  const counted = countedInRounds(all.map(judged(question)), least);
  const given = counted.length > 0 ? counted : all;
  const values = given.map(({ answers: one }) => one[question.key]);
  const n = values.length;
  const cell: Cell = { key: question.key, n };
  if (isNumber) cell.numerator = numbersOf(values).filter(isContent).length;
  const { total } = suppress([cell], { k: least, complement: false });
  if (total.suppressed) return { ...nothing, suppressed: publicReason(total.suppressed.reason) };
  if (counted.length === 0) return { ...nothing, suppressed: 'protects-others' };
  switch (question.kind) {
    case 'scale':
      return { ...nothing, n, ...measureScale(given, question.key) };
    case 'nps':
      return { ...nothing, n, ...recommendationOf(numbersOf(values)) };
    case 'choice':
    case 'choices':
      return { ...nothing, n, counts: countsOf(question.options, values) };
    case 'text':
      return { ...nothing, n, texts: values.map(String).toSorted((one, other) => one.localeCompare(other)) };
  }
}

/** An answer to a scale with whether it is a content one: answers of a few that are all alike wait, too. */
const judged =
  ({ kind, key }: MeasuredQuestion) =>
  (one: MeasuredAnswer) => {
    const value = one.answers[key];
    return kind === 'scale' && typeof value === 'number' ? { ...one, isYes: isContent(value) } : one;
  };

function measureScale(given: readonly Counted[], key: string) {
  // The spread is told of ten, and again once ten more have answered.
  const isDetailed = countedInRounds(given, surveyMinimum.detail).length === given.length;
  const all = valuesOf(given, key);
  return {
    mean: meanOf(given, key),
    content: rangeOf(fromInterval(wilson(all.filter(isContent).length, all.length))),
    counts: !isDetailed
      ? null
      : countsOf(
          ['1', '2', '3', '4', '5'],
          all.map((value) => String(value)),
        ),
    sides: bySide(given, key),
  };
}

/**
 * Mentors and mentees apart, only where both may be seen: one of them would tell the other. They were let in together, so
 * a side that got few of the last answers hides both.
 */
function bySide(given: readonly Counted[], key: string): QuestionMeasure['sides'] {
  const areSettled = sides.every((side) => {
    const own = given.filter((one) => one.side === side);
    return countedInRounds(own, surveyMinimum.answers).length === own.length;
  });
  if (!areSettled) return null;
  const groups = sides.map((side) => {
    const own = given.filter((one) => one.side === side);
    return { side, own, values: valuesOf(own, key) };
  });
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
  return groups.flatMap(({ side, own, values }) => {
    const mean = meanOf(own, key);
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

function recommendationOf(values: readonly number[]) {
  const promoters = values.filter((value) => value >= 9).length;
  const detractors = values.filter((value) => value <= 6).length;
  const netCounts = { promoters, passives: values.length - promoters - detractors, detractors };
  const net = rangeOf(fromInterval(npsInterval(promoters, netCounts.passives, detractors)));
  return { net, netCounts };
}

export type ChangeMeasure = {
  n: number | null;
  start: number | null;
  end: number | null;
  difference: Range | null;
};

/** What one person answered at the start and at the end, and the round in which the later answer was let in. */
export type ChangePair = { start: number; end: number; round: number };

/**
 * How the answers of the same people to a scale have changed: means and the paired difference with its interval. Nothing
 * under ten people, and nothing new before ten more are there. What is no number is no answer.
 */
export function measureChange(given: readonly ChangePair[]): ChangeMeasure {
  const answered = given.filter(({ start, end }) => Number.isFinite(end - start));
  const counted = countedInRounds(answered, surveyMinimum.detail);
  const pairs = counted.map(({ start, end }) => [start, end] as const);
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

/**
 * Answers all alike still have a mean; only its interval is unknown. The limits stand as far from it as those of the rounds
 * whose spread may be told: ten answers, and again once ten more are there.
 */
function meanOf(given: readonly Counted[], key: string): Range | null {
  const values = valuesOf(given, key);
  if (values.length === 0) return null;
  const settled = countedInRounds(given, surveyMinimum.detail);
  const { lo, hi } = meanLimits(average(values), valuesOf(settled, key));
  return { estimate: average(values), lo, hi };
}

const valuesOf = (given: readonly Counted[], key: string) =>
  numbersOf(given.map(({ answers }) => answers[key]));

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
  values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));

const isGiven = (value: unknown) =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
