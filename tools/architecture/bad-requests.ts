import type { Route } from '@ithaca/contracts/route';
import * as z from 'zod/mini';

import {
  cursors,
  hostile,
  limits,
  oddHeaders,
  pathParts,
  pick,
  rawBodies,
  texts,
  uploads,
} from './odd-values.ts';
import type { Chance } from './odd-values.ts';

/** One request as it goes over the wire. */
export interface Attempt {
  method: string;
  target: string;
  headers: Record<string, string>;
  body?: string | Buffer;
}

interface JsonSchema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  format?: string;
  pattern?: string;
  minimum?: number;
  minItems?: number;
}

const byName: Readonly<Record<string, unknown>> = {
  timeZone: 'Europe/Berlin',
  link: 'https://meet.example.test/a',
  token: 'a'.repeat(43),
  path: '/',
  languages: ['en'],
  key: 'question',
  from: '09:00',
  to: '17:00',
  brandColour: '#3b4fd8',
};

/** A value that the schema takes, so that one hostile value in it gets as far as it can. */
function plain(schema: JsonSchema, name: string, ids: Readonly<Record<string, string>>): unknown {
  if (schema.enum) return schema.enum[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.anyOf) return plain(schema.anyOf[0] ?? {}, name, ids);
  if (name in byName && schema.type !== 'object') return byName[name];
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, value]) => [key, plain(value, key, ids)]),
      );
    case 'array':
      return [plain(schema.items ?? {}, name.replace(/s$/, ''), ids)];
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return true;
    default:
      if (schema.format === 'date') return '2026-04-01';
      if (schema.format === 'date-time') return '2026-04-01T09:00:00Z';
      if (schema.format === 'email') return 'somebody@example.test';
      if (schema.format === 'uuid' || schema.format === 'guid' || /Ids?$/.test(name))
        return ids[name] ?? ids.personId;
      return 'Some words';
  }
}

type Node = Record<string, unknown>;

function nodesOf(value: unknown, found: [Node, string][] = []): [Node, string][] {
  if (value === null || typeof value !== 'object') return found;
  for (const key of Object.keys(value)) {
    found.push([value as Node, key]);
    nodesOf((value as Node)[key], found);
  }
  return found;
}

/** The value with one or two places of it spoilt. */
function spoil(value: unknown, chance: Chance): unknown {
  if (chance() < 0.05) return hostile(chance);
  const copy = structuredClone(value);
  for (let times = chance() < 0.8 ? 1 : 2; times > 0; times -= 1) {
    const nodes = nodesOf(copy);
    const place = pick(nodes, chance);
    if (place === undefined || chance() < 0.08) Object.assign(copy as object, { [pick(texts, chance)]: 1 });
    else if (chance() < 0.1) delete place[0][place[1]];
    else place[0][place[1]] = hostile(chance);
  }
  return copy;
}

/** As many odd requests for a route as asked for; each differs from a sound one in a place or two. */
export function attemptsOf(
  route: Route,
  ids: Readonly<Record<string, string>>,
  count: number,
  chance: Chance,
): Attempt[] {
  const writer = (schema: Route['body']) =>
    schema ? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema) : undefined;
  const bodySchema = writer(route.body);
  const querySchema = writer(route.query);
  const body = bodySchema ? plain(bodySchema, '', ids) : undefined;
  const path = route.path.replaceAll(/:([A-Za-z]+)/g, (_, name: string) => ids[name] ?? '');
  const headers = (): Record<string, string> => ({
    ...(route.creates ? { 'idempotency-key': `key-${Math.floor(chance() * 1e15)}` } : {}),
    ...(route.versioned ? { 'if-match': `"${chance() < 0.8 ? 1 : 2}"` } : {}),
  });
  const sound = (): Attempt => ({
    method: route.method,
    target: `${path}${querySchema && route.method !== 'GET' ? '?fileName=people.csv' : ''}`,
    headers: {
      ...headers(),
      ...(route.upload
        ? { 'content-type': 'application/octet-stream' }
        : body === undefined
          ? {}
          : { 'content-type': 'application/json' }),
    },
    ...(route.upload
      ? { body: `name,email\nAda ${chance()},\n` }
      : body === undefined
        ? {}
        : { body: JSON.stringify(body) }),
  });

  const kinds: (() => Attempt)[] = [
    () => {
      const attempt = sound();
      return { ...attempt, headers: { ...attempt.headers, ...pick(oddHeaders, chance) } };
    },
    // A body where none belongs, or one that is no JSON.
    () => ({
      ...sound(),
      headers: { ...sound().headers, 'content-type': 'application/json' },
      body: pick(rawBodies, chance),
    }),
  ];
  if (route.path.includes(':')) {
    const misplaced = () => {
      const parts = route.path.match(/:([A-Za-z]+)/g) ?? [];
      const chosen = pick(parts, chance);
      const target = route.path.replaceAll(/:([A-Za-z]+)/g, (part, name: string) =>
        part === chosen
          ? chance() < 0.75
            ? pick(pathParts, chance)
            : pick(Object.values(ids), chance)
          : (ids[name] ?? ''),
      );
      return { ...sound(), target };
    };
    kinds.push(misplaced);
  }
  if (querySchema) {
    const fields = Object.keys(querySchema.properties ?? {});
    const asked = () => {
      const name =
        chance() < 0.85 ? pick(fields, chance) : pick(['__proto__', 'x', 'limit[]', 'q[$gt]'], chance);
      const value =
        name === 'cursor' && chance() < 0.9
          ? pick(cursors, chance)
          : name === 'limit'
            ? pick(limits, chance)
            : encodeURIComponent(pick(texts, chance).toWellFormed().slice(0, 3000));
      const rest = fields
        .filter((field) => field !== name && field !== 'cursor' && chance() < 0.3)
        .map(
          (field) =>
            `${field}=${encodeURIComponent(String(plain(querySchema.properties?.[field] ?? {}, field, ids)))}`,
        );
      return { ...sound(), target: `${path}?${[`${name}=${value}`, ...rest].join('&')}` };
    };
    kinds.push(asked, asked);
  }
  if (body !== undefined) {
    const spoilt = () => ({ ...sound(), body: JSON.stringify(spoil(body, chance)) });
    kinds.push(spoilt, spoilt, spoilt, spoilt, spoilt, spoilt);
  }
  if (route.upload) kinds.push(() => ({ ...sound(), body: pick(uploads, chance) }));

  const weight = body === undefined ? 0.5 : 1.3;
  const attempts = Array.from({ length: Math.ceil(count * weight) }, (_, at) =>
    (kinds[at % kinds.length] as () => Attempt)(),
  );
  if (querySchema?.properties?.cursor)
    for (const cursor of cursors) attempts.push({ ...sound(), target: `${path}?cursor=${cursor}` });
  // A sound one last: it shows that the guard lets this person through, so that the odd ones were not stopped there.
  return [...attempts, sound()];
}
