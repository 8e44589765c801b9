import type { Metric } from '@ithaca/contracts/metrics';
import type { BrowserContext } from 'playwright-core';

import { open } from './browser.ts';
import type { Caller } from './caller.ts';
import { findProgram } from './demo.ts';

/** From how many on a number is said. */
const TELL_FROM = 5;
/** The tags by which the screens write numbers. */
export const tags = { en: 'en-GB', ar: 'ar-EG' } as const;
type Tag = (typeof tags)[keyof typeof tags];

/** Every record of a number in an answer, however deep. */
export function* recordsIn(value: unknown): Generator<Metric> {
  if (typeof value !== 'object' || value === null) return;
  if ('key' in value && 'numerator' in value && 'estimate' in value && 'suppressed' in value)
    yield value as Metric;
  for (const inner of Object.values(value)) yield* recordsIn(inner);
}

const written = ({ unit }: Metric, value: number, tag: Tag) =>
  new Intl.NumberFormat(tag, {
    ...(unit === 'share' ? { style: 'percent' } : { maximumFractionDigits: 1 }),
    ...(unit === 'days' && { style: 'unit', unit: 'day', unitDisplay: 'long' }),
  }).format(value);
/** A count as a page writes it. */
export const count = (value: number, tag: Tag = tags.en): string => new Intl.NumberFormat(tag).format(value);
/** Whether a page says the number: nothing is withheld of it, and it has a base that carries one. */
export const isTold = ({ suppressed, estimate, n }: Metric): boolean =>
  suppressed === null && estimate !== null && (n ?? 0) >= TELL_FROM;
/** Whether its base is a count of something. */
export const isWhole = ({ numerator, denominator, method }: Metric): boolean =>
  Number.isInteger(numerator) && denominator !== null && !method?.endsWith('by-cluster');

/**
 * What a page has to say of a record, worked out without the words of the product: its value with its base, and its range.
 * Nothing of one that is withheld. Any of the forms will do: a chart writes the base first, and a range with "to".
 */
export function wordsOf(metric: Metric): string[][] {
  if (!isTold(metric)) return [];
  const { estimate, lo, hi, numerator, denominator } = metric;
  const value = written(metric, estimate ?? 0, tags.en);
  const base = isWhole(metric) ? `${count(numerator ?? 0)} of ${count(denominator ?? 0)}` : null;
  const [low, high] = [lo, hi].map((limit) => (limit === null ? null : written(metric, limit, tags.en)));
  return [
    base === null ? [value] : [`${value} ${base}`, `${base} ${value}`, `${base}${value}`],
    ...(low !== null && high !== null ? [[`between ${low} and ${high}`, `${low} to ${high}`]] : []),
  ];
}

/** The figures of a record in the digits of a language: value, base, range. */
export function figuresOf(metric: Metric, tag: Tag): string[] {
  if (!isTold(metric)) return [];
  const { estimate, lo, hi, numerator, denominator } = metric;
  return [
    ...[estimate, lo, hi].flatMap((value) => (value === null ? [] : [written(metric, value, tag)])),
    ...(isWhole(metric) ? [numerator, denominator].map((value) => count(value ?? 0, tag)) : []),
  ];
}

/** Opens a page and answers what it says, and what it was told while it opened by the answers whose address has this in it. */
export async function read<Answer = unknown>(
  context: BrowserContext,
  path: string,
  address: string,
): Promise<{ text: string; answers: Answer[]; told: Metric[] }> {
  const page = await context.newPage();
  const coming: Promise<Answer>[] = [];
  page.on('response', (response) => {
    const isData = response.headers()['content-type']?.includes('json');
    if (isData && response.url().includes(address)) coming.push(response.json() as Promise<Answer>);
  });
  await open(page, path);
  const text = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
  const answers = await Promise.all(coming);
  await page.close();
  return { text, answers, told: answers.flatMap((answer) => [...recordsIn(answer)]) };
}

/** The demo's program and cohorts that are walked: one that runs, one that is closed, and one so small that most is withheld. */
export async function listWalked(coordinator: Caller): Promise<{ program: string; cohort: string }[]> {
  const growth = await findProgram(coordinator, 'career-growth');
  const circles = await findProgram(coordinator, 'leadership-circles');
  return [
    ...['running', 'closed'].map((state) => ({ program: growth.id, cohort: growth.cohortIn(state) })),
    { program: circles.id, cohort: circles.cohortNamed('Spring circles') },
  ];
}
