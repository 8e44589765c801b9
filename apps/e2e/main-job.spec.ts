import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';

import { closeBrowser, openBrowser, PASSWORD, visit } from './testing/browser.ts';
import { DEPARTMENT, enrolByApi, file, invitationPaths } from './testing/flight-school.ts';
import { choose, keepsFocus, pick, press, tabTo, type } from './testing/keyboard.ts';

const phone = { width: 390, height: 844 };
const PROGRAM = 'Flight mentoring';
const pages = new Map<string, Page>();

async function pageFor(name: string, look = {}): Promise<Page> {
  const page = pages.get(name) ?? (await (await visit(null, look)).newPage());
  page.setDefaultTimeout(15_000);
  pages.set(name, page);
  return page;
}

const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { name, ...(typeof name === 'string' && { exact: true }) });
const tab = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Parts of the pairing' }).getByRole('link', { name });
const places = { programId: '', cohortId: '', pairing: '' };

const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** Answers one section after the other, each with the keyboard, and sends. */
async function enrol(page: Page, path: string, role: 'mentee' | 'mentor'): Promise<void> {
  const section = (title: string) => page.getByRole('region', { name: title });
  const goOn = async (title: string) => press(button(page, /^(Continue|Skip)$/), { shows: section(title) });
  await page.goto(path);
  // From the entrance into the product is a new document, which begins at its top.
  await tabTo(button(page, 'See the program'));
  await page.keyboard.press('Enter');
  await link(page, `Enrol as ${role}`).waitFor();
  await press(link(page, `Enrol as ${role}`), { shows: heading(page, `Enrol as ${role}`) });
  const skills = role === 'mentor' ? 'What can you help with?' : 'What do you want to learn?';
  await choose(section(skills).getByRole('combobox'), 'Nego', 'Negotiation');
  await pick(
    section(skills).getByRole('radiogroup', { name: /Negotiation/ }),
    role === 'mentor' ? 'Expert' : 'Most important',
  );
  const goals = role === 'mentor' ? 'Which goals would you like to support?' : 'What do you want to reach?';
  await goOn(goals);
  await press(section(goals).getByRole('checkbox', { name: 'Grow as a leader' }), { key: 'Space' });
  await goOn('What do you like outside work?');
  await goOn('How do you like to work together?');
  await pick(section('How do you like to work together?').getByRole('radiogroup'), 'With a plan');
  const languages = 'Which languages can we pair you in?';
  await goOn(languages);
  await choose(section(languages).getByRole('combobox'), 'Germ', 'German');
  if (role === 'mentor') {
    const places = 'How many mentees can you take?';
    await goOn(places);
    await type(section(places).getByRole('textbox'), '2');
  } else await goOn('Is there somebody you would like as mentor?');
  await goOn('When are you away?');
  await goOn('Is there anyone you should not be paired with?');
  await goOn('Check who sees what, and send');
  await press(button(page, 'Send enrolment'), { shows: heading(page, 'Your enrolment is sent') });
}

beforeAll(openBrowser);
afterAll(closeBrowser);

