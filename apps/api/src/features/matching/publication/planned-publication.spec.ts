import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import { inboxRoutes } from '@ithaca/contracts/organisations';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { publicationRoutes } from '@ithaca/contracts/publication';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';
import { MatchingStory } from '../../../../testing/matching-story.ts';

let api: TestApi;
let story: MatchingStory;
let browser: MatchingStory['browser'];

const MONDAY = new Date('2026-03-02T09:00:00Z');
const later = (minutes: number) => new Date(MONDAY.getTime() + minutes * 60_000);

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

beforeEach(async () => {
  api.mails.sent.length = 0;
  api.clock.set(MONDAY);
  story = await MatchingStory.begin(api);
  ({ browser } = story);
});

/** A draft whose publication is planned, in ten minutes unless told otherwise. */
async function planned(body: object = { when: 'in-ten-minutes' }) {
  const people = await story.threeAndTwo();
  const { params, run, items } = await story.draft();
  const { status, body: publication } = await browser.call(publicationRoutes.publish, {
    params,
    version: run.version,
    body,
  });
  return { people, params, run, items, status, publication };
}

const pairings = () => api.rows('select id from pairings where cohort_id = $1', [story.cohort.id]);
const stateOf = async (runId: string) =>
  (await browser.call(routes.getRun, { params: { runId } })).body.state;
const comesTrue = async () => {
  await api.platform.jobs.runSweep('resume-matching');
  await api.runJobs();
};

describe('a planned publication', () => {
  it('waits ten minutes in which nobody hears of it, then happens by itself, once', async () => {
    const { params, publication, people } = await planned();
    expect(publication).toMatchObject({ state: 'scheduled', publishAt: later(10).toISOString() });
    expect(await stateOf(params.runId)).toBe('scheduled');
    api.clock.set(later(9));
    await comesTrue();
    expect(await pairings()).toEqual([]);
    expect(api.mails.sent).toEqual([]);
    const mine = await (await api.as(people.ada.person)).call(pairingRoutes.listMine, {});
    expect(mine.body.items).toEqual([]);
    api.clock.set(later(10));
    await Promise.all([
      api.platform.jobs.runSweep('resume-matching'),
      api.platform.jobs.runSweep('resume-matching'),
    ]);
    await api.runJobs();
    expect(await pairings()).toHaveLength(3);
    expect(api.mails.sent).toHaveLength(6);
    expect(await stateOf(params.runId)).toBe('published');
    api.clock.set(later(30));
    await comesTrue();
    expect(api.mails.sent).toHaveLength(6);
  });

  it('can be called off, after which the draft is open again and nothing happens', async () => {
    const { params, items } = await planned();
    const whileWaiting = await browser.call(routes.setProposalState, {
      params: { proposalId: items[0]?.id ?? '' },
      version: 1,
      body: { state: 'locked' },
    });
    expect(whileWaiting.body.code).toBe('run.wrong-state');
    const redraft = await browser.call(routes.start, { params: { cohortId: story.cohort.id }, body: {} });
    expect(redraft.body.code).toBe('run.publication-planned');
    const calledOff = await browser.call(publicationRoutes.cancel, { params });
    expect(calledOff.body).toMatchObject({ state: 'cancelled', cancelledByName: 'Cora Coordinator' });
    expect(await stateOf(params.runId)).toBe('ready');
    api.clock.set(later(15));
    await comesTrue();
    expect(await pairings()).toEqual([]);
    const again = await browser.call(publicationRoutes.cancel, { params });
    expect(again.body.code).toBe('run.wrong-state');
  });

  it('is either called off or carried out, when both come at the same moment', async () => {
    const { params } = await planned();
    api.clock.set(later(10));
    const [calledOff] = await Promise.all([
      browser.call(publicationRoutes.cancel, { params }),
      api.platform.jobs.runSweep('resume-matching'),
    ]);
    const state = await stateOf(params.runId);
    expect([calledOff.status, state, (await pairings()).length]).toEqual(
      calledOff.status === 200 ? [200, 'ready', 0] : [409, 'published', 3],
    );
  });

  it('can be published now after all, as it was planned', async () => {
    const { params, run } = await planned({ when: later(600).toISOString(), tellUnmatched: false });
    const now = await browser.call(publicationRoutes.publish, {
      params,
      version: run.version + 1,
      body: { when: 'now' },
    });
    expect(now.body).toMatchObject({ state: 'done', published: 3, tellUnmatched: false });
    expect((await browser.call(publicationRoutes.cancel, { params })).body.code).toBe('run.wrong-state');
  });

  it('is planned for a time to come, and once', async () => {
    const { params, run } = await planned();
    const twice = await browser.call(publicationRoutes.publish, {
      params,
      version: run.version + 1,
      body: { when: 'in-ten-minutes' },
    });
    expect(twice.body.code).toBe('run.wrong-state');
    await browser.call(publicationRoutes.cancel, { params });
    for (const when of [later(-1), later(60 * 24 * 40)]) {
      const { status, body } = await browser.call(publicationRoutes.publish, {
        params,
        version: run.version + 2,
        body: { when: when.toISOString() },
      });
      expect([status, body.code]).toEqual([422, 'publication.too-far']);
    }
  });

  it('names who was left out because they withdrew meanwhile', async () => {
    const { params, people } = await planned();
    await api.rows("update enrolments set state = 'withdrawn' where id = $1", [people.ada.id]);
    api.clock.set(later(11));
    await comesTrue();
    const { body } = await browser.call(publicationRoutes.outcome, { params });
    expect(body.publication).toMatchObject({
      state: 'done',
      published: 2,
      skipped: [{ displayName: 'Ada', cause: { code: 'enrolment.wrong-state' } }],
    });
    expect(body.pairs).toHaveLength(2);
  });

  it('says why it came to nothing, and leaves the draft open', async () => {
    const { params } = await planned();
    await api.rows("update enrolments set state = 'withdrawn' where cohort_id = $1 and role = 'mentee'", [
      story.cohort.id,
    ]);
    api.clock.set(later(11));
    await comesTrue();
    const { body } = await browser.call(publicationRoutes.outcome, { params });
    expect(body.publication).toMatchObject({
      state: 'failed',
      problem: { code: 'matching.nobody-to-match' },
    });
    expect(await stateOf(params.runId)).toBe('ready');
  });
});

