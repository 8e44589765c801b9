/** Binary min-heap of the indices `0..size-1` ordered by `key[index]`; every index at most once, keys may fall while inside. */
export class IndexedHeap {
  readonly key: Float64Array;
  private readonly heap: Int32Array;
  private readonly position: Int32Array;
  size = 0;

  constructor(capacity: number) {
    this.key = new Float64Array(capacity).fill(Infinity);
    this.heap = new Int32Array(capacity);
    this.position = new Int32Array(capacity).fill(-1);
  }

  /** The smallest key inside; Infinity when empty. */
  least(): number {
    return this.size > 0 ? this.key[this.heap[0]!]! : Infinity;
  }

  /** Adds `index`, or moves it up when it is inside already; its key must not have been lower before. */
  lower(index: number, key: number): void {
    const { heap, position } = this;
    const keys = this.key;
    keys[index] = key;
    let at = position[index]!;
    if (at < 0) at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent]!;
      if (keys[above]! <= key) break;
      heap[at] = above;
      position[above] = at;
      at = parent;
    }
    heap[at] = index;
    position[index] = at;
  }

  /** Takes the index with the smallest key out; the heap must not be empty. */
  pop(): number {
    const { heap, position } = this;
    const keys = this.key;
    const top = heap[0]!;
    position[top] = -1;
    const last = heap[--this.size]!;
    const size = this.size;
    if (size === 0) return top;
    const key = keys[last]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && keys[heap[child + 1]!]! < keys[heap[child]!]!) child++;
      const below = heap[child]!;
      if (keys[below]! >= key) break;
      heap[at] = below;
      position[below] = at;
      at = child;
    }
    heap[at] = last;
    position[last] = at;
    return top;
  }

  /** Empties the heap without touching keys. */
  clear(): void {
    for (let at = 0; at < this.size; at++) this.position[this.heap[at]!] = -1;
    this.size = 0;
  }
}
