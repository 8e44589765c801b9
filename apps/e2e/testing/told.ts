import type { Metric } from '@ithaca/contracts/metrics';
import { fileOfCsv, fileOfWorkbook } from '@ithaca/testkit/table-files';
import type { Line } from '@ithaca/testkit/table-files';
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';

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

/** The formats that a table is taken along in, by the words of their links. */
export const fileFormats = ['csv', 'xlsx'] as const;
type FileFormat = (typeof fileFormats)[number];

/** Presses the link of a page that takes a table along, and reads the file that comes. */
export async function takeAlong(page: Page, href: string, format: FileFormat): Promise<Line[]> {
  const coming = page.waitForEvent('download');
  await page.locator(`a[href*="${href}"][href*="format=${format}"]`).first().click();
  const file = await coming;
  if (!file.suggestedFilename().endsWith(`.${format}`)) throw new Error(file.suggestedFilename());
  const bytes = await readFile(await file.path());
  return (format === 'csv' ? fileOfCsv(bytes) : await fileOfWorkbook(bytes)).lines;
}

/** The line of a table that holds a record with all its digits; of a score only what it comes to. */
export function findLine(lines: readonly Line[], metric: Metric): Line | undefined {
  const { key, side, numerator, denominator, estimate, lo, hi } = metric;
  const parts = key === 'engagement-score' ? {} : { numerator, denominator };
  const cells = Object.entries({ ...parts, estimate, lo, hi });
  return lines.find(
    (line) =>
      cells.every(([name, value]) => line[name] === (value === null ? null : String(value))) &&
      (line['metric'] === undefined || line['metric'] === key) &&
      (side === null || Object.values(line).includes(side)),
  );
}

/** A record with the figures that stand in its line, so that they can be held against what a page says. */
export function asIn(line: Line, metric: Metric): Metric {
  const cell = (name: 'numerator' | 'denominator' | 'estimate' | 'lo' | 'hi') =>
    line[name] == null ? null : Number(line[name]);
  const [estimate, lo, hi] = [cell('estimate'), cell('lo'), cell('hi')];
  return { ...metric, numerator: cell('numerator'), denominator: cell('denominator'), estimate, lo, hi };
}

/**
 * Opens a page and answers what it says, and what it was told while it opened by the answers whose address has this in it.
 * `take` is done with the page while it is open.
 */
export async function read<Answer = unknown, Taken = void>(
  context: BrowserContext,
  path: string,
  address: string,
  take?: (page: Page) => Promise<Taken>,
): Promise<{ text: string; answers: Answer[]; told: Metric[]; taken: Taken | undefined }> {
  const page = await context.newPage();
  const coming: Promise<Answer>[] = [];
  page.on('response', (response) => {
    const isData = response.headers()['content-type']?.includes('json');
    if (isData && response.url().includes(address)) coming.push(response.json() as Promise<Answer>);
  });
  await open(page, path);
  const text = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
  const answers = await Promise.all(coming);
  const taken = await take?.(page);
  await page.close();
  return { text, answers, told: answers.flatMap((answer) => [...recordsIn(answer)]), taken };
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
