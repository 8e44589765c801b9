import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actRoutes } from '@ithaca/contracts/acts';
import { introductionRoutes as routes } from '@ithaca/contracts/introductions';
import { organisationRoutes } from '@ithaca/contracts/organisations';
import { homeRoutes } from '@ithaca/contracts/reports';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

/** A Monday morning in Berlin. */
const start = new Date('2026-03-02T08:30:00Z');
let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now: start });
});
afterAll(() => api.stop());

async function scene() {
  api.clock.set(start);
  api.mails.sent.length = 0;
  const organisation = await api.given.organisation({ timeZone: 'Europe/Berlin' });
  const person = (displayName: string) => api.given.person(organisation, { displayName });
  const owner = await person('Olga Owner');
  await api.given.grant(owner, 'owner');
  const [mentor, mentee, third] = [
    await person('Mira Mentor'),
    await person('Mani Mentee'),
    await person('Theo Third'),
  ];
  const program = await api.given.program(owner, { name: 'Growth' });
  const cohort = await api.given.cohort(program, owner, { state: 'running' });
  const pairing = await api.given.pairing(cohort, mentor, mentee, { state: 'active', startedAt: start });
  const [asMentor, asMentee, asThird] = [await api.as(mentor), await api.as(mentee), await api.as(third)];
  const params = { pairingId: pairing.id };
  const offer = async (more: object = {}) =>
    (
      await asMentor.call(routes.propose, {
        params,
        body: {
          kind: 'introduction',
          by: 'helper',
          thirdId: third.id,
          words: 'He builds what you want to learn.',
          ...more,
        },
      })
    ).body;
  const answer = (
    caller: typeof asMentor,
    introductionId: string,
    body: { yes: boolean; dayOn?: string | null },
  ) => caller.call(routes.answer, { params: { introductionId }, body });
  return {
    organisation,
    owner,
    mentor,
    mentee,
    third,
    cohort,
    pairing,
    params,
    asMentor,
    asMentee,
    asThird,
    offer,
    answer,
  };
}

const mailsTo = async (person: { email: string }) => {
  await api.runJobs();
  return api.mails.sent.filter(({ to }) => to === person.email);
};
const subjectsTo = async (person: { email: string }) => (await mailsTo(person)).map(({ subject }) => subject);
const sweep = async (when: string, name: string) => {
  api.clock.set(new Date(when));
  await api.platform.jobs.runSweep(name);
};

