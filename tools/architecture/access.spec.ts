import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Route } from '@ithaca/contracts/route';
import { allRoutes } from '@ithaca/contracts/routes';
import { can } from '@ithaca/domain/permissions';
import type { Actor, Grant, Permission, Scope } from '@ithaca/domain/permissions';

import { startApi } from '../../apps/api/testing/api.ts';
import type { TestApi, TestCaller } from '../../apps/api/testing/api.ts';
import { tellStory } from './story.ts';
import type { Story } from './story.ts';

type Role = keyof Story['people'];

const AT_ONCE = 8;

let api: TestApi;
let story: Story;
beforeAll(async () => {
  api = await startApi();
  story = await tellStory(api, 'Own');
});
afterAll(() => api.stop());

/** The rights of each role, written down here once more, so that a slip in the guard's look-up shows. */
function actorOf(role: Role): Actor {
  const { programId = '' } = story.ids;
  const grants: Partial<Record<Role, Grant[]>> = {
    owner: [{ role: 'owner', programId: null }],
    auditor: [{ role: 'auditor', programId: null }],
    coordinatorOfAll: [{ role: 'coordinator', programId: null }],
    coordinator: [{ role: 'coordinator', programId }],
    coordinatorElsewhere: [{ role: 'coordinator', programId: 'another program' }],
  };
  const person = story.people[role];
  return {
    accountId: person.accountId,
    personId: person.id,
    organisationId: story.organisationId,
    grants: grants[role] ?? [],
    isManager: role === 'manager',
    isReviewer: role === 'coordinatorElsewhere',
  };
}

function scopeOf(route: Route): Scope {
  const first = /:([A-Za-z]+)/.exec(route.path)?.[1];
  const { programId = null } = story.ids;
  const pair = [story.people.mentor.id, story.people.mentee.id];
  switch (first) {
    case 'programId':
    case 'cohortId':
    case 'runId':
    case 'proposalId':
    case 'grantId':
    case 'rehearsalId':
    case 'savedReportId':
    case 'reportRunId':
      return { programId };
    case 'pairingId':
    case 'meetingId':
    case 'actionId':
    case 'goalId':
    case 'introductionId':
      return { programId, parties: pair };
    case 'enrolmentId':
    case 'checkInId':
    case 'surveyAskId':
      return { programId, parties: [story.people.mentee.id] };
    case 'requestId':
      return { programId, parties: [story.people.mentor.id] };
    case 'concernId':
      return { parties: [story.people.coordinatorElsewhere.id] };
    case 'approvalId':
      return { programId, parties: [story.people.manager.id] };
    case 'exportId':
    case 'viewId':
    case 'personId':
      return { parties: [story.people.mentee.id] };
    default:
      return {};
  }
}

interface Asked {
  route: Route;
  status: number;
  requestId: string | null;
}

/** Calls a route with the ids of the story and without a body: what the guard lets through stops at the schema, if there is one. */
async function ask(caller: TestCaller, route: Route): Promise<Asked> {
  const path = route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => story.ids[name] ?? '');
  const { status, headers } = await caller.raw(route.method, path, undefined, {});
  return { route, status, requestId: headers.get('x-request-id') };
}

/** Reads, which take nothing from one another, a few at a time, then the others one after another. */
async function askAll(role: Role, routes: readonly Route[]): Promise<Asked[]> {
  const caller = await api.as(story.people[role]);
  const asked: Asked[] = [];
  const reads = routes.filter(({ method }) => method === 'GET');
  while (reads.length > 0)
    asked.push(...(await Promise.all(reads.splice(0, AT_ONCE).map((route) => ask(caller, route)))));
  for (const route of routes.filter(({ method }) => method !== 'GET')) asked.push(await ask(caller, route));
  return asked;
}

/** Differences between the policy and what the API does, as sentences. A denial is what left a row in the trail. */
async function findDifferences(routes: readonly Route[], role: Role): Promise<string[]> {
  const asked = await askAll(role, routes);
  const rows = await api.rows<{ id: string }>(
    "select request_id::text as id from audit_rows where request_id::text = any ($1) and outcome = 'denied'",
    [asked.map(({ requestId }) => requestId)],
  );
  const denials = new Set(rows.map(({ id }) => id));
  return asked.flatMap(({ route, status, requestId }) => {
    const denied = requestId !== null && denials.has(requestId);
    // Whoever is signed in stays so: a session that ended would be denied nothing any more.
    if (status >= 500 || status === 401) throw new Error(`${route.id} as ${role} answered ${status}`);
    if (denied && status !== 403 && status !== 404)
      throw new Error(`${route.id} as ${role} was denied with ${status}`);
    const allowed = can(actorOf(role), policyOf.get(route.id) as Permission, scopeOf(route));
    return denied === allowed ? [`${route.id} ${denied ? 'refuses' : 'allows'} ${role}`] : [];
  });
}

const roles: Role[] = [
  'owner',
  'auditor',
  'coordinatorOfAll',
  'coordinator',
  'coordinatorElsewhere',
  'manager',
  'mentor',
  'mentee',
  'outsider',
  'formerCoordinator',
];
const guarded = allRoutes.filter((route) => route.access !== 'public' && route.access !== 'account');
/** The policy as it is written, kept apart from the route objects that the last test damages. */
const policyOf = new Map(guarded.map((route) => [route.id, route.access]));

describe('the policy table', () => {
  it('answers 401 to everybody who is not signed in, on every route but the public ones', async () => {
    for (const route of allRoutes.filter((one) => one.access !== 'public')) {
      const answer = await api.anonymous().raw(
        route.method,
        route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => story.ids[name] ?? ''),
        undefined,
        {},
      );
      expect(`${route.id} ${answer.status}`).toBe(`${route.id} 401`);
    }
  });

  it.each(roles)(
    'is what the API does for the %s',
    async (role) => {
      // Deleting routes last, so that they find what they name.
      const ordered = guarded.toSorted(
        (a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'),
      );
      expect(await findDifferences(ordered, role)).toEqual([]);
      // A role asks every route there is, one after another.
    },
    60_000,
  );

  it('lets an auditor read and never write', () => {
    // A POST whose question is too long for an address reads like a GET.
    const writing = guarded.filter((route) => route.method !== 'GET' && !route.reads);
    const allowed = writing
      .filter((route) =>
        can(
          { ...actorOf('auditor'), personId: 'nobody of the story' },
          route.access as Permission,
          scopeOf(route),
        ),
      )
      .map((route) => route.access);
    // What any member may do for themselves, an auditor may as well.
    expect([...new Set(allowed)].toSorted()).toEqual(['cohort.enrol', 'member.act']);
  });

  it('shows it when a policy is removed from a route', async () => {
    const route = guarded.find((one) => one.id === 'organisations.listMails') as { access: string };
    const policy = route.access;
    route.access = 'member.act';
    try {
      expect(await findDifferences([route as Route], 'outsider')).toEqual([
        'organisations.listMails allows outsider',
      ]);
    } finally {
      route.access = policy;
    }
  });
});
