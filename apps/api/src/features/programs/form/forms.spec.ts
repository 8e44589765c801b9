import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { programFormRoutes } from '@ithaca/contracts/program-forms';
import { programRoutes } from '@ithaca/contracts/programs';
import type { Question } from '@ithaca/contracts/programs';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const own = (key: string, more: Partial<Question> = {}): Question => ({
  key,
  kind: 'choice',
  label: `What about ${key}?`,
  help: '',
  options: ['yes', 'no'],
  required: true,
  askedOf: 'both',
  usedFor: 'report',
  ...more,
});
const asked = [
  own('move'),
  own('where', {
    kind: 'ranked',
    options: ['Berlin', 'Porto', 'Cairo'],
    shownWhen: { question: 'move', anyOf: ['yes'] },
    texts: { de: { label: 'Wohin?', help: '', options: ['Berlin', 'Porto', 'Kairo'] } },
  }),
];

async function enrollingProgram() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner);
  const cohort = await api.given.cohort(program, owner, { state: 'enrolling' });
  const caller = await api.as(owner);
  const params = { programId: program.id };
  const load = async () => (await caller.call(programRoutes.get, { params })).body;
  const change = async (questions: Question[]) =>
    caller.call(programRoutes.update, {
      params,
      body: { form: { questions } },
      version: (await load()).version,
    });
  const form = async () => (await caller.call(programFormRoutes.get, { params })).body;
  const publish = async (version?: number) =>
    caller.call(programFormRoutes.publish, { params, version: version ?? (await load()).version });
  return { organisation, owner, program, cohort, caller, params, load, change, form, publish };
}
type Enrolling = Awaited<ReturnType<typeof enrollingProgram>>;

/** A person who enrols as mentee and may answer again. */
async function participant({ organisation, cohort }: Enrolling) {
  const person = await api.given.person(organisation);
  const caller = await api.as(person);
  let { body: enrolment } = await caller.call(enrolmentRoutes.begin, {
    params: { cohortId: cohort.id },
    body: { role: 'mentee' },
  });
  const answer = async (own: Record<string, string | string[]>) => {
    const saved = await caller.call(enrolmentRoutes.save, {
      params: { enrolmentId: enrolment.id },
      body: { answers: { own }, capacity: 1, doNotPairWith: [] },
      version: enrolment.version,
    });
    if (saved.status === 200) enrolment = saved.body;
    return saved;
  };
  const send = async () => {
    const sent = await caller.call(enrolmentRoutes.submit, {
      params: { enrolmentId: enrolment.id },
      version: enrolment.version,
    });
    if (sent.status === 200) enrolment = sent.body;
    return sent;
  };
  return { answer, send, id: enrolment.id };
}

describe('a form with conditions', () => {
  it('asks for what is shown only, and keeps nothing else', async () => {
    const program = await enrollingProgram();
    expect((await program.change(asked)).status).toBe(200);
    const person = await participant(program);
    await person.answer({ move: 'yes' });
    const refused = await person.send();
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'enrolment.incomplete', facts: { missing: ['where'] } });
    const changed = await person.answer({ move: 'no', where: ['Porto', 'Berlin'] });
    expect(changed.body.answers.own).toEqual({ move: 'no' });
    expect((await person.send()).status).toBe(200);
  });

  it('keeps ranked answers in their order and refuses one named twice', async () => {
    const program = await enrollingProgram();
    await program.change(asked);
    const person = await participant(program);
    const saved = await person.answer({ move: 'yes', where: ['Porto', 'Berlin'] });
    expect(saved.body.answers.own['where']).toEqual(['Porto', 'Berlin']);
    expect((await person.answer({ move: 'yes', where: ['Porto', 'Porto'] })).status).toBe(422);
  });

  it('cannot hang on a question that comes later', async () => {
    const program = await enrollingProgram();
    const { status, body } = await program.change(asked.toReversed());
    expect(status).toBe(400);
    expect(body).toMatchObject({ fields: [{ path: 'body.form.questions.0.shownWhen' }] });
  });
});

describe('a form that people have answered', () => {
  it('changes at once until somebody has sent their answers', async () => {
    const program = await enrollingProgram();
    const person = await participant(program);
    const { body } = await program.change(asked);
    expect(body).toMatchObject({ formDraft: null, formVersion: 1 });
    expect(body.form.questions.map(({ key }) => key)).toEqual(['move', 'where']);
    await person.answer({ move: 'no' });
    await person.send();
    expect((await program.change([own('move')])).body.formDraft?.questions).toHaveLength(1);
    expect((await program.load()).form.questions).toHaveLength(2);
  });

  it('is published as the next version, with what changed and who answered which', async () => {
    const program = await enrollingProgram();
    await program.change(asked);
    const person = await participant(program);
    await person.answer({ move: 'no' });
    await person.send();
    await program.change([...asked, own('more')]);
    expect((await program.publish()).body).toMatchObject({ formVersion: 2, formDraft: null });
    const form = await program.form();
    expect(form.versions).toMatchObject([
      { number: 2, answers: 0, questions: 3, changes: { added: ['more'], removed: [], changed: [] } },
      { number: 1, answers: 1, questions: 2, changes: null },
    ]);
    const first = await program.caller.call(programFormRoutes.getVersion, {
      params: program.params,
      query: { number: 1 },
    });
    expect(first.body.form.questions.map(({ key }) => key)).toEqual(['move', 'where']);
  });

  it('keeps what was answered under an earlier version when somebody answers again', async () => {
    const program = await enrollingProgram();
    await program.change(asked);
    const person = await participant(program);
    await person.answer({ move: 'no' });
    await person.send();
    await program.change([own('stay')]);
    await program.publish();
    const again = await person.answer({ move: 'no', stay: 'yes' });
    expect(again.body.answers.own).toEqual({ stay: 'yes' });
    await person.answer({ stay: 'no' });
    const kept = await api.rows<{ form_version: number; answers: { own: unknown } }>(
      'select form_version, answers from earlier_answers where enrolment_id = $1',
      [person.id],
    );
    expect(kept).toMatchObject([{ form_version: 1, answers: { own: { move: 'no' } } }]);
    expect((await program.form()).versions.map(({ answers }) => answers)).toEqual([1, 0]);
  });

  it('is published once: a second coordinator hears that somebody was faster', async () => {
    const program = await enrollingProgram();
    const person = await participant(program);
    await program.change([own('move')]);
    await person.answer({ move: 'no' });
    await person.send();
    const { version } = (await program.change([own('stay')])).body;
    expect((await program.publish(version)).status).toBe(200);
    expect((await program.publish(version)).status).toBe(412);
    expect((await program.publish()).body).toMatchObject({ code: 'form.nothing-to-publish' });
  });

  it('forgets a draft that is discarded, or that says the same again', async () => {
    const program = await enrollingProgram();
    await program.change([own('move')]);
    const person = await participant(program);
    await person.answer({ move: 'no' });
    await person.send();
    await program.change([own('stay')]);
    expect((await program.change([own('move')])).body.formDraft).toBeNull();
    const { version } = (await program.change([own('stay')])).body;
    const gone = await program.caller.call(programFormRoutes.discardDraft, {
      params: program.params,
      version,
    });
    expect(gone.body.formDraft).toBeNull();
  });

  it('names the languages that people here read, the own first', async () => {
    const program = await enrollingProgram();
    await api.given.person(program.organisation, { locale: 'ar' });
    const { languages } = await program.form();
    expect(languages[0]).toMatchObject({ locale: 'en' });
    expect(languages.find(({ locale }) => locale === 'ar')).toEqual({ locale: 'ar', people: 1 });
  });
});
