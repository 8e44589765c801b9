import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { identityRoutes } from '@ithaca/contracts/identity';
import { mentorRequestRoutes } from '@ithaca/contracts/mentor-requests';
import { organisationRoutes } from '@ithaca/contracts/organisations';
import { peopleRoutes } from '@ithaca/contracts/people';
import { programRoutes } from '@ithaca/contracts/programs';
import type { Page } from 'playwright-core';

import {
  baseUrl,
  closeBrowser,
  findBarriers,
  open,
  openBrowser,
  PASSWORD,
  visit,
} from './testing/browser.ts';
import { Caller } from './testing/caller.ts';
import { pause } from './testing/product.ts';

interface Somebody {
  id: string;
  name: string;
  email: string;
}

let owner: Caller;
/** A cohort that still takes people: its invitations are how somebody of the demo first signs in. */
let openCohort = '';
let mentee: Somebody;

beforeAll(async () => {
  await openBrowser();
  owner = new Caller(baseUrl());
  await owner.call(identityRoutes.signIn, { body: { email: 'owner@halden.example', password: PASSWORD } });
  const { items } = await owner.call(programRoutes.list, {});
  const cohort = items.find(({ slug }) => slug === 'skills-exchange')?.cohorts[0];
  openCohort = items.flatMap(({ cohorts }) => cohorts).find(({ state }) => state === 'enrolling')?.id ?? '';
  const waiting = await owner.call(mentorRequestRoutes.listWaiting, {
    params: { cohortId: cohort?.id ?? '' },
  });
  mentee = await find(waiting.items.find(({ cause }) => cause === 'nobody-chosen')?.mentee.displayName ?? '');
}, 30_000);
afterAll(() => closeBrowser());

async function find(name: string): Promise<Somebody> {
  const { items } = await owner.call(peopleRoutes.list, { query: { q: name } });
  const person = items.find(({ displayName }) => displayName === name);
  if (!person?.email) throw new Error(`${name} is not in the directory.`);
  return { id: person.id, name, email: person.email };
}

/** The newest link of this kind that was mailed to somebody; mails are written by a job, so it waits. */
async function linkFor(person: Somebody, pattern: RegExp): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { items } = await owner.call(organisationRoutes.listMails, { query: {} });
    for (const { personId, bodyText } of items) {
      const link = personId === person.id ? pattern.exec(bodyText)?.[0] : undefined;
      if (link) return link;
    }
    await pause(100);
  }
  throw new Error(`No mail with ${pattern} came to ${person.name}.`);
}

/** A page of somebody who signed in for the first time, by the invitation that was mailed. */
async function pageOf(person: Somebody): Promise<Page> {
  await owner.call(enrolmentRoutes.invite, {
    params: { cohortId: openCohort },
    body: { personIds: [person.id], role: null },
  });
  const token = (await linkFor(person, /\/invite\/[\w-]{43}/)).replace('/invite/', '');
  const context = await visit(null);
  const answer = await context.request.post('/api/invitations/accept', { data: { token } });
  expect(answer.status()).toBe(200);
  return context.newPage();
}

describe('self-service', () => {
  it('leads from a choice over the mentor’s mail to a pairing that both see', async () => {
    const asMentee = await pageOf(mentee);
    await open(asMentee, '/my');
    await asMentee.getByRole('link', { name: 'Choose mentors' }).click();
    const first = asMentee
      .getByRole('list', { name: 'Mentors, best fit first' })
      .getByRole('listitem')
      .first();
    await first.waitFor();
    expect(await findBarriers(asMentee)).toEqual([]);
    const mentorName = await first.getByRole('heading').innerText();
    await first.getByRole('button', { name: `Choose ${mentorName}` }).click();
    await asMentee.getByLabel(/What should they know/).fill('I would like to learn how you plan.');
    await asMentee.getByRole('button', { name: 'Send my choice' }).click();
    await asMentee.getByText(/Asked, answers by/).waitFor();

    // Nobody is signed in on the mentor's phone: the mail alone answers.
    const mentor = await find(mentorName);
    const act = await linkFor(mentor, /\/act\/[\w-]{43}/);
    const phone = await (await visit(null, { width: 390, height: 844 })).newPage();
    await open(phone, act);
    expect(await phone.getByRole('heading', { level: 1 }).innerText()).toContain(mentee.name);
    expect(await findBarriers(phone)).toEqual([]);
    await phone.getByRole('button', { name: 'Accept' }).click();
    await phone.getByText('Your answer is in. Thank you.').waitFor();

    await open(asMentee, '/my');
    await asMentee.getByText(mentorName).first().waitFor();
    const asMentor = await pageOf(mentor);
    await open(asMentor, '/my');
    await asMentor.getByText(mentee.name).first().waitFor();
    await open(asMentor, '/my/places');
    await asMentor.getByText('You accepted').first().waitFor();
  }, 60_000);
});
