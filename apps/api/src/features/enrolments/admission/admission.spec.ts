import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actRoutes } from '@ithaca/contracts/acts';
import { admissionRoutes as routes } from '@ithaca/contracts/admission';
import type { AdmissionRules } from '@ithaca/contracts/admission';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { organisationRoutes } from '@ithaca/contracts/organisations';
import type { GivenPerson } from '@ithaca/testkit/given';
import fc from 'fast-check';

import { startApi } from '../../../../testing/api.ts';
import type { TestApi, TestCaller } from '../../../../testing/api.ts';

let api: TestApi;
const start = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  api = await startApi({ now: start });
});
afterAll(() => api.stop());

const open: AdmissionRules = { approval: 'none', seats: null, order: 'first-come', offerDays: 3 };
const answers = {
  skills: [{ skill: 'Leadership', level: 2 }],
  goals: ['Grow as a leader'],
  goalText: '',
  interests: [],
  workingStyle: null,
  languages: ['en'],
  wishes: [],
  own: {},
};

async function story(rules: Partial<AdmissionRules> = {}) {
  api.clock.set(start);
  api.mails.sent.length = 0;
  const organisation = await api.given.organisation();
  const owner = await api.given.person(organisation, { displayName: 'Olga Owner' });
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { name: 'Growth' });
  const cohort = await api.given.cohort(program, owner);
  const asOwner = await api.as(owner);
  const params = { cohortId: cohort.id };
  await asOwner.call(routes.set, { params, version: 1, body: { ...open, ...rules } });
  const change = async (next: Partial<AdmissionRules>) => {
    const { version, approval, seats, order, offerDays } = (await asOwner.call(routes.get, { params })).body;
    return asOwner.call(routes.set, {
      params,
      version,
      body: { approval, seats, order, offerDays, ...next },
    });
  };
  const person = (more: Parameters<typeof api.given.person>[1] = {}) => api.given.person(organisation, more);
  return { organisation, owner, program, cohort, asOwner, params, change, person };
}

async function enrol(person: GivenPerson, cohortId: string, role: 'mentee' | 'mentor' = 'mentee') {
  const caller = await api.as(person);
  const begun = (await caller.call(enrolmentRoutes.begin, { params: { cohortId }, body: { role } })).body;
  const saved = await caller.call(enrolmentRoutes.save, {
    params: { enrolmentId: begun.id },
    version: begun.version,
    body: { answers, capacity: 1, doNotPairWith: [] },
  });
  const { status, body } = await caller.call(enrolmentRoutes.submit, {
    params: { enrolmentId: begun.id },
    version: saved.body.version,
  });
  expect(status).toBe(200);
  return { caller, id: begun.id, sent: body };
}

const mine = async (caller: TestCaller) => {
  const [one] = (await caller.call(enrolmentRoutes.listMine, {})).body.items;
  if (!one) throw new Error('There is no enrolment.');
  return one;
};

const withdraw = async (caller: TestCaller) => {
  const { id, version } = await mine(caller);
  return caller.call(enrolmentRoutes.withdraw, { params: { enrolmentId: id }, version });
};

const answerSeat = (caller: TestCaller, id: string, take: boolean) =>
  caller.call(enrolmentRoutes.answerOffer, { params: { enrolmentId: id }, body: { take } });

async function tokenTo(person: { email: string }): Promise<string> {
  await api.runJobs();
  // Mails leave the queue in any order.
  const text = api.mails.sent.find((mail) => mail.to === person.email && mail.text.includes('/act/'))?.text;
  return /\/act\/([\w-]{43})/.exec(text ?? '')?.[1] ?? '';
}

const subjectsTo = async (person: { email: string }) => {
  await api.runJobs();
  return api.mails.sent
    .filter((mail) => mail.to === person.email)
    .map((mail) => mail.subject)
    .toSorted();
};

