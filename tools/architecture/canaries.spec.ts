import { Writable } from 'node:stream';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { endingRoutes } from '@ithaca/contracts/endings';
import { enrolmentColumns, enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { exportRoutes } from '@ithaca/contracts/exports';
import { goalRoutes } from '@ithaca/contracts/goals';
import { introductionRoutes } from '@ithaca/contracts/introductions';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { mentorRequestRoutes } from '@ithaca/contracts/mentor-requests';
import { messageRoutes } from '@ithaca/contracts/messages';
import { pairingColumns, pairingRoutes } from '@ithaca/contracts/pairings';
import { directoryColumns, peopleRoutes } from '@ithaca/contracts/people';
import { allRoutes } from '@ithaca/contracts/routes';
import { selfAssessmentRoutes } from '@ithaca/contracts/self-assessments';
import { safeguardingRoutes } from '@ithaca/contracts/safeguarding';
import { surveyResultColumns, surveyRoutes } from '@ithaca/contracts/survey-answers';
import { checkInRoutes } from '@ithaca/contracts/surveys';

import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../apps/api/testing/api.ts';
import type { TestApi, TestCaller } from '../../apps/api/testing/api.ts';
import { tellStory } from './story.ts';
import type { Story } from './story.ts';

/** Stands in every text that the two of a pairing write; what follows says which one it is. */
const MARK = 'Quetzal';
const canary = (kind: string) => `${MARK}-${kind}`;

type Side = 'mentor' | 'mentee';
type Reader = keyof Story['people'] | 'formerMember' | 'ownerElsewhere' | 'anonymous';

/** Who reads what besides its writer and, where it is for both, the other side: by design, each with its reason. */
const BY_DESIGN: readonly { kind: string; readers: readonly Reader[]; why: string }[] = [
  {
    kind: 'request-decline',
    readers: ['owner', 'coordinatorOfAll', 'coordinator'],
    why: 'A mentor’s reason for declining is addressed to whoever coordinates, and says so where it is written.',
  },
  {
    kind: 'introduction',
    readers: ['outsider'],
    why: 'The third person who is asked reads what they are asked for.',
  },
];
/** What a mail says of it, to whom: by design, with its reason. Any other mail says that there is something, never what. */
const IN_MAILS: readonly { kind: string; to: readonly (keyof Story['people'])[]; why: string }[] = [
  {
    kind: 'introduction',
    to: ['mentee', 'outsider'],
    why: 'Who is asked for a yes by mail reads there what it is for; they answer with its button.',
  },
];
/** What only its writer reads: neither the other side nor anybody else. */
const OWN = [
  'private-note',
  'pairing-note',
  'self-assessment',
  'check-in',
  'concern',
  'request-decline',
  'feedback',
];
/** Stands where it may stand, at every way out: a search that does not find it has not looked there. */
const PLANTED = 'planted';

let api: TestApi;
let story: Story;
let elsewhere: Story;
let formerMember: GivenPerson;
let log = '';
const written = new Map<string, Side>();

beforeAll(async () => {
  api = await startApi({
    log: new Writable({
      write(chunk, _encoding, done) {
        log += String(chunk);
        done();
      },
    }),
  });
  story = await tellStory(api, 'Own');
  elsewhere = await tellStory(api, 'Elsewhere');
  formerMember = await tellOfFormerMember();
  await writeCanaries();
  await api.runJobs();
}, 60_000);
afterAll(() => api.stop());

/** Somebody who was of this very pairing and has left it before any of it was written. */
async function tellOfFormerMember(): Promise<GivenPerson> {
  const { organisationId, cohort, pairing } = story;
  const person = await api.given.person({ id: organisationId, name: 'Own organisation' });
  const enrolment = await api.given.enrolment(cohort, person, 'mentee', { state: 'waitlisted' });
  await api.given.insert('pairing_members', [
    {
      organisationId,
      pairingId: pairing.id,
      personId: person.id,
      cohortId: cohort.id,
      enrolmentId: enrolment.id,
      role: 'mentee',
      open: false,
      inside: false,
      leftAt: api.clock.now(),
    },
  ]);
  return person;
}

/** Both sides write everything that a pairing can hold, through the front door. */
async function writeCanaries(): Promise<void> {
  const { mentor, mentee, outsider } = story.people;
  const as = { mentor: await api.as(mentor), mentee: await api.as(mentee) };
  const { meetingId = '', checkInId = '', requestId = '', surveyAskId = '' } = story.ids;
  const params = { pairingId: story.pairing.id };
  await api.rows('update check_ins set answered_at = null where id = $1', [checkInId]);
  const done = async <T extends { status: number }>(kinds: string[], by: Side, answer: Promise<T>) => {
    const reply = await answer;
    if (reply.status >= 300) throw new Error(`${kinds.join(', ')}: ${JSON.stringify(reply)}`);
    for (const kind of kinds) written.set(kind, by);
    return reply;
  };
  const versionOf = async (table: string, id: string) =>
    (await api.rows<{ version: number }>(`select version from ${table} where id = $1`, [id]))[0]?.version ??
    0;

  const at = { params: { meetingId } };
  await done(
    ['meeting-title', 'agenda', 'shared-notes'],
    'mentee',
    as.mentee.call(meetingRoutes.update, {
      ...at,
      version: await versionOf('meetings', meetingId),
      body: {
        title: canary('meeting-title'),
        agenda: [{ text: canary('agenda'), done: false }],
        notes: canary('shared-notes'),
      },
    }),
  );
  await done(
    ['private-note'],
    'mentor',
    as.mentor.call(meetingRoutes.setPrivateNote, { ...at, body: { body: canary('private-note') } }),
  );
  await done(
    ['pairing-note'],
    'mentor',
    as.mentor.call(meetingRoutes.setPairingNote, { params, body: { body: canary('pairing-note') } }),
  );
  const goal = {
    title: canary('goal'),
    measure: canary('goal-measure'),
    dueOn: null,
    milestones: [{ title: canary('milestone'), dueOn: null }],
  };
  const { body: kept } = await done(
    ['goal', 'goal-measure', 'milestone'],
    'mentee',
    as.mentee.call(goalRoutes.add, { params, body: goal }),
  );
  const goalAt = { params: { goalId: kept.id } };
  await done(
    ['goal-note'],
    'mentor',
    as.mentor.call(goalRoutes.addNote, { ...goalAt, body: { body: canary('goal-note') } }),
  );
  await as.mentee.call(goalRoutes.update, { ...goalAt, version: 2, body: { state: 'claimed' } });
  await done(
    ['goal-question'],
    'mentor',
    as.mentor.call(goalRoutes.ask, { ...goalAt, body: { body: canary('goal-question') } }),
  );
  // One that waits for a yes, so that what is to do next speaks of it.
  await as.mentee.call(goalRoutes.update, { ...goalAt, version: 4, body: { state: 'claimed' } });
  await done(
    ['action'],
    'mentee',
    as.mentee.call(meetingRoutes.addAction, {
      params,
      body: {
        title: canary('action'),
        ownerId: mentee.id,
        dueOn: '2026-03-03',
        meetingId,
        goalId: kept.id,
      },
    }),
  );
  const { body: file } = await done(
    ['file-name'],
    'mentor',
    as.mentor.raw<{ id: string }>(
      'POST',
      `/api/pairings/${story.pairing.id}/files?fileName=${canary('file-name')}.txt`,
      new TextEncoder().encode(canary('file-content')),
      { 'idempotency-key': crypto.randomUUID() },
    ),
  );
  const { body: message } = await done(
    ['message'],
    'mentor',
    as.mentor.call(messageRoutes.send, { params, body: { body: canary('message'), fileIds: [file.id] } }),
  );
  await done(
    ['concern'],
    'mentee',
    as.mentee.call(safeguardingRoutes.raise, {
      params: { ...params, messageId: message.id },
      body: { reason: 'other', note: canary('concern') },
    }),
  );
  const { body: ending } = await as.mentee.call(endingRoutes.get, { params });
  await done(
    ['extension'],
    'mentee',
    as.mentee.call(endingRoutes.proposeExtension, {
      params,
      body: { untilOn: ending.extension.range?.to ?? '', reason: canary('extension'), keepsSeries: false },
    }),
  );
  await done(
    ['agreement'],
    'mentee',
    as.mentee.call(pairingRoutes.setAgreement, {
      params,
      version: await versionOf('pairings', story.pairing.id),
      body: {
        cadenceDays: 14,
        minutes: 45,
        channel: canary('agreement'),
        expectations: canary('agreement'),
        boundaries: canary('agreement'),
        confidentiality: canary('agreement'),
      },
    }),
  );
  await done(
    ['check-in'],
    'mentee',
    as.mentee.call(checkInRoutes.answer, {
      params: { checkInId },
      version: await versionOf('check_ins', checkInId),
      body: {
        meetingRegularly: 'no',
        usefulness: 2,
        change: canary('check-in'),
        sharedWithPartner: false,
      },
    }),
  );
  await done(
    ['survey'],
    'mentee',
    as.mentee.call(surveyRoutes.answer, {
      params: { surveyAskId },
      version: await versionOf('survey_asks', surveyAskId),
      body: { answers: { one: canary('survey') } },
    }),
  );
  await done(
    ['self-assessment'],
    'mentee',
    as.mentee.call(selfAssessmentRoutes.save, {
      params,
      version: 1,
      body: { phase: 'start', skills: [{ skill: 'Talking', now: 2 }], note: canary('self-assessment') },
    }),
  );
  await done(
    ['thanks'],
    'mentee',
    as.mentee.call(endingRoutes.setFarewell, {
      params,
      body: { thanks: canary('thanks'), keepInTouch: true },
    }),
  );
  await done(
    ['feedback'],
    'mentee',
    as.mentee.call(endingRoutes.setFeedback, {
      params,
      body: { helped: canary('feedback'), differently: canary('feedback'), recommends: null },
    }),
  );
  // Nobody is asked by two at once: this one takes the place of the story's.
  await api.rows('delete from introductions where id = $1', [story.ids.introductionId]);
  const { body: asked } = await done(
    ['introduction', 'opening'],
    'mentor',
    as.mentor.call(introductionRoutes.propose, {
      params,
      body: {
        kind: 'introduction',
        by: 'helper',
        thirdId: outsider.id,
        words: canary('introduction'),
        opening: canary('opening'),
      },
    }),
  );
  await done(
    ['request-decline'],
    'mentor',
    as.mentor.call(mentorRequestRoutes.answer, {
      params: { requestId },
      body: { answer: 'decline', reason: canary('request-decline') },
    }),
  );
  story.ids = { ...story.ids, goalId: kept.id, fileId: file.id, introductionId: asked.id };
}

const reading = allRoutes.filter(({ method }) => method === 'GET');
/** Routes that search answer words, not ids. */
const searched = [MARK, MARK.toLowerCase(), canary('private'), canary('goal')];

/** The routes that take words to look for. */
const searching = new Set(
  reading
    .filter(({ query }) => query !== undefined && 'q' in (query as unknown as { shape: object }).shape)
    .map(({ id }) => id),
);

/** Every answer to a question by GET with the ids of the story, by what was asked. */
async function readAll(caller: TestCaller): Promise<Map<string, string>> {
  const read = new Map<string, string>();
  for (const route of reading) {
    const path = route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => story.ids[name] ?? 'x');
    const asks = searching.has(route.id) ? searched.map((q) => `?q=${q}`) : [''];
    for (const ask of asks) {
      const { text } = await caller.raw('GET', path + ask, undefined, {});
      // What was asked for is no secret.
      read.set(`${route.id}${ask}`, ask === '' ? text : text.replaceAll(ask.slice(3), ''));
    }
  }
  return read;
}

