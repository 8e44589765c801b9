import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actRoutes } from '@ithaca/contracts/acts';
import { exportRoutes } from '@ithaca/contracts/exports';
import { homeRoutes } from '@ithaca/contracts/reports';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { allRoutes } from '@ithaca/contracts/routes';
import { surveyRoutes as routes, surveyResultColumns } from '@ithaca/contracts/survey-answers';
import { surveyPlanRoutes } from '@ithaca/contracts/survey-plans';
import type { GivenCohort, GivenPairing, GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';

let api: TestApi;
// A Monday, nine in the morning in Berlin and eight in London.
const start = new Date('2026-03-02T08:00:00Z');
const COHORT = { startsOn: '2026-03-02', endsOn: '2026-08-31' };
beforeAll(async () => {
  api = await startApi({ now: start });
});
afterAll(() => api.stop());

async function cohortOf(pairs: number, more: { timeZone?: string } = {}) {
  api.clock.set(start);
  const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
  const owner = await api.given.person(organisation);
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { name: 'Growth' });
  const coordinator = await api.given.person(organisation, { displayName: 'Cleo' });
  await api.given.grant(coordinator, 'coordinator', program.id);
  const cohort = await api.given.cohort(program, owner, { state: 'running', ...COHORT });
  const pairings: GivenPairing[] = [];
  for (let index = 0; index < pairs; index += 1)
    pairings.push(
      await api.given.pairing(
        cohort,
        await api.given.person(organisation, {
          displayName: `Mentor ${index}`,
          timeZone: 'Europe/Berlin',
          locale: 'de',
        }),
        await api.given.person(organisation, {
          displayName: `Mentee ${index}`,
          timeZone: more.timeZone ?? 'Europe/Berlin',
        }),
        { startedAt: start },
      ),
    );
  return {
    organisation,
    owner,
    program,
    cohort,
    pairings,
    asOwner: await api.as(owner),
    asCoordinator: await api.as(coordinator),
  };
}

const sweep = async () => {
  for (const name of ['ask-surveys', 'remind-of-surveys', 'count-survey-answers'])
    await api.platform.jobs.runSweep(name);
};
const at = (instant: string) => api.clock.set(new Date(instant));
const momentsOf = async (caller: TestCaller) =>
  (await caller.call(routes.listMine, {})).body.items.map(({ moment }) => moment);
const mailsTo = (person: GivenPerson) => api.mails.sent.filter(({ to }) => to === person.email);
const resultsOf = async (caller: TestCaller, cohort: GivenCohort) =>
  (await caller.call(routes.results, { params: { cohortId: cohort.id } })).body;
const planOf = async (caller: TestCaller, programId: string) =>
  (await caller.call(surveyPlanRoutes.get, { params: { programId } })).body;

async function answerOpen(person: GivenPerson, answers: Record<string, string | string[] | number>) {
  const caller = await api.as(person);
  const ask = (await caller.call(routes.listMine, {})).body.items.find(({ state }) => state === 'open');
  if (!ask) throw new Error('Nothing is asked.');
  const params = { surveyAskId: ask.id };
  return caller.call(routes.answer, { params, version: ask.version, body: { answers } });
}

