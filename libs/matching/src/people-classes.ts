/** People sorted into classes of equal answers: `of[k]` is the class of person k, `first[c]` the first person of class c. */
export interface Classes {
  readonly of: Uint32Array;
  readonly first: readonly number[];
}

/** Groups people by a key of their answers. */
export function classesBy<T>(people: readonly T[], keyOf: (person: T) => string): Classes {
  const index = new Map<string, number>();
  const first: number[] = [];
  const of = Uint32Array.from(people, (person, k) => {
    const key = keyOf(person);
    let found = index.get(key);
    if (found === undefined) {
      found = first.length;
      index.set(key, found);
      first.push(k);
    }
    return found;
  });
  return { of, first };
}

/** Tables larger than this are worked out row by row instead of being kept. */
const MOST_KEPT = 2 ** 22;

/** The row of a table "class of mentee × class of mentor", each worked out at most once while the whole table is small. */
export function tableRows<R extends Float64Array | Uint8Array>(
  mentees: Classes,
  mentors: Classes,
  make: (length: number) => R,
  valueOf: (mentee: number, mentor: number) => number,
): (menteeClass: number) => R {
  const isKept = mentees.first.length * mentors.first.length <= MOST_KEPT;
  const kept: (R | undefined)[] = [];
  const scratch = make(isKept ? 0 : mentors.first.length);
  let inScratch = -1;
  return (c) => {
    const found = isKept ? kept[c] : scratch;
    if (found && (isKept || inScratch === c)) return found;
    const row = found ?? make(mentors.first.length);
    mentors.first.forEach((mentor, d) => {
      row[d] = valueOf(mentees.first[c]!, mentor);
    });
    if (isKept) kept[c] = row;
    else inScratch = c;
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
