/** People sorted into classes of equal answers: `of[k]` is the class of person k, `first[c]` the first person of class c. */
export interface Classes {
  readonly of: Uint16Array | Uint32Array;
  readonly first: readonly number[];
}

/** Groups people by a key of their answers. */
export function classesBy<T>(people: readonly T[], keyOf: (person: T) => string): Classes {
  const index = new Map<string, number>();
  const first: number[] = [];
  // Half the memory to stream through for every row, unless there are too many people.
  const of = new (people.length <= 2 ** 16 ? Uint16Array : Uint32Array)(people.length);
  people.forEach((person, k) => {
    const key = keyOf(person);
    let found = index.get(key);
    if (found === undefined) {
      found = first.length;
      index.set(key, found);
      first.push(k);
    }
    of[k] = found;
  });
  return { of, first };
}

/** Tables larger than this are worked out row by row instead of being kept. */
const MOST_KEPT = 2 ** 22;

/** A part of every pair's score that only the classes of the two decide, in grains; far below 0 where the pair is excluded. */
export interface ClassPart {
  readonly mentees: Classes;
  readonly mentors: Classes;
  /** Grains by class of mentor, for mentees of a class; good until the next call. */
  readonly rowOf: (menteeClass: number) => Int32Array;
}

/** A part by answers: `valueOf` is asked at most once for each two classes while the whole table is small. */
export function classPart(mentees: Classes, mentors: Classes, valueOf: PairValue): ClassPart {
  const rowOf = keptRows(mentees, mentors, (c, row) => {
    mentors.first.forEach((mentor, d) => {
      row[d] = valueOf(mentees.first[c]!, mentor);
    });
  });
  return { mentees, mentors, rowOf };
}

/** A number about mentee i and mentor j. */
export type PairValue = (i: number, j: number) => number;

/** Parts merged into fewer, as long as a merged one has at most `most` classes of mentors: one look-up a pair instead of several. */
export function mergeParts(parts: readonly ClassPart[], most: number): ClassPart[] {
  const merged: ClassPart[] = [];
  for (const part of [...parts].sort((a, b) => a.mentors.first.length - b.mentors.first.length)) {
    const last = merged.at(-1);
    const mentors = last && crossClasses(last.mentors, part.mentors);
    if (last && mentors && mentors.first.length <= most)
      merged[merged.length - 1] = sumOf(last, part, mentors);
    else merged.push(part);
  }
  return merged;
}

function sumOf(a: ClassPart, b: ClassPart, mentors: Classes): ClassPart {
  const mentees = crossClasses(a.mentees, b.mentees);
  const rowOf = keptRows(mentees, mentors, (c, row) => {
    const mentee = mentees.first[c]!;
    const ofA = a.rowOf(a.mentees.of[mentee]!);
    const ofB = b.rowOf(b.mentees.of[mentee]!);
    for (let d = 0; d < row.length; d++) {
      const mentor = mentors.first[d]!;
      row[d] = Math.max(EXCLUDED_GRAINS, ofA[a.mentors.of[mentor]!]! + ofB[b.mentors.of[mentor]!]!);
    }
  });
  return { mentees, mentors, rowOf };
}

/** What an excluded pair has instead of grains: no score makes up for it. */
export const EXCLUDED_GRAINS = -(2 ** 28);

function crossClasses(a: Classes, b: Classes): Classes {
  const index = new Map<number, number>();
  const first: number[] = [];
  const of = new (a.of.constructor as typeof Uint16Array)(a.of.length);
  for (let k = 0; k < of.length; k++) {
    const key = a.of[k]! * b.first.length + b.of[k]!;
    let found = index.get(key);
    if (found === undefined) {
      found = first.length;
      index.set(key, found);
      first.push(k);
    }
    of[k] = found;
  }
  return { of, first };
}

/** The rows of a table "class of mentee × class of mentor", each worked out at most once while the whole table is small. */
export function keptRows(
  mentees: Classes,
  mentors: Classes,
  fill: (menteeClass: number, row: Int32Array) => void,
): (menteeClass: number) => Int32Array {
  const length = mentors.first.length;
  const isKept = mentees.first.length * length <= MOST_KEPT;
  const kept: (Int32Array | undefined)[] = [];
  const scratch = new Int32Array(isKept ? 0 : length);
  let inScratch = -1;
  return (c) => {
    if (!isKept) {
      if (inScratch !== c) fill(c, scratch);
      inScratch = c;
      return scratch;
    }
    let row = kept[c];
    if (!row) fill(c, (kept[c] = row = new Int32Array(length)));
    return row;
  };
}

/** Positions of everybody by each of their keys. */
export function indexBy<T>(
  people: readonly T[],
  keysOf: (person: T) => Iterable<string>,
): Map<string, number[]> {
  const index = new Map<string, number[]>();
  people.forEach((person, k) => {
    for (const key of keysOf(person)) {
      const list = index.get(key);
      if (list) list.push(k);
      else index.set(key, [k]);
    }
  });
  return index;
}
