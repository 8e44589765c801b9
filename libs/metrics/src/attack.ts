/** Products of two remainders stay whole numbers of a double. */
const PRIME = 67_108_859;

/**
 * Ways to change what the columns stand for that no row notices, drawn at random: for each column how much it would change in each
 * way. Over the integers modulo a large prime, so with chance 1 − 10⁻⁶ nothing else depends on one another than in truth.
 */
function unnoticed(rows: readonly (readonly number[])[], columns: number, ways: number): number[][] {
  const { matrix, pivots } = reduce(rows, columns);
  const isPivot = new Set(pivots);
  let state = 1;
  const draw = () => (state = (state * 48_271) % 2_147_483_647) % PRIME;
  const changes = Array.from({ length: columns }, (_, at) =>
    Array.from({ length: ways }, () => (isPivot.has(at) ? 0 : draw())),
  );
  for (const [at, pivot] of pivots.entries()) {
    const row = matrix[at] ?? [];
    const own = changes[pivot] ?? [];
    for (let way = 0; way < ways; way += 1)
      for (let column = 0; column < columns; column += 1) {
        const factor = row[column] ?? 0;
        if (column === pivot || factor === 0) continue;
        own[way] = modulo((own[way] ?? 0) - factor * (changes[column]?.[way] ?? 0));
      }
  }
  return changes;
}

/** Gauss and Jordan: each row begins with a one in a column in which no other has anything. */
function reduce(
  rows: readonly (readonly number[])[],
  columns: number,
): { matrix: number[][]; pivots: number[] } {
  const matrix = rows.map((row) => [...row]);
  const pivots: number[] = [];
  for (let column = 0; column < columns && pivots.length < matrix.length; column += 1) {
    const rank = pivots.length;
    const found = matrix.findIndex((row, at) => at >= rank && row[column] !== 0);
    if (found < 0) continue;
    [matrix[rank], matrix[found]] = [matrix[found] ?? [], matrix[rank] ?? []];
    const inverse = power(matrix[rank]?.[column] ?? 1, PRIME - 2);
    const lead = (matrix[rank] ?? []).map((value) => (value * inverse) % PRIME);
    matrix[rank] = lead;
    for (const [at, row] of matrix.entries()) if (at !== rank) subtract(row, lead, row[column] ?? 0);
    pivots.push(column);
  }
  return { matrix, pivots };
}

const modulo = (value: number) => ((value % PRIME) + PRIME) % PRIME;

function subtract(row: number[], lead: readonly number[], factor: number): void {
  if (factor === 0) return;
  for (let at = 0; at < row.length; at += 1) row[at] = modulo((row[at] ?? 0) - factor * (lead[at] ?? 0));
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let b = base, e = exponent; e > 0; e = Math.floor(e / 2), b = (b * b) % PRIME)
    if (e % 2 === 1) result = (result * b) % PRIME;
  return result;
}

/**
 * For specs only. The attacker: knows over whom every released sum goes and adds and subtracts them as they please. The smallest group,
 * below k, of whom something follows; null where there is none. Whatever follows is the same for people who are in the
 * same sums, so it is about whole cells; something follows about some cells alone exactly when whatever no sum notices changes
 * them in ways that depend on one another. A sum may be of something else than people, each of which is about the `peopleOf` it.
 */
export function attack(
  sums: readonly ReadonlySet<string>[],
  k: number,
  peopleOf: (unit: string) => readonly string[] = (person) => [person],
): string[] | null {
  const cells = new Map<string, Set<string>>();
  for (const unit of new Set(sums.flatMap((sum) => [...sum]))) {
    const signature = sums.map((sum) => (sum.has(unit) ? '1' : '0')).join('');
    const people = cells.get(signature) ?? new Set();
    for (const person of peopleOf(unit)) people.add(person);
    cells.set(signature, people);
  }
  const rows = sums.map((_, at) => [...cells.keys()].map((signature) => Number(signature[at])));
  // Fewer than k people are fewer than k cells.
  const changes = unnoticed(rows, cells.size, k);
  const small = [...cells.values()]
    .map((people, at) => ({ people, change: changes[at] ?? [] }))
    .filter(({ people }) => people.size < k);
  const search = (from: number, chosen: readonly Lead[], known: ReadonlySet<string>): string[] | null => {
    for (let at = from; at < small.length; at += 1) {
      const { people, change } = small[at] ?? { people: [], change: [] };
      const together = new Set([...known, ...people]);
      if (together.size >= k) continue;
      const rest = withoutLeads(change, chosen);
      const found = rest === null ? [...together] : search(at + 1, [...chosen, rest], together);
      if (found) return found;
    }
    return null;
  };
  return search(0, [], new Set());
}

/** A row that begins with a one, at `at`. */
type Lead = { at: number; row: readonly number[] };

/** What is left of a row without what others say already; null: nothing. */
function withoutLeads(row: readonly number[], leads: readonly Lead[]): Lead | null {
  const rest = [...row];
  for (const lead of leads) subtract(rest, lead.row, rest[lead.at] ?? 0);
  const at = rest.findIndex((value) => value !== 0);
  if (at < 0) return null;
  const inverse = power(rest[at] ?? 1, PRIME - 2);
  return { at, row: rest.map((value) => (value * inverse) % PRIME) };
}

/** For specs only: each sum once, and none of nobody, as the same one read again tells nothing. */
export const distinct = (sums: readonly ReadonlySet<string>[]): ReadonlySet<string>[] =>
  [...new Map(sums.map((sum) => [[...sum].toSorted().join(), sum])).values()].filter(({ size }) => size > 0);

/** For specs only: so many names. */
export const range = (n: number, name: string): string[] =>
  Array.from({ length: n }, (_, at) => `${name}${at}`);
