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

export const pick = <T>(values: readonly T[], chance: Chance) =>
  values[Math.floor(chance() * values.length)] as T;

const NOBODY = '0190f3a1-0000-7000-8000-00000000dead';
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export const texts = [
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
const others: unknown[] = [
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
export function hostile(chance: Chance): unknown {
  const kind = chance();
  if (kind < 0.5) return pick(texts, chance);
  if (kind < 0.7) return pick(numbers, chance);
  if (kind < 0.9) return structuredClone(pick(others, chance));
  if (kind < 0.95) return Array.from({ length: 10_000 }, () => 1);
  return Array.from({ length: 200 }, () => pick(texts, chance));
}

/** JSON that `JSON.stringify` would not write. */
export const rawBodies: (string | Buffer)[] = [
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

export const cursors = [
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
export const limits = [
  '0',
  '-1',
  '1e9',
  'NaN',
  'Infinity',
  '0x10',
  '',
  '1.5',
  '%00',
  '9'.repeat(400),
  '1&limit=2',
];

export const pathParts = [
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

export const oddHeaders: Record<string, string>[] = [
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

export const uploads: (string | Buffer)[] = [
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
