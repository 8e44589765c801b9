import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { programTemplateRoutes } from '@ithaca/contracts/program-templates';
import { programRoutes } from '@ithaca/contracts/programs';
import { resourceRoutes as routes } from '@ithaca/contracts/resources';
import type { ReplyOf } from '@ithaca/contracts/route';

import { startApi } from '../../../testing/api.ts';
import type { TestApi } from '../../../testing/api.ts';

const now = new Date('2026-03-02T09:00:00Z');
let api: TestApi;
beforeAll(async () => {
  api = await startApi({ now });
});
afterAll(() => api.stop());

type Listed = ReplyOf<typeof routes.listOfProgram>['items'][number];

async function scene() {
  const organisation = await api.given.organisation();
  const person = () => api.given.person(organisation, { locale: 'en' });
  const [owner, coordinator, mentor, mentee, outsider] = [
    await person(),
    await person(),
    await person(),
    await person(),
    await person(),
  ];
  await api.given.grant(owner, 'owner');
  const program = await api.given.program(owner, { name: 'Growth', templateKey: 'career-growth' });
  const other = await api.given.program(owner, { name: 'Leaders' });
  await api.given.grant(coordinator, 'coordinator', program.id);
  const cohort = await api.given.cohort(program, owner, {
    state: 'running',
    startsOn: '2026-02-23',
    endsOn: '2026-08-23',
  });
  const pairing = await api.given.pairing(cohort, mentor, mentee, {
    state: 'active',
    startedAt: new Date('2026-02-24T09:00:00Z'),
  });
  const asCoordinator = await api.as(coordinator);
  const params = { programId: program.id };
  const add = (more: object = {}) =>
    asCoordinator.call(routes.add, {
      params,
      body: {
        kind: 'article',
        title: 'How to listen',
        summary: '',
        languages: ['en'],
        minutes: 12,
        source: 'link',
        link: 'https://example.com/listen',
        body: '',
        fileId: null,
        stage: 'start',
        milestone: null,
        ...more,
      },
    });
  const idOf = (items: readonly Listed[], title: string) =>
    items.find((one) => one.title === title)?.id ?? '';
  return {
    organisation,
    owner,
    program,
    other,
    cohort,
    pairing,
    mentee,
    mentor,
    outsider,
    asCoordinator,
    params,
    add,
    idOf,
  };
}

