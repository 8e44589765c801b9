import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { identityRoutes } from '@ithaca/contracts/identity';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { checkInRoutes } from '@ithaca/contracts/surveys';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { programRoutes } from '@ithaca/contracts/programs';
import type { BrowserContext } from 'playwright-core';

import {
  baseUrl,
  closeBrowser,
  findBarriers,
  open,
  openBrowser,
  PASSWORD,
  visit,
} from './testing/browser.ts';
import type { Look } from './testing/browser.ts';
import { Caller } from './testing/caller.ts';
import { pause } from './testing/product.ts';

const who = {
  coordinator: 'coordinator@halden.example',
  mentee: 'mentee@halden.example',
  mentor: 'mentor@halden.example',
  manager: 'manager@halden.example',
  owner: 'owner@halden.example',
  nobody: null,
} as const;
type Who = keyof typeof who;

const looks: Record<string, Look> = {
  'light and dark': {},
  'right to left': { language: 'ar' },
  'a narrow phone': { width: 320, height: 700, language: 'de' },
};

/** Every screen that is built, seen by somebody who uses it; `:name` is filled from the demo. */
const screens: [Who, string][] = [
  ['nobody', '/sign-in'],
  ['nobody', '/sign-in/link'],
  ['nobody', '/invite/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['nobody', '/act/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['nobody', '/gallery'],
  ['mentee', '/'],
  ['mentee', '/inbox'],
  ['mentee', '/my'],
  ['mentee', '/programs'],
  ['mentee', '/programs/:openCohort'],
  ['mentee', '/programs/:openCohort/enrol?role=mentee'],
  ['mentee', '/pairings/:pairing'],
  ['mentee', '/pairings/:pairing/meetings'],
  ['mentee', '/pairings/:pairing/meetings/new'],
  ['mentee', '/pairings/:pairing/meetings/:meeting'],
  ['mentee', '/pairings/:pairing/goals'],
  ['mentee', '/pairings/:pairing/messages'],
  ['mentee', '/check-ins/:checkIn'],
  ['mentee', '/people/:partner'],
  ['mentee', '/me'],
  ['mentee', '/me/sign-in'],
  ['mentee', '/me/mails'],
  ['mentee', '/me/calendar'],
  ['mentee', '/me/display'],
  ['mentee', '/manage'],
  ['mentee', '/my/choices/:selfService'],
  ['mentor', '/my/places'],
  ['mentee', '/nowhere'],
  ['coordinator', '/'],
  ['coordinator', '/today'],
  ['coordinator', '/manage'],
  ['coordinator', '/manage/new'],
  ['coordinator', '/manage/:program?cohort=:running'],
  ['coordinator', '/manage/:program/pairings?cohort=:running'],
  ['coordinator', '/manage/:program/report?cohort=:running'],
  ['coordinator', '/manage/:program/people?cohort=:running'],
  ['coordinator', '/manage/:program/setup?cohort=:running'],
  ['coordinator', '/manage/:program/form?cohort=:running'],
  ['coordinator', '/manage/:program/settings?cohort=:running'],
  ['coordinator', '/manage/:program/activity?cohort=:running'],
  ['coordinator', '/manage/:program/close?cohort=:running'],
  ['coordinator', '/manage/:program/matching?cohort=:matching'],
  ['coordinator', '/manage/:program/matching/policy?cohort=:matching'],
  ['coordinator', '/manage/:program/matching/:run?cohort=:matching'],
  ['coordinator', '/manage/:program/matching/:run/publish?cohort=:matching'],
  ['coordinator', '/manage/:selfServiceProgram/requests'],
  ['coordinator', '/people'],
  ['coordinator', '/imports'],
  ['coordinator', '/metrics'],
  ['manager', '/team'],
  ['manager', '/reports'],
  ['manager', '/reports/:running'],
  ['coordinator', '/people?employment=everyone&view=none'],
  ['mentee', '/me/privacy'],
  ['mentee', '/search?q=ma'],
  ['owner', '/admin'],
  ['owner', '/admin/people'],
  ['owner', '/admin/declarations'],
  ['owner', '/admin/outbox'],
  ['owner', '/admin/audit'],
  ['owner', '/admin/roles'],
  ['owner', '/admin/organisation'],
];

const places: Record<string, string> = {};
const path = (screen: string) =>
  screen.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => places[name] ?? `missing-${name}`);

