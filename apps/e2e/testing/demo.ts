import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { identityRoutes } from '@ithaca/contracts/identity';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { organisationRoutes } from '@ithaca/contracts/organisations';
import { programRoutes } from '@ithaca/contracts/programs';
import type { BrowserContext } from 'playwright-core';

import { baseUrl, PASSWORD, visit } from './browser.ts';
import type { Look } from './browser.ts';
import { Caller } from './caller.ts';
import { pause } from './product.ts';

/** Somebody of the demo at the open API. */
export async function callerOf(email: string): Promise<Caller> {
  const caller = new Caller(baseUrl());
  await caller.call(identityRoutes.signIn, { body: { email, password: PASSWORD } });
  return caller;
}

/**
 * A program of the demo and its cohorts by their state. By its slug, because journeys at the same time have programs of
 * their own whose cohorts are in the same states.
 */
export async function findProgram(
  caller: Caller,
  slug: string,
): Promise<{ id: string; cohortIn: (state: string) => string; cohortNamed: (name: string) => string }> {
  const { items } = await caller.call(programRoutes.list, {});
  const program = items.find((one) => one.slug === slug);
  if (!program) throw new Error(`The demo has no program ${slug}.`);
  const idOf = (cohort: { id: string } | undefined, which: string) => {
    if (!cohort) throw new Error(`${slug} has no cohort ${which}.`);
    return cohort.id;
  };
  return {
    id: program.id,
    cohortIn: (state) =>
      idOf(
        program.cohorts.find((one) => one.state === state),
        `that is ${state}`,
      ),
    cohortNamed: (name) =>
      idOf(
        program.cohorts.find((one) => one.name === name),
        `named ${name}`,
      ),
  };
}

/** The cohort of the demo that takes people: its invitations are how somebody first signs in. */
export const findOpenCohort = async (caller: Caller): Promise<string> =>
  (await findProgram(caller, 'onboarding-buddy')).cohortIn('enrolling');

/** The newest link of this kind that was mailed to somebody; mails are written by a job, so it waits. */
export async function findMailedLink(owner: Caller, personId: string, pattern: RegExp): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { items } = await owner.call(organisationRoutes.listMails, { query: { limit: 100 } });
    for (const mail of items) {
      const link = mail.personId === personId ? pattern.exec(mail.bodyText)?.[0] : undefined;
      if (link) return link;
    }
    await pause(100);
  }
  throw new Error(`No mail with ${String(pattern)} came.`);
}

/** Invites somebody to the first cohort that takes people and to which they are not invited yet. */
async function invite(owner: Caller, personId: string): Promise<void> {
  const { items } = await owner.call(programRoutes.list, {});
  const open = items.flatMap(({ cohorts }) => cohorts).filter(({ state }) => state === 'enrolling');
  for (const { id } of open) {
    const { invited } = await owner.call(enrolmentRoutes.invite, {
      params: { cohortId: id },
      body: { personIds: [personId], role: null },
    });
    if (invited > 0) return;
  }
  throw new Error('They are invited to every cohort of the demo that takes people.');
}

/** The browser of somebody of the demo who has no password: signs in for the first time, by an invitation that is mailed. */
export async function visitInvited(
  owner: Caller,
  personId: string,
  look: Look = {},
): Promise<BrowserContext> {
  await invite(owner, personId);
  const link = await findMailedLink(owner, personId, /\/invite\/[\w-]{43}/);
  const context = await visit(null, look);
  const answer = await context.request.post('/api/invitations/accept', {
    data: { token: link.replace('/invite/', '') },
  });
  if (!answer.ok()) throw new Error(`The invitation was not accepted: ${await answer.text()}`);
  return context;
}

/**
 * The draft that is reviewed in a cohort of the demo, asked for if there is none. A newer draft replaces the one before,
 * so everybody who only looks shares one, and waits until no other is under way.
 */
export async function findDraft(coordinator: Caller, cohortId: string): Promise<string> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const { runs } = await coordinator.call(matchingRoutes.overview, { params: { cohortId } });
    if (runs[0]?.state === 'failed') throw new Error(`The draft failed: ${runs[0].problem?.code}.`);
    const isUnderWay = runs.some(({ state }) => state === 'queued' || state === 'running');
    const draft = runs.find(({ state }) => state === 'ready');
    if (draft && !isUnderWay) return draft.id;
    if (!draft && !isUnderWay)
      // Another may have begun one since the look.
      await coordinator
        .call(matchingRoutes.start, { params: { cohortId }, body: {} })
        .catch((refused: unknown) => {
          if (!String(refused).includes('matching.already-running')) throw refused;
        });
    await pause(100);
  }
  throw new Error('The draft did not get ready within a minute.');
}
