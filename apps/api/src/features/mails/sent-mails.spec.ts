import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actRoutes, mailChoiceRoutes } from '@ithaca/contracts/acts';
import { peopleRoutes } from '@ithaca/contracts/people';
import { bounceRoutes, sentMailRoutes as routes } from '@ithaca/contracts/sent-mails';
import type { GivenPerson } from '@ithaca/testkit/given';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';
import { AddressRejected } from '../../platform/mail/bounces.ts';
import type { MailKind } from '../../platform/mail/catalogue.ts';

const secret = 'a-word-between-two-servers';
let api: TestApi;
beforeAll(async () => {
  api = await startApi({ environment: { INBOUND_SECRET: secret } });
});
afterAll(() => api.stop());

async function scene() {
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner' });
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { name: 'Growth' });
  const other = await api.given.program(owner, { name: 'Other' });
  const mentee = await api.given.person(organisation, { displayName: 'Mani Mentee' });
  const write = (kind: MailKind, programId: string | null = program.id) =>
    api.platform.db.write({ organisationId: organisation.id }, () =>
      api.platform.post.send(organisation.id, {
        kind,
        personId: mentee.id,
        programId,
        to: mentee.email,
        locale: 'en',
        facts: { name: 'Mani', partner: 'P', program: 'Growth', dueOn: 'D', canary: 'canary-text' },
        path: '/my',
      }),
    );
  const asOwner = await api.as(owner);
  const list = async (query: object = {}) =>
    (await asOwner.call(routes.list, { params: { programId: program.id }, query })).body;
  return { organisation, owner, program, other, mentee, write, list, asOwner };
}

const states = ({ items }: { items: { kind: string; state: string }[] }) =>
  items.map(({ kind, state }) => `${kind} ${state}`);

/** The address of whoever is refused, as long as they are. */
async function refusing(address: string, work: () => Promise<unknown>): Promise<void> {
  const { mails } = api;
  const send = mails.send.bind(mails);
  mails.send = async (mail) => {
    if (mail.to === address) throw new AddressRejected('550 5.1.1 no such user');
    return send(mail);
  };
  try {
    await work();
  } finally {
    mails.send = send;
  }
}

describe('the log of a program’s mails', () => {
  it('says who got what and how it fared, never what it says; partners’ mails and other programs’ are not in it', async () => {
    const { program, other, mentee, write, list, asOwner } = await scene();
    for (const kind of ['pairing-active', 'message-received', 'thanks-received'] as const) await write(kind);
    await write('pairing-active', other.id);
    await api.runJobs();
    const page = await list();
    expect(states(page)).toEqual(['pairing-active sent']);
    expect(page.items[0]).toMatchObject({
      title: 'You and Alex Example can start',
      person: { id: mentee.id, displayName: 'Mani Mentee' },
      toAddress: mentee.email,
    });
    const raw = await asOwner.raw('GET', `/api/programs/${program.id}/sent-mails`);
    expect(raw.text).not.toMatch(/canary|Hello Mani/);
    expect((await list({ name: 'mentee' })).items).toHaveLength(1);
    expect((await list({ name: 'nobody' })).items).toHaveLength(0);
    expect((await list({ state: 'failed' })).items).toHaveLength(0);
    await write('pairing-declined');
    const first = await list({ limit: '1' });
    const second = await list({ limit: '1', cursor: first.nextCursor });
    expect([...states(first), ...states(second)]).toHaveLength(2);
    expect(second.nextCursor).toBeNull();
  });

  it('keeps what was refused with its reason, spares the address reminders, and sends again on demand', async () => {
    const { organisation, program, owner, mentee, write, list, asOwner } = await scene();
    const colleague = await api.given.person(organisation);
    await refusing(mentee.email, async () => {
      await write('pairing-active');
      await api.runJobs();
    });
    const page = await list();
    expect(page).toMatchObject({ bounced: 1, failed: 0 });
    expect(page.items[0]).toMatchObject({
      state: 'bounced',
      problem: '550 5.1.1 no such user',
      canBeSentAgain: true,
    });
    await write('nudge-first-goal');
    expect(states(await list())).toContain('nudge-first-goal held');
    // Those who keep the directory see it at the person, as the person does; nobody else.
    const bounceFor = async (who: GivenPerson) =>
      (await (await api.as(who)).call(peopleRoutes.get, { params: { personId: mentee.id } })).body.bounce;
    expect(await bounceFor(owner)).toMatchObject({ reason: '550 5.1.1 no such user' });
    expect(await bounceFor(mentee)).not.toBeNull();
    expect(await bounceFor(colleague)).toBeNull();
    const again = { params: { programId: program.id, mailId: page.items[0]?.id ?? '' } };
    expect((await asOwner.call(routes.sendAgain, again)).status).toBe(204);
    await api.runJobs();
    expect(states(await list({ state: 'sent' }))).toEqual(['pairing-active sent']);
    const twice = await asOwner.call(routes.sendAgain, again);
    expect([twice.status, twice.body.code]).toEqual([409, 'mail.not-again']);
    await write('nudge-first-goal');
    expect(states(await list({ state: 'queued' }))).toEqual(['nudge-first-goal queued']);
  });

  it('learns later that a mail came back, from whoever knows the secret', async () => {
    const { organisation, write, list } = await scene();
    const mailId = await write('pairing-active');
    await api.runJobs();
    const report = [
      'Action: failed',
      'Status: 5.2.1',
      'Diagnostic-Code: smtp; 550 mailbox closed',
      '',
      `X-Ithaca-Mail: ${organisation.id}.${mailId}`,
    ].join('\r\n');
    const hand = (secret: string, text = report) =>
      api
        .anonymous()
        .call(bounceRoutes.report, { body: { report: text } }, { authorization: `Bearer ${secret}` });
    expect((await hand('a guess')).status).toBe(404);
    expect((await list()).items[0]?.state).toBe('sent');
    expect((await hand(secret, 'On holiday')).body).toEqual({ recorded: false });
    expect((await hand(secret)).body).toEqual({ recorded: true });
    expect((await list()).items[0]).toMatchObject({ state: 'bounced', problem: '550 mailbox closed' });
  });
});

describe('a mail program that stops mails in one press', () => {
  it('posts what it likes to the address in the header, and nothing happens by looking at it', async () => {
    const { mentee, write } = await scene();
    await write('message-received');
    await api.runJobs();
    const path = new URL(api.mails.sent.findLast(({ to }) => to === mentee.email)?.stopUrl ?? '').pathname;
    const stopped = async () =>
      (await (await api.as(mentee)).call(mailChoiceRoutes.list, {})).body.items
        .filter(({ choice }) => choice === 'off')
        .map(({ kind }) => kind);
    expect((await api.anonymous().raw('GET', path)).status).toBe(405);
    expect(await stopped()).toEqual([]);
    for (let times = 0; times < 2; times += 1) {
      const answer = await fetch(`${api.baseUrl}${path}`, {
        method: 'POST',
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      });
      expect(answer.status).toBe(204);
    }
    expect(await stopped()).toEqual(['message-received']);
    const unknown = await api.anonymous().call(actRoutes.stop, { params: { token: 'a'.repeat(43) } });
    expect(unknown.body.code).toBe('act.unknown');
  });
});