describe('a manager’s yes', () => {
  async function asked() {
    const all = await story({ approval: 'manager' });
    const manager = await all.person({ displayName: 'Max Manager' });
    const person = await all.person({ displayName: 'Mia Sommer', managerId: manager.id });
    const enrolled = await enrol(person, all.cohort.id);
    return { ...all, manager, employee: person, ...enrolled };
  }
  const stateOf = async (caller: TestCaller) => (await mine(caller)).state;

  it('is asked by mail, and given by one press without signing in; looking changes nothing', async () => {
    const { sent, manager, caller, employee } = await asked();
    expect(sent).toMatchObject({
      state: 'awaiting-approval',
      standing: { kind: 'approval', managerName: 'Max Manager' },
    });
    const token = await tokenTo(manager);
    const anyone = api.anonymous();
    for (let times = 0; times < 3; times += 1)
      expect((await anyone.call(actRoutes.look, { body: { token } })).body).toMatchObject({
        act: 'approve-enrolment',
        state: 'open',
        partnerNames: ['Mia Sommer'],
        programName: 'Growth',
        path: '/team',
      });
    expect(await stateOf(caller)).toBe('awaiting-approval');
    expect((await anyone.call(actRoutes.perform, { body: { token } })).body.state).toBe('done');
    expect(await mine(caller)).toMatchObject({ state: 'in-pool', standing: null });
    expect(await subjectsTo(employee)).toEqual([
      'You are enrolled in Growth',
      'Your enrolment in Growth has arrived',
    ]);
    // Pressing again does it once.
    expect((await anyone.call(actRoutes.perform, { body: { token } })).body.state).toBe('done');
  });

  it('is refused only with a reason, which the person reads', async () => {
    const { manager, caller, employee } = await asked();
    const token = await tokenTo(manager);
    const anyone = api.anonymous();
    const silent = await anyone.call(actRoutes.perform, { body: { token, decline: true } });
    expect([silent.status, silent.body.code]).toEqual([422, 'approval.reason-missing']);
    await anyone.call(actRoutes.perform, {
      body: { token, decline: true, reason: 'After the audit, please.' },
    });
    expect(await mine(caller)).toMatchObject({
      state: 'declined',
      standing: { kind: 'declined', reason: 'After the audit, please.' },
    });
    expect(await subjectsTo(employee)).toContain('No place for you in Growth this time');
  });

  it('is given on the page of the team, which shows participation and hours and nothing else', async () => {
    const { manager, caller, employee } = await asked();
    const asManager = await api.as(manager);
    const team = await asManager.call(routes.readTeam, {});
    expect(team.body.approvals).toMatchObject([{ displayName: 'Mia Sommer', programName: 'Growth' }]);
    expect(team.body.members).toMatchObject([
      { personId: employee.id, parts: [{ role: 'mentee', standing: 'asks', programName: 'Growth' }] },
    ]);
    expect(team.text).not.toMatch(/Leadership|Grow as a leader|skills|doNotPair/);
    const approvalId = team.body.approvals[0]?.id ?? '';
    const decided = await asManager.call(routes.decide, {
      params: { approvalId },
      body: { decision: 'approve' },
    });
    expect(decided.body).toMatchObject({ state: 'approved', decidedByName: 'Max Manager' });
    expect(await stateOf(caller)).toBe('in-pool');
    const again = await asManager.call(routes.decide, {
      params: { approvalId },
      body: { decision: 'decline', reason: 'Too late' },
    });
    expect([again.status, again.body.code]).toEqual([409, 'approval.wrong-state']);
  });

  it('is nobody’s to give but the present manager’s and the coordinators’', async () => {
    const { manager, person, employee, organisation } = await asked();
    const [{ id: approvalId = '' } = {}] = (await (await api.as(manager)).call(routes.readTeam, {})).body
      .approvals;
    const next = await person({ displayName: 'Nora Next' });
    const token = await tokenTo(manager);
    await api.rows('update people set manager_id = $2 where id = $1', [employee.id, next.id]);
    const decide = async (who: GivenPerson) =>
      (
        await (
          await api.as(who)
        ).call(routes.decide, { params: { approvalId }, body: { decision: 'approve' } })
      ).status;
    expect([await decide(manager), await decide(employee)]).toEqual([404, 404]);
    expect((await api.anonymous().call(actRoutes.look, { body: { token } })).body.state).toBe('over');
    // The one who is manager now is asked by the next sweep.
    await api.platform.jobs.runSweep('settle-approvals');
    expect(await subjectsTo(next)).toEqual(['Mia Sommer asks for your yes to Growth']);
    expect(await decide(next)).toBe(200);
    expect(organisation.id).toBeTruthy();
  });

  it('is a coordinator’s to give where there is no manager, or the manager has left', async () => {
    const { asOwner, params, person, cohort, manager, caller } = await asked();
    const alone = await enrol(await person({ displayName: 'Cleo Chief' }), cohort.id);
    expect(alone.sent.standing).toMatchObject({ kind: 'approval', managerName: null });
    await api.rows(`update people set left_on = '2026-03-01' where id = $1`, [manager.id]);
    await api.platform.jobs.runSweep('settle-approvals');
    const { items } = (await asOwner.call(routes.listApprovals, { params, query: { state: 'asked' } })).body;
    expect(items.map((item) => [item.displayName, item.managerName])).toEqual([
      ['Mia Sommer', null],
      ['Cleo Chief', null],
    ]);
    const decided = await asOwner.call(routes.decideMany, {
      params,
      body: { approvalIds: items.map(({ id }) => id), decision: 'approve' },
    });
    expect(decided.body).toEqual({ decided: 2, left: 0 });
    expect([await stateOf(caller), await stateOf(alone.caller)]).toEqual(['in-pool', 'in-pool']);
    const again = await asOwner.call(routes.decideMany, {
      params,
      body: { approvalIds: items.map(({ id }) => id), decision: 'approve' },
    });
    expect(again.body).toEqual({ decided: 0, left: 2 });
  });

  it('is asked for again after three and after seven days, then left to the coordinator', async () => {
    const { manager } = await asked();
    for (let day = 1; day <= 20; day += 1) {
      api.clock.advanceDays(1);
      await api.platform.jobs.runSweep('settle-approvals');
      await api.platform.jobs.runSweep('settle-approvals');
    }
    expect(await subjectsTo(manager)).toEqual([
      'Mia Sommer asks for your yes to Growth',
      'Reminder: Mia Sommer asks for your yes to Growth',
      'Reminder: Mia Sommer asks for your yes to Growth',
    ]);
  });

  it('is needed no more when the person withdraws', async () => {
    const { manager, caller } = await asked();
    const token = await tokenTo(manager);
    await withdraw(caller);
    expect((await api.anonymous().call(actRoutes.look, { body: { token } })).body.state).toBe('over');
    expect((await (await api.as(manager)).call(routes.readTeam, {})).body).toMatchObject({
      approvals: [],
      members: [{ parts: [] }],
    });
  });
});

