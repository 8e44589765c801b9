import { describe, expect, it } from '@jest/globals';
import { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import { goalRoutes } from '@ithaca/contracts/goals';
import { identityRoutes } from '@ithaca/contracts/identity';
import { matchingRoutes } from '@ithaca/contracts/matching';
import { publicationRoutes } from '@ithaca/contracts/publication';
import { meetingRoutes } from '@ithaca/contracts/meetings';
import { metricRoutes } from '@ithaca/contracts/metrics';
import { organisationRoutes } from '@ithaca/contracts/organisations';
import { pairingRoutes } from '@ithaca/contracts/pairings';
import { peopleRoutes } from '@ithaca/contracts/people';
import { importRoutes } from '@ithaca/contracts/imports';
import { cohortRoutes, programRoutes } from '@ithaca/contracts/programs';
import { reportRoutes } from '@ithaca/contracts/reports';

import { baseUrl } from './testing/browser.ts';
import { Caller } from './testing/caller.ts';
import { callerOf } from './testing/demo.ts';
import { pause } from './testing/product.ts';

const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function until<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answer = await ask();
    if (answer) return answer;
    await pause(100);
  }
  throw new Error('Waited in vain.');
}

/** Ten people of a department of their own, one manager line away from one another. */
const FILE = [
  'Personnel no;Full name;Mail;Position;Department;Manager no;Hired',
  ...[
    'Head',
    'Lead One',
    'Lead Two',
    'Lead Three',
    'Anna Junior',
    'Ben Junior',
    'Cem Junior',
    'Dua Junior',
    'Eve Junior',
    'Finn Junior',
  ].map((name, i) =>
    [
      `T${i + 1}`,
      `${name} Tester`,
      `t${i + 1}@halden.example`,
      i < 4 ? 'Lead' : 'Engineer',
      'Test flight',
      i === 0 ? '' : i < 4 ? 'T1' : `T${2 + (i % 3)}`,
      `1${i}.03.2021`,
    ].join(';'),
  ),
].join('\r\n');