describe('an introduction', () => {
  it('puts two in touch once both have agreed, by one press each, and asks after two weeks what came of it', async () => {
    const { mentee, third, asMentor, asMentee, asThird, owner, pairing, params, offer } = await scene();
    const { id: introductionId, state } = await offer({ opening: 'Mani, meet Theo, who knows boats.' });
    expect(state).toBe('offered');
    // The colleague knows nothing of it yet.
    expect((await asThird.call(routes.get, { params: { introductionId } })).status).toBe(404);
    expect((await asThird.call(routes.listMine, {})).body.items).toEqual([]);
    expect((await asMentee.call(homeRoutes.get, {})).body.cards).toContainEqual({
      kind: 'answer-introduction',
      path: `/introductions/${introductionId}`,
      at: '2026-03-16T08:30:00.000Z',
      facts: { partnerNames: ['Mira Mentor'], of: 'introduction' },
    });

    const press = async (person: { email: string }, body: object = {}) => {
      const text = (await mailsTo(person)).at(-1)?.text ?? '';
      const token = /\/act\/([\w-]{43})/.exec(text)?.[1] ?? '';
      const looked = await api.anonymous().call(actRoutes.look, { body: { token } });
      return {
        text,
        looked,
        done: () => api.anonymous().call(actRoutes.perform, { body: { token, ...body } }),
      };
    };
    const first = await press(mentee);
    expect(first.looked.body).toMatchObject({
      act: 'answer-introduction',
      state: 'open',
      introduction: {
        part: 'guest',
        helper: 'Mira Mentor',
        third: 'Theo Third',
        words: 'He builds what you want to learn.',
      },
    });
    expect((await asMentor.call(routes.list, { params })).body.items[0]?.state).toBe('offered');
    expect((await first.done()).body.state).toBe('done');

    const second = await press(third);
    expect(second.text).toContain('He builds what you want to learn.');
    expect(second.text).not.toContain('boats');
    expect((await asThird.call(routes.get, { params: { introductionId } })).body).toMatchObject({
      myPart: 'third',
      pairingId: null,
      opening: '',
      helper: { email: null },
    });
    expect((await second.done()).body.state).toBe('done');
    expect((await second.done()).body.state).toBe('done');
    for (const [reader, other] of [
      [mentee, third],
      [third, mentee],
    ] as const) {
      const touched = (await mailsTo(reader)).at(-1)?.text ?? '';
      expect(touched).toContain('Mani, meet Theo, who knows boats.');
      expect(touched).toContain(other.email);
    }
    expect((await asThird.call(routes.listMine, {})).body.items).toHaveLength(1);

    // Two weeks later, in the reader's morning; once.
    const before = (await mailsTo(mentee)).length;
    await sweep('2026-03-15T08:30:00Z', 'follow-introductions-up');
    await sweep('2026-03-16T03:30:00Z', 'follow-introductions-up');
    expect(await mailsTo(mentee)).toHaveLength(before);
    await sweep('2026-03-16T08:30:00Z', 'follow-introductions-up');
    await sweep('2026-03-16T08:30:00Z', 'follow-introductions-up');
    const asked = await mailsTo(mentee);
    expect(asked).toHaveLength(before + 1);
    expect(asked.at(-1)?.subject).toBe('Did you talk with Theo Third?');
    const told = await asMentee.call(routes.tell, {
      params: { introductionId },
      body: { happened: true, usefulness: 5 },
    });
    expect(told.body).toMatchObject({ state: 'done', usefulness: 5 });
    expect((await asThird.call(routes.get, { params: { introductionId } })).body.usefulness).toBeNull();
    expect(
      (
        await asThird.call(routes.tell, {
          params: { introductionId },
          body: { happened: false, usefulness: null },
        })
      ).status,
    ).toBe(409);

    // Nothing of it is the owner's to read, in no mail and no row of the trail.
    const asOwner = await api.as(owner);
    const read = [
      await asOwner.call(routes.get, { params: { introductionId } }),
      await asOwner.call(routes.list, { params: { pairingId: pairing.id } }),
      await asOwner.call(organisationRoutes.listMails, {}),
      await asOwner.call(organisationRoutes.listAudit, {}),
    ];
    expect(read.map(({ status }) => status)).toEqual([404, 404, 200, 200]);
    for (const { text } of read) expect(text).not.toMatch(/boats|want to learn/);
    const rows = await api.rows<{ facts: unknown }>(
      'select facts from audit_rows where organisation_id = $1',
      [owner.organisationId],
    );
    expect(JSON.stringify(rows)).not.toMatch(/boats|want to learn/);
  });

  it('is declined by the colleague without anybody being told who, and not asked again at once', async () => {
    const { mentor, mentee, third, asMentee, asThird, offer, answer, asMentor, params } = await scene();
    const { id } = await offer();
    await answer(asMentee, id, { yes: true });
    const declined = await answer(asThird, id, { yes: false });
    expect(declined.body.state).toBe('not-this-time');
    const told = (await asMentor.call(routes.list, { params })).body.items[0];
    expect(told).toMatchObject({ state: 'not-this-time', isMyTurn: false, isMineToTakeBack: false });
    for (const reader of [mentor, mentee]) {
      const text = (await mailsTo(reader)).map((mail) => mail.text).join();
      expect(text).toContain('does not work out this time');
      expect(text).not.toMatch(/declin|said no/i);
    }
    const again = await asMentor.call(routes.propose, {
      params,
      body: { kind: 'introduction', by: 'helper', thirdId: third.id, words: 'Please?' },
    });
    expect([again.status, again.body.code, again.body.facts]).toEqual([
      422,
      'introduction.person-not-possible',
      { reason: 'asked' },
    ]);
  });

  it('is asked for by the mentee, whose mentor finds the colleague; taken back, the colleague is told', async () => {
    const { mentor, third, asMentor, asMentee, asThird, params } = await scene();
    const wish = await asMentee.call(routes.propose, {
      params,
      body: { kind: 'introduction', by: 'guest', words: 'Somebody who has led a team abroad.' },
    });
    const at = { params: { introductionId: wish.body.id } };
    expect((await mailsTo(mentor)).at(-1)?.text).toContain('Somebody who has led a team abroad.');
    expect((await asMentor.call(routes.answer, { ...at, body: { yes: true } })).body.code).toBe(
      'introduction.nobody-named',
    );
    const mine = await asMentor.call(routes.answer, { ...at, body: { yes: true, thirdId: mentor.id } });
    expect(mine.body.facts).toEqual({ reason: 'member' });
    expect(
      (await asMentor.call(routes.answer, { ...at, body: { yes: true, thirdId: third.id } })).body.state,
    ).toBe('sent');
    expect((await asMentee.call(routes.takeBack, at)).body.state).toBe('withdrawn');
    expect(await subjectsTo(third)).toContain('The introduction is no longer needed');
    const late = await asThird.call(routes.answer, { ...at, body: { yes: true } });
    expect([late.status, late.body.code]).toEqual([409, 'introduction.wrong-state']);
  });

  it('lapses with time, with the end of the pairing, and when somebody leaves; five wait at most', async () => {
    const { organisation, third, pairing, params, asMentor, asMentee, asThird, offer, answer } =
      await scene();
    const [quiet, other] = [await offer(), await offer({ kind: 'shadowing' })];
    await answer(asMentee, quiet.id, { yes: true });
    const body = (thirdId: string) => ({
      kind: 'introduction' as const,
      by: 'helper' as const,
      thirdId,
      words: 'x',
    });
    const others = await Promise.all(
      Array.from({ length: 5 }, async () => body((await api.given.person(organisation)).id)),
    );
    const made = await Promise.all(others.map((one) => asMentor.call(routes.propose, { params, body: one })));
    expect(made.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 201, 201, 409, 409]);
    await sweep('2026-03-16T08:31:00Z', 'settle-introductions');
    const states = (await asMentor.call(routes.list, { params })).body.items.map((one) => one.state);
    expect(new Set(states)).toEqual(new Set(['not-this-time']));
    expect(other.kind).toBe('shadowing');

    api.clock.set(new Date('2026-06-01T08:30:00Z'));
    const next = await offer();
    await answer(asMentee, next.id, { yes: true });
    await api.rows("update pairings set state = 'ended', ended_at = now() where id = $1", [pairing.id]);
    expect((await answer(asThird, next.id, { yes: true })).body.code).toBe('pairing.wrong-state');
    const mails = (await mailsTo(third)).length;
    await sweep('2026-06-01T09:00:00Z', 'settle-introductions');
    expect((await asThird.call(routes.get, { params: { introductionId: next.id } })).body.state).toBe(
      'not-this-time',
    );
    expect(await mailsTo(third)).toHaveLength(mails);
  });
});

