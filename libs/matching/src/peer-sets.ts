/** No set, no person, nobody. */
const NONE = -1;

/**
 * People and the odd sets that were made of them (Edmonds' blossoms), one within another. Ids below `people` are persons, above them sets.
 * The members of a set are joined in a ring by pairs that cost just their prices; all but its base are paired along it. Turning a ring
 * makes another member the base, so to the outside a set is like one person.
 */
export class OddSets {
  readonly people: number;
  /** Everybody's partner. */
  readonly mate: Int32Array;
  /** The outermost set (or the person alone) that holds each person. */
  readonly top: Int32Array;
  /** The person of a set who is not paired within it; a person's own. */
  readonly base: Int32Array;
  readonly parent: Int32Array;
  /** Duals of sets, in half points. */
  readonly weight: Float64Array;
  /** The parts of a set round its ring, the one with the base first; undefined for persons and unused ids. */
  readonly parts: (number[] | undefined)[];
  /** `links[2k]` in part k is joined with `links[2k+1]` in the next part. */
  readonly links: number[][];
  private readonly unused: number[];

  constructor(partnerOf: Int32Array) {
    const n = partnerOf.length;
    this.people = n;
    this.mate = partnerOf.slice();
    this.top = Int32Array.from({ length: n }, (_, v) => v);
    this.base = Int32Array.from({ length: 2 * n }, (_, b) => (b < n ? b : NONE));
    this.parent = new Int32Array(2 * n).fill(NONE);
    this.weight = new Float64Array(2 * n);
    this.parts = Array.from({ length: 2 * n });
    this.links = Array.from({ length: 2 * n }, () => []);
    this.unused = Array.from({ length: n }, (_, k) => 2 * n - 1 - k);
  }

  /** The persons of a set, in the order of its rings; of a person the person. */
  peopleOf(b: number): number[] {
    if (b < this.people) return [b];
    const found: number[] = [];
    const open = [b];
    while (open.length > 0) {
      const one = open.pop()!;
      if (one < this.people) found.push(one);
      else for (let k = this.parts[one]!.length - 1; k >= 0; k--) open.push(this.parts[one]![k]!);
    }
    return found;
  }

  /** Outermost sets of more than one person. */
  *outermost(): Generator<number> {
    for (let b = this.people; b < 2 * this.people; b++) if (this.parts[b] && this.parent[b] === NONE) yield b;
  }

  /** Makes a set of outermost parts, the one with the base first. */
  join(parts: number[], links: number[]): number {
    const b = this.unused.pop()!;
    this.parts[b] = parts;
    this.links[b] = links;
    this.base[b] = this.base[parts[0]!]!;
    this.weight[b] = 0;
    for (const part of parts) this.parent[part] = b;
    for (const v of this.peopleOf(b)) this.top[v] = b;
    return b;
  }

  /** Takes an outermost set apart into its parts. */
  split(b: number): void {
    for (const part of this.parts[b]!) {
      this.parent[part] = NONE;
      for (const v of this.peopleOf(part)) this.top[v] = part;
    }
    this.parts[b] = undefined;
    this.unused.push(b);
  }

  /** Takes an outermost set apart, and those of its parts that cost nothing as well. */
  dissolve(b: number): void {
    const parts = this.parts[b]!;
    this.split(b);
    for (const part of parts) if (part >= this.people && this.weight[part] === 0) this.dissolve(part);
  }

  /** The part of set b that holds the person, by its place in the ring. */
  placeOf(b: number, person: number): number {
    let part = person;
    while (this.parent[part] !== b) part = this.parent[part]!;
    return this.parts[b]!.indexOf(part);
  }

  /** Pairs the members of a set anew so that this person is its base, along the even way round from the person to the base. */
  turn(b: number, person: number): void {
    if (b < this.people || this.base[b] === person) return;
    const [parts, links] = [this.parts[b]!, this.links[b]!];
    const size = parts.length;
    const at = this.placeOf(b, person);
    this.turn(parts[at]!, person);
    const pairUp = (k: number): void => {
      const [p, q] = [links[2 * k]!, links[2 * k + 1]!];
      this.turn(parts[k]!, p);
      this.turn(parts[(k + 1) % size]!, q);
      this.mate[p] = q;
      this.mate[q] = p;
    };
    if (at % 2 === 1) for (let k = at + 1; k < size; k += 2) pairUp(k);
    else for (let k = at - 2; k >= 0; k -= 2) pairUp(k);
    this.parts[b] = [...parts.slice(at), ...parts.slice(0, at)];
    this.links[b] = [...links.slice(2 * at), ...links.slice(0, 2 * at)];
    this.base[b] = person;
  }
}
