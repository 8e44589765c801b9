import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { matchingRoutes as routes } from '@ithaca/contracts/matching';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { programTemplates } from '@ithaca/domain/program-templates';
import type {
  GivenCohort,
  GivenEnrolment,
  GivenOrganisation,
  GivenPerson,
  GivenProgram,
} from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

let api: TestApi;
let organisation: GivenOrganisation;
let coordinator: GivenPerson;
let program: GivenProgram;
let cohort: GivenCohort;
let browser: TestCaller;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

beforeEach(async () => {
  api.mails.sent.length = 0;
  organisation = await api.given.organisation();
  coordinator = await api.given.person(organisation, { displayName: 'Cora Coordinator' });
  program = await api.given.program(coordinator, { name: 'Career growth' });
  await api.given.grant(coordinator, 'coordinator', program.id);
  cohort = await api.given.cohort(program, coordinator, { state: 'matching' });
  browser = await api.as(coordinator);
});

type Answers = { skills?: [string, number][]; wishes?: string[]; languages?: string[]; goals?: string[] };

async function enrol(
  displayName: string,
  role: 'mentor' | 'mentee',
  more: Answers & {
    capacity?: number;
    person?: Parameters<TestApi['given']['person']>[1];
    doNotPairWith?: string[];
  } = {},
): Promise<GivenEnrolment & { person: GivenPerson }> {
  const person = await api.given.person(organisation, {
    displayName,
    department: 'Sales',
    grade: role === 'mentor' ? 7 : 5,
    ...more.person,
  });
  const enrolment = await api.given.enrolment(cohort, person, role, {
    ...(more.capacity === undefined ? {} : { capacity: more.capacity }),
    ...(more.doNotPairWith ? { doNotPairWith: more.doNotPairWith } : {}),
    answers: {
      skills: (more.skills ?? [['Leadership', 2]]).map(([skill, level]) => ({ skill, level })),
      goals: more.goals ?? ['Grow as a leader'],
      interests: [],
      languages: more.languages ?? ['en'],
      wishes: more.wishes ?? [],
    },
  });
  return { ...enrolment, person };
}

async function draft() {
  const started = await browser.call(routes.start, { params: { cohortId: cohort.id } });
  expect(started.status).toBe(202);
  await api.runJobs();
  const answer = await browser.call(routes.listProposals, { params: { runId: started.body.id } });
  return { params: { runId: started.body.id }, ...answer.body };
}

const pairsOf = (items: { mentee: { displayName: string }; mentor: { displayName: string } }[]) =>
  items.map(({ mentee, mentor }) => `${mentee.displayName} – ${mentor.displayName}`).toSorted();

/** Ada fits Mia best, Ben fits Max best; Cleo could have either. */
async function threeAndTwo() {
  return {
    mia: await enrol('Mia', 'mentor', { skills: [['Finance', 3]], capacity: 1 }),
    max: await enrol('Max', 'mentor', { skills: [['Design', 3]], capacity: 2 }),
    ada: await enrol('Ada', 'mentee', { skills: [['Finance', 3]] }),
    ben: await enrol('Ben', 'mentee', { skills: [['Design', 3]] }),
    cleo: await enrol('Cleo', 'mentee', { skills: [['design', 1]] }),
  };
}

describe('the readiness of a cohort', () => {
  it('counts places against requests, names scarce skills and who has no possible partner', async () => {
    const boss = await enrol('Boss', 'mentor', { capacity: 1 });
    await enrol('Report', 'mentee', { skills: [['Chess', 3]], person: { managerId: boss.person.id } });
    await enrol('Other', 'mentee');
    const { body } = await browser.call(routes.overview, { params: { cohortId: cohort.id } });
    expect(body.readiness).toMatchObject({ mentees: 2, mentors: 1, places: 1 });
    expect(body.readiness.scarceSkills).toContainEqual({ skill: 'Chess', wanted: 1, offered: 0 });
    expect(body.readiness.withoutPartner).toMatchObject([
      { person: { displayName: 'Report' }, causes: [{ code: 'own-manager-line', facts: { mentors: 1 } }] },
    ]);
    expect(body.runs).toEqual([]);
  });

  it('is closed to participants and to other programs’ coordinators, and open to auditors for reading', async () => {
    const { mia } = await threeAndTwo();
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    const params = { cohortId: cohort.id };
    expect((await (await api.as(mia.person)).call(routes.overview, { params })).status).toBe(403);
    expect((await (await api.as(auditor)).call(routes.overview, { params })).status).toBe(200);
    expect((await (await api.as(auditor)).call(routes.start, { params })).status).toBe(403);
    const elsewhere = await api.given.person(await api.given.organisation());
    await api.given.grant(elsewhere, 'owner');
    expect((await (await api.as(elsewhere)).call(routes.overview, { params })).status).toBe(404);
  });
});