describe('the main job through the open API', () => {
  it('goes from a file of people to a published cohort, first meetings and a report', async () => {
    const owner = await callerOf('owner@halden.example');
    const coordinator = await callerOf('coordinator@halden.example');

    // People from a file.
    const uploaded = await coordinator.call(importRoutes.upload, {
      query: { fileName: 'team.csv' },
      body: new TextEncoder().encode(FILE),
    });
    expect(uploaded.delimiter).toBe(';');
    const guessed = Object.fromEntries(
      uploaded.columns.map((column) => [column.header, column.guess?.field]),
    );
    expect(guessed).toMatchObject({ 'Full name': 'name', Mail: 'email', Department: 'department' });
    const fields = [
      'employeeNumber',
      'name',
      'email',
      'jobTitle',
      'department',
      'manager',
      'hiredOn',
    ] as const;
    const mapped = await coordinator.call(importRoutes.setMapping, {
      params: { importId: uploaded.id },
      body: {
        key: 'employeeNumber',
        columns: fields.map((field, column) => ({
          column,
          field,
          ...(field === 'hiredOn' ? { dateOrder: 'day-month-year' as const } : {}),
        })),
      },
      version: uploaded.version,
    });
    expect(mapped.counts).toMatchObject({ rows: 10, new: 10, rejected: 0 });
    await coordinator.call(importRoutes.run, { params: { importId: mapped.id }, version: mapped.version });
    await until(
      async () =>
        (await coordinator.call(importRoutes.get, { params: { importId: mapped.id } })).state === 'done',
    );
    const { items: people } = await coordinator.call(peopleRoutes.list, {
      query: { department: 'Test flight' },
    });
    expect(people).toHaveLength(10);

    // A program, a cohort, invitations.
    const created = await coordinator.call(programRoutes.create, {
      body: { name: 'Test flight mentoring', templateKey: 'career-growth' },
    });
    const program = await coordinator.call(programRoutes.update, {
      params: { programId: created.id },
      body: { eligibility: { ...created.eligibility, departments: ['Test flight'] } },
      version: created.version,
    });
    const draft = await coordinator.call(cohortRoutes.create, {
      params: { programId: program.id },
      body: {
        name: 'First',
        enrolmentOpensOn: dayFromNow(-1),
        enrolmentClosesOn: dayFromNow(5),
        startsOn: dayFromNow(7),
      },
    });
    const cohort = await coordinator.call(cohortRoutes.move, {
      params: { cohortId: draft.id },
      body: { to: 'enrolling' },
      version: draft.version,
    });
    const invited = await coordinator.call(enrolmentRoutes.invite, {
      params: { cohortId: cohort.id },
      body: { everyoneEligible: true, role: null },
    });
    expect(invited.invited).toBe(10);

    // Everybody but the head accepts by the link of the mail, enrols and sends.
    const callers = new Map<string, Caller>();
    for (const person of people.filter((one) => one.displayName !== 'Head Tester')) {
      const token = await until(async () => {
        const { items } = await owner.call(organisationRoutes.listMails, { query: { limit: 100 } });
        const text =
          items.find((mail) => mail.personId === person.id && mail.kind === 'cohort-invitation')?.bodyText ??
          '';
        return /\/invite\/([\w-]{43})/.exec(text)?.[1];
      });
      const caller = new Caller(baseUrl());
      await caller.call(identityRoutes.acceptInvitation, { body: { token } });
      callers.set(person.id, caller);
      const isMentor = person.displayName.startsWith('Lead');
      const begun = await caller.call(enrolmentRoutes.begin, {
        params: { cohortId: cohort.id },
        body: { role: isMentor ? 'mentor' : 'mentee' },
      });
      const saved = await caller.call(enrolmentRoutes.save, {
        params: { enrolmentId: begun.id },
        body: {
          answers: {
            ...begun.answers,
            skills: [{ skill: 'Leadership', level: 3 }],
            goals: ['Grow as a leader'],
            languages: ['en'],
          },
          capacity: isMentor ? 2 : 1,
          doNotPairWith: [],
        },
        version: begun.version,
      });
      await caller.call(enrolmentRoutes.submit, {
        params: { enrolmentId: saved.id },
        version: saved.version,
      });
    }

    // Matching: everybody placed, nobody with the own manager, a certificate with no gap.
    const closing = await coordinator.call(cohortRoutes.get, { params: { cohortId: cohort.id } });
    await coordinator.call(cohortRoutes.move, {
      params: { cohortId: cohort.id },
      body: { to: 'matching' },
      version: closing.version,
    });
    const started = await coordinator.call(matchingRoutes.start, {
      params: { cohortId: cohort.id },
      body: {},
    });
    const run = await until(async () => {
      const now = await coordinator.call(matchingRoutes.getRun, { params: { runId: started.id } });
      if (now.state === 'failed') throw new Error(now.problem?.code ?? 'failed');
      return now.state === 'ready' && now;
    });
    expect(run.certificate).toMatchObject({ status: 'optimal', gap: 0, verified: true, matched: 6 });
    const queue = await coordinator.call(matchingRoutes.listProposals, { params: { runId: run.id } });
    const managerOf = new Map(people.map((person) => [person.id, person.managerId]));
    expect(queue.items).toHaveLength(6);
    for (const item of queue.items)
      expect(managerOf.get(item.mentee.personId)).not.toBe(item.mentor.personId);

    // Published, accepted, met, a goal set.
    const published = await coordinator.call(publicationRoutes.publish, {
      params: { runId: run.id },
      body: { when: 'now' },
      version: queue.run.version,
    });
    expect(published).toMatchObject({ published: 6, skipped: [] });
    const [first] = queue.items;
    const mentee = callers.get(first?.mentee.personId ?? '');
    const mentor = callers.get(first?.mentor.personId ?? '');
    if (!mentee || !mentor) throw new Error('The first pair did not sign in.');
    const { items: mine } = await mentee.call(pairingRoutes.listMine, {});
    const pairingId = mine[0]?.id ?? '';
    expect(mine[0]).toMatchObject({ state: 'offered' });
    await mentee.call(pairingRoutes.accept, { params: { pairingId } });
    const active = await mentor.call(pairingRoutes.accept, { params: { pairingId } });
    expect(active.state).toBe('active');
    const held = await mentee.call(meetingRoutes.record, {
      params: { pairingId },
      body: {
        title: 'Hello',
        startsAt: new Date(Date.now() - 3_600_000).toISOString(),
        durationMinutes: 45,
        timeZone: 'Europe/Berlin',
        link: '',
        notes: 'We said hello.',
      },
    });
    expect(held.state).toBe('held');
    await mentee.call(goalRoutes.add, {
      params: { pairingId },
      body: {
        title: 'Lead a project',
        measure: 'Delivered',
        dueOn: dayFromNow(90),
        milestones: [{ title: 'Plan it', dueOn: null }],
      },
    });

    // What the coordinator and a manager see.
    const overview = await coordinator.call(metricRoutes.cohortOverview, { params: { cohortId: cohort.id } });
    const reached = Object.fromEntries(overview.funnel.map((stage) => [stage.stage, stage.reached]));
    expect(reached).toMatchObject({ registered: 9 });
    const workforce = await coordinator.call(metricRoutes.cohortWorkforce, {
      params: { cohortId: cohort.id },
    });
    expect(workforce.retention.verdict).toBe('too-few');
    const manager = await callerOf('manager@halden.example');
    const { items: reports } = await manager.call(reportRoutes.list, {});
    const readable = reports.find((one) => one.enough);
    expect(readable).toBeDefined();
    const report = await manager.call(reportRoutes.get, { params: { cohortId: readable?.cohortId ?? '' } });
    expect(report.audience).toBe('area');
    expect(JSON.stringify(report)).not.toMatch(/Lindqvist|Okafor/);
  }, 90_000);
});
