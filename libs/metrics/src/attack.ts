const PRIME = 2_147_483_647n;

/** Rank of rows of 0 and 1 over the integers modulo a large prime: never above the true one, and with chance 1 − 10⁻⁹ equal. */
function rankOf(rows: readonly (readonly number[])[]): number {
  const matrix = rows.map((row) => row.map(BigInt));
  let rank = 0;
  for (let column = 0; column < (matrix[0]?.length ?? 0) && rank < matrix.length; column += 1) {
    const pivot = matrix.findIndex((row, at) => at >= rank && row[column] !== 0n);
    if (pivot < 0) continue;
    [matrix[rank], matrix[pivot]] = [matrix[pivot] ?? [], matrix[rank] ?? []];
    const lead = matrix[rank] ?? [];
    const inverse = power(lead[column] ?? 1n, PRIME - 2n);
    for (let at = rank + 1; at < matrix.length; at += 1) {
      const row = matrix[at] ?? [];
      const factor = ((row[column] ?? 0n) * inverse) % PRIME;
      if (factor === 0n) continue;
      for (let k = column; k < row.length; k += 1)
        row[k] = ((((row[k] ?? 0n) - factor * (lead[k] ?? 0n)) % PRIME) + PRIME) % PRIME;
    }
    rank += 1;
  }
  return rank;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base, e = exponent; e > 0n; e >>= 1n, b = (b * b) % PRIME)
    if (e & 1n) result = (result * b) % PRIME;
  return result;
}

/**
 * For specs only. The attacker: knows over whom every released sum goes and adds and subtracts them as they please. The smallest group,
 * below k, of whom something follows; null where there is none. Whatever follows is the same for people who are in the
 * same sums, so it is about whole cells; it is about some cells alone exactly when the rank falls without their columns.
 */
export function attack(sums: readonly ReadonlySet<string>[], k: number): string[] | null {
  const cells = new Map<string, string[]>();
  for (const person of new Set(sums.flatMap((sum) => [...sum]))) {
    const signature = sums.map((sum) => (sum.has(person) ? '1' : '0')).join('');
    cells.set(signature, [...(cells.get(signature) ?? []), person]);
  }
  const columns = [...cells].map(([signature, people]) => ({ column: [...signature].map(Number), people }));
  const rowsOf = (of: typeof columns) => sums.map((_, at) => of.map(({ column }) => column[at] ?? 0));
  const rank = rankOf(rowsOf(columns));
  const small = columns.filter(({ people }) => people.length < k);
  const search = (from: number, chosen: typeof columns, size: number): string[] | null => {
    if (chosen.length > 0 && rankOf(rowsOf(columns.filter((one) => !chosen.includes(one)))) < rank)
      return chosen.flatMap(({ people }) => people);
    for (let at = from; at < small.length; at += 1) {
      const next = small[at];
      if (!next || size + next.people.length >= k) continue;
      const found = search(at + 1, [...chosen, next], size + next.people.length);
      if (found) return found;
    }
    return null;
  };
  return search(0, [], 0);
}

/** For specs only: each sum once, and none of nobody, as the same one read again tells nothing. */
export const distinct = (sums: readonly ReadonlySet<string>[]): ReadonlySet<string>[] =>
  [...new Map(sums.map((sum) => [[...sum].toSorted().join(), sum])).values()].filter(({ size }) => size > 0);

/** For specs only: so many names. */
export const range = (n: number, name: string): string[] =>
  Array.from({ length: n }, (_, at) => `${name}${at}`);
