/**
 * One line of text in the order in which it is drawn, after the Unicode Bidirectional Algorithm (UAX #9) without explicit
 * embeddings: pdfkit shapes a script and turns it round, but does not mix two directions in one line.
 */

type Kind = 'L' | 'R' | 'AL' | 'EN' | 'AN' | 'ES' | 'ET' | 'CS' | 'NSM' | 'ON';

/** A piece of a line that is drawn from left to right as it stands; what reads from right to left is turned round by its script. */
export type VisualRun = string;

const RIGHT = /\p{Script=Hebrew}/u;
const ARABIC = /\p{Script=Arabic}/u;
const KINDS: readonly [RegExp, Kind][] = [
  [/\p{M}/u, 'NSM'],
  [/[\u0660-\u0669\u066b\u066c]/u, 'AN'],
  [/[0-9\u06f0-\u06f9]/u, 'EN'],
  [/[+\u2212-]/u, 'ES'],
  [/[%#$€£°\u066a]/u, 'ET'],
  [/[,./:\u060c\u00a0\u202f]/u, 'CS'],
  [RIGHT, 'R'],
  [ARABIC, 'AL'],
  [/[\p{L}]/u, 'L'],
];
const MIRRORED: Readonly<Record<string, string>> = {
  '(': ')',
  ')': '(',
  '[': ']',
  ']': '[',
  '{': '}',
  '}': '{',
  '<': '>',
  '>': '<',
  '«': '»',
  '»': '«',
};
/** Isolates and marks that format what stands between them; nothing of them is drawn. */
const INVISIBLE = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;

/** Whether any of it is written from right to left. */
export const hasRightToLeft = (text: string): boolean => RIGHT.test(text) || ARABIC.test(text);

/** The pieces of a line from left to right, for a page that is written in `direction`. */
export function visualRuns(text: string, direction: 'ltr' | 'rtl'): VisualRun[] {
  const chars = Array.from(text.replaceAll(INVISIBLE, ''));
  if (direction === 'ltr' && !hasRightToLeft(text)) return chars.length === 0 ? [] : [chars.join('')];
  const base = direction === 'rtl' ? 1 : 0;
  const levels = levelsOf(chars, base);
  let runs: { level: number; chars: string[] }[] = [];
  for (const [at, char] of chars.entries()) {
    const level = levels[at] ?? base;
    const last = runs.at(-1);
    if (last?.level === level) last.chars.push(char);
    else runs.push({ level, chars: [char] });
  }
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level -= 1) runs = turned(runs, level);
  return runs.flatMap(drawn);
}

/** L2: everything from this level on is turned round, stretch by stretch. */
function turned<R extends { level: number }>(runs: readonly R[], level: number): R[] {
  const result: R[] = [];
  let stretch: R[] = [];
  for (const run of runs) {
    if (run.level >= level) {
      stretch.unshift(run);
      continue;
    }
    result.push(...stretch, run);
    stretch = [];
  }
  return [...result, ...stretch];
}

function drawn({ level, chars }: { level: number; chars: string[] }): string[] {
  const text = chars.join('');
  // Digits of the Arabic script stand in the order of their value: one by one, no shaping turns them round.
  if (level % 2 === 0) return ARABIC.test(text) ? chars : [text];
  const mirrored = chars.map((char) => MIRRORED[char] ?? char);
  // The library shapes word by word and sets the words from left to right: they are handed over from the last to the first.
  return mirrored
    .join('')
    .split(/(\s+)/)
    .filter((piece) => piece !== '')
    .toReversed()
    .map((piece) => (hasRightToLeft(piece) ? piece : Array.from(piece).toReversed().join('')));
}

function levelsOf(chars: readonly string[], base: number): number[] {
  const embedding: Kind = base === 1 ? 'R' : 'L';
  const kinds = chars.map((char): Kind => KINDS.find(([pattern]) => pattern.test(char))?.[1] ?? 'ON');
  resolveNumbers(kinds, embedding);
  resolveNeutrals(kinds, embedding);
  return kinds.map((kind) => {
    if (kind === 'R') return 1;
    if (kind === 'EN' || kind === 'AN') return 2;
    return base === 1 ? 2 : 0;
  });
}

/** W1 to W7. */
function resolveNumbers(kinds: Kind[], embedding: Kind): void {
  let strong = embedding;
  for (const [at, kind] of kinds.entries()) {
    if (kind === 'NSM') kinds[at] = kinds[at - 1] ?? embedding;
    const now = kinds[at] ?? 'ON';
    if (now === 'EN' && strong === 'AL') kinds[at] = 'AN';
    if (now === 'L' || now === 'R' || now === 'AL') strong = now;
  }
  for (const [at, kind] of kinds.entries()) if (kind === 'AL') kinds[at] = 'R';
  for (const [at, kind] of kinds.entries()) {
    const [before, after] = [kinds[at - 1], kinds[at + 1]];
    if (before !== after || (before !== 'EN' && before !== 'AN')) continue;
    if (kind === 'CS' || (kind === 'ES' && before === 'EN')) kinds[at] = before;
  }
  for (const [at, kind] of kinds.entries()) {
    if (kind !== 'ET') continue;
    let end = at;
    while (kinds[end] === 'ET') end += 1;
    if (kinds[at - 1] === 'EN' || kinds[end] === 'EN') kinds.fill('EN', at, end);
  }
  strong = embedding;
  for (const [at, kind] of kinds.entries()) {
    if (kind === 'ES' || kind === 'ET' || kind === 'CS') kinds[at] = 'ON';
    if (kind === 'L' || kind === 'R') strong = kind;
    if (kind === 'EN' && strong === 'L') kinds[at] = 'L';
  }
}

/** N1 and N2: what has no direction takes that of both its neighbours, or that of the page. */
function resolveNeutrals(kinds: Kind[], embedding: Kind): void {
  const side = (kind: Kind | undefined): Kind =>
    kind === undefined ? embedding : kind === 'EN' || kind === 'AN' ? 'R' : kind;
  for (let at = 0; at < kinds.length; at += 1) {
    if (kinds[at] !== 'ON') continue;
    let end = at;
    while (kinds[end] === 'ON') end += 1;
    const before = side(kinds[at - 1]);
    kinds.fill(before === side(kinds[end]) ? before : embedding, at, end);
    at = end - 1;
  }
}