describe('the main job by keyboard', () => {
  it('the coordinator signs in and imports a department', async () => {
    const page = await pageFor('coordinator');
    await page.goto('/sign-in');
    await type(page.getByLabel('Work mail address'), 'coordinator@halden.example');
    await type(page.getByLabel('Password'), PASSWORD);
    await page.keyboard.press('Enter');
    await press(link(page, 'Imports'), { shows: heading(page, 'Imports') });
    await tabTo(button(page, 'Choose a file'));
    await page.locator('input[type=file]').setInputFiles({
      name: 'flight-school.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(file),
    });
    await heading(page, 'What does each column hold?').waitFor();
    // The department is new to the directory, which the import says before it takes it over.
    await press(button(page, 'Check lines'), { shows: link(page, 'See effects') });
    await press(link(page, 'See effects'), { shows: button(page, 'Import 10 people') });
    await page.getByRole('row', { name: 'Finn Junior' }).waitFor();
    await press(button(page, 'Import 10 people'), { shows: heading(page, '10 people imported') });
  }, 60_000);

  it('makes a program from a template, plans a cohort and launches it', async () => {
    const page = await pageFor('coordinator');
    await press(link(page, 'Programs'), { shows: link(page, 'New program') });
    await press(link(page, 'New program'), { shows: heading(page, 'From Ithaca') });
    await press(button(page, 'Use template: Career growth'), { shows: page.getByRole('dialog') });
    await type(page.getByLabel('Name', { exact: true }), PROGRAM);
    await page.keyboard.press('Enter');
    await heading(page, PROGRAM).waitFor();
    const steps = page.getByRole('navigation', { name: 'Step before and after' });
    await press(steps.getByRole('link', { name: 'Eligibility' }), { shows: page.getByText(/can enrol$/) });
    await choose(page.getByRole('combobox', { name: 'Departments' }), 'Flight', DEPARTMENT);
    await page.getByText('10 people can enrol').waitFor();
    for (const step of ['Questions', 'Matching', 'Rhythm', 'Reminders', 'Surveys', 'Cohort'])
      await press(steps.getByRole('link', { name: step }), { shows: heading(page, step) });
    await type(page.getByLabel('Name of the cohort'), 'First flight');
    await type(page.getByRole('textbox', { name: 'Mentees you hope for' }), '6');
    await tabTo(page.getByRole('group', { name: 'Pairs start' }).getByRole('spinbutton').first());
    await page.keyboard.type('20');
    await press(button(page, 'Plan a cohort'), { shows: button(page, 'Launch now') });
    await press(button(page, 'Launch now'), { shows: page.getByRole('alertdialog') });
    await press(page.getByRole('alertdialog').getByRole('button', { name: 'Launch now' }), {
      shows: link(page, 'Invite people'),
    });
    const address = new URL(page.url());
    places.programId = address.pathname.split('/')[2] ?? '';
    places.cohortId = address.searchParams.get('cohort') ?? '';
  }, 60_000);

  it('invites everyone eligible', async () => {
    const page = await pageFor('coordinator');
    await press(link(page, 'Invite people'), { shows: button(page, 'Invite people').first() });
    await press(button(page, 'Invite people').first(), { shows: page.getByRole('dialog') });
    await pick(page.getByRole('radiogroup', { name: 'Who' }), /^Everyone eligible/);
    await press(button(page, 'Invite everyone eligible'), { shows: page.getByText('10 people are invited') });
  }, 60_000);

  it('a mentor and a mentee open their invitation on a phone and enrol', async () => {
    const paths = await invitationPaths();
    const pathOf = (name: string) => paths.get(name) ?? '';
    await Promise.all([
      enrol(await pageFor('Leo Lead', phone), pathOf('Leo Lead'), 'mentor'),
      enrol(await pageFor('Anna Junior', phone), pathOf('Anna Junior'), 'mentee'),
    ]);
    const others = [...paths].filter(([name]) => !pages.has(name) && name !== 'Hanna Head');
    await Promise.all(others.map(([name, path]) => enrolByApi(name, path, places.cohortId)));
  }, 60_000);

  it('the coordinator drafts pairings, decides by single keys and publishes', async () => {
    const page = await pageFor('coordinator');
    await page.goto(`/manage/${places.programId}?cohort=${places.cohortId}`);
    await page.getByText('9 of 10 invited people have enrolled.').waitFor();
    await press(button(page, 'Close enrolment'), { shows: page.getByRole('alertdialog') });
    await press(button(page, 'Close enrolment and start matching'), { shows: link(page, 'Review matching') });
    await press(link(page, 'Review matching'), { shows: button(page, 'Draft pairings') });
    await press(button(page, 'Draft pairings'), { shows: heading(page, /Junior with/) });
    const key = async (letter: string, outcome: RegExp, shown: RegExp) => {
      await page.keyboard.press(letter);
      await page.locator('output').filter({ hasText: outcome }).waitFor();
      await heading(page, shown).waitFor();
      await keepsFocus(page);
    };
    await heading(page, 'Anna Junior with Leo Lead').waitFor();
    await key('j', /^Ben Junior with/, /^Ben Junior/);
    await key('k', /^Anna Junior with/, /^Anna Junior/);
    await key('a', /^Approved: Anna .* Next: Ben/, /^Ben Junior with/);
    await key('l', /^Locked: Ben .* Next: Cem/, /^Cem Junior with/);
    await page.keyboard.press('u');
    await page.getByRole('textbox', { name: 'Reason' }).waitFor();
    await page.keyboard.type('They share a desk.');
    await key('Enter', /^Taken apart: Cem/, /^Cem Junior has no partner/);
    await key('z', /^Undone: /, /^Cem Junior with Lia/);
    await key('a', /^Approved: Cem .* Next: Dua/, /^Dua Junior with Lia/);
    await page.keyboard.press('s');
    const mentor = page.getByRole('dialog').getByRole('combobox', { name: 'Mentor' });
    await mentor.waitFor();
    await choose(mentor, 'Lou Lead');
    await pick(
      page.getByRole('radiogroup', { name: /^Lou Lead has no free place/ }),
      'Exchange with Eve Junior',
    );
    await type(page.getByRole('textbox', { name: 'Reason' }), 'They build the simulator together.');
    await key('Enter', /^Exchanged: Dua Junior with Lou Lead/, /^Dua Junior with Lou/);
    await key('j', /^Eve Junior with Lia Lead/, /^Eve Junior/);
    await key('j', /^Finn Junior with/, /^Finn Junior/);
    await key('a', /Everything is decided/, /^Finn Junior/);
    await press(link(page, 'Publish'), { shows: button(page, 'Publish 6 pairings in ten minutes') });
    await pick(page.getByRole('radiogroup', { name: 'Publish', exact: true }), 'Now');
    await press(button(page, 'Publish 6 pairings'), { shows: heading(page, '6 pairings are published') });
  }, 60_000);

  it('mentee and mentor read the reasons and accept', async () => {
    const mentee = await pageFor('Anna Junior');
    await mentee.goto('/my');
    await press(link(mentee, 'See reasons and answer'), { shows: heading(mentee, 'Why the two of you') });
    await press(button(mentee, 'Accept pairing'), { shows: mentee.getByText(/^Waiting for Leo/) });
    const mentor = await pageFor('Leo Lead');
    await mentor.goto('/my');
    const offer = mentor.getByRole('article').filter({ hasText: 'Anna Junior' });
    await press(link(mentor, 'See reasons and answer').and(offer.getByRole('link')), {
      shows: heading(mentor, 'Why the two of you'),
    });
    await press(button(mentor, 'Accept pairing'), { shows: mentor.getByText(/^You are a pair now/) });
    places.pairing = new URL(mentor.url()).pathname;
  }, 60_000);

  it('they record a meeting and set a goal', async () => {
    const mentor = await pageFor('Leo Lead');
    await press(tab(mentor, 'Meetings'), { shows: button(mentor, 'Record past meeting') });
    await press(button(mentor, 'Record past meeting'), { shows: mentor.getByRole('dialog') });
    // The order in which such a field is typed is the browser's own, not the page's.
    await mentor.getByLabel('Day and time, on your clock').fill(`${yesterday()}T10:00`);
    await type(mentor.getByLabel('Topic'), 'Getting to know each other');
    await press(button(mentor, 'Record meeting'), { shows: mentor.getByText('The meeting is recorded') });
    const mentee = await pageFor('Anna Junior');
    await mentee.goto(places.pairing);
    await press(tab(mentee, 'Goals'), { shows: button(mentee, 'Add goal') });
    await press(button(mentee, 'Add goal'), { shows: mentee.getByRole('dialog') });
    const dialog = mentee.getByRole('dialog');
    await press(dialog.getByRole('button', { name: 'Lead a project across two teams' }));
    await press(dialog.getByRole('button', { name: 'Add goal' }), {
      shows: heading(mentee, 'Lead a project across two teams'),
    });
  }, 60_000);

  it('the coordinator sees the numbers, and a manager a report without names', async () => {
    const page = await pageFor('coordinator');
    await page.goto(`/manage/${places.programId}?cohort=${places.cohortId}`);
    await heading(page, /1 of 1 pairings keep their rhythm/).waitFor();
    const manager = await (await visit('manager@halden.example')).newPage();
    pages.set('manager', manager);
    await manager.goto('/reports');
    const readable = manager.getByRole('row').filter({ hasNotText: 'Under 10' }).getByRole('link').first();
    await readable.waitFor();
    await press(readable, { shows: button(manager, 'Print report') });
    const sheet = await manager.getByRole('article').innerText();
    expect(sheet).toMatch(/people of your area/);
    expect(sheet).not.toMatch(/Lindqvist|Okafor/);
  }, 60_000);
});