describe('a matching run', () => {
  it('finds the best pairs, keeps the hard rules, and proves it', async () => {
    await threeAndTwo();
    const { run, items, unmatched } = await draft();
    expect(run).toMatchObject({
      state: 'ready',
      createdByName: 'Cora Coordinator',
      statistics: { mentees: 3, mentors: 2, places: 3, matched: 3 },
      certificate: { status: 'optimal', matched: 3, gap: 0, verified: true },
    });
    expect(pairsOf(items)).toEqual(['Ada – Mia', 'Ben – Max', 'Cleo – Max']);
    expect(unmatched).toEqual([]);
  });

  it('never pairs within a manager line, a team, without a language, or earlier partners', async () => {
    const chief = await api.given.person(organisation);
    const boss = await enrol('Boss', 'mentor', { person: { managerId: chief.id } });
    const lead = await enrol('Lead', 'mentor', { person: { managerId: boss.person.id } });
    const foreign = await enrol('Foreign', 'mentor', { languages: ['fr'] });
    const earlier = await enrol('Earlier', 'mentor');
    const avoided = await enrol('Avoided', 'mentor');
    const right = await enrol('Right', 'mentor', { skills: [['Nothing', 1]], goals: [] });
    const report = await enrol('Report', 'mentee', {
      person: { managerId: lead.person.id },
      doNotPairWith: [avoided.person.id],
    });
    await enrol('Peer', 'mentor', { person: { managerId: lead.person.id } });
    const past = await api.given.cohort(program, coordinator, { state: 'closed', startsOn: '2025-01-01' });
    await api.given.pairing(past, earlier.person, report.person, { state: 'completed' });
    const { items, params } = await draft();
    expect(pairsOf(items)).toEqual(['Report – Right']);
    const rule = async (mentor: GivenEnrolment) =>
      (
        await browser.call(routes.whyNot, { params, query: { mentee: report.id, mentor: mentor.id } })
      ).body.forbiddenBy.map(({ code }) => code);
    expect(await rule(boss)).toEqual(['own-manager-line']);
    expect(await rule(foreign)).toEqual(['common-language']);
    expect(await rule(earlier)).toEqual(['earlier-partners']);
    expect(await rule(avoided)).toEqual(['do-not-pair']);
    expect(await rule(right)).toEqual([]);
  });

  it('says of everybody left over why, and the smallest change that would help', async () => {
    await enrol('Mia', 'mentor', { capacity: 1 });
    await enrol('Ada', 'mentee', { skills: [['Leadership', 3]] });
    await enrol('Ben', 'mentee', { skills: [['Cooking', 3]] });
    const { items, unmatched } = await draft();
    expect(pairsOf(items)).toEqual(['Ada – Mia']);
    expect(unmatched).toMatchObject([
      {
        person: { displayName: 'Ben' },
        causes: [{ code: 'scarce-places', facts: { competing: 2, places: 1 } }],
        smallestChange: { code: 'add-place', facts: { mentorName: 'Mia' } },
      },
    ]);
  });

  it('is refused before matching began, with nobody to match, and while another one runs', async () => {
    const params = { cohortId: cohort.id };
    expect((await browser.call(routes.start, { params })).body.code).toBe('matching.nobody-to-match');
    await threeAndTwo();
    await api.rows("update cohorts set state = 'enrolling' where id = $1", [cohort.id]);
    const early = await browser.call(routes.start, { params });
    expect(early.status).toBe(409);
    expect(early.body).toMatchObject({ code: 'matching.wrong-state', facts: { state: 'enrolling' } });
    await api.rows("update cohorts set state = 'matching' where id = $1", [cohort.id]);
    const both = await Promise.all([
      browser.call(routes.start, { params }),
      browser.call(routes.start, { params }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('matching.already-running');
  });

  it('is solved once, however often its job is delivered', async () => {
    await threeAndTwo();
    const { run, items } = await draft();
    await api.platform.db.write({ organisationId: organisation.id }, () =>
      api.platform.jobs.enqueue('solve-matching', { organisationId: organisation.id, runId: run.id }),
    );
    await api.runJobs();
    const again = await browser.call(routes.listProposals, { params: { runId: run.id } });
    expect(again.body.items.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  });

  it('is worked out in a thread of its own for a large cohort, with the same kind of result', async () => {
    const people = await Promise.all(
      Array.from({ length: 310 }, (_, index) =>
        enrol(`Person ${index}`, index % 3 === 0 ? 'mentor' : 'mentee', { capacity: 2 }),
      ),
    );
    const { run, items } = await draft();
    expect(run.certificate).toMatchObject({ gap: 0, verified: true });
    expect(items).toHaveLength(people.filter(({ role }) => role === 'mentee').length);
  }, 60_000);
});

describe('reviewing', () => {
  it('keeps locked and approved pairs in the next draft and supersedes the earlier one', async () => {
    const { ada, max } = await threeAndTwo();
    const first = await draft();
    const byHand = await browser.call(routes.propose, {
      params: first.params,
      body: { menteeEnrolmentId: ada.id, mentorEnrolmentId: max.id, reason: 'They know one another' },
    });
    expect(byHand.body.code).toBe('proposal.no-free-place');
    const cleo = first.items.find(({ mentee }) => mentee.displayName === 'Cleo');
    await browser.call(routes.removeProposal, {
      params: { proposalId: cleo?.id ?? '' },
      version: cleo?.version ?? 0,
      body: {},
    });
    const moved = await browser.call(routes.propose, {
      params: first.params,
      body: { menteeEnrolmentId: ada.id, mentorEnrolmentId: max.id, reason: 'They know one another' },
    });
    expect(moved.status).toBe(201);
    expect(moved.body).toMatchObject({ state: 'locked', origin: 'person', reason: 'They know one another' });
    const second = await draft();
    // Cleo and Max were taken apart by hand, so they are not put together again.
    expect(pairsOf(second.items)).toEqual(['Ada – Max', 'Ben – Max', 'Cleo – Mia']);
    expect(second.items.find(({ mentee }) => mentee.displayName === 'Ada')).toMatchObject({
      state: 'locked',
      origin: 'person',
      reason: 'They know one another',
    });
    const superseded = await browser.call(routes.getRun, { params: first.params });
    expect(superseded.body.state).toBe('superseded');
    const late = await browser.call(routes.approveClear, { params: first.params });
    expect(late.body.code).toBe('run.wrong-state');
  });

  it('approves, locks and releases, one reviewer after the other', async () => {
    await threeAndTwo();
    const { items } = await draft();
    const params = { proposalId: items[0]?.id ?? '' };
    const approved = await browser.call(routes.setProposalState, {
      params,
      version: 1,
      body: { state: 'approved' },
    });
    expect(approved.body).toMatchObject({ state: 'approved', version: 2 });
    const stale = await browser.call(routes.setProposalState, {
      params,
      version: 1,
      body: { state: 'locked' },
    });
    expect(stale.status).toBe(412);
    const locked = await browser.call(routes.setProposalState, {
      params,
      version: 2,
      body: { state: 'locked' },
    });
    expect(locked.body.state).toBe('locked');
    const released = await browser.call(routes.setProposalState, {
      params,
      version: 3,
      body: { state: 'proposed' },
    });
    expect(released.body.state).toBe('proposed');
    await browser.call(routes.removeProposal, { params, version: 4, body: { reason: 'Too close' } });
    const gone = await browser.call(routes.setProposalState, {
      params,
      version: 5,
      body: { state: 'locked' },
    });
    expect(gone.body.code).toBe('proposal.wrong-state');
  });

  it('refuses by hand what a hard rule forbids, and people of another cohort', async () => {
    const { params } = await threeAndTwo().then(draft);
    const lead = await enrol('Lead', 'mentor');
    const report = await enrol('Report', 'mentee', { person: { managerId: lead.person.id } });
    const refused = await browser.call(routes.propose, {
      params,
      body: { menteeEnrolmentId: report.id, mentorEnrolmentId: lead.id, reason: 'Convenient' },
    });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'proposal.rule-broken',
      facts: { rules: [{ code: 'own-manager-line' }], mentee: 'Report', mentor: 'Lead' },
    });
    const other = await api.given.cohort(program, coordinator, { state: 'matching' });
    const stranger = await api.given.enrolment(other, await api.given.person(organisation), 'mentee');
    const foreign = await browser.call(routes.propose, {
      params,
      body: { menteeEnrolmentId: stranger.id, mentorEnrolmentId: lead.id, reason: 'Why not' },
    });
    expect(foreign.status).toBe(404);
  });

  it('swaps the mentors of two proposals', async () => {
    await threeAndTwo();
    const { items, params } = await draft();
    const idOf = (name: string) => items.find(({ mentee }) => mentee.displayName === name)?.id ?? '';
    const swapped = await browser.call(routes.swap, {
      params: { proposalId: idOf('Ada') },
      version: 1,
      body: { withProposalId: idOf('Ben'), reason: 'Both asked for it' },
    });
    expect(pairsOf(swapped.body.items)).toEqual(['Ada – Max', 'Ben – Mia']);
    const after = await browser.call(routes.listProposals, { params });
    expect(pairsOf(after.body.items)).toEqual(['Ada – Max', 'Ben – Mia', 'Cleo – Max']);
    const again = await browser.call(routes.swap, {
      params: { proposalId: idOf('Ada') },
      version: 2,
      body: { withProposalId: idOf('Cleo') },
    });
    expect(again.body.code).toBe('proposal.wrong-state');
  });

  it('shows reasons, ranks, and what each alternative does to the whole', async () => {
    const { mia } = await threeAndTwo();
    const { items } = await draft();
    const cleo = items.find(({ mentee }) => mentee.displayName === 'Cleo');
    const { body } = await browser.call(routes.getProposal, { params: { proposalId: cleo?.id ?? '' } });
    expect(body.contributions.reduce((sum, { points }) => sum + points, 0)).toBe(body.score);
    // Skills are compared whatever their capitals.
    expect(body.contributions[0]).toMatchObject({
      criterion: 'skills',
      evidence: { code: 'skills', facts: { covered: ['Design'] } },
    });
    expect(body.rank).toEqual({ forMentee: 1, ofMentee: 2, forMentor: 1, ofMentor: 3 });
    expect(body.alternatives).toHaveLength(1);
    expect(body.alternatives[0]).toMatchObject({
      mentor: { enrolmentId: mia.id },
      freePlaces: 0,
      forbiddenBy: [],
      effect: { matchedChange: 0, displaced: ['Ada'] },
    });
    expect(body.alternatives[0]?.effect?.totalChange).toBeLessThan(0);
  });

  it('puts first what needs a person: a rule that broke meanwhile before near ties and clear pairs', async () => {
    const { ada, mia } = await threeAndTwo();
    const { params } = await draft();
    await api.rows('update people set manager_id = $2 where id = $1', [ada.person.id, mia.person.id]);
    const { items } = (await browser.call(routes.listProposals, { params })).body;
    expect(items[0]).toMatchObject({ attention: 'rule-at-risk', mentee: { displayName: 'Ada' } });
    const { body } = await browser.call(routes.approveClear, { params });
    const states = (await browser.call(routes.listProposals, { params })).body.items;
    expect(states.filter(({ state }) => state === 'approved')).toHaveLength(body.approved);
    expect(states.every(({ state, attention }) => state !== 'approved' || attention === 'clear')).toBe(true);
    expect(states[0]?.state).toBe('proposed');
  });

  it('refuses a new draft when kept pairs have no places any more', async () => {
    const { max } = await threeAndTwo();
    const { items } = await draft();
    for (const { id, mentor } of items)
      if (mentor.displayName === 'Max')
        await browser.call(routes.setProposalState, {
          params: { proposalId: id },
          version: 1,
          body: { state: 'locked' },
        });
    await api.rows('update enrolments set capacity = 1 where id = $1', [max.id]);
    const refused = await browser.call(routes.start, { params: { cohortId: cohort.id } });
    expect(refused.body).toMatchObject({
      code: 'matching.pins-contradict',
      facts: { mentors: [{ mentor: 'Max', kept: 2, places: 1 }] },
    });
  });
});

describe('publishing', () => {
  it('shows beforehand what it will do, and does just that', async () => {
    await threeAndTwo();
    await enrol('Dora', 'mentee', { person: { locale: 'de' } });
    await enrol('Mette', 'mentor', { capacity: 0 });
    const { params, run } = await draft();
    const preview = (await browser.call(routes.publishPreview, { params })).body;
    expect(preview).toMatchObject({ pairings: 3, changedSince: [] });
    expect(preview.unmatched).toHaveLength(1);
    expect(preview.mails.reduce((sum, { count }) => sum + count, 0)).toBe(7);
    expect(preview.mails.find(({ locale }) => locale === 'en')?.sample.bodyText).toMatch(
      /Why you two: .*skills that are wanted and offered/,
    );
    expect(preview.mentorsAtLimit.map(({ displayName }) => displayName).toSorted()).toEqual(['Max', 'Mia']);

    const published = await browser.call(routes.publish, { params, version: run.version });
    expect(published.body).toEqual({ published: 3, skipped: [] });
    expect(api.mails.sent).toHaveLength(0);
    await api.runJobs();
    expect(api.mails.sent).toHaveLength(7);
    const [state] = await api.rows<{ state: string }>('select state from cohorts where id = $1', [cohort.id]);
    expect(state?.state).toBe('running');
    expect(
      await api.rows("select from stage_events where cohort_id = $1 and stage = 'proposed'", [cohort.id]),
    ).toHaveLength(6);
    expect((await browser.call(routes.getRun, { params })).body.state).toBe('published');
  });

  it('tells each side of the other with reasons in words, and sends nothing twice', async () => {
    const { ada } = await threeAndTwo();
    const { params, run } = await draft();
    await browser.call(routes.publish, { params, version: run.version });
    await api.runJobs();
    const mail = api.mails.sent.find(({ to }) => to === ada.person.email);
    expect(mail?.subject).toBe('Meet your mentor: Mia');
    expect(mail?.text).toMatch(/matched with Mia, Engineer/);
    const sent = api.mails.sent.length;
    await api.platform.db.write({ organisationId: organisation.id }, () =>
      api.platform.jobs.enqueue('announce-pairings', {
        organisationId: organisation.id,
        runId: params.runId,
      }),
    );
    await api.runJobs();
    expect(api.mails.sent).toHaveLength(sent);
    const seen = await (await api.as(ada.person)).call(pairingRoutes.listMine, {});
    expect(seen.body.items[0]).toMatchObject({
      state: 'offered',
      agreement: { cadenceDays: 14, confidentiality: expect.stringContaining('between us') },
    });
    expect(seen.body.items[0]?.reasons[0]?.code).toBe('skills');
  });

  it('leaves out what is no longer possible and says why', async () => {
    const { ada, max, mia } = await threeAndTwo();
    const { params, run } = await draft();
    await api.rows("update enrolments set state = 'withdrawn' where id = $1", [ada.id]);
    await api.rows('update enrolments set capacity = 1 where id = $1', [max.id]);
    const preview = (await browser.call(routes.publishPreview, { params })).body;
    expect(preview.pairings).toBe(1);
    expect(preview.changedSince.map(({ code }) => code).toSorted()).toEqual([
      'enrolment.wrong-state',
      'pairing.mentor-full',
    ]);
    const { body } = await browser.call(routes.publish, { params, version: run.version });
    expect(body.published).toBe(1);
    expect(body.skipped.map(({ displayName, cause }) => [displayName, cause.code]).toSorted()).toEqual([
      ['Ada', 'enrolment.wrong-state'],
      ['Cleo', 'pairing.mentor-full'],
    ]);
    expect(await api.rows('select from pairing_members where person_id = $1', [mia.person.id])).toHaveLength(
      0,
    );
  });

  it('leaves out a pair that a hard rule forbids by now', async () => {
    const { ada, mia } = await threeAndTwo();
    const { params, run } = await draft();
    await api.rows('update people set manager_id = $2 where id = $1', [ada.person.id, mia.person.id]);
    const { body } = await browser.call(routes.publish, { params, version: run.version });
    expect(body.skipped).toMatchObject([{ displayName: 'Ada', cause: { code: 'proposal.rule-broken' } }]);
  });

  it('is done once by two coordinators at the same time', async () => {
    await threeAndTwo();
    const { params, run } = await draft();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => browser.call(routes.publish, { params, version: run.version })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'run.wrong-state')).toHaveLength(5);
    expect(await api.rows('select from pairings where cohort_id = $1', [cohort.id])).toHaveLength(3);
  });

  it('is refused when the draft changed since it was read, and while nobody may be paired', async () => {
    await threeAndTwo();
    const { params, run, items } = await draft();
    await browser.call(routes.setProposalState, {
      params: { proposalId: items[0]?.id ?? '' },
      version: 1,
      body: { state: 'locked' },
    });
    expect((await browser.call(routes.publish, { params, version: run.version })).status).toBe(412);
    await api.rows("update cohorts set state = 'closing' where id = $1", [cohort.id]);
    const late = await browser.call(routes.publish, { params, version: run.version + 1 });
    expect(late.body.code).toBe('matching.wrong-state');
  });

  it('gives late joiners a partner without touching published pairings, whoever waited first', async () => {
    const { max } = await threeAndTwo();
    const first = await draft();
    await browser.call(routes.publish, { params: first.params, version: first.run.version });
    await api.rows('update enrolments set capacity = 3 where id = $1', [max.id]);
    await enrol('Late', 'mentee', { skills: [['Design', 3]] });
    const second = await draft();
    expect(pairsOf(second.items)).toEqual(['Late – Max']);
    const { body } = await browser.call(routes.publish, {
      params: second.params,
      version: second.run.version,
    });
    expect(body.published).toBe(1);
    expect(await api.rows('select from pairings where cohort_id = $1', [cohort.id])).toHaveLength(4);
  });

  it('does not offer a pair again that a side declined', async () => {
    const { ada } = await threeAndTwo();
    const first = await draft();
    await browser.call(routes.publish, { params: first.params, version: first.run.version });
    const asAda = await api.as(ada.person);
    const mine = (await asAda.call(pairingRoutes.listMine, {})).body.items[0];
    await asAda.call(pairingRoutes.decline, { params: { pairingId: mine?.id ?? '' }, body: {} });
    const second = await draft();
    expect(second.items).toEqual([]);
    expect(second.unmatched[0]?.causes.map(({ code }) => code)).toContain('forbidden');
  });
});

describe('the policy of a program', () => {
  it('leaves people unmatched beneath its floor', async () => {
    const template = programTemplates[0];
    await api.rows('update programs set policy = $2 where id = $1', [
      program.id,
      JSON.stringify({ ...template?.policy, objective: 'floor', floor: 9500 }),
    ]);
    await threeAndTwo();
    const { items, unmatched, run } = await draft();
    expect(items.every(({ score }) => (score ?? 0) >= 9500)).toBe(true);
    expect(items.length + unmatched.length).toBe(3);
    expect(run.policy.floor).toBe(9500);
  });

  it('works without any weight: then all criteria weigh the same', async () => {
    const template = programTemplates[0];
    const weights = Object.fromEntries(Object.keys(template?.policy.weights ?? {}).map((key) => [key, 0]));
    await api.rows('update programs set policy = $2 where id = $1', [
      program.id,
      JSON.stringify({ ...template?.policy, weights }),
    ]);
    await threeAndTwo();
    expect((await draft()).items).toHaveLength(3);
  });
});
