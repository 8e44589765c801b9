import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enrolmentRoutes as routes } from '@ithaca/contracts/enrolments';
import type { EnrolmentAnswers } from '@ithaca/contracts/enrolments';
import type { Side } from '@ithaca/domain/vocabulary';
import type { GivenCohort, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ ticks: true });
});
afterAll(() => api.stop());

const complete: EnrolmentAnswers = {
  skills: [{ skill: 'Leadership', level: 2 }],
  offers: [],
  goals: ['Grow as a leader'],
  goalText: '',
  interests: [],
  workingStyle: null,
  languages: ['en'],
  wishes: [],
  own: {},
};

/** An enrolling cohort of an owner, and an employee who asks. */
async function story(more: Parameters<TestApi['given']['program']>[1] = {}) {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, more);
  const cohort = await api.given.cohort(program, owner);
  const person = await api.given.person(organisation, { displayName: 'Mia Sommer', languages: ['de', 'en'] });
  return { organisation, owner, program, cohort, person, caller: await api.as(person) };
}

const begin = (caller: TestCaller, cohort: GivenCohort, role: Side) =>
  caller.call(routes.begin, { params: { cohortId: cohort.id }, body: { role } });

const save = (
  caller: TestCaller,
  enrolment: { id: string; version: number },
  answers: EnrolmentAnswers,
  more: { capacity?: number; doNotPairWith?: string[] } = {},
) =>
  caller.call(routes.save, {
    params: { enrolmentId: enrolment.id },
    version: enrolment.version,
    body: { answers, capacity: 1, doNotPairWith: [], ...more },
  });

const submit = (caller: TestCaller, enrolment: { id: string; version: number }) =>
  caller.call(routes.submit, { params: { enrolmentId: enrolment.id }, version: enrolment.version });

const withdraw = (caller: TestCaller, enrolment: { id: string; version: number }) =>
  caller.call(routes.withdraw, { params: { enrolmentId: enrolment.id }, version: enrolment.version });

const stagesOf = async (person: GivenPerson) =>
  (
    await api.rows<{ stage: string; role: string }>(
      'select stage, role from stage_events where person_id = $1 order by id',
      [person.id],
    )
  ).map((row) => `${row.role} ${row.stage}`);

const moveTo = (cohort: GivenCohort, state: string) =>
  api.rows('update cohorts set state = $2 where id = $1', [cohort.id, state]);

