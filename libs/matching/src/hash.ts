// Taken once: in an inner loop the look-up of a global costs more than the multiplication.
const { imul } = Math;

/** A well-mixed 32-bit hash of two integers (MurmurHash3's finaliser): the order of equals for a seed. Not for security. */
export function hash32(seed: number, value: number): number {
  let h = (imul(seed | 0, 0x9e3779b1) ^ imul(value | 0, 0x85ebca6b)) >>> 0;
  h ^= h >>> 16;
  h = imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/** hash32 of a text, character by character: a key that travels with an id. */
export function hashText(seed: number, text: string): number {
  let h = hash32(seed, text.length);
  for (let at = 0; at < text.length; at++) h = hash32(h, text.charCodeAt(at));
  return h;
}

/** JSON with sorted keys, so that equal records give equal text; undefined members are left out. Throws on NaN and infinities. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('not a finite number');
  if (value === undefined) return 'null';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const record = value as Readonly<Record<string, unknown>>;
  const members: string[] = [];
  for (const name of Object.keys(record).sort(byCodeUnit)) {
    const member = record[name];
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** SHA-256 of the UTF-8 text, as 64 hex digits (FIPS 180-4). Pure, so that it runs the same in a worker and a browser. */
export function sha256(text: string): string {
  const bytes = utf8(text);
  const length = bytes.length;
  const padded = new Uint8Array((((length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(padded.length - 4, (length << 3) >>> 0);
  const state = Uint32Array.from(INITIAL);
  const w = new Uint32Array(64);
  for (let offset = 0; offset < padded.length; offset += 64) {
    for (let t = 0; t < 16; t++) w[t] = view.getUint32(offset + 4 * t);
    for (let t = 16; t < 64; t++) {
      const a = w[t - 15]!;
      const b = w[t - 2]!;
      const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
      const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
      w[t] = (w[t - 16]! + s0 + w[t - 7]! + s1) | 0;
    }
    compress(state, w);
  }
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

const primes = (count: number): number[] => {
  const found: number[] = [];
  for (let p = 2; found.length < count; p++) if (found.every((q) => p % q !== 0)) found.push(p);
  return found;
};
const fraction = (x: number): number => Math.floor((x - Math.floor(x)) * 2 ** 32);
const INITIAL = primes(8).map((p) => fraction(Math.sqrt(p)));
const ROUND = Uint32Array.from(primes(64), (p) => fraction(Math.cbrt(p)));
const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

function compress(state: Uint32Array, w: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let t = 0; t < 64; t++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[t]! + w[t]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const next = [a, b, c, d, e, f, g, h];
  for (let k = 0; k < 8; k++) state[k] = state[k]! + next[k]!;
}

function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let used = 0;
  for (let at = 0; at < text.length; at++) {
    let code = text.codePointAt(at)!;
    if (code > 0xffff) at++;
    // A lone surrogate becomes the replacement character, as every UTF-8 encoder does.
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes[used++] = code;
    else if (code < 0x800) {
      bytes[used++] = 0xc0 | (code >> 6);
      bytes[used++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      bytes[used++] = 0xe0 | (code >> 12);
      bytes[used++] = 0x80 | ((code >> 6) & 63);
      bytes[used++] = 0x80 | (code & 63);
    } else {
      bytes[used++] = 0xf0 | (code >> 18);
      bytes[used++] = 0x80 | ((code >> 12) & 63);
      bytes[used++] = 0x80 | ((code >> 6) & 63);
      bytes[used++] = 0x80 | (code & 63);
    }
  }
  return bytes.subarray(0, used);
}