describe('mails of a publication', () => {
  it('wait for the morning of each reader, whatever the zone', async () => {
    const { ben, cleo } = await story.threeAndTwo();
    await api.rows("update people set time_zone = 'Asia/Kolkata' where id = $1", [cleo.person.id]);
    await api.rows("update people set time_zone = 'America/New_York' where id = $1", [ben.person.id]);
    const { params, run } = await story.draft();
    const preview = (await browser.call(publicationRoutes.preview, { params })).body;
    expect(preview.mornings.map(({ timeZone, at }) => [timeZone, at])).toEqual(
      expect.arrayContaining([
        ['America/New_York', '2026-03-02T14:00:00.000Z'],
        ['Asia/Kolkata', '2026-03-03T03:30:00.000Z'],
      ]),
    );
    await browser.call(publicationRoutes.publish, {
      params,
      version: run.version,
      body: { when: 'now', delivery: 'morning' },
    });
    await api.runJobs();
    const sentTo = () => api.mails.sent.map(({ to }) => to);
    expect(sentTo()).not.toContain(cleo.person.email);
    expect(sentTo()).not.toContain(ben.person.email);
    const before = sentTo().length;
    api.clock.set(new Date('2026-03-02T14:10:00Z'));
    await api.platform.jobs.runSweep('send-waiting-mails');
    await api.runJobs();
    expect(sentTo().slice(before)).toEqual([ben.person.email]);
    api.clock.set(new Date('2026-03-03T03:40:00Z'));
    await api.platform.jobs.runSweep('send-waiting-mails');
    await api.runJobs();
    expect(sentTo().slice(before)).toEqual([ben.person.email, cleo.person.email]);
  });

  it('tell those without a partner what the coordinator wrote in their language, or nothing', async () => {
    await story.threeAndTwo();
    const dora = await story.enrol('Dora', 'mentee', { person: { locale: 'de' } });
    const { params, run } = await story.draft();
    await browser.call(publicationRoutes.publish, {
      params,
      version: run.version,
      body: { unmatchedMessages: { de: 'Wir melden uns im {Mai}.' } },
    });
    await api.runJobs();
    expect(api.mails.sent.find(({ to }) => to === dora.person.email)?.text).toContain(
      'Wir melden uns im {Mai}.',
    );
    expect(api.mails.sent).toHaveLength(7);
  });

  it('are not sent to those without a partner when the coordinator says so', async () => {
    await story.threeAndTwo();
    await story.enrol('Dora', 'mentee');
    const { params, run } = await story.draft();
    await browser.call(publicationRoutes.publish, {
      params,
      version: run.version,
      body: { tellUnmatched: false },
    });
    await api.runJobs();
    expect(api.mails.sent).toHaveLength(6);
  });

  it('are written to the end after a job that was lost half-way, and none twice', async () => {
    const { params } = await planned({ when: 'now' });
    await api.rows("delete from pgboss.job where name = 'announce-pairings'");
    await api.runJobs();
    expect(api.mails.sent).toEqual([]);
    api.clock.set(later(5));
    await comesTrue();
    expect(api.mails.sent).toHaveLength(6);
    await comesTrue();
    expect(api.mails.sent).toHaveLength(6);
    const { body } = await browser.call(publicationRoutes.outcome, { params });
    expect(body.pairs.map(({ mailsSent, mailsWaiting }) => [mailsSent, mailsWaiting])).toEqual([
      [2, 0],
      [2, 0],
      [2, 0],
    ]);
  });
});