describe('a day of job shadowing', () => {
  it('finds its day between guest and colleague, and is asked about the day after', async () => {
    const { mentee, third, asMentee, asThird, asMentor, offer, answer } = await scene();
    const { id } = await offer({ kind: 'shadowing', length: 'day', dayOn: '2026-03-19' });
    await answer(asMentee, id, { yes: true });
    const yes = await answer(asThird, id, { yes: true, dayOn: '2026-03-26' });
    expect(yes.body).toMatchObject({
      state: 'made',
      shadowing: { dayOn: '2026-03-26', by: 'third', isAgreed: false },
    });
    const at = { params: { introductionId: id } };
    expect((await asMentor.call(routes.setDay, { ...at, body: { dayOn: '2026-03-26' } })).status).toBe(409);
    expect((await asMentee.call(routes.setDay, { ...at, body: { dayOn: '2026-02-26' } })).body.code).toBe(
      'introduction.day-past',
    );
    const agreed = await asMentee.call(routes.setDay, { ...at, body: { dayOn: '2026-03-26' } });
    expect(agreed.body.shadowing).toEqual({ dayOn: '2026-03-26', by: 'third', isAgreed: true });
    expect((await subjectsTo(third)).join()).toContain('job shadowing on Thursday');
    await sweep('2026-03-26T08:30:00Z', 'follow-introductions-up');
    expect((await subjectsTo(mentee)).join()).not.toContain('How was the day');
    await sweep('2026-03-27T08:30:00Z', 'follow-introductions-up');
    expect(await subjectsTo(mentee)).toContain('How was the day with Theo Third?');
    expect((await asThird.call(routes.takeBack, at)).body.state).toBe('withdrawn');
    expect(await subjectsTo(mentee)).toContain('The job shadowing is off');
  });
});