describe('seats', () => {
  it('are taken in the order of arrival; the others learn their place, not how long where it cannot be told', async () => {
    const { cohort, person } = await story({ seats: 1 });
    const first = await enrol(await person(), cohort.id);
    const second = await enrol(await person(), cohort.id);
    const third = await enrol(await person(), cohort.id);
    const mentor = await enrol(await person(), cohort.id, 'mentor');
    expect(first.sent).toMatchObject({ state: 'in-pool', standing: null });
    expect(mentor.sent.state).toBe('in-pool');
    expect(second.sent.standing).toEqual({ kind: 'list', place: 1, waiting: 1, wait: { kind: 'too-early' } });
    expect((await mine(third.caller)).standing).toMatchObject({ place: 2, waiting: 2 });
  });

  it('that come free are offered to the next with a deadline, taken by one press, or passed on', async () => {
    const { cohort, person } = await story({ seats: 1, offerDays: 2 });
    const people = [await person(), await person(), await person(), await person()];
    const all = [];
    for (const one of people) all.push(await enrol(one, cohort.id));
    const [first, second, third, fourth] = all;
    if (!first || !second || !third || !fourth) throw new Error('Four enrol.');
    await withdraw(first.caller);
    expect((await mine(second.caller)).standing).toEqual({
      kind: 'offer',
      dueAt: '2026-03-04T09:00:00.000Z',
    });
    expect((await mine(third.caller)).standing).toMatchObject({ kind: 'list', place: 1 });
    expect((await answerSeat(third.caller, third.id, true)).body.code).toBe('offer.none');
    // Left to the next.
    expect((await answerSeat(second.caller, second.id, false)).body.state).toBe('withdrawn');
    expect((await mine(third.caller)).standing).toMatchObject({ kind: 'offer' });
    // Not answered in time.
    api.clock.advanceDays(2);
    await api.platform.jobs.runSweep('offer-seats');
    expect((await mine(third.caller)).state).toBe('withdrawn');
    const token = await tokenTo(people[3] ?? { email: '' });
    expect((await api.anonymous().call(actRoutes.look, { body: { token } })).body).toMatchObject({
      act: 'take-seat',
      state: 'open',
    });
    await api.anonymous().call(actRoutes.perform, { body: { token } });
    expect(await mine(fourth.caller)).toMatchObject({ state: 'in-pool', standing: null });
  });

  it('are offered when there are more of them, and all come in when there is no limit', async () => {
    const { cohort, person, change } = await story({ seats: 1 });
    const all: Awaited<ReturnType<typeof enrol>>[] = [];
    for (let one = 0; one < 4; one += 1) all.push(await enrol(await person(), cohort.id));
    await change({ seats: 2 });
    const kinds = async () =>
      Promise.all(all.map(async ({ caller }) => (await mine(caller)).standing?.kind ?? 'in'));
    expect(await kinds()).toEqual(['in', 'offer', 'list', 'list']);
    await change({ seats: null });
    expect((await kinds()).slice(2)).toEqual(['in', 'in']);
  });

  it('are never given twice, whoever comes and goes at one moment', async () => {
    const { cohort, person } = await story({ seats: 3 });
    const people = await Promise.all(Array.from({ length: 9 }, () => person()));
    const all = await Promise.all(people.map((one) => enrol(one, cohort.id)));
    const count = async () =>
      (
        await api.rows<{ held: number }>(
          `select (select count(*) from enrolments where cohort_id = $1 and state = 'in-pool')::int +
             (select count(*) from seat_offers where cohort_id = $1 and state = 'open')::int as held`,
          [cohort.id],
        )
      )[0]?.held;
    expect(await count()).toBe(3);
    await Promise.all(all.map(({ caller }, index) => (index % 2 === 0 ? withdraw(caller) : mine(caller))));
    expect(await count()).toBe(3);
  });

  it('keep the order of the list under random withdrawals and answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ who: fc.nat(6), act: fc.constantFrom('leave', 'take', 'decline', 'lapse') }), {
          minLength: 3,
          maxLength: 6,
        }),
        async (history) => {
          const { cohort, person, asOwner, params } = await story({ seats: 2 });
          const all: { caller: TestCaller; id: string }[] = [];
          for (let one = 0; one < 7; one += 1) {
            const mentee = await person();
            const state = one < 2 ? 'in-pool' : 'waitlisted';
            const { id } = await api.given.enrolment(cohort, mentee, 'mentee', { state });
            if (state === 'waitlisted')
              await api.rows('update enrolments set waiting_number = $2 where id = $1', [id, one]);
            all.push({ id, caller: await api.as(mentee) });
          }
          const orderOf = new Map(all.map(({ id }, index) => [id, index]));
          for (const { who, act } of history) {
            const one = all[who];
            if (!one) continue;
            if (act === 'leave') await withdraw(one.caller);
            else if (act === 'lapse') {
              api.clock.advanceDays(4);
              await api.platform.jobs.runSweep('offer-seats');
            } else await answerSeat(one.caller, one.id, act === 'take');
            const { items } = (await asOwner.call(routes.listWaiting, { params })).body;
            const seen = items.map(({ enrolmentId }) => orderOf.get(enrolmentId) ?? -1);
            expect(seen).toEqual(seen.toSorted((a, b) => a - b));
            // Those with an offer stand before those without, whose places count from one.
            const without = items.filter(({ offer }) => offer === null);
            expect(items.slice(0, items.length - without.length).every(({ offer }) => offer !== null)).toBe(
              true,
            );
            expect(without.map(({ place }) => place)).toEqual(without.map((_, index) => index + 1));
          }
        },
      ),
      { numRuns: 3 },
    );
  });

  it('are listed for coordinators in pages', async () => {
    const { cohort, person, asOwner, params } = await story({ seats: 1 });
    for (let one = 0; one < 5; one += 1) await enrol(await person(), cohort.id);
    const first = await asOwner.call(routes.listWaiting, { params, query: { limit: 3 } });
    const second = await asOwner.call(routes.listWaiting, {
      params,
      query: { cursor: first.body.nextCursor ?? '', limit: 3 },
    });
    expect([...first.body.items, ...second.body.items].map(({ place }) => place)).toEqual([1, 2, 3, 4]);
    expect((await asOwner.call(routes.get, { params })).body).toMatchObject({
      seats: 1,
      taken: 1,
      waiting: 4,
    });
  });
});

