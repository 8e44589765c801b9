import { randomBytes } from 'node:crypto';
import { crc32, inflateRawSync } from 'node:zlib';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { endingRoutes } from '@ithaca/contracts/endings';
import { exportRoutes } from '@ithaca/contracts/exports';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { messageRoutes } from '@ithaca/contracts/messages';
import { personalDataRoutes as routes } from '@ithaca/contracts/personal-data';

import { startApi } from '../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../testing/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: new Date('2026-06-30T09:00:00Z'), ticks: true });
});
afterAll(() => api.stop());

/** The files of a ZIP, found by its own directory and checked against it. */
function unzip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, nameLength] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)];
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = inflateRawSync(bytes.subarray(from, from + packed));
    expect([crc32(content), content.length]).toEqual([
      bytes.readUInt32LE(at + 16),
      bytes.readUInt32LE(at + 24),
    ]);
    files.set(name, content);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30);
  }
  return files;
}

it('whoever asks takes along what they wrote and what is about them, and nothing of anybody else’s', async () => {
  const organisation = await api.given.organisation({ name: 'Halden Robotics' });
  const coordinator = await api.given.person(organisation);
  const program = await api.given.program(coordinator, { name: 'Career growth' });
  const cohort = await api.given.cohort(program, coordinator, { state: 'running', startsOn: '2026-01-01' });
  const mentor = await api.given.person(organisation, { displayName: 'Mona Mentor' });
  const mentee = await api.given.person(organisation, {
    displayName: '=Max, "Mentee"',
    email: 'max@halden.test',
  });
  const pairing = await api.given.pairing(cohort, mentor, mentee, {
    startedAt: new Date('2026-01-05T09:00:00Z'),
  });
  await api.given.meeting(pairing, { minutes: 90, title: 'canary-shared-meeting' });
  await api.given.goal(pairing, { title: 'canary-own-goal' });
  const params = { pairingId: pairing.id };
  const [asMentor, asMentee] = [await api.as(mentor), await api.as(mentee)];
  for (const [caller, whose] of [
    [asMentor, 'theirs'],
    [asMentee, 'own'],
  ] as const) {
    await caller.call(messageRoutes.send, { params, body: { body: `canary-${whose}-message` } });
    await caller.call(meetingRoutes.setPairingNote, { params, body: { body: `canary-${whose}-note` } });
    await caller.call(endingRoutes.setFarewell, {
      params,
      body: { thanks: `canary-${whose}-thanks`, keepInTouch: true },
    });
  }
  await asMentor.call(endingRoutes.setFeedback, {
    params,
    body: { helped: 'canary-theirs-unread', differently: '', recommends: 'no' },
  });

  const asked = await asMentee.call(routes.take, {});
  expect(asked.body).toMatchObject({ list: 'my-data', format: 'zip', state: 'queued' });
  // Asked again meanwhile: the same file. Asked for several times at once: one.
  expect((await asMentee.call(routes.take, {})).body.id).toBe(asked.body.id);
  const atOnce = await Promise.all(Array.from({ length: 8 }, () => asMentor.call(routes.take, {})));
  expect(new Set(atOnce.map(({ body }) => body.id)).size).toBe(1);
  api.mails.sent.length = 0;
  await api.runJobs();
  expect(api.mails.sent.map(({ to, subject }) => [to, subject])).toContainEqual([
    mentee.email,
    'Your file is ready: My data',
  ]);
  const file = { params: { exportId: asked.body.id } };
  expect((await asMentee.call(exportRoutes.get, file)).body).toMatchObject({ state: 'ready' });
  const files = await download(asMentee, asked.body.id);
  const all = [...files.values()].join('\n');
  const data = JSON.parse(String(files.get('data.json'))) as {
    lists: Record<string, Record<string, unknown>[]>;
    leftOut: { table: string; why: string }[];
  };
  for (const own of ['message', 'note', 'thanks', 'goal']) expect(all).toContain(`canary-own-${own}`);
  // What the other wrote to the reader, and what both share, but neither a note, nor feedback that cannot be read yet.
  expect(all).toContain('canary-theirs-thanks');
  expect(all).toContain('canary-shared-meeting');
  for (const other of ['note', 'unread', 'message']) expect(all).not.toContain(`canary-theirs-${other}`);
  expect(data.lists['person']).toMatchObject([{ displayName: '=Max, "Mentee"', email: 'max@halden.test' }]);
  expect(data.lists['partners']).toEqual([{ id: mentor.id, displayName: 'Mona Mentor' }]);
  expect(data.lists['private-notes']).toMatchObject([{ body: 'canary-own-note' }]);
  expect(data.lists['pairings']).toHaveLength(1);
  expect(data.leftOut).toContainEqual({ table: 'proposals', why: 'deliberation' });
  expect(all).not.toMatch(/score|tokenHash|sealed/);
  // A spreadsheet runs nothing of it.
  expect(String(files.get('csv/person.csv'))).toContain(`"'=Max, ""Mentee"""`);
  expect(String(files.get('README.txt'))).toContain('data.json');

  // For its reader alone, for a day, and it leaves an audit row without its content.
  for (const caller of [asMentor, await api.as(coordinator)])
    expect((await caller.call(exportRoutes.get, file)).status).toBe(404);
  expect((await api.anonymous().call(routes.take, {})).status).toBe(401);
  const [trail] = await api.rows<{ text: string }>(
    "select string_agg(a::text, '') as text from audit_rows a where organisation_id = $1",
    [organisation.id],
  );
  expect(trail?.text).toContain('personal-data.take');
  expect(trail?.text).not.toContain('canary');
  api.clock.advanceDays(2);
  expect((await asMentee.call(exportRoutes.get, file)).status).toBe(404);

  // The history: what was met and reached, with whom.
  expect((await asMentee.call(endingRoutes.listHistory, {})).body.items).toMatchObject([
    {
      programName: 'Career growth',
      role: 'mentee',
      state: 'active',
      partners: ['Mona Mentor'],
      startedOn: '2026-01-05',
      endedOn: null,
      heldMeetings: 1,
      minutes: 90,
      goals: 1,
      goalsReached: 0,
      certificateCode: null,
      isCertifiable: false,
    },
  ]);
  expect((await (await api.as(coordinator)).call(endingRoutes.listHistory, {})).body.items).toEqual([]);
});