describe('beginning an enrolment', () => {
  it('opens a draft that knows already what the directory knows', async () => {
    const { cohort, caller } = await story();
    const { status, body } = await begin(caller, cohort, 'mentee');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      cohortId: cohort.id,
      role: 'mentee',
      state: 'draft',
      capacity: 1,
      answers: { languages: ['de', 'en'], skills: [], workingStyle: null },
      submittedAt: null,
      version: 1,
    });
  });

  it('gives a mentor of circles as many places as the largest circle has, and a mentee one', async () => {
    const circle = { smallest: 3, largest: 5, mostOfOneDepartment: null };
    const sized = await story({ templateKey: 'erg-circle', policy: { circle } });
    expect((await begin(sized.caller, sized.cohort, 'mentor')).body.capacity).toBe(5);
    expect((await begin(sized.caller, sized.cohort, 'mentee')).body.capacity).toBe(1);
    const pairs = await story();
    expect((await begin(pairs.caller, pairs.cohort, 'mentor')).body.capacity).toBe(1);
  });

  it('answers an earlier draft as it was left, also when two windows begin at once', async () => {
    const { cohort, caller } = await story();
    const both = await Promise.all([begin(caller, cohort, 'mentor'), begin(caller, cohort, 'mentor')]);
    expect(both.map((answer) => answer.status)).toEqual([201, 201]);
    expect(both[0]?.body.id).toBe(both[1]?.body.id);
    const draft = both[0]?.body;
    if (!draft) throw new Error('There is no draft.');
    await save(caller, draft, { ...complete, goalText: 'half a thought' });
    const again = await begin(caller, cohort, 'mentor');
    expect(again.body).toMatchObject({ id: draft.id, answers: { goalText: 'half a thought' }, version: 2 });
  });

  it('is possible on both sides, each an enrolment of its own', async () => {
    const { cohort, caller } = await story();
    const mentor = await begin(caller, cohort, 'mentor');
    const mentee = await begin(caller, cohort, 'mentee');
    expect(mentor.body.id).not.toBe(mentee.body.id);
    const { items } = (await caller.call(routes.listMine, {})).body;
    expect(items.map((item) => item.role).sort()).toEqual(['mentee', 'mentor']);
    expect(items[0]).toMatchObject({
      programName: 'Career growth',
      cohortState: 'enrolling',
      startsOn: cohort.startsOn,
    });
  });

  it('is refused with the condition that fails, invited or not', async () => {
    const { cohort, caller, person } = await story({
      eligibility: {
        departments: ['Sales'],
        sites: [],
        leastGrade: null,
        mostGrade: null,
        leastTenureDays: null,
      },
    });
    const { status, body } = await begin(caller, cohort, 'mentee');
    expect([status, body.code, body.facts]).toEqual([
      403,
      'enrolment.not-eligible',
      { obstacles: ['department'] },
    ]);
    // Nothing of the request is kept but that it was refused, and by which rule.
    expect(
      await api.rows(
        `select action, outcome, subject_id as "subjectId", program_id as "programId", facts from audit_rows
         where actor_id = $1 and action like 'enrolments.%'`,
        [person.id],
      ),
    ).toEqual([
      {
        action: 'enrolments.begin',
        outcome: 'denied',
        subjectId: cohort.id,
        programId: cohort.programId,
        facts: { code: 'enrolment.not-eligible' },
      },
    ]);
  });

  it('is sent only by who is eligible on that day, so that whoever registered was', async () => {
    const { cohort, caller, person } = await story();
    const { body: draft } = await begin(caller, cohort, 'mentee');
    const { body: saved } = await save(caller, draft, complete);
    const narrow = `update programs set eligibility = eligibility || '{"leastGrade": 99}' where id = $1`;
    await api.rows(narrow, [cohort.programId]);
    const refused = await submit(caller, saved);
    expect([refused.body.code, await stagesOf(person)]).toEqual(['enrolment.not-eligible', []]);
  });

  it('is refused outside the time of enrolment, and a draft cohort is unknown', async () => {
    const { cohort, caller } = await story();
    for (const state of ['scheduled', 'matching', 'running', 'closed']) {
      await moveTo(cohort, state);
      const { status, body } = await begin(caller, cohort, 'mentee');
      expect([status, body.code, body.facts?.state]).toEqual([409, 'cohort.not-enrolling', state]);
    }
    await moveTo(cohort, 'draft');
    expect((await begin(caller, cohort, 'mentee')).status).toBe(404);
  });

  it('is refused to whoever is enrolled on that side', async () => {
    const { cohort, person, caller } = await story();
    const enrolment = await api.given.enrolment(cohort, person, 'mentee');
    const { status, body } = await begin(caller, cohort, 'mentee');
    expect([status, body.code, body.facts]).toEqual([
      409,
      'enrolment.exists',
      { enrolmentId: enrolment.id, state: 'in-pool' },
    ]);
  });
});

