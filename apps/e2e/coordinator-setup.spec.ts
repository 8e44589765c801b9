import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

import { closeBrowser, openBrowser, visit } from './testing/browser.ts';

/** So many people a coordinator brings in one file. */
const PEOPLE = 500;
/** What a person decides or types, from the list of programs to the scheduled launch; more would be a detour. */
const MOST_STEPS = 40;
/** The target for a person is twelve minutes; the machine alone must leave them nearly all of it. */
const MOST_SECONDS = 180;

const mark = Date.now().toString(36).slice(-6);
const DEPARTMENT = `Academy ${mark}`;
const PROGRAM = `Leaders of tomorrow ${mark}`;

/** The file as an HR system writes it, half leads and half juniors under one head. */
const file = [
  'Personnel no,Full name,Mail,Position,Department,Grade,Hired',
  ...Array.from({ length: PEOPLE }, (_, index) =>
    [
      `A${index}-${mark}`,
      `Person ${String(index).padStart(3, '0')} ${mark}`,
      `a${index}.${mark}@halden.example`,
      index % 2 === 0 ? 'Lead' : 'Junior',
      DEPARTMENT,
      index % 2 === 0 ? 8 : 4,
      `2021-${String((index % 12) + 1).padStart(2, '0')}-15`,
    ].join(','),
  ),
].join('\n');

/** One thing a person does, counted. */
let steps = 0;
const click = async (target: Locator) => {
  steps += 1;
  await target.click();
};
const write = async (field: Locator, words: string) => {
  steps += 1;
  await field.fill(words);
};
/** Types into a field that proposes and takes the proposal. */
const choose = async (page: Page, field: Locator, words: string) => {
  steps += 1;
  await field.fill(words);
  await page.getByRole('option', { name: words }).first().click();
  await page.keyboard.press('Escape');
};

beforeAll(openBrowser);
afterAll(closeBrowser);

describe('a coordinator, unaided', () => {
  it('goes from a template over own questions and an import of 500 people to a scheduled launch', async () => {
    const page = await (await visit('coordinator@halden.example')).newPage();
    page.setDefaultTimeout(45_000);
    const button = (name: string | RegExp, within: Page | Locator = page) =>
      within.getByRole('button', { name });
    const dialog = page.getByRole('dialog');
    const next = (name: string) =>
      page.getByRole('navigation', { name: 'Step before and after' }).getByRole('link', { name });
    const saved = () => page.getByText(/^Saved \d/).waitFor();

    await page.goto('/manage');
    await page.getByRole('link', { name: 'New program' }).first().waitFor();
    const began = Date.now();

    // From the template.
    await click(page.getByRole('link', { name: 'New program' }).first());
    await click(button('Use template: Leadership pipeline'));
    await write(dialog.getByLabel('Name', { exact: true }), PROGRAM);
    await click(button('Create program', dialog));
    await page.getByRole('heading', { level: 1, name: PROGRAM }).waitFor();
    const setup = new URL(page.url()).pathname;

    // Two questions of their own, the second only for some.
    await click(page.getByRole('link', { name: 'Questions' }).first());
    await click(button('Add question'));
    await click(page.getByRole('menuitem', { name: 'One of several' }));
    await write(dialog.getByLabel('Question', { exact: true }), 'Would you lead a team abroad?');
    await write(dialog.getByLabel('Options', { exact: true }), 'Yes\nNo');
    await click(button('Keep question', dialog));
    await dialog.waitFor({ state: 'hidden' });
    await click(button('Add question'));
    await click(page.getByRole('menuitem', { name: 'Own words' }));
    await write(dialog.getByLabel('Question', { exact: true }), 'Where to?');
    await click(dialog.getByLabel('Shown'));
    await click(page.getByRole('option', { name: /Would you lead/ }));
    await choose(page, dialog.getByRole('combobox', { name: /When the answer is one of/ }), 'Yes');
    await click(button('Keep question', dialog));
    await page.getByText('Shown when “Would you lead a team abroad?” is Yes').waitFor();
    await saved();

    // Five hundred people from a file.
    await click(page.getByRole('link', { name: 'Imports' }));
    await button('Choose a file').waitFor();
    steps += 1;
    await page.locator('input[type=file]').setInputFiles({
      name: 'academy.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(file),
    });
    await click(button('Check lines'));
    // The department is new to the directory, which the import says before it takes it over.
    await click(page.getByRole('link', { name: 'See effects' }));
    await click(button(`Import ${PEOPLE} people`));
    await page.getByRole('heading', { name: `${PEOPLE} people imported` }).waitFor();

    // Who may enrol: the newcomers.
    await page.goto(`${setup}?step=eligibility`);
    steps += 1;
    await choose(page, page.getByRole('combobox', { name: 'Departments' }), DEPARTMENT);
    await page.getByText(`${PEOPLE} people can enrol`).waitFor();
    await saved();

    // One dated run, open at nine in the morning.
    for (const step of ['Questions', 'Matching', 'Rhythm', 'Reminders', 'Surveys', 'Cohort'])
      await click(next(step));
    await write(page.getByLabel('Name of the cohort'), 'First year');
    await click(button('Plan a cohort'));
    await page.getByRole('heading', { name: 'What happens on which day' }).waitFor();
    await click(page.getByRole('link', { name: 'Cohort' }).first());
    await write(page.getByLabel('Hour at which enrolment opens'), '09:00');
    await saved();
    await click(next('Review'));
    await click(button(/^Schedule launch/));
    const asked = page.getByRole('alertdialog');
    await asked.getByText(/Enrolment opens by itself on .* at 0?9:00, Europe\/Berlin/).waitFor();
    await click(button(/^Schedule launch/, asked));
    await page.getByText('The launch is scheduled').waitFor();

    const seconds = (Date.now() - began) / 1000;
    process.stdout.write(
      `\nTemplate, questions, ${PEOPLE} people, scheduled launch: ${steps} steps, ${seconds.toFixed(1)} s\n`,
    );
    expect(steps).toBeLessThanOrEqual(MOST_STEPS);
    expect(seconds).toBeLessThan(MOST_SECONDS);
  }, 300_000);
});