describe('a lottery', () => {
  async function entered(seats: number, entrants: number) {
    const all = await story({ order: 'lottery', seats });
    const people = [];
    for (let one = 0; one < entrants; one += 1) people.push(await enrol(await all.person(), all.cohort.id));
    const read = async () => (await all.asOwner.call(routes.getLottery, { params: all.params })).body;
    const draw = () => all.asOwner.call(routes.draw, { params: all.params });
    return { ...all, people, read, draw };
  }

  it('shows the hash of its seed before the draw, and the seed only afterwards', async () => {
    const { people, read, draw } = await entered(2, 3);
    const before = await read();
    expect(before).toMatchObject({ seed: null, drawnAt: null, entrants: 3, entries: [], replay: null });
    expect((await mine(people[0]?.caller ?? api.anonymous())).standing).toMatchObject({
      kind: 'draw',
      seats: 2,
      entrants: 3,
      commitment: before.commitment,
    });
    const after = (await draw()).body;
    expect(after).toMatchObject({
      commitment: before.commitment,
      seats: 2,
      randomised: true,
      drawnByName: 'Olga Owner',
      replay: { sameOrder: true, seedFits: true },
    });
    expect(after.entries.map(({ rank, won }) => [rank, won])).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
  });

  it('is drawn once; those without a seat wait in its order, those who come later behind them', async () => {
    const { people, draw, cohort, person, asOwner, params } = await entered(1, 4);
    const { entries } = (await draw()).body;
    expect((await draw()).body.code).toBe('lottery.drawn');
    const late = await enrol(await person(), cohort.id);
    const { items } = (await asOwner.call(routes.listWaiting, { params })).body;
    expect(items.map(({ enrolmentId }) => enrolmentId)).toEqual([
      ...entries.slice(1).map(({ enrolmentId }) => enrolmentId),
      late.id,
    ]);
    const winner = people.find(({ id }) => id === entries[0]?.enrolmentId);
    expect((await mine(winner?.caller ?? api.anonymous())).state).toBe('in-pool');
  });

  it('cannot be changed afterwards: what is stored shows a wrong order, and the order of a draw stays', async () => {
    const { draw, read, change, cohort } = await entered(1, 3);
    await draw();
    expect((await change({ order: 'first-come' })).body.code).toBe('lottery.drawn');
    await expect(
      api.platform.db.write({ organisationId: cohort.organisationId }, () =>
        api.platform.db.execute('update lottery_entries set won = true where cohort_id = $1', [cohort.id]),
      ),
    ).rejects.toThrow(/permission denied/);
    await api.rows('update lottery_entries set won = true where cohort_id = $1', [cohort.id]);
    expect((await read()).replay).toEqual({ sameOrder: false, seedFits: true });
  });

  it('says that nothing was left to chance when there are seats for all', async () => {
    const { draw } = await entered(5, 3);
    expect((await draw()).body).toMatchObject({ randomised: false, entrants: 3 });
  });

  it('is drawn by itself once enrolment is closed, with a row in the audit trail', async () => {
    const { cohort, read, asOwner } = await entered(1, 2);
    await api.rows(`update cohorts set state = 'matching' where id = $1`, [cohort.id]);
    await api.platform.jobs.runSweep('draw-lotteries');
    await api.platform.jobs.runSweep('draw-lotteries');
    expect(await read()).toMatchObject({ drawnByName: null, seats: 1, randomised: true });
    const { items } = (await asOwner.call(organisationRoutes.listAudit, {})).body;
    expect(items.filter(({ action }) => action === 'admission.draw')).toHaveLength(1);
  });

  it('needs seats and entrants', async () => {
    const { change } = await story();
    expect((await change({ order: 'lottery', seats: null })).body.code).toBe(
      'admission.lottery-without-seats',
    );
    const { draw } = await entered(2, 0);
    expect((await draw()).body.code).toBe('lottery.nobody');
  });
});

describe('somebody who began and stopped', () => {
  it('is reminded twice at most, in the morning of their own day, with the draft as it was', async () => {
    const { cohort, person } = await story();
    // 09:00 UTC is the middle of the night there.
    const stopped = await person({ displayName: 'Hana Half', timeZone: 'America/Los_Angeles' });
    const caller = await api.as(stopped);
    const { version } = (
      await caller.call(enrolmentRoutes.begin, { params: { cohortId: cohort.id }, body: { role: 'mentee' } })
    ).body;
    for (let day = 1; day <= 12; day += 1) {
      api.clock.advanceDays(1);
      await api.platform.jobs.runSweep('remind-unfinished');
      await api.platform.jobs.runSweep('remind-unfinished');
    }
    const mails = await api.rows<{ hour: number; created_at: Date }>(
      `select extract(hour from send_after at time zone 'America/Los_Angeles')::int as hour, created_at from mails
       where kind = 'enrolment-unfinished' and person_id = $1 order by created_at`,
      [stopped.id],
    );
    expect(mails.map(({ hour }) => hour)).toEqual([9, 9]);
    expect((await mine(caller)).version).toBe(version);
  });
});