describe('a program that asks at moments of the journey', () => {
  it('asks each person once a moment, in their morning, reminds twice at most, and leaves in peace who has left', async () => {
    const { pairings, asOwner, program, organisation } = await cohortOf(2, { timeZone: 'America/New_York' });
    const [{ mentor, mentee }, other] = pairings as [GivenPairing, GivenPairing];
    const asMentee = await api.as(mentee);
    const asMentor = await api.as(mentor);
    await sweep();
    await sweep();
    // It is three at night in New York.
    expect([await momentsOf(asMentor), await momentsOf(asMentee)]).toEqual([['start'], []]);
    at('2026-03-02T14:30:00Z');
    await Promise.all([sweep(), sweep()]);
    expect(await momentsOf(asMentee)).toEqual(['start']);
    await api.runJobs();
    expect(mailsTo(mentor).map(({ subject }) => subject)).toEqual(['Wo stehen Sie zu Beginn von Growth?']);
    expect(mailsTo(mentee)).toHaveLength(1);
    // Whoever asked under the defaults keeps them: they have become the first version.
    expect(await planOf(asOwner, program.id)).toMatchObject({
      number: 1,
      isAsked: true,
      versions: [{ number: 1, savedByName: null, asked: 4, answered: 0 }],
    });
    const home = await asMentee.call(homeRoutes.get, {});
    expect(home.body.cards.map(({ kind }) => kind)).toContain('answer-survey');

    await api.rows(`update people set left_on = '2026-03-04' where id = $1`, [other.mentor.id]);
    await api.rows(`update enrolments set state = 'withdrawn' where person_id = $1`, [other.mentee.id]);
    for (const day of ['06', '07', '10', '13', '15'])
      for (const hour of ['02', '08', '14']) {
        at(`2026-03-${day}T${hour}:30:00Z`);
        await sweep();
      }
    await api.runJobs();
    expect(mailsTo(mentor).map(({ subject }) => subject)).toEqual([
      'Wo stehen Sie zu Beginn von Growth?',
      'Erinnerung: Wo stehen Sie zu Beginn von Growth?',
      'Erinnerung: Wo stehen Sie zu Beginn von Growth?',
    ]);
    expect([mailsTo(other.mentor).length, mailsTo(other.mentee).length]).toEqual([1, 1]);
    const sent = await api.rows<{ hour: number; dow: number }>(
      `select extract(hour from m.created_at at time zone p.time_zone)::int as hour, extract(isodow from m.created_at at time zone p.time_zone)::int as dow
       from mails m join people p on p.id = m.person_id where m.organisation_id = $1`,
      [organisation.id],
    );
    expect(sent.every(({ hour, dow }) => hour >= 9 && hour < 12 && dow <= 5)).toBe(true);

    // The middle, the end and 21 days after; nothing for whoever has gone, nothing of what is switched off.
    for (const day of ['2026-06-01', '2026-08-31', '2026-09-07', '2026-09-14', '2026-09-21']) {
      if (day > '2026-09')
        await api.rows(`update cohorts set state = 'closed' where program_id = $1`, [program.id]);
      at(`${day}T14:30:00Z`);
      await sweep();
    }
    expect(await momentsOf(asMentee)).toEqual(['after-21', 'end', 'middle', 'start']);
    expect(await momentsOf(await api.as(other.mentee))).toEqual(['start']);
  });

  it('keeps what somebody was asked when the questions change, and counts what was asked under each version', async () => {
    const { pairings, asCoordinator, program } = await cohortOf(1);
    const [{ mentee }] = pairings as [GivenPairing];
    const before = await planOf(asCoordinator, program.id);
    const params = { programId: program.id };
    const reworded = (label: string) => ({
      surveys: before.surveys.map((survey) =>
        survey.moment === 'start'
          ? {
              ...survey,
              questions: survey.questions.map((one, index) => (index === 0 ? { ...one, label } : one)),
            }
          : survey,
      ),
    });
    // Nobody was asked: the first version itself changes.
    const first = await asCoordinator.call(surveyPlanRoutes.save, {
      params,
      version: 1,
      body: reworded('One?'),
    });
    expect(first.body).toMatchObject({ number: 1, isAsked: false, version: 2 });
    const stale = await asCoordinator.call(surveyPlanRoutes.save, {
      params,
      version: 1,
      body: reworded('Late?'),
    });
    expect(stale.body.code).toBe('record.changed');
    await sweep();
    const second = await asCoordinator.call(surveyPlanRoutes.save, {
      params,
      version: 2,
      body: reworded('Two?'),
    });
    expect(second.body.versions.map(({ number, asked }) => [number, asked])).toEqual([
      [2, 0],
      [1, 2],
    ]);
    const asked = await (await api.as(mentee)).call(routes.listMine, {});
    expect(asked.body.items[0]?.questions[0]?.label).toBe('One?');

    const broken = before.surveys.map((survey) =>
      survey.moment === 'fit'
        ? { ...survey, isAnonymous: true, questions: survey.questions.slice(1) }
        : survey,
    );
    const refused = await asCoordinator.call(surveyPlanRoutes.save, {
      params,
      version: 3,
      body: { surveys: broken },
    });
    expect([refused.status, refused.body.fields?.map(({ path }) => path)]).toEqual([
      400,
      ['body.surveys.1.isAnonymous', 'body.surveys.1.questions'],
    ]);
    const copy = await asCoordinator.call(surveyPlanRoutes.get, { params });
    expect(copy.body.languages[0]?.locale).toBe('en');
  });

  it('keeps a draft that goes on elsewhere, wants what must be answered, and takes a survey once', async () => {
    const { pairings } = await cohortOf(1);
    const [{ mentee, mentor }] = pairings as [GivenPairing];
    await sweep();
    const caller = await api.as(mentee);
    const [ask] = (await caller.call(routes.listMine, {})).body.items;
    if (!ask) throw new Error('Nothing is asked.');
    const params = { surveyAskId: ask.id };
    const kept = await caller.call(routes.keepDraft, {
      params,
      version: ask.version,
      body: { answers: { connected: 2, stranger: 'x' } },
    });
    expect((await (await api.as(mentee)).call(routes.get, { params })).body.answers).toEqual({
      connected: 2,
    });
    const { version } = kept.body;
    const send = (answers: object) =>
      caller.call(routes.answer, { params, version, body: { answers } as never });
    const early = await send({ connected: 2 });
    expect([early.status, early.body.code, early.body.facts]).toEqual([
      422,
      'survey.incomplete',
      { questions: ['direction', 'confidence'] },
    ]);
    for (const wrong of [{ connected: 6 }, { connected: 'much' }, { connected: ['a'] }])
      expect((await send({ direction: 1, confidence: 1, ...wrong })).body.code).toBe(
        'survey.answer-not-offered',
      );
    const done = await send({ connected: 2, direction: 3, confidence: 4 });
    expect(done.body).toMatchObject({
      state: 'answered',
      answers: { connected: 2, direction: 3, confidence: 4 },
    });
    const twice = await caller.call(routes.answer, {
      params,
      version: done.body.version,
      body: { answers: {} },
    });
    expect(twice.body.code).toBe('survey.answered');
    expect((await (await api.as(mentor)).call(routes.get, { params })).status).toBe(404);
    api.clock.advanceDays(15);
    expect(await answerOpen(mentor, {}).catch((error: Error) => error.message)).toBe('Nothing is asked.');
  });
});

