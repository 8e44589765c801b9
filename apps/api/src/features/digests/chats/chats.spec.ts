import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chatChannelRoutes as routes } from '@ithaca/contracts/chat-channels';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi } from '../../../../testing/api.ts';

let api: TestApi;
/** A Monday, at nine in Berlin. */
const start = new Date('2026-03-23T08:00:00Z');
/** What the stand-in for both chats heard, and answers next. */
const heard: { path: string; body: string }[] = [];
let answers: { status: number; headers?: Record<string, string>; body?: string }[] = [];
const chat = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString('utf8')));
  request.on('end', () => {
    heard.push({ path: request.url ?? '', body });
    const { status, headers = {}, body: answer = 'ok' } = answers.shift() ?? { status: 200 };
    response.writeHead(status, headers).end(answer);
  });
});
let origin: string;
beforeAll(async () => {
  chat.listen(0, '127.0.0.1');
  await once(chat, 'listening');
  const host = `127.0.0.1:${(chat.address() as AddressInfo).port}`;
  origin = `http://${host}`;
  api = await startApi({ now: start, environment: { OUTBOUND_HOSTS: host } });
});
afterAll(async () => {
  await api.stop();
  chat.closeAllConnections();
  chat.close();
});

const MINUTE = 60_000;
const DAY = 86_400_000;
const at = (days: number, minutes = 0) => new Date(start.getTime() + days * DAY + minutes * MINUTE);

async function scene() {
  // The rooms of an earlier story are silent.
  await api.rows('delete from chat_channels');
  heard.length = 0;
  answers = [];
  api.clock.set(start);
  const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
  const owner = await api.given.person(organisation, { timeZone: 'Europe/Berlin' });
  await api.given.grant(owner, 'owner');
  const coordinator = await api.given.person(organisation, { timeZone: 'Europe/Berlin' });
  const program = await api.given.program(owner, { name: 'Growth <!channel> [x](y)' });
  await api.given.grant(coordinator, 'coordinator', program.id);
  const cohort = await api.given.cohort(program, owner, { state: 'running', startsOn: '2026-03-02' });
  for (let i = 0; i < 2; i += 1) {
    const mentor = await api.given.person(organisation, { displayName: `Mira Mentor ${i}` });
    const mentee = await api.given.person(organisation, { displayName: `Mani Mentee ${i}` });
    await api.given.pairing(cohort, mentor, mentee, { startedAt: at(-20) });
  }
  const asCoordinator = await api.as(coordinator);
  const programId = program.id;
  const settings = { locale: 'en' as const, isOn: true };
  const save = (service: 'slack' | 'teams', address: string | undefined, version: number) =>
    asCoordinator.call(routes.save, {
      params: { programId, service },
      body: { ...settings, ...(address !== undefined && { address }) },
      version,
    });
  const look = async (service: 'slack' | 'teams') =>
    (await asCoordinator.call(routes.list, { params: { programId } })).body.items.find(
      (one) => one.service === service,
    );
  const morning = async (when: Date) => {
    api.clock.set(when);
    await api.platform.jobs.runSweep('write-chat-digests');
    await api.runJobs();
  };
  /** Posts whose hour has come by the clock of the test. */
  const later = async (when: Date) => {
    api.clock.set(when);
    await api.platform.jobs.runSweep('send-waiting-chats');
    await api.runJobs();
  };
  return { organisation, owner, coordinator, asCoordinator, program, programId, save, look, morning, later };
}

