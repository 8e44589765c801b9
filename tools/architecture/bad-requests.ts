import type { Route } from '@ithaca/contracts/route';
import * as z from 'zod/mini';

/** One request as it goes over the wire. */
export interface Attempt {
  method: string;
  target: string;
  headers: Record<string, string>;
  body?: string | Buffer;
}

export type Chance = () => number;

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = <T>(values: readonly T[], chance: Chance) => values[Math.floor(chance() * values.length)] as T;

const NOBODY = '0190f3a1-0000-7000-8000-00000000dead';
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const texts = [
  '',
  ' ',
  'a\0b',
  'a\u0001b',
  '\uD800',
  'x\uDC00y',
  '\u202Egnp.exe',
  '\u200B\u200B',
  '\uFEFF',
  `e${'\u0301'.repeat(10_000)}`,
  'x'.repeat(20_001),
  '👩‍👩‍👧‍👦'.repeat(40),
  "'; drop table people; --",
  '$1',
  '%00',
  '\\u0000',
  '<script>alert(1)</script>',
  '{{constructor.constructor("return 1")()}}',
  '=HYPERLINK("https://evil.test")',
  'a\r\nBcc: evil@evil.test',
  '__proto__',
  'null',
  'NaN',
  '-0',
  '1e400',
  NOBODY,
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '9999-12-31',
  '-001-01-01',
  '2026-02-29',
  '2024-02-29',
  '+275760-09-13',
  '0000-01-01',
  '1900-01-01',
  '2200-12-31',
  '9999-12-31T23:59:59Z',
  '0000-01-01T00:00:00Z',
  '2026-04-01T09:00:00+23:59',
  '2026-04-01T09:00:00-23:59',
  '1900-01-02T00:00:00+23:59',
  '2200-12-30T23:59:59-23:59',
  '2026-04-01T09:00:00.123456789123456789Z',
  '24:00',
  '+01:00',
  '+23:59',
  'utc',
  'EST5EDT',
  'America/Coyhaique',
  '//evil.test',
  '/\t/evil.test',
  '/\\evil.test',
  'javascript:alert(1)',
  'a@b.test\n',
  'Ä'.repeat(64) + '@ä.test',
];
const numbers = [
  0,
  -0,
  -1,
  1,
  0.5,
  2 ** 31,
  2 ** 53 + 1,
  -(2 ** 63),
  1e21,
  1e308,
  5e-324,
  32_768,
  1_000_000_000,
];
const others = [
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  { length: 3 },
  { toString: 'x', valueOf: 1 },
  { $gt: '' },
  { constructor: { prototype: { admin: true } } },
];