beforeAll(async () => {
  await openBrowser();
  const signIn = async (email: string) => {
    const caller = new Caller(baseUrl());
    await caller.call(identityRoutes.signIn, { body: { email, password: PASSWORD } });
    return caller;
  };
  const coordinator = await signIn(who.coordinator);
  const mentee = await signIn(who.mentee);
  const { items: programs } = await coordinator.call(programRoutes.list, {});
  const growth = programs.find((program) => program.slug === 'career-growth');
  const cohortIn = (state: string) => growth?.cohorts.find((cohort) => cohort.state === state)?.id ?? '';
  places.program = growth?.id ?? '';
  places.running = cohortIn('running');
  places.matching = cohortIn('matching');
  places.openCohort =
    programs.flatMap((program) => program.cohorts).find((cohort) => cohort.state === 'enrolling')?.id ?? '';
  places.selfServiceProgram = programs.find((program) => program.slug === 'skills-exchange')?.id ?? '';
  const { items: enrolments } = await mentee.call(enrolmentRoutes.listMine, {});
  places.selfService = enrolments.find((one) => one.pairingMode === 'self-service')?.id ?? '';
  const { items: pairings } = await mentee.call(pairingRoutes.listMine, {});
  const pairing = pairings.find((one) => one.state === 'active');
  places.pairing = pairing?.id ?? '';
  places.partner = pairing?.members.find((member) => member.role === 'mentor')?.personId ?? '';
  places.meeting =
    (await mentee.call(meetingRoutes.list, { params: { pairingId: places.pairing } })).items[0]?.id ?? '';
  places.checkIn = (await mentee.call(checkInRoutes.listMine, {})).items[0]?.id ?? '';
  const run = await coordinator.call(matchingRoutes.start, {
    params: { cohortId: places.matching },
    body: {},
  });
  places.run = run.id;
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if ((await coordinator.call(matchingRoutes.getRun, { params: { runId: run.id } })).state === 'ready')
      break;
    await pause(100);
  }
}, 90_000);

afterAll(closeBrowser);

describe.each(Object.entries(looks))('in %s', (name, look) => {
  const contexts = new Map<Who, BrowserContext>();
  beforeAll(async () => {
    for (const one of Object.keys(who) as Who[]) contexts.set(one, await visit(who[one], look));
  }, 30_000);
  afterAll(async () => {
    for (const context of contexts.values()) await context.close();
  });

  it.each(screens)(
    'the %s finds no barrier at %s',
    async (one, screen) => {
      const context = contexts.get(one);
      if (!context) throw new Error(`Nobody is signed in as ${one}.`);
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('response', (response) => {
        if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
      });
      try {
        await open(page, path(screen));
        expect(await findBarriers(page)).toEqual([]);
        if (name === 'light and dark') {
          // The same page in other colours: nothing but their contrast can have changed.
          await page.emulateMedia({ colorScheme: 'dark' });
          expect(await findBarriers(page, ['color-contrast', 'link-in-text-block'])).toEqual([]);
        }
        if (name === 'right to left') expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
        if (look.width)
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);
        // A key that no catalogue knows would stand there as itself.
        expect((await page.locator('body').innerText()).match(/\b[a-z]+(\.[a-z-]+){2,}\b/g) ?? []).toEqual(
          [],
        );
        expect(faults).toEqual([]);
      } finally {
        await page.close();
      }
    },
    30_000,
  );
});
