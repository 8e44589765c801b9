import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { allRoutes } from '@ithaca/contracts/routes';
import type { Route } from '@ithaca/contracts/route';

import { startApi } from '../../apps/api/testing/api.ts';
import type { TestApi } from '../../apps/api/testing/api.ts';
import { attemptsOf } from './bad-requests.ts';
import { chanceOf } from './odd-values.ts';
import { tellStory } from './story.ts';
import type { Story } from './story.ts';
import { faultOf, Wire } from './wire.ts';

/** The same requests every time; a longer run of other ones by hand: BAD_INPUT_PER_ROUTE=300 BAD_INPUT_SEED=7. */
const PER_ROUTE = Number(process.env.BAD_INPUT_PER_ROUTE ?? 16);
const SEED = Number(process.env.BAD_INPUT_SEED ?? 20_260_302);
const CHUNK = 16;

let api: TestApi;
let wire: Wire;
beforeAll(async () => {
  api = await startApi();
  wire = new Wire(api.baseUrl, CHUNK);
});
afterAll(async () => {
  wire.close();
  await api.stop();
});

const tables = async () =>
  (
    await api.rows<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
       where table_schema in ('public', 'identity') and table_type = 'BASE TABLE'
         and table_name not in ('audit_rows', 'rate_limits', 'sessions', 'sign_in_links')`,
    )
  ).map(({ name }) => name);

/** One text that changes whenever any row of any table does; denials, counters of attempts and sign-ins apart. */
async function stateOf(names: readonly string[]): Promise<string> {
  const [row] = await api.rows<{ state: string }>(
    // No function takes as many arguments as there are tables.
    `select ${names.map((name) => `(select coalesce(sum(hashtextextended(t::text, 0)), 0) || '/' || count(*) from ${name} t)`).join(" || ',' || ")} as state`,
  );
  return row?.state ?? '';
}

/** Every right at once: a mentee with a pairing who also owns the organisation and coordinates all of it. */
async function tellOf(mark: string): Promise<{ story: Story; cookie: () => Promise<string> }> {
  const story = await tellStory(api, mark);
  await api.given.grant(story.people.mentee, 'owner');
  await api.given.grant(story.people.mentee, 'coordinator');
  return {
    story,
    cookie: async () => `ithaca=${(await api.as(story.people.mentee)).cookies.get('ithaca') ?? ''}`,
  };
}

const order = ['GET', 'PATCH', 'PUT', 'POST', 'DELETE'];
const byFeature = Map.groupBy(
  allRoutes.toSorted((a, b) => order.indexOf(a.method) - order.indexOf(b.method)),
  (route) => route.id.split('.')[0] ?? '',
);
let asked = 0;

async function findFaults(feature: string, routes: readonly Route[]): Promise<string[]> {
  const faults: string[] = [];
  const { story, cookie } = await tellOf(feature);
  const names = await tables();
  const chance = chanceOf(SEED + feature.length * 7919 + feature.charCodeAt(0));
  // Reads come first, and between two routes that write nothing happens: how one leaves it, the next finds it.
  let before: string | null = null;
  for (const route of routes) {
    const attempts = attemptsOf(route, story.ids, PER_ROUTE, chance);
    const writes = route.method !== 'GET';
    let through = route.access === 'public';
    let mine = await cookie();
    if (writes) before ??= await stateOf(names);
    while (attempts.length > 0) {
      const chunk = attempts.splice(0, CHUNK);
      if (route.access === 'public') await api.rows('delete from identity.rate_limits');
      const replies = await Promise.all(chunk.map((attempt) => wire.send(attempt, mine)));
      asked += replies.length;
      for (const [at, reply] of replies.entries()) {
        if (![401, 403, 404].includes(reply.status)) through = true;
        const fault = faultOf(reply);
        const attempt = chunk[at];
        if (fault)
          faults.push(
            `${route.id} ${fault}: ${JSON.stringify({ ...attempt, body: attempt?.body?.toString() }).slice(0, 600)}`,
          );
      }
      if (replies.some((reply) => reply.status === 401)) mine = await cookie();
      if (!writes) continue;
      const refused = replies.filter((reply) => reply.status >= 400);
      const done = await api.rows<{ request_id: string }>(
        "select request_id from audit_rows where outcome = 'done' and request_id::text = any($1)",
        [refused.map((reply) => String(reply.headers['x-request-id']))],
      );
      if (done.length > 0) faults.push(`${route.id} refuses and yet does`);
      const after = await stateOf(names);
      if (refused.length === replies.length && after !== before)
        faults.push(`${route.id} refuses and yet changes something`);
      before = after;
    }
    if (!through) faults.push(`${route.id} never let anybody through, so nothing was tried`);
  }
  return faults;
}

describe('odd requests', () => {
  it.each([...byFeature])(
    'never break %s, and change nothing when they are refused',
    async (feature, routes) => {
      expect(await findFaults(feature, routes)).toEqual([]);
    },
    PER_ROUTE * 10_000,
  );

  it('were many', () => {
    expect(asked).toBeGreaterThan(2500);
  });
});