describe('a published pair', () => {
  it('can be taken back while neither side has opened it; its waiting mails are dropped', async () => {
    const { params, people } = await planned({ when: 'now', delivery: 'morning' });
    api.clock.set(later(1));
    // Everybody sleeps: no mail has left.
    await api.rows("update mails set send_after = now() + interval '1 day' where state = 'queued'");
    const { body } = await browser.call(publicationRoutes.outcome, { params });
    const pair = body.pairs.find(({ mentees: [mentee] }) => mentee === 'Ada');
    expect(pair).toMatchObject({ canUndo: true, state: 'offered' });
    const undone = await browser.call(publicationRoutes.undo, {
      params: { pairingId: pair?.pairingId ?? '' },
    });
    expect(undone.status).toBe(204);
    await api.runJobs();
    expect(api.mails.sent.map(({ to }) => to)).not.toContain(people.ada.person.email);
    const mine = await (await api.as(people.ada.person)).call(pairingRoutes.listMine, {});
    expect(mine.body.items).toEqual([]);
    const inbox = await (await api.as(people.ada.person)).call(inboxRoutes.list, { query: {} });
    expect(inbox.body.items).toEqual([]);
    const next = await story.draft();
    expect(next.unmatched.map(({ person }) => person.displayName)).toEqual(['Ada']);
  });

  it('tells whoever had the mail already that it does not go ahead', async () => {
    const { params, people } = await planned({ when: 'now' });
    await api.runJobs();
    const { body } = await browser.call(publicationRoutes.outcome, { params });
    const pair = body.pairs.find(({ mentees: [mentee] }) => mentee === 'Ada');
    api.mails.sent.length = 0;
    await browser.call(publicationRoutes.undo, { params: { pairingId: pair?.pairingId ?? '' } });
    await api.runJobs();
    expect(api.mails.sent.map(({ to }) => to).toSorted()).toEqual(
      [people.ada.person.email, people.mia.person.email].toSorted(),
    );
    expect(api.mails.sent[0]?.subject).toMatch(/another match/);
  });

  it('stays once a side has opened it or read of it', async () => {
    const { params, people } = await planned({ when: 'now' });
    await api.runJobs();
    const asAda = await api.as(people.ada.person);
    const mine = (await asAda.call(pairingRoutes.listMine, {})).body.items[0];
    const pairing = { pairingId: mine?.id ?? '' };
    expect((await asAda.call(publicationRoutes.open, { params: pairing })).status).toBe(204);
    const refused = await browser.call(publicationRoutes.undo, { params: pairing });
    expect([refused.status, refused.body.code]).toEqual([409, 'pairing.opened']);
    const { body } = await browser.call(publicationRoutes.outcome, { params });
    expect(body.pairs.find(({ mentees: [mentee] }) => mentee === 'Ada')?.canUndo).toBe(false);
    const asBen = await api.as(people.ben.person);
    const ben = (await asBen.call(pairingRoutes.listMine, {})).body.items[0];
    await asBen.call(inboxRoutes.markRead, { body: {} });
    const alsoRefused = await browser.call(publicationRoutes.undo, { params: { pairingId: ben?.id ?? '' } });
    expect(alsoRefused.body.code).toBe('pairing.opened');
    expect(await pairings()).toHaveLength(3);
  });

  it('is either opened or taken back, when both come at the same moment', async () => {
    const { params, people } = await planned({ when: 'now' });
    await api.runJobs();
    const { body } = await browser.call(publicationRoutes.outcome, { params });
    const pairing = {
      pairingId: body.pairs.find(({ mentees: [mentee] }) => mentee === 'Ada')?.pairingId ?? '',
    };
    const asAda = await api.as(people.ada.person);
    const [opened, undone] = await Promise.all([
      asAda.call(publicationRoutes.open, { params: pairing }),
      browser.call(publicationRoutes.undo, { params: pairing }),
    ]);
    expect([
      [204, 409],
      [404, 204],
    ]).toContainEqual([opened.status, undone.status]);
  });
});