describe('the answers of a cohort', () => {
  it('are counted together when the time is over, in sums only, with who kept silent in view and the change of the same people', async () => {
    const { pairings, cohort, asCoordinator, asOwner } = await cohortOf(6);
    await sweep();
    const people = pairings.flatMap(({ mentor, mentee }) => [mentor, mentee]);
    const scores = [1, 2, 3, 2, 3, 4, 2, 3, 1, 3, 4];
    for (const [index, score] of scores.entries())
      await answerOpen(people[index] as GivenPerson, { connected: score, direction: 3, confidence: 5 });
    await sweep();
    const open = (await resultsOf(asCoordinator, cohort)).items.find(({ moment }) => moment === 'start');
    expect(open).toMatchObject({ state: 'open', asked: 12, answered: 11, waiting: 11, questions: [] });
    expect(open?.response).toMatchObject({ pending: 12, denominator: 0 });
    api.clock.advanceDays(15);
    await sweep();
    const counted = (await resultsOf(asCoordinator, cohort)).items.find(({ moment }) => moment === 'start');
    expect(counted).toMatchObject({ state: 'counted', waiting: 0 });
    expect(counted?.response).toMatchObject({ numerator: 11, denominator: 12 });
    const [connected, direction] = counted?.questions ?? [];
    expect(connected).toMatchObject({ n: 11, suppressed: null });
    expect(connected?.mean?.estimate).toBeCloseTo(28 / 11);
    // All eleven gave a three: each answer would be known.
    expect(direction).toMatchObject({ n: null, mean: null, suppressed: 'protects-others' });

    at('2026-08-31T08:00:00Z');
    await sweep();
    for (const [index, score] of scores.entries())
      await answerOpen(people[index] as GivenPerson, {
        connected: Math.min(5, score + 1 + (index % 2)),
        direction: 4,
        confidence: 4,
        satisfied: 4,
        recommend: index === 0 ? 3 : 9,
        'take-away': `Text ${index}`,
      });
    api.clock.advanceDays(15);
    await sweep();
    const { items, changes, readsTexts } = await resultsOf(asCoordinator, cohort);
    expect(changes.map(({ key, n }) => [key, n])).toEqual([
      ['connected', 11],
      ['direction', 11],
      ['confidence', 11],
    ]);
    const change = changes[0]?.difference;
    expect(change?.estimate).toBeCloseTo(15 / 11);
    expect(change?.lo).toBeGreaterThan(1);
    const texts = items.find(({ moment }) => moment === 'end')?.questions.find((one) => one.texts)?.texts;
    expect([readsTexts, texts?.length]).toEqual([true, 11]);

    const told = { moment: 'end' as const, body: 'We shorten the guides.' };
    await asCoordinator.call(routes.reply, { params: { cohortId: cohort.id }, body: told });
    const mine = (await (await api.as(people[0] as GivenPerson)).call(routes.listMine, {})).body.items;
    expect(mine.find(({ moment }) => moment === 'end')?.reply?.body).toBe('We shorten the guides.');

    const file = await asOwner.call(routes.export, {
      params: { cohortId: cohort.id },
      body: { format: 'csv', columns: [...surveyResultColumns], filters: {} },
    });
    const csv = await asOwner.call(exportRoutes.file, { params: { exportId: file.body.id } });
    expect(csv.text).toContain('start-to-end');
    expect(csv.text.split('\n').filter((line) => /,text,.*,Text \d/.test(line))).toHaveLength(11);
    expect(csv.text).not.toMatch(/Mentee|Mentor \d/);
  }, 30_000);

  it('stay apart from names where that was promised: no route, file, mail or row of the trail leads from a text to its writer', async () => {
    const { organisation, pairings, cohort, owner, program, asCoordinator } = await cohortOf(5);
    at('2026-06-01T08:00:00Z');
    await sweep();
    await api.runJobs();
    const people = pairings.flatMap(({ mentor, mentee }) => [mentor, mentee]);
    const canary = (index: number) => `canary${'abcdefghij'[index]}zebra`;
    // One answers by the link of the mail, without signing in; looking changes nothing.
    const [first, ...others] = people as [GivenPerson, ...GivenPerson[]];
    const token = /\/act\/([A-Za-z0-9_-]{43})/.exec(mailsTo(first).at(-1)?.text ?? '')?.[1] ?? '';
    const anonymous = api.anonymous();
    for (let look = 0; look < 3; look += 1)
      expect((await anonymous.call(actRoutes.look, { body: { token } })).body).toMatchObject({
        act: 'answer-survey',
        state: 'open',
        survey: { moment: 'middle', isAnonymous: true },
      });
    const pressed = await anonymous.call(actRoutes.perform, {
      body: { token, surveyAnswers: { worth: 4, improve: canary(0) } },
    });
    expect([pressed.body.state, pressed.text.includes('canary')]).toEqual(['done', false]);
    const draft = await (await api.as(others[0] as GivenPerson)).call(routes.listMine, {});
    const kept = await (
      await api.as(others[0] as GivenPerson)
    ).call(routes.keepDraft, {
      params: { surveyAskId: draft.body.items[0]?.id ?? '' },
      version: 1,
      body: { answers: { worth: 1 } },
    });
    expect(kept.body.code).toBe('survey.keeps-no-draft');
    for (const [index, person] of others.entries())
      await answerOpen(person, { worth: 1 + (index % 5), improve: canary(index + 1) });

    /** Rows of any table in which the text stands, as the database keeps them. */
    const rowsWith = async (text: string) => {
      const tables = await api.rows<{ name: string }>(
        `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
         where table_schema in ('public', 'identity', 'pgboss') and table_type = 'BASE TABLE'`,
      );
      const found: { table: string; row: string; xmin: string }[] = [];
      for (const { name } of tables)
        for (const { row, xmin } of await api.rows<{ row: string; xmin: string }>(
          `select to_jsonb(t)::text as row, t.xmin::text as xmin from ${name} t where to_jsonb(t)::text like $1`,
          [`%${text}%`],
        ))
          found.push({ table: name, row, xmin });
      return found;
    };
    const names = (text: string) =>
      people.some(({ id, email, accountId, displayName }) =>
        [id, email, accountId, displayName].some((one) => text.includes(one)),
      );
    expect((await rowsWith(canary(3))).map(({ table, row }) => [table, names(row)])).toEqual([
      ['public.survey_answers', false],
    ]);
    await sweep();
    const after = await rowsWith('canary');
    expect(after.every(({ table, row }) => table === 'public.survey_answers' && !names(row))).toBe(true);
    // Written anew all at once: neither the transaction nor an id is that of anybody's ask.
    expect(new Set(after.map(({ xmin }) => xmin)).size).toBe(1);
    const asks = await api.rows<{ xmin: string; id: string }>(
      'select xmin::text as xmin, id from survey_asks where organisation_id = $1',
      [organisation.id],
    );
    expect(asks.some(({ xmin, id }) => after.some((one) => one.xmin === xmin || one.row.includes(id)))).toBe(
      false,
    );
    const versionOf = (row: string) => (JSON.parse(row) as { id: string }).id[14];
    expect(after.map(({ row }) => [versionOf(row), /\d{4}-\d\d-\d\dT/.test(row)])).toEqual(
      after.map(() => ['4', false]),
    );

    // Every reading route, for everybody: the texts are in the results alone, and with no name.
    const readers: [string, TestCaller][] = [
      ['coordinator', asCoordinator],
      ['partner', await api.as(others[0] as GivenPerson)],
    ];
    const ids: Record<string, string> = {
      programId: program.id,
      cohortId: cohort.id,
      pairingId: pairings[0]?.id ?? '',
      personId: first.id,
    };
    const leaks = new Set<string>();
    for (const [who, caller] of readers)
      for (const route of allRoutes.filter(
        (one) => one.method === 'GET' && one.produces !== 'text/event-stream',
      )) {
        const path = route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => ids[name] ?? owner.id);
        const answer = await caller.raw('GET', path);
        if (answer.text.includes('canary')) leaks.add(`${who} ${route.id} ${names(answer.text)}`);
      }
    expect([...leaks]).toEqual(['coordinator surveys.results false']);
    expect(JSON.stringify(api.mails.sent)).not.toContain('canary');
  }, 60_000);
});