describe('saving answers', () => {
  it('keeps an incomplete draft, names of wishes in order, and a mentor’s places', async () => {
    const { organisation, cohort, person, caller } = await story();
    const [first, second, avoided] = [
      await api.given.person(organisation, { displayName: 'Zoe First' }),
      await api.given.person(organisation, { displayName: 'Ada Second' }),
      await api.given.person(organisation, { displayName: 'Not Him' }),
    ];
    const draft = (await begin(caller, cohort, 'mentor')).body;
    const { status, body } = await save(
      caller,
      draft,
      { ...complete, skills: [], wishes: [first.id, second.id, first.id, person.id] },
      { capacity: 4, doNotPairWith: [avoided.id] },
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      capacity: 4,
      answers: { wishes: [first.id, second.id] },
      wishes: [
        { id: first.id, displayName: 'Zoe First' },
        { id: second.id, displayName: 'Ada Second' },
      ],
      doNotPairWith: [{ id: avoided.id, displayName: 'Not Him' }],
      version: 2,
    });
  });

  it('gives a mentee one seat whatever is asked for', async () => {
    const { cohort, caller } = await story();
    const draft = (await begin(caller, cohort, 'mentee')).body;
    expect((await save(caller, draft, complete, { capacity: 5 })).body.capacity).toBe(1);
  });

  it('tells a second window that the answers have changed meanwhile', async () => {
    const { cohort, caller } = await story();
    const draft = (await begin(caller, cohort, 'mentee')).body;
    await save(caller, draft, complete);
    const late = await save(caller, draft, complete);
    expect([late.status, late.body.code, late.body.facts]).toEqual([412, 'record.changed', { version: 2 }]);
  });

  it('does not take people of another organisation', async () => {
    const { cohort, caller } = await story();
    const { person: stranger } = await story();
    const draft = (await begin(caller, cohort, 'mentee')).body;
    const wished = await save(caller, draft, { ...complete, wishes: [stranger.id] });
    expect([wished.status, wished.body.facts?.field]).toEqual([404, 'answers.wishes']);
    const avoided = await save(caller, draft, complete, { doNotPairWith: [stranger.id] });
    expect([avoided.status, avoided.body.facts?.field]).toEqual([404, 'doNotPairWith']);
  });

  it('stores own answers only to questions that are asked, and refuses what is not offered', async () => {
    const { program, cohort, caller } = await story();
    const question = {
      key: 'office',
      kind: 'choice',
      label: 'Office',
      help: '',
      options: ['Berlin', 'Porto'],
      required: true,
      askedOf: 'mentee',
      usedFor: 'report',
    };
    await api.rows('update programs set form = $2 where id = $1', [
      program.id,
      JSON.stringify({ questions: [question] }),
    ]);
    const draft = (await begin(caller, cohort, 'mentee')).body;
    const wrong = await save(caller, draft, { ...complete, own: { office: 'Rome' } });
    expect([wrong.status, wrong.body.code, wrong.body.facts]).toEqual([
      422,
      'enrolment.answer-not-offered',
      { question: 'office' },
    ]);
    const kept = (await save(caller, draft, { ...complete, own: { office: 'Porto', gossip: 'x' } })).body;
    expect(kept.answers.own).toEqual({ office: 'Porto' });
  });

  it('is possible in the pool while the cohort enrols, but stays complete', async () => {
    const { cohort, person, caller } = await story();
    const enrolment = { ...(await api.given.enrolment(cohort, person, 'mentee')), version: 1 };
    const edited = await save(caller, enrolment, { ...complete, goalText: 'Lead a team' });
    expect(edited.body).toMatchObject({ state: 'in-pool', answers: { goalText: 'Lead a team' } });
    const emptied = await save(caller, { ...enrolment, version: 2 }, { ...complete, skills: [] });
    expect([emptied.status, emptied.body.code, emptied.body.facts]).toEqual([
      422,
      'enrolment.incomplete',
      { missing: ['skills'] },
    ]);
    await moveTo(cohort, 'matching');
    const late = await save(caller, { ...enrolment, version: 2 }, complete);
    expect([late.status, late.body.code]).toEqual([409, 'cohort.not-enrolling']);
  });

  it('is refused once matched or withdrawn', async () => {
    const { cohort, person, caller } = await story();
    const matched = await api.given.enrolment(cohort, person, 'mentor', { state: 'matched' });
    const withdrawn = await api.given.enrolment(cohort, person, 'mentee', { state: 'withdrawn' });
    for (const { id } of [matched, withdrawn])
      expect((await save(caller, { id, version: 1 }, complete)).body.code).toBe('enrolment.wrong-state');
  });

  it('is nobody else’s business: another person, a coordinator or an owner finds nothing', async () => {
    const { organisation, owner, cohort, person } = await story();
    const enrolment = { ...(await api.given.enrolment(cohort, person, 'mentee')), version: 1 };
    for (const other of [owner, await api.given.person(organisation), (await story()).person]) {
      const caller = await api.as(other);
      expect((await save(caller, enrolment, complete)).status).toBe(404);
      expect((await submit(caller, enrolment)).status).toBe(404);
      expect((await withdraw(caller, enrolment)).status).toBe(404);
    }
  });
});

