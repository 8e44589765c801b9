import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mentorRequestRoutes } from '@ithaca/contracts/mentor-requests';
import { peopleRoutes } from '@ithaca/contracts/people';

import { closeBrowser, findBarriers, open, openBrowser, visit } from './testing/browser.ts';
import type { Caller } from './testing/caller.ts';
import { callerOf, findMailedLink, findProgram, visitInvited } from './testing/demo.ts';

interface Somebody {
  id: string;
  name: string;
}

let owner: Caller;
let mentee: Somebody;

beforeAll(async () => {
  await openBrowser();
  owner = await callerOf('owner@halden.example');
  const cohortId = (await findProgram(owner, 'skills-exchange')).cohortIn('running');
  const waiting = await owner.call(mentorRequestRoutes.listWaiting, { params: { cohortId } });
  mentee = await find(waiting.items.find(({ cause }) => cause === 'nobody-chosen')?.mentee.displayName ?? '');
}, 30_000);
afterAll(() => closeBrowser());

async function find(name: string): Promise<Somebody> {
  const { items } = await owner.call(peopleRoutes.list, { query: { q: name } });
  const person = items.find(({ displayName }) => displayName === name);
  if (!person) throw new Error(`${name} is not in the directory.`);
  return { id: person.id, name };
}

describe('self-service', () => {
  it('leads from a choice over the mentor’s mail to a pairing that both see', async () => {
    const asMentee = await (await visitInvited(owner, mentee.id)).newPage();
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
    await asMentee.getByText(/^Asked .*answers by/).waitFor();

    // Nobody is signed in on the mentor's phone: the mail alone answers.
    const mentor = await find(mentorName);
    const act = await findMailedLink(owner, mentor.id, /\/act\/[\w-]{43}/);
    const phone = await (await visit(null, { width: 390, height: 844 })).newPage();
    await open(phone, act);
    expect(await phone.getByRole('heading', { level: 1 }).innerText()).toContain(mentee.name);
    expect(await findBarriers(phone)).toEqual([]);
    await phone.getByRole('button', { name: 'Accept' }).click();
    await phone.getByText('Your answer is in. Thank you.').waitFor();

    await open(asMentee, '/my');
    await asMentee.getByText(mentorName).first().waitFor();
    const asMentor = await (await visitInvited(owner, mentor.id)).newPage();
    await open(asMentor, '/my');
    await asMentor.getByText(mentee.name).first().waitFor();
    await open(asMentor, '/my/places');
    await asMentor.getByText('You accepted').first().waitFor();
  }, 60_000);
});
