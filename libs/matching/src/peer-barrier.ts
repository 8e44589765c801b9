import type { PeerGraph } from './peer-graph.ts';

const NOBODY = -1;
const OUTER = 1;
const INNER = 2;

/** Islands and hubs as lists of the graph's people: see `Barrier`. */
export interface BarrierOfGraph {
  readonly hubs: readonly number[];
  readonly islands: readonly (readonly number[])[];
}

/**
 * The barrier that proves a largest matching: alternating trees from all who are left over (or from some of them), odd rings shrunk as they are
 * met (Edmonds, "Paths, trees, and flowers", 1965; Gallai 1964). People an even way off gather in islands, those an odd way off are the
 * hubs. Throws when the matching is not largest: a defect. O(pairs · α).
 */
export function findBarrier(
  { people: n, ptr, partner, isLocked }: Pick<PeerGraph, 'people' | 'ptr' | 'partner' | 'isLocked'>,
  mate: Int32Array,
  roots: readonly number[] = [...mate.keys()].filter((x) => mate[x] === NOBODY && !isLocked[x]),
): BarrierOfGraph {
  const label = new Uint8Array(n);
  /** For INNER people: the OUTER one above. */
  const above = new Int32Array(n).fill(NOBODY);
  /** Rings met so far as a forest; the base of each is kept at its root. */
  const ring = Int32Array.from({ length: n }, (_, x) => x);
  const base = Int32Array.from({ length: n }, (_, x) => x);
  const find = (x: number): number => {
    let root = x;
    while (ring[root] !== root) root = ring[root]!;
    for (let at = x; at !== root;) [at, ring[at]] = [ring[at]!, root];
    return root;
  };
  const baseOf = (x: number): number => base[find(x)]!;
  const queue: number[] = [];
  const makeOuter = (x: number): void => {
    label[x] = OUTER;
    queue.push(x);
  };
  roots.forEach(makeOuter);
  const up = (x: number): number => (mate[x] === NOBODY ? NOBODY : baseOf(above[mate[x]!]!));
  const seenBy = new Int32Array(n).fill(NOBODY);
  let rings = 0;
  const jointOf = (one: number, other: number): number => {
    const mark = rings++;
    for (let x = one; x !== NOBODY; x = up(x)) seenBy[x] = mark;
    for (let x = other; x !== NOBODY; x = up(x)) if (seenBy[x] === mark) return x;
    throw new Error('two people without a partner could still be matched');
  };
  /** Everybody on the way from x up to the joint comes into one ring. */
  const shrink = (x: number, joint: number): void => {
    for (let at = x; at !== joint;) {
      const inner = mate[at]!;
      const next = baseOf(above[inner]!);
      if (label[inner] === INNER) makeOuter(inner);
      for (const person of [at, inner]) ring[find(person)] = find(joint);
      base[find(joint)] = joint;
      at = next;
    }
  };
  for (let at = 0; at < queue.length; at++) {
    const x = queue[at]!;
    for (let e = ptr[x]!; e < ptr[x + 1]!; e++) {
      const y = partner[e]!;
      if (label[y] === OUTER) {
        const [one, other] = [baseOf(x), baseOf(y)];
        if (one === other) continue;
        const joint = jointOf(one, other);
        shrink(one, joint);
        shrink(other, joint);
      } else if (label[y] !== INNER) {
        const next = mate[y]!;
        if (next === NOBODY) throw new Error('two people without a partner could still be matched');
        label[y] = INNER;
        above[y] = x;
        makeOuter(next);
      }
    }
  }
  const islands = new Map<number, number[]>();
  const hubs: number[] = [];
  for (let x = 0; x < n; x++) {
    if (label[x] === INNER) hubs.push(x);
    if (label[x] === OUTER) islands.set(baseOf(x), [...(islands.get(baseOf(x)) ?? []), x]);
  }
  return { hubs, islands: [...islands.values()] };
}
