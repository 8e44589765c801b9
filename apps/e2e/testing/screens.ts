import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import type { BrowserContext } from 'playwright-core';

import { closeBrowser, findBarriers, open, openBrowser, visit } from './browser.ts';
import type { Look } from './browser.ts';
import { callerOf, visitInvited } from './demo.ts';
import { findPlaces } from './places.ts';

const who = {
  coordinator: 'coordinator@halden.example',
  mentee: 'mentee@halden.example',
  mentor: 'mentor@halden.example',
  manager: 'manager@halden.example',
  owner: 'owner@halden.example',
  nobody: null,
} as const;
/** A member of a circle signs in by an invitation: the demo's circles are of people without a password. */
type Who = keyof typeof who | 'member';

/** The longest words, and those from right to left. English is what the journeys speak. */
const looks = {
  German: { language: 'de' },
  Arabic: { language: 'ar' },
} satisfies Record<string, Look>;
type LookName = keyof typeof looks;

const NARROW = { width: 320, height: 700 };

const CONTRAST = ['color-contrast', 'link-in-text-block'];

/** Every screen that is built, seen by somebody who uses it; `:name` is filled from the demo (places.ts). */
const screens: [Who, string][] = [
  ['nobody', '/sign-in'],
  ['nobody', '/sign-in/link'],
  ['nobody', '/invite/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['nobody', '/act/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['nobody', '/join/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['nobody', '/shared/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['nobody', '/gallery'],
  ['mentee', '/'],
  ['mentee', '/inbox'],
  ['mentee', '/inbox?show=snoozed'],
  ['mentee', '/my'],
  ['mentee', '/my/history'],
  ['mentee', '/programs'],
  ['mentee', '/programs/:openCohort'],
  ['mentee', '/programs/:openCohort/enrol?role=mentee'],
  ['mentee', '/pairings/:pairing'],
  ['mentee', '/pairings/:pairing/meetings'],
  ['mentee', '/pairings/:pairing/meetings/new'],
  ['mentee', '/pairings/:pairing/meetings/:meeting'],
  ['mentee', '/pairings/:pairing/goals'],
  ['mentee', '/pairings/:pairing/messages'],
  ['mentee', '/pairings/:pairing/introductions'],
  ['mentee', '/pairings/:pairing/finish'],
  ['mentee', '/pairings/:pairing/change'],
  ['mentee', '/library'],
  ['mentee', '/library/:resource'],
  ['mentee', '/introductions'],
  ['mentee', '/introductions/:introduction'],
  ['mentee', '/check-ins/:checkIn'],
  ['mentee', '/surveys/:survey'],
  ['mentee', '/people/:partner'],
  ['mentee', '/me'],
  ['mentee', '/me/sign-in'],
  ['mentee', '/me/mails'],
  ['mentee', '/me/calendar'],
  ['mentee', '/me/display'],
  ['mentee', '/me/privacy'],
  ['mentee', '/search?q=ma'],
  ['mentee', '/manage'],
  ['mentee', '/my/choices/:selfService'],
  ['mentee', '/nowhere'],
  ['mentor', '/'],
  ['mentor', '/my/places'],
  ['member', '/'],
  ['member', '/my'],
  ['member', '/pairings/:circle'],
  ['member', '/pairings/:circle/meetings'],
  ['member', '/pairings/:circle/meetings/:circleMeeting'],
  ['member', '/pairings/:circle/goals'],
  ['coordinator', '/'],
  ['coordinator', '/today'],
  ['coordinator', '/manage'],
  ['coordinator', '/manage/new'],
  ['coordinator', '/admin/templates'],
  ['coordinator', '/admin/templates?preview=leadership'],
  ['coordinator', '/manage/:program?cohort=:running'],
  ['coordinator', '/manage/:program/pairings?cohort=:running'],
  ['coordinator', '/manage/:program/access?cohort=:closed'],
  ['coordinator', '/manage/:program/meetings?cohort=:running'],
  ['coordinator', '/manage/:program/check-ins?cohort=:running'],
  ['coordinator', '/manage/:program/outcomes?cohort=:closed&salary=60000&licence=20000'],
  ['coordinator', '/manage/:program/engagement?cohort=:running'],
  ['coordinator', '/manage/:program/comparison?cohort=:running'],
  ['coordinator', '/manage/:program/library'],
  ['coordinator', '/manage/:program/messages?cohort=:running'],
  ['coordinator', '/manage/:program/messages/sent?cohort=:running'],
  ['coordinator', '/manage/:program/messages/summaries?cohort=:running'],
  ['coordinator', '/manage/:program/surveys?cohort=:closed'],
  ['coordinator', '/manage/:program/surveys?cohort=:running&moment=fit'],
  ['coordinator', '/manage/:program/report?cohort=:running'],
  ['coordinator', '/reports/:running/quarter?rate=60'],
  ['coordinator', '/manage/:program/report/built?cohort=:running'],
  ['coordinator', '/manage/:program/report/built?cohort=:running&report=new&split=department'],
  ['coordinator', '/manage/:program/people?cohort=:running'],
  ['coordinator', '/manage/:program/people?cohort=:running&tab=invited'],
  ['coordinator', '/manage/:openProgram/people?cohort=:openCohort&invite=yes'],
  ['coordinator', '/manage/:program/setup?cohort=:running'],
  ['coordinator', '/manage/:program/setup?cohort=:running&step=eligibility'],
  ['coordinator', '/manage/:program/setup?cohort=:running&step=questions'],
  ['coordinator', '/manage/:program/setup?cohort=:running&step=matching'],
  ['coordinator', '/manage/:program/setup?cohort=:running&step=rhythm'],
  ['coordinator', '/manage/:program/setup?cohort=:running&step=surveys'],
  ['coordinator', '/manage/:program/setup?cohort=:running&step=cohort'],
  ['coordinator', '/manage/:program/setup?cohort=:running&step=review'],
  ['coordinator', '/manage/:program/form?cohort=:running'],
  ['coordinator', '/manage/:program/roles?cohort=:running'],
  ['coordinator', '/manage/:program/settings?cohort=:running'],
  ['coordinator', '/manage/:program/activity?cohort=:running'],
  ['coordinator', '/manage/:program/close?cohort=:running'],
  ['coordinator', '/manage/:program/close?cohort=:closed'],
  ['coordinator', '/manage/:program/matching?cohort=:matching'],
  ['coordinator', '/manage/:program/matching/policy?cohort=:matching'],
  ['coordinator', '/manage/:program/matching/:run?cohort=:matching'],
  ['coordinator', '/manage/:program/matching/:run/publish?cohort=:matching'],
  ['coordinator', '/manage/:circleProgram/pairings?cohort=:circleCohort'],
  ['coordinator', '/manage/:circleProgram/matching?cohort=:circleDraftCohort'],
  ['coordinator', '/manage/:peerProgram/matching?cohort=:peerCohort'],
  ['coordinator', '/pairings/:circle'],
  ['coordinator', '/manage/:selfServiceProgram/requests'],
  ['coordinator', '/manage/:program/requests?cohort=:running&suggest=:waiting'],
  ['coordinator', '/people'],
  ['coordinator', '/people?employment=everyone&view=none'],
  ['coordinator', '/people?panel=:partner'],
  ['coordinator', '/imports'],
  ['coordinator', '/imports/:importColumns'],
  ['coordinator', '/imports/:importReady?step=columns'],
  ['coordinator', '/imports/:importReady?step=problems'],
  ['coordinator', '/imports/:importReady?step=preview'],
  ['coordinator', '/imports/:importDone'],
  ['coordinator', '/exports/:export'],
  ['coordinator', '/search?q=nobody-has-this-name'],
  ['coordinator', '/metrics'],
  ['manager', '/team'],
  ['manager', '/reports'],
  ['manager', '/reports/sent/01900000-0000-7000-8000-000000000000'],
  ['manager', '/reports/:running'],
  ['owner', '/admin'],
  ['owner', '/admin/people'],
  ['owner', '/admin/declarations'],
  ['owner', '/admin/outbox'],
  ['owner', '/admin/audit'],
  ['owner', '/admin/roles'],
  ['owner', '/admin/organisation'],
];

/** Declares the sweep of one language: every screen in it, wide and narrow, without barrier, fault or untranslated word. */
export function sweepScreens(name: LookName): void {
  const look: Look = looks[name];
  const contexts = new Map<Who, BrowserContext>();
  let places: Record<string, string> = {};
  const path = (screen: string) =>
    screen.replaceAll(/:([A-Za-z]+)/g, (_, place: string) => places[place] || `missing-${place}`);

  /** Each look has a member of its own: an invitation signs in once. */
  async function visitCircle(): Promise<BrowserContext> {
    const owner = await callerOf(who.owner);
    const circle = await owner.call(pairingRoutes.get, { params: { pairingId: places['circle'] ?? '' } });
    const member = circle.members[Object.keys(looks).indexOf(name)];
    const context = await visitInvited(owner, member?.personId ?? '', look);
    const answer = await context.request.get(`/api/pairings/${circle.id}/meetings`);
    const { items } = (await answer.json()) as { items: { id: string; state: string }[] };
    places['circleMeeting'] = items.find(({ state }) => state === 'held')?.id ?? '';
    return context;
  }

  beforeAll(async () => {
    await openBrowser();
    places = await findPlaces();
    for (const [one, email] of Object.entries(who)) contexts.set(one as Who, await visit(email, look));
    contexts.set('member', await visitCircle());
  }, 120_000);
  afterAll(async () => {
    for (const context of contexts.values()) await context.close();
    await closeBrowser();
  });

  // A screen stands for itself, so a second look at one costs seconds; what is wrong is wrong twice.
  jest.retryTimes(1, { logErrorsBeforeRetry: true });
  describe(`in ${name}`, () => {
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
          expect(path(screen)).not.toContain('missing-');
          await open(page, path(screen));
          if (name === 'Arabic') expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
          else {
            expect(await findBarriers(page)).toEqual([]);
            // The same page in other colours: nothing but their contrast can have changed.
            await page.emulateMedia({ colorScheme: 'dark' });
            expect(await findBarriers(page, { only: CONTRAST })).toEqual([]);
          }
          await page.setViewportSize(NARROW);
          // What measures itself, as charts do, follows a moment later.
          await page
            .waitForFunction((width) => document.documentElement.scrollWidth <= width, NARROW.width, {
              timeout: 3_000,
            })
            .catch(() => undefined);
          // The wide page was looked through in German, the narrow one is here; the colours are the same.
          if (name === 'Arabic') expect(await findBarriers(page, { without: CONTRAST })).toEqual([]);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
            NARROW.width,
          );
          // A key that no catalogue knows would stand there as itself.
          expect((await page.locator('body').innerText()).match(/\b[a-z]+(\.[a-z-]+){2,}\b/g) ?? []).toEqual(
            [],
          );
          expect(faults).toEqual([]);
        } finally {
          await page.close();
        }
      },
      45_000,
    );
  });
}
