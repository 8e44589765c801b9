import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Route } from '@ithaca/contracts/route';
import { allRoutes } from '@ithaca/contracts/routes';

import { startApi } from '../../apps/api/testing/api.ts';
import type { TestApi, TestCaller } from '../../apps/api/testing/api.ts';
import { tellStory } from './story.ts';
import type { Story } from './story.ts';

const MARK = 'Zanzibar';

let api: TestApi;
let ours: Story;
let theirs: Story;
const callers = new Map<string, TestCaller>();

beforeAll(async () => {
  api = await startApi();
  theirs = await tellStory(api, MARK);
  ours = await tellStory(api, 'Ours');
  for (const role of ['owner', 'coordinator', 'mentee', 'auditor'] as const)
    callers.set(role, await api.as(ours.people[role]));
});
afterAll(() => api.stop());

function callerOf(role: string): TestCaller {
  const caller = callers.get(role);
  if (!caller) throw new Error(`Nobody plays the ${role}.`);
  return caller;
}

const parametersOf = (route: Route) =>
  [...route.path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1] ?? '');
const pathWith = (route: Route, ids: Record<string, string>) =>
  route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => ids[name] ?? '');
const headersOf = (route: Route) => ({
  ...(route.creates ? { 'idempotency-key': crypto.randomUUID() } : {}),
  ...(route.versioned ? { 'if-match': '"1"' } : {}),
});
const bodyOf = (route: Route) =>
  route.method === 'GET'
    ? undefined
    : route.upload
      ? new Uint8Array([110, 97, 109, 101])
      : route.body
        ? {}
        : undefined;

/** Every word and id that belongs to the other organisation. */
const secrets = () => [
  MARK,
  MARK.toLowerCase(),
  theirs.organisationId,
  ...Object.values(theirs.people).flatMap((person) => [person.id, person.accountId]),
  ...Object.entries(theirs.ids)
    .filter(([name]) => name.endsWith('Id'))
    .map(([, id]) => id),
];

function expectNothingOfTheirs(
  route: Route,
  role: string,
  asked: string,
  text: string,
  headers: Headers,
): void {
  const whole = text + JSON.stringify([...headers]);
  for (const secret of secrets())
    if (!asked.includes(secret) && whole.includes(secret))
      throw new Error(`${route.id} as ${role} of another organisation shows ${secret}`);
}

const withIds = allRoutes.filter(
  (route) => parametersOf(route).some((name) => name.endsWith('Id')) && route.access !== 'public',
);
const withoutIds = allRoutes.filter(
  (route) => parametersOf(route).length === 0 && route.access !== 'public' && route.method === 'GET',
);

describe.each(['owner', 'coordinator', 'mentee', 'auditor'])('the %s of another organisation', (role) => {
  it.each(withIds.map((route) => [route.id, route] as const))(
    'finds nothing at %s with ids of ours',
    async (_, route) => {
      const path = pathWith(route, theirs.ids);
      const answer = await callerOf(role).raw<{ code?: string }>(
        route.method,
        path,
        bodyOf(route),
        headersOf(route),
      );
      expect(`${route.id} ${answer.status}`).toBe(`${route.id} 404`);
      expectNothingOfTheirs(route, role, path, answer.text, answer.headers);
    },
  );

  it.each(withoutIds.map((route) => [route.id, route] as const))(
    'reads nothing of ours in %s',
    async (_, route) => {
      const query = route.id === 'people.find' ? `?q=${MARK.slice(0, 4)}` : '';
      const answer = await callerOf(role).raw(route.method, route.path + query, undefined, {});
      expect(answer.status).toBeLessThan(500);
      expectNothingOfTheirs(route, role, query, answer.text, answer.headers);
    },
  );
});

describe('a second id that belongs to another organisation', () => {
  /** What a route asks for beside its ids, so that it is these that it refuses. */
  const bodiesOf: Record<string, object> = {
    'goals.setMilestoneDone': { done: true },
    'imports.changeRow': { cells: ['x'] },
    'concerns.raise': { reason: 'other', note: '' },
    'resources.place': { stage: 'any', milestone: null },
    'report-schedules.pause': { isPaused: true },
    'report-schedules.changeReaders': { personIds: ['0190a000-0000-7000-8000-000000000009'] },
  };

  it.each(
    withIds.filter((route) => parametersOf(route).length > 1).map((route) => [route.id, route] as const),
  )('is refused by %s', async (_, route) => {
    const [first = '', ...rest] = parametersOf(route);
    const ids = { ...theirs.ids, [first]: ours.ids[first] ?? '', line: '2' };
    // Whoever may use the route at all: of a program that is its owner, of everything else the one it belongs to.
    const caller = ['program.coordinate', 'directory.write'].includes(route.access)
      ? ours.people.owner
      : ours.people.mentee;
    const answer = await (
      await api.as(caller)
    ).raw(
      route.method,
      pathWith(route, ids),
      route.method === 'GET' ? undefined : (bodiesOf[route.id] ?? {}),
      headersOf(route),
    );
    if (rest.some((name) => name.endsWith('Id'))) expect(answer.status).toBe(404);
    expect(answer.status).toBeLessThan(500);
  });
});

describe('ids of another organisation inside a body', () => {
  const bodies: [string, string, () => object][] = [
    ['a manager', '/api/people', () => ({ displayName: 'Ours new', managerId: theirs.people.manager.id })],
    [
      'a grant',
      '/api/grants',
      () => ({ personId: theirs.people.outsider.id, role: 'auditor', programId: null }),
    ],
    [
      'a program to keep as a template',
      '/api/program-templates',
      () => ({
        programId: theirs.ids.programId,
        name: 'Kept',
        description: '',
        coordinatorMinutesPerWeek: 20,
      }),
    ],
    [
      'a template to start from',
      '/api/programs',
      () => ({ name: 'From it', templateId: theirs.ids.templateId }),
    ],
    ['a program to copy', '/api/programs', () => ({ name: 'Copy', copyOf: theirs.ids.programId })],
  ];
  it.each(bodies)('are refused: %s', async (_, path, body) => {
    const answer = await callerOf('owner').raw('POST', path, body(), {
      'idempotency-key': crypto.randomUUID(),
    });
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain(MARK);
  });
});