const kindsIn = (text: string) =>
  [...text.matchAll(new RegExp(`${MARK}-([a-z-]+)`, 'gi'))].map(([, kind]) => kind ?? '');

const readers: readonly Reader[] = [
  'owner',
  'auditor',
  'coordinatorOfAll',
  'coordinator',
  'coordinatorElsewhere',
  'manager',
  'outsider',
  'formerCoordinator',
  'formerMember',
  'ownerElsewhere',
  'anonymous',
];
function callerOf(reader: Reader): TestCaller | Promise<TestCaller> {
  if (reader === 'anonymous') return api.anonymous();
  if (reader === 'ownerElsewhere') return api.as(elsewhere.people.owner);
  return api.as(reader === 'formerMember' ? formerMember : story.people[reader]);
}

it('shows what the two of a pairing write to nobody else, by any route or search', async () => {
  const leaks: string[] = [];
  for (const reader of readers)
    for (const [asked, text] of await readAll(await callerOf(reader)))
      for (const kind of kindsIn(text))
        if (!BY_DESIGN.some((one) => one.kind === kind && one.readers.includes(reader)))
          leaks.push(`${asked} shows ${reader} the ${kind}`);
  expect([...new Set(leaks)]).toEqual([]);
}, 120_000);

it('shows each side what is for both, and what is its own to its writer alone', async () => {
  const leaks: string[] = [];
  const found = new Set<string>();
  for (const side of ['mentor', 'mentee'] as const)
    for (const [asked, text] of await readAll(await api.as(story.people[side])))
      for (const kind of kindsIn(text)) {
        found.add(kind);
        if (OWN.includes(kind) && written.get(kind) !== side)
          leaks.push(`${asked} shows ${side} the ${kind}`);
      }
  expect([...new Set(leaks)]).toEqual([]);
  // Whatever was written was there to be found, but for what goes to others: the answer to an anonymous survey, what a
  // mentor declined, and what was said of a message to those who review it.
  const unseen = [...written.keys()].filter((kind) => !found.has(kind));
  expect(unseen.toSorted()).toEqual(['concern', 'request-decline', 'survey']);
}, 60_000);

