import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { launchBrowser } from './chromium.ts';

export const baseUrl = (): string => process.env.ITHACA_URL ?? '';
export const PASSWORD = 'try-ithaca-today';

let browser: Browser | undefined;

/** One browser for all journeys of a spec file. */
export async function openBrowser(): Promise<void> {
  browser = await launchBrowser();
}

export async function closeBrowser(): Promise<void> {
  await browser?.close();
}

export interface Look {
  theme?: 'light' | 'dark';
  language?: 'en' | 'de' | 'ar';
  width?: number;
  height?: number;
}

/** A browser context of its own, signed in as a person of the demo (or nobody), that looks as asked. */
export async function visit(email: string | null, look: Look = {}): Promise<BrowserContext> {
  if (!browser) throw new Error('Open the browser first.');
  const context = await browser.newContext({
    baseURL: baseUrl(),
    viewport: { width: look.width ?? 1280, height: look.height ?? 860 },
    colorScheme: look.theme ?? 'light',
    locale: { en: 'en-GB', de: 'de-DE', ar: 'ar-EG' }[look.language ?? 'en'],
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  await context.addInitScript((language) => {
    localStorage.setItem('ithaca.locale', language);
  }, look.language ?? 'en');
  if (email !== null) {
    const answer = await context.request.post('/api/sign-in', { data: { email, password: PASSWORD } });
    if (!answer.ok()) throw new Error(`${email} could not sign in: ${await answer.text()}`);
  }
  return context;
}

/** Opens a path and waits until the page has said what it is and its data are there. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The whole page, but for two things that are none of it: what React Aria's live announcer said a moment ago, and the
 * sandboxed preview of a mail, which lets no script in, axe's neither.
 */
const LOOKED_AT = { exclude: ['[data-live-announcer]', 'iframe'] };

/** What axe finds on the page, best practices included, as one line each; `rules` narrows it to some. */
export async function findBarriers(
  page: Page,
  { only, without = [] }: { only?: string[]; without?: string[] } = {},
): Promise<string[]> {
  // As much text as all of the product's own: a page that has it already keeps it.
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(AXE);
  const options: RunOptions = {
    // Only what is wrong: what passes is not put together either, which takes as long as the looking.
    resultTypes: ['violations'],
    ...(only ? { runOnly: only } : {}),
    rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
  };
  const found = await page.evaluate(`axe.run(${JSON.stringify(LOOKED_AT)}, ${JSON.stringify(options)})`);
  return (found as AxeResults).violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} — ${nodes
        .map((node) => node.target.join(' '))
        .slice(0, 3)
        .join(' | ')}`,
  );
}
