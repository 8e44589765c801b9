/** For each owner the best few others by score, then by a drawn key, each with a note. `least`: the lowest score that may still come in, -1 while there is room. */
export class TopList {
  readonly least: Int32Array;
  private readonly start: Int32Array;
  private readonly count: Int32Array;
  private readonly score: Int32Array;
  private readonly key: Uint32Array;
  private readonly other: Int32Array;
  private readonly note: Int32Array;

  constructor(owners: number, sizeOf: (owner: number) => number) {
    this.start = new Int32Array(owners + 1);
    for (let k = 0; k < owners; k++) this.start[k + 1] = this.start[k]! + sizeOf(k);
    const total = this.start[owners]!;
    this.count = new Int32Array(owners);
    this.least = new Int32Array(owners);
    for (let k = 0; k < owners; k++) this.least[k] = sizeOf(k) > 0 ? -1 : 2 ** 31 - 1;
    this.score = new Int32Array(total);
    this.key = new Uint32Array(total);
    this.other = new Int32Array(total);
    this.note = new Int32Array(total);
  }

  size(owner: number): number {
    return this.count[owner]!;
  }

  clear(): void {
    this.count.fill(0);
    this.least.fill(-1);
  }

  /** Insertion into a sorted list, the worst last. */
  add(owner: number, score: number, key: number, other: number, note: number): void {
    const from = this.start[owner]!;
    const size = this.start[owner + 1]! - from;
    let used = this.count[owner]!;
    if (used === size) {
      const last = from + size - 1;
      if (score === this.score[last] && key <= this.key[last]!) return;
      used--;
    }
    let at = from + used;
    while (
      at > from &&
      (this.score[at - 1]! < score || (this.score[at - 1] === score && this.key[at - 1]! < key))
    ) {
      this.score[at] = this.score[at - 1]!;
      this.key[at] = this.key[at - 1]!;
      this.other[at] = this.other[at - 1]!;
      this.note[at] = this.note[at - 1]!;
      at--;
    }
    this.score[at] = score;
    this.key[at] = key;
    this.other[at] = other;
    this.note[at] = note;
    this.count[owner] = used + 1;
    if (used + 1 === size) this.least[owner] = this.score[from + size - 1]!;
  }

  forEach(owner: number, visit: (score: number, other: number, note: number) => void): void {
    const from = this.start[owner]!;
    for (let at = from; at < from + this.count[owner]!; at++)
      visit(this.score[at]!, this.other[at]!, this.note[at]!);
  }
}