it('puts it into no export, audit row, log line or mail, and keeps a private note sealed', async () => {
  const texts = new Map<string, string>();
  const owner = await api.as(story.people.owner);
  // Names may stand in every list; a log line, an audit row and a mail that hold it are made.
  await api.rows('update people set display_name = $1 where id = any ($2)', [
    canary(PLANTED),
    [story.people.mentor.id, story.people.mentee.id],
  ]);
  api.platform.logger.info({ of: canary(PLANTED) }, 'planted');
  await api.rows(
    `update audit_rows set facts = jsonb_build_object('of', $1::text) where action = 'messages.send'`,
    [canary(PLANTED)],
  );
  await api.rows('update mails set subject = subject || $1', [` ${canary(PLANTED)}`]);
  const cohort = { params: { cohortId: story.cohort.id } };
  const csv = { format: 'csv', filters: {} } as const;
  const files = [
    await owner.call(peopleRoutes.export, { body: { ...csv, columns: [...directoryColumns] } }),
    await owner.call(enrolmentRoutes.export, { ...cohort, body: { ...csv, columns: [...enrolmentColumns] } }),
    await owner.call(pairingRoutes.export, { ...cohort, body: { ...csv, columns: [...pairingColumns] } }),
    await owner.call(surveyRoutes.export, {
      ...cohort,
      body: { ...csv, columns: [...surveyResultColumns] },
    }),
  ];
  await api.runJobs();
  for (const { status, body } of files) {
    expect(status).toBeLessThan(300);
    const file = await owner.raw<string>('GET', exportRoutes.file.path.replace(':exportId', body.id));
    expect([file.status, file.text.length > 0]).toEqual([200, true]);
    texts.set(`export ${body.fileName}`, file.text);
  }
  // Every list of which there is a file is among them.
  const exporting = allRoutes.filter(({ method, path }) => method === 'POST' && path.endsWith('/exports'));
  expect(files).toHaveLength(exporting.length);
  texts.set('the log', log);
  expect(log.length).toBeGreaterThan(0);
  const whole = async (table: string) =>
    (
      await api.rows<{ text: string }>(
        `select coalesce(string_agg(t::text, ' '), '') as text from ${table} t`,
      )
    )[0]?.text ?? '';
  texts.set('the audit trail', await whole('audit_rows'));
  const mails = await api.rows<{ to: string; text: string }>(
    'select person_id as to, m::text as text from mails m',
  );
  expect(mails.length).toBeGreaterThan(0);
  for (const { to, text } of mails) {
    const expected = IN_MAILS.filter(({ to: readers }) => readers.some((one) => story.people[one].id === to));
    texts.set(
      `a mail to ${to}`,
      (texts.get(`a mail to ${to}`) ?? '') +
        expected.reduce((left, { kind }) => left.replaceAll(canary(kind), ''), text),
    );
  }
  const found = [...texts].flatMap(([where, text]) => kindsIn(text).map((kind) => ({ where, kind })));
  const leaks = found
    .filter(({ kind }) => kind !== PLANTED)
    .map(({ where, kind }) => `${where} holds the ${kind}`);
  expect([...new Set(leaks)]).toEqual([]);
  // Only results of surveys name nobody: what may stand there is not of this story.
  const silent = [...texts.keys()].filter(
    (where) =>
      !where.startsWith('a mail') && !found.some((one) => one.where === where && one.kind === PLANTED),
  );
  expect(silent).toEqual([`export ${files[3]?.body.fileName}`]);
  expect(found.some(({ where, kind }) => where.startsWith('a mail') && kind === PLANTED)).toBe(true);

  const tables = await api.rows<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'identity', 'pgboss')`,
  );
  for (const { name } of tables)
    expect(`${name}: ${(await whole(name)).includes(canary('private-note'))}`).toBe(`${name}: false`);
}, 60_000);