describe('the summary in a room of Slack or Teams', () => {
  it('goes out once on a working morning in the form of each, with numbers and no person; its address is never shown again', async () => {
    const { organisation, asCoordinator, programId, save, look, morning, owner } = await scene();
    expect((await save('slack', undefined, 0)).body.code).toBe('chat.address-missing');
    expect((await save('slack', 'https://example.com/services/x', 0)).body).toMatchObject({
      code: 'chat.address-refused',
      facts: { field: 'address', hosts: 'hooks.slack.com, hooks.slack-gov.com' },
    });
    const saved = await save('slack', `${origin}/services/secret-part`, 0);
    expect(saved.body.items[0]).toMatchObject({ state: 'on', host: '127.0.0.1', version: 1, last: null });
    expect(saved.text).not.toContain('secret-part');
    expect((await save('slack', undefined, 0)).body.code).toBe('record.changed');
    await save('teams', `${origin}/teams/secret-part`, 0);
    const stored = await api.rows<{ sealed: Buffer }>(
      'select sealed from chat_channels where organisation_id = $1',
      [organisation.id],
    );
    expect(stored).toHaveLength(2);
    expect(stored.some(({ sealed }) => sealed.toString('latin1').includes('secret-part'))).toBe(false);

    await morning(at(-1)); // Sunday
    expect(heard).toEqual([]);
    await Promise.all(Array.from({ length: 3 }, () => api.platform.jobs.runSweep('write-chat-digests')));
    await morning(start);
    await morning(at(0, 30));
    expect(heard.map(({ path }) => path).toSorted()).toEqual(['/services/secret-part', '/teams/secret-part']);
    const slack = heard.find(({ path }) => path.startsWith('/services'))?.body ?? '';
    const message = JSON.parse(slack) as { text: string; blocks: { type: string; text?: object }[] };
    expect(message.text).toBe('Growth &lt;!channel&gt; [x](y): 2 pairings need you today');
    expect(message.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'actions']);
    expect(message.blocks[1]?.text).toEqual({ type: 'plain_text', text: '• Not met yet: 2', emoji: false });
    const teams = heard.find(({ path }) => path.startsWith('/teams'))?.body ?? '';
    const { content } = (JSON.parse(teams) as { attachments: { content: { body: object[] } }[] })
      .attachments[0]!;
    expect(content).toMatchObject({ type: 'AdaptiveCard', lang: 'en', rtl: false });
    expect(content.body[1]).toEqual({ type: 'FactSet', facts: [{ title: 'Not met yet', value: '2' }] });
    expect(content.body[0]).toMatchObject({
      text: String.raw`Growth \<!channel\> \[x\]\(y\): 2 pairings need you today`,
    });
    expect(`${slack}${teams}`).not.toMatch(/Mira|Mani/);
    expect(await look('slack')).toMatchObject({
      last: { state: 'delivered', isTest: false, problem: null, status: 200 },
    });
    // Whoever only reads may see that there is a room; a test is for those who run the program.
    const auditor = await api.given.person(organisation);
    await api.given.grant(auditor, 'auditor');
    const asAuditor = await api.as(auditor);
    expect((await asAuditor.call(routes.list, { params: { programId } })).status).toBe(200);
    const at404 = { params: { programId, service: 'slack' as const } };
    expect((await asAuditor.call(routes.sendTest, at404)).status).toBe(403);
    const removed = await (await api.as(owner)).call(routes.remove, { ...at404, version: 1 });
    expect(removed.body.items[0]).toMatchObject({ state: 'none', host: null, version: 0 });
    expect((await asCoordinator.call(routes.sendTest, at404)).status).toBe(404);
  });

  it('is tried again when the room is busy or down, as late as it asks; a failed test says why', async () => {
    const { asCoordinator, programId, save, look, morning, later } = await scene();
    await save('slack', `${origin}/services/a`, 0);
    answers = [{ status: 429, headers: { 'retry-after': '600' } }, { status: 503 }, { status: 200 }];
    await morning(start);
    expect(await look('slack')).toMatchObject({
      last: {
        state: 'waiting',
        problem: 'busy',
        status: 429,
        triedAgainAt: at(0, 10).toISOString(),
      },
    });
    await later(at(0, 9));
    expect(heard).toHaveLength(1);
    await later(at(0, 16));
    expect(await look('slack')).toMatchObject({ last: { state: 'waiting', problem: 'down' } });
    await later(at(0, 40));
    await later(at(0, 50));
    expect(heard).toHaveLength(3);
    expect(await look('slack')).toMatchObject({ last: { state: 'delivered' } });
    answers = [{ status: 400, body: 'invalid_payload' }];
    const test = await asCoordinator.call(routes.sendTest, { params: { programId, service: 'slack' } });
    expect(test.body.items[0]).toMatchObject({ last: { state: 'waiting', isTest: true } });
    await api.runJobs();
    expect(await look('slack')).toMatchObject({
      last: { state: 'failed', isTest: true, problem: 'refused', status: 400 },
    });
  });

  it('is given up when its address was gone three times in a row, and the coordinator is told', async () => {
    const { coordinator, save, look, morning } = await scene();
    await save('teams', `${origin}/teams/a`, 0);
    answers = [404, 200, 410, 404, 410].map((status) => ({ status }));
    for (const day of [0, 1, 2, 3]) await morning(at(day));
    expect(await look('teams')).toMatchObject({ state: 'on', last: { state: 'failed', problem: 'gone' } });
    await morning(at(4));
    expect(await look('teams')).toMatchObject({ state: 'stopped', version: 2 });
    const mails = api.mails.sent.filter(({ to }) => to === coordinator.email);
    expect(mails.map(({ subject }) => subject)).toEqual([
      'Summaries of Growth <!channel> [x](y) no longer reach Teams',
    ]);
    await morning(at(7));
    expect(heard).toHaveLength(5);
    // A new address begins anew.
    expect((await save('teams', `${origin}/teams/b`, 2)).body.items[1]).toMatchObject({ state: 'on' });
    await morning(at(8));
    expect(heard.at(-1)?.path).toBe('/teams/b');
  });

  it('reaches the room at least once when the worker dies between sending and marking', async () => {
    const { save, look, morning, later } = await scene();
    await save('slack', `${origin}/services/a`, 0);
    // The row stays as it was before the answer came: what a dead worker leaves behind.
    await morning(start);
    await api.rows(`update chat_posts set state = 'waiting', tries = 0`);
    await later(at(0, 10));
    expect(heard).toHaveLength(2);
    expect(heard[0]?.body).toBe(heard[1]?.body);
    expect(await look('slack')).toMatchObject({ last: { state: 'delivered' } });
    await later(at(0, 20));
    expect(heard).toHaveLength(2);
  });
});