describe('sending an enrolment', () => {
  it('puts the person into the pool, records the stages and confirms by mail', async () => {
    const { cohort, person, caller } = await story();
    const draft = (await begin(caller, cohort, 'mentee')).body;
    const saved = (await save(caller, draft, complete)).body;
    const { status, body } = await submit(caller, saved);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'in-pool',
      submittedAt: expect.stringMatching(/^2026-03-02T09:00:00/),
      version: 3,
    });
    expect(await stagesOf(person)).toEqual(['mentee registered', 'mentee in-pool']);
    await api.runJobs();
    const mail = api.mails.sent.at(-1);
    expect(mail?.to).toBe(person.email);
    expect(mail?.subject).toBe('You are enrolled in Career growth');
    expect(mail?.text).toContain('March 15, 2026');
    const again = await submit(caller, body);
    expect([again.status, again.body.code]).toEqual([409, 'enrolment.wrong-state']);
  });

  it('writes in the language of the person', async () => {
    const { cohort, person, caller } = await story();
    await api.rows("update people set locale = 'de' where id = $1", [person.id]);
    const draft = (await begin(caller, cohort, 'mentee')).body;
    await submit(caller, (await save(caller, draft, complete)).body);
    await api.runJobs();
    expect(api.mails.sent.at(-1)?.text).toContain('15. März 2026');
  });

  it('is refused with the keys of what is missing for that side', async () => {
    const { cohort, caller } = await story({ templateKey: 'flash' });
    const mentee = (await begin(caller, cohort, 'mentee')).body;
    const refused = await submit(caller, mentee);
    expect([refused.status, refused.body.code, refused.body.facts]).toEqual([
      422,
      'enrolment.incomplete',
      { missing: ['skills', 'goals'] },
    ]);
    const mentor = (await begin(caller, cohort, 'mentor')).body;
    expect((await submit(caller, mentor)).body.facts).toEqual({ missing: ['skills'] });
  });

  it('is refused when the rule no longer lets the person in, or enrolment is over', async () => {
    const { program, cohort, caller } = await story();
    const draft = (await begin(caller, cohort, 'mentee')).body;
    const saved = (await save(caller, draft, complete)).body;
    await api.rows(
      `update programs set eligibility = jsonb_set(eligibility, '{leastGrade}', '9') where id = $1`,
      [program.id],
    );
    expect((await submit(caller, saved)).body.facts).toEqual({ obstacles: ['grade'] });
    await moveTo(cohort, 'matching');
    expect((await submit(caller, saved)).body.code).toBe('cohort.not-enrolling');
    expect((await submit(caller, { ...saved, version: 1 })).body.code).toBe('record.changed');
  });

  it('happens once when pressed twice', async () => {
    const { cohort, person, caller } = await story();
    const draft = (await begin(caller, cohort, 'mentee')).body;
    const saved = (await save(caller, draft, complete)).body;
    const answers = await Promise.all([submit(caller, saved), submit(caller, saved), submit(caller, saved)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412, 412]);
    expect(await stagesOf(person)).toHaveLength(2);
  });
});

describe('withdrawing', () => {
  it('takes the enrolment back, and the way back is open while the cohort enrols', async () => {
    const { cohort, person, caller } = await story();
    const draft = (await begin(caller, cohort, 'mentee')).body;
    const sent = (await submit(caller, (await save(caller, draft, complete)).body)).body;
    const gone = (await withdraw(caller, sent)).body;
    expect(gone.state).toBe('withdrawn');
    expect((await stagesOf(person)).at(-1)).toBe('mentee withdrawn');
    const back = (await begin(caller, cohort, 'mentee')).body;
    expect(back).toMatchObject({
      id: draft.id,
      state: 'draft',
      answers: { goals: ['Grow as a leader'] },
      submittedAt: null,
    });
    expect((await submit(caller, back)).body.state).toBe('in-pool');
  });

  it('of a draft leaves no trace in the funnel', async () => {
    const { cohort, person, caller } = await story();
    const draft = (await begin(caller, cohort, 'mentor')).body;
    expect((await withdraw(caller, draft)).body.state).toBe('withdrawn');
    expect(await stagesOf(person)).toEqual([]);
  });

  it('is possible while matching is under way', async () => {
    const { cohort, person, caller } = await story();
    const { id } = await api.given.enrolment(cohort, person, 'mentor');
    await moveTo(cohort, 'matching');
    expect((await withdraw(caller, { id, version: 1 })).body.state).toBe('withdrawn');
  });

  it('is refused to somebody with a pairing, who leaves through the pairing', async () => {
    const { organisation, cohort, person, caller } = await story();
    const mentee = await api.given.person(organisation);
    const enrolment = await api.given.enrolment(cohort, person, 'mentor', { state: 'in-pool', capacity: 2 });
    await api.given.pairing(cohort, person, mentee, { state: 'offered', mentorEnrolment: enrolment });
    const { status, body } = await withdraw(caller, { id: enrolment.id, version: 1 });
    expect([status, body.code, body.facts?.remedy]).toEqual([409, 'enrolment.wrong-state', 'end-pairing']);
  });
});