describe('the library of a program', () => {
  it('holds links, texts and files in an order, is read by those who take part, and comes along with copies and templates', async () => {
    const { owner, program, other, mentee, outsider, asCoordinator, params, add, idOf } = await scene();
    const asOwner = await api.as(owner);
    expect((await add({ link: '' })).status).toBe(400);
    expect((await add({ link: 'javascript:alert(1)' })).status).toBe(400);
    await add();
    await add({
      title: 'Feedback in five lines',
      source: 'text',
      body: '**Ask** first.',
      link: 'https://hidden.example',
      kind: 'guide',
      languages: ['en', 'de'],
    });
    const uploaded = await asCoordinator.call(routes.upload, {
      query: { fileName: 'plan.pdf' },
      body: new TextEncoder().encode('%PDF-1.7\nplan'),
    });
    const { items } = (await add({ title: 'Plan', source: 'file', fileId: uploaded.body.id, stage: 'any' }))
      .body;
    expect(items.map(({ title, source }) => [title, source])).toEqual([
      ['How to listen', 'link'],
      ['Feedback in five lines', 'text'],
      ['Plan', 'file'],
    ]);
    const [listen, feedback, plan] = ['How to listen', 'Feedback in five lines', 'Plan'].map((title) =>
      idOf(items, title),
    );
    const ordered = await asCoordinator.call(routes.order, {
      params,
      body: { ids: [plan ?? '', listen ?? ''] },
    });
    expect(ordered.body.items.map(({ title }) => title)).toEqual([
      'Plan',
      'How to listen',
      'Feedback in five lines',
    ]);

    // Whoever takes part reads it, nobody else.
    const asMentee = await api.as(mentee);
    expect((await asMentee.call(routes.library, {})).body.items.map(({ title }) => title)).toEqual([
      'Plan',
      'How to listen',
      'Feedback in five lines',
    ]);
    const text = await asMentee.call(routes.get, { params: { resourceId: feedback ?? '' } });
    expect(text.body).toMatchObject({ body: '**Ask** first.', link: '', languages: ['en', 'de'] });
    const file = await asMentee.raw('GET', `/api/resources/${plan}/file`, undefined, {});
    expect([file.status, file.text]).toEqual([200, '%PDF-1.7\nplan']);
    const asOutsider = await api.as(outsider);
    expect((await asOutsider.call(routes.library, {})).body.items).toEqual([]);
    for (const path of [`/api/resources/${plan}`, `/api/resources/${plan}/file`])
      expect((await asOutsider.raw('GET', path, undefined, {})).status).toBe(404);

    // Another program uses the same; then its coordinator alone may no longer change it.
    await asOwner.call(routes.place, {
      params: { programId: other.id, resourceId: listen ?? '' },
      body: { stage: 'end', milestone: null },
    });
    const at = { params: { resourceId: listen ?? '' }, version: 1, body: { title: 'Listening' } };
    expect((await asCoordinator.call(routes.update, at)).body.code).toBe('resource.of-others');
    expect((await asOwner.call(routes.update, at)).body).toMatchObject({ title: 'Listening', version: 2 });
    expect((await asOwner.call(routes.update, at)).status).toBe(412);

    // A copy and a template of the program's take the shelf along, but nothing that is archived.
    await asOwner.call(routes.update, {
      params: { resourceId: plan ?? '' },
      version: 1,
      body: { state: 'archived' },
    });
    expect((await asMentee.call(routes.library, {})).body.items).toHaveLength(2);
    const shelf = async (programId: string) =>
      (await asOwner.call(routes.listOfProgram, { params: { programId } })).body.items.map(
        ({ title, stage }) => [title, stage],
      );
    const expected = [
      ['Listening', 'start'],
      ['Feedback in five lines', 'start'],
    ];
    const copy = await asOwner.call(programRoutes.create, { body: { name: 'Copy', copyOf: program.id } });
    expect(await shelf(copy.body.id)).toEqual(expected);
    const template = await asOwner.call(programTemplateRoutes.create, {
      body: { programId: program.id, name: 'Kept', description: '', coordinatorMinutesPerWeek: 20 },
    });
    await asOwner.call(routes.takeOut, { params: { programId: program.id, resourceId: feedback ?? '' } });
    const made = await asOwner.call(programRoutes.create, {
      body: { name: 'From it', templateId: template.body.id ?? '' },
    });
    expect(await shelf(made.body.id)).toEqual(expected);
    // What no row names any more goes, what a resource names stays.
    api.clock.set(new Date('2026-03-04T09:00:00Z'));
    await api.platform.files.sweep(owner.organisationId);
    expect((await asOwner.raw('GET', `/api/resources/${plan}/file`, undefined, {})).status).toBe(200);
    api.clock.set(now);
  });

  it('is rated and finished by each for themselves; coordinators read counts of five and more', async () => {
    const { organisation, owner, cohort, mentee, asCoordinator, params, add, idOf } = await scene();
    const { items } = (await add({ kind: 'course' })).body;
    const resourceId = idOf(items, 'How to listen');
    const rate = async (caller: Awaited<ReturnType<typeof api.as>>, rating: number) =>
      caller.call(routes.setUse, {
        params: { resourceId },
        body: { isFinished: true, rating, proof: 'https://example.com/proof' },
      });
    const asMentee = await api.as(mentee);
    const mine = await rate(asMentee, 5);
    expect(mine.body.mine).toEqual({
      finishedAt: now.toISOString(),
      rating: 5,
      proof: 'https://example.com/proof',
    });
    const counts = async () => {
      const { body, text } = await asCoordinator.call(routes.listOfProgram, { params });
      expect(text).not.toMatch(/proof|finishedAt/);
      return [body.items[0]?.finished, body.items[0]?.rating];
    };
    for (let n = 0; n < 3; n += 1) {
      const reader = await api.given.person(organisation);
      await api.given.enrolment(cohort, reader, 'mentee', { state: 'in-pool' });
      await rate(await api.as(reader), 4);
    }
    const letIn = () => api.platform.jobs.runSweep('count-resource-uses');
    await letIn();
    expect(await counts()).toEqual([null, null]);
    await rate(await api.as(owner), 2);
    // Let in at night, together.
    expect(await counts()).toEqual([null, null]);
    await letIn();
    expect(await counts()).toEqual([5, { mean: 3.8, count: 5 }]);
    // One who thinks again is nobody's difference: until as many have, the counts stay what they were.
    await rate(asMentee, 1);
    await letIn();
    expect(await counts()).toEqual([5, { mean: 3.8, count: 5 }]);
    for (const rating of [1, 5, 5, 5]) {
      const reader = await api.given.person(organisation);
      await api.given.enrolment(cohort, reader, 'mentee', { state: 'in-pool' });
      await rate(await api.as(reader), rating);
    }
    await letIn();
    // Five ratings have changed; of those who finished only four are new.
    expect(await counts()).toEqual([5, { mean: (1 + 4 * 3 + 2 + 1 + 5 * 3) / 9, count: 9 }]);
    await asMentee.call(routes.setUse, {
      params: { resourceId },
      body: { isFinished: false, rating: null, proof: '' },
    });
    await letIn();
    expect((await counts())[1]).toMatchObject({ count: 9 });
  });

  it('is recommended where the pairing is on its way, and beside the guide of a meeting', async () => {
    const { pairing, mentee, asCoordinator, program, add, idOf } = await scene();
    const { body } = await asCoordinator.call(programRoutes.get, { params: { programId: program.id } });
    const [first, , third] = body.journey.milestones;
    await add({ title: 'For the end', stage: 'end' });
    await add({ title: 'For the start', stage: 'start' });
    await add({ title: 'Far', stage: 'any', milestone: third?.title ?? '' });
    const { items } = (await add({ title: 'For the first', stage: 'any', milestone: first?.title ?? '' }))
      .body;
    const gone = (await add({ title: 'Lost', stage: 'any', milestone: 'A milestone of old' })).body.items;
    expect(gone.map(({ isMilestoneGone }) => isMilestoneGone)).toEqual([false, false, false, false, true]);
    const asMentee = await api.as(mentee);
    const recommended = async (query: { meetingId?: string } = {}) =>
      (await asMentee.call(routes.recommended, { params: { pairingId: pairing.id }, query })).body.items.map(
        ({ title }) => title,
      );
    expect(await recommended()).toEqual(['For the first', 'For the start']);
    const meeting = await api.given.meeting(pairing, {
      state: 'planned',
      startsAt: new Date('2026-03-05T09:00:00Z'),
    });
    const atMeeting = await recommended({ meetingId: meeting.id });
    expect(atMeeting).toContain('For the first');
    await asMentee.call(routes.setUse, {
      params: { resourceId: idOf(items, 'For the first') },
      body: { isFinished: true, rating: null, proof: '' },
    });
    expect(await recommended()).toEqual(['For the start']);
    expect(await recommended({ meetingId: meeting.id })).toEqual(atMeeting);
  });
});