describe('a sponsorship', () => {
  it('is what a mentor says they will do, asked about on its day; a mentee cannot promise it, but ask', async () => {
    const { mentor, mentee, asMentor, asMentee, offer, params } = await scene();
    const promise = await offer({
      kind: 'sponsorship',
      thirdId: null,
      words: 'Name Mani for the steering group.',
      dueOn: '2026-03-20',
    });
    expect(promise).toMatchObject({ state: 'made', third: null, dueOn: '2026-03-20', isMineToTell: true });
    expect((await mailsTo(mentee)).at(-1)?.text).toContain('Name Mani for the steering group.');
    const wrong = await asMentee.call(routes.propose, {
      params,
      body: { kind: 'sponsorship', by: 'helper', words: 'Name my mentor.' },
    });
    expect(wrong.status).toBe(404);
    await sweep('2026-03-20T08:30:00Z', 'follow-introductions-up');
    expect(await subjectsTo(mentor)).toContain('Have you spoken for Mani Mentee?');
    const at = { params: { introductionId: promise.id } };
    expect(
      (await asMentor.call(routes.tell, { ...at, body: { happened: true, usefulness: null } })).body.state,
    ).toBe('done');
    expect(await subjectsTo(mentee)).toContain('Mira Mentor has spoken for you');
    const wish = await asMentee.call(routes.propose, {
      params,
      body: { kind: 'sponsorship', by: 'guest', words: 'For the talk.' },
    });
    const yes = await asMentor.call(routes.answer, {
      params: { introductionId: wish.body.id },
      body: { yes: true, dueOn: '2026-04-30' },
    });
    expect(yes.body).toMatchObject({ state: 'made', dueOn: '2026-04-30' });
  });
});

describe('what a coordinator sees', () => {
  it('is how many came about, and nothing while few people stand behind it', async () => {
    const { organisation, owner, cohort, mentor, pairing } = await scene();
    const asOwner = await api.as(owner);
    const insert = async (state: string, on: Date) => {
      const guest = await api.given.person(organisation);
      await api.given.insert('introductions', [
        {
          organisationId: organisation.id,
          id: crypto.randomUUID(),
          pairingId: pairing.id,
          cohortId: cohort.id,
          kind: 'introduction',
          by: 'helper',
          helperId: mentor.id,
          guestId: guest.id,
          words: 'x',
          state,
          createdAt: start,
          madeAt: on,
          endedAt: on,
        },
      ]);
    };
    const count = async () =>
      (await asOwner.call(routes.count, { params: { cohortId: cohort.id } })).body.kinds[0];
    const ago = (days: number) => new Date(api.clock.now().getTime() - days * 86_400_000);
    for (let n = 0; n < 4; n += 1) await insert('done', ago(3));
    expect(await count()).toEqual({ kind: 'introduction', made: null, done: null });
    await insert('done', ago(3));
    expect(await count()).toEqual({ kind: 'introduction', made: 5, done: 5 });
    // One more the day after is nobody's number: it waits until there are five.
    await insert('missed', ago(2));
    expect(await count()).toEqual({ kind: 'introduction', made: 5, done: 5 });
    for (let n = 0; n < 4; n += 1) await insert('missed', ago(2));
    // What has come today is not told before the day is over.
    for (let n = 0; n < 9; n += 1) await insert('done', ago(0));
    expect(await count()).toEqual({ kind: 'introduction', made: 10, done: 5 });
  });
});