it('holds the files one uploaded and was given, byte for byte, and no others; it comes as long as one has the right to it', async () => {
  const organisation = await api.given.organisation();
  const coordinator = await api.given.person(organisation);
  const program = await api.given.program(coordinator);
  const cohort = await api.given.cohort(program, coordinator, { state: 'running' });
  const [mentor, mentee, other] = [
    await api.given.person(organisation),
    await api.given.person(organisation),
    await api.given.person(organisation),
  ];
  const mentorEnrolment = await api.given.enrolment(cohort, mentor, 'mentor', { capacity: 2 });
  const mine = await api.given.pairing(cohort, mentor, mentee, { mentorEnrolment });
  // The mentor's other pairing: nothing of it is the mentee's to have.
  const notMine = await api.given.pairing(cohort, mentor, other, { mentorEnrolment });
  const [asMentor, asMentee] = [await api.as(mentor), await api.as(mentee)];
  const give = async (caller: TestCaller, pairingId: string, fileName: string, length: number) => {
    const params = { pairingId };
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(length)]);
    const kept = await caller.call(messageRoutes.upload, { params, query: { fileName }, body: bytes });
    const body = { body: '', fileIds: [kept.body.id] };
    expect((await caller.call(messageRoutes.send, { params, body })).status).toBe(201);
    return bytes;
  };
  const plan = await give(asMentee, mine.id, 'Plan für morgen.pdf', 1000);
  // Longer than a part, and together than what a connection takes up by itself.
  const books = [
    await give(asMentor, mine.id, 'Book.pdf', 9_000_000),
    await give(asMentor, mine.id, 'Book.pdf', 9_000_000),
  ];
  await give(asMentor, notMine.id, 'Private.pdf', 1000);

  const { body: asked } = await asMentee.call(routes.take, {});
  await api.runJobs();
  const files = await download(asMentee, asked.id);
  expect([...files.keys()].filter((name) => name.startsWith('files'))).toEqual([
    'files/001 Plan für morgen.pdf',
    'files-received/001 Book.pdf',
    'files-received/002 Book.pdf',
  ]);
  expect(files.get('files/001 Plan für morgen.pdf')?.equals(plan)).toBe(true);
  for (const [at, book] of books.entries())
    expect(files.get(`files-received/00${at + 1} Book.pdf`)?.equals(book)).toBe(true);
  const { lists } = JSON.parse(String(files.get('data.json'))) as { lists: Record<string, object[]> };
  expect(lists['files']).toMatchObject([
    { name: 'Plan für morgen.pdf', savedAs: 'files/001 Plan für morgen.pdf' },
  ]);
  expect(lists['files-received']).toMatchObject([
    { uploadedBy: mentor.id, savedAs: 'files-received/001 Book.pdf' },
    { name: 'Book.pdf' },
  ]);

  // Signed out while it comes: it is cut off, so that half of it is not taken for all.
  const response = await fetchFile(asMentee, asked.id);
  const reader = response.body?.getReader();
  expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
  await api.rows('delete from identity.sessions where person_id = $1', [mentee.id]);
  const readOn = async () => {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read());
  };
  await expect(readOn()).rejects.toThrow('terminated');

  // Of an archive there is one at a time.
  await (await api.as(mentee)).call(routes.take, {});
  await api.runJobs();
  expect(await api.rows('select from exports where created_by = $1', [mentee.id])).toHaveLength(1);
});

function fetchFile(caller: TestCaller, exportId: string): Promise<Response> {
  const cookie = [...caller.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return fetch(`${api.baseUrl}/api/exports/${exportId}/file`, { headers: { cookie } });
}

async function download(caller: TestCaller, exportId: string): Promise<Map<string, Buffer>> {
  const response = await fetchFile(caller, exportId);
  expect(response.headers.get('content-type')).toBe('application/zip');
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
  return unzip(bytes);
}