describe('whether the two suit', () => {
  it('is asked after the first meeting, told to the coordinator alone, and a doubt marks the pairing without a name', async () => {
    const { pairings, cohort, asCoordinator, asOwner } = await cohortOf(2);
    const [pairing, quiet] = pairings as [GivenPairing, GivenPairing];
    await sweep();
    await api.given.meeting(pairing, { startsAt: new Date('2026-03-09T10:00:00Z') });
    at('2026-03-10T08:30:00Z');
    await sweep();
    expect(await momentsOf(await api.as(pairing.mentee))).toEqual(['start', 'fit']);
    expect(await momentsOf(await api.as(quiet.mentee))).toEqual(['start']);
    const asMentee = await api.as(pairing.mentee);
    const ask = (await asMentee.call(routes.listMine, {})).body.items.find(({ moment }) => moment === 'fit');
    await asMentee.call(routes.answer, {
      params: { surveyAskId: ask?.id ?? '' },
      version: 1,
      body: { answers: { fit: 2, note: 'We have little in common.' } },
    });
    const params = { cohortId: cohort.id };
    expect((await asCoordinator.call(routes.listFit, { params })).body.items).toEqual([
      expect.objectContaining({
        displayName: 'Mentee 0',
        partnerNames: ['Mentor 0'],
        fit: 2,
        note: 'We have little in common.',
      }),
    ]);
    expect((await asOwner.call(routes.listFit, { params })).status).toBe(403);
    const asPartner = await api.as(pairing.mentor);
    expect((await asPartner.call(routes.listFit, { params })).status).toBe(403);
    const listed = await asCoordinator.call(pairingRoutes.list, { params, query: {} });
    const signals = listed.body.items.map(({ mentorName, signals: found }) => [
      mentorName,
      found.map(({ code }) => code),
    ]);
    expect(signals).toEqual([
      ['Mentor 0', expect.arrayContaining(['doubtful-fit'])],
      ['Mentor 1', expect.not.arrayContaining(['doubtful-fit'])],
    ]);
    const seen = await asPartner.call(pairingRoutes.get, { params: { pairingId: pairing.id } });
    expect(seen.text).not.toMatch(/doubtful|little in common/);
  });
});