/** A value that no form would send. */
function hostile(chance: Chance): unknown {
  const kind = chance();
  if (kind < 0.5) return pick(texts, chance);
  if (kind < 0.7) return pick(numbers, chance);
  if (kind < 0.9) return structuredClone(pick(others, chance));
  if (kind < 0.95) return Array.from({ length: 10_000 }, () => 1);
  return Array.from({ length: 200 }, () => pick(texts, chance));
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
export function plain(schema: JsonSchema, name: string, ids: Readonly<Record<string, string>>): unknown {
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

/** JSON that `JSON.stringify` would not write. */
const rawBodies: (string | Buffer)[] = [
  '',
  'null',
  '1',
  '"text"',
  '[',
  '{"a":1e400}',
  '{"__proto__":{"role":"owner"}}',
  '{"constructor":{"prototype":{"role":"owner"}}}',
  '{"organisationId":"x","id":"x","role":"owner","version":9}',
  `${'['.repeat(40_000)}${']'.repeat(40_000)}`,
  `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`,
  `{"a":${'9'.repeat(50_000)}}`,
  `{${Array.from({ length: 5000 }, (_, at) => `"k${at}":1`).join(',')}}`,
  Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  Buffer.from([0xc0, 0x80]),
  Buffer.from('\uFEFF{}'),
  '{"a":"\\ud800"}',
  '{"a":1,}',
  '{}{}',
];

const cursors = [
  'x',
  '%00',
  '%F0%9F',
  base64({}),
  base64([]),
  base64(['a', 'b']),
  base64([null, null]),
  base64([1e308, 'x']),
  base64([-1, NOBODY]),
  base64(['a\0', NOBODY]),
  base64(['\uD800', NOBODY]),
  base64(['+275760-09-13T00:00:00.001Z', NOBODY]),
  base64(['9999999-01-01T00:00:00Z', NOBODY]),
  base64(['2026-01-01T00:00:00+99:99', NOBODY]),
  base64(['2026-01-01T00:00:00 Nowhere/Land', NOBODY]),
  base64(['infinity', NOBODY]),
  base64(['epoch', NOBODY]),
  base64([NOBODY, NOBODY]),
  base64([2_147_483_648, NOBODY]),
  base64(['99999999999999999999999', NOBODY]),
  base64(['NaN', NOBODY]),
  base64([2 ** 53]),
  base64([0.5]),
  base64(['x']),
  base64([null]),
  base64([[1], { a: 1 }]),
  'WzFlNDAwLCJhIl0',
];
const limits = ['0', '-1', '1e9', 'NaN', 'Infinity', '0x10', '', '1.5', '%00', '9'.repeat(400), '1&limit=2'];

const pathParts = [
  'x',
  '%00',
  '%2f',
  '..%2f..%2fetc%2fpasswd',
  '%ff',
  '%E0%A4%A',
  '%',
  NOBODY.toUpperCase(),
  NOBODY,
  `${NOBODY}%00`,
  `${NOBODY}%0a`,
  `${NOBODY};x=1`,
  `{${NOBODY}}`,
  NOBODY.replaceAll('-', ''),
  '00000000-0000-0000-0000-000000000000',
  "'%20or%201=1--",
  '__proto__',
  'constructor',
  '-1',
  '9'.repeat(400),
  '%F0%9F%92%A9',
  'x'.repeat(5000),
];

const oddHeaders: Record<string, string>[] = [
  { 'if-match': '*' },
  { 'if-match': 'W/"1"' },
  { 'if-match': '""' },
  { 'if-match': '"999999999"' },
  { 'if-match': '"-1"' },
  { 'if-match': '"1", "2"' },
  { 'if-match': `"${'9'.repeat(5000)}"` },
  { 'if-match': '"\u00e9"' },
  { 'idempotency-key': '' },
  { 'idempotency-key': 'k'.repeat(10_000) },
  { 'idempotency-key': 'sch\u00f6n' },
  { 'idempotency-key': 'two words' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'application/xml' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'application/json; charset=nonsense' },
  { 'content-type': ';;;' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'nonsense' },
  { 'content-encoding': 'br' },
  { 'x-http-method-override': 'DELETE' },
  { 'x-http-method': 'DELETE', 'x-method-override': 'PUT' },
  { 'x-forwarded-for': "'; drop--, unknown", 'x-forwarded-proto': 'javascript' },
  { 'x-forwarded-host': 'evil.test', forwarded: 'for=evil;host=evil.test' },
  { 'user-agent': '\u00ff'.repeat(3000) },
  { accept: 'application/xml;q=nonsense' },
  { 'accept-language': '*;q=9,\u00ff' },
  { range: 'bytes=99999999-0' },
  { 'if-none-match': '*', 'if-modified-since': 'nonsense' },
  { origin: 'https://evil.test' },
  { origin: 'null' },
  { origin: '\u00ff' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site', origin: 'http://localhost' },
  { 'sec-fetch-site': 'nonsense' },
];

const uploads: (string | Buffer)[] = [
  '',
  '\0\0\0\0',
  'name\r\n"never closed',
  Buffer.from([0xff, 0xfe, 0x00, 0xd8]),
  Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x00]),
  Buffer.from([0xef, 0xbb, 0xbf]),
  `name\n${'\uD83D\uDE00'.repeat(9000)}`,
  `${','.repeat(5000)}\n`,
  `name;grade\n=cmd|' /C calc'!A0;1e400\n`,
  `__proto__,constructor\nx,y\n`,
  `a\u0000b,c\n1,2\n`,
  `name\n${'x\n'.repeat(3000)}`,
];

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
  // A sound one last: it shows that the guard lets this person through, so that the odd ones were not stopped there.
  return [...attempts, sound()];
}
