/** A binary min-heap of events: a time and two numbers that say what happens. Equal times come in an order that depends on the pushes alone. */
export class EventQueue {
  private time = new Float64Array(256);
  private one = new Int32Array(256);
  private other = new Int32Array(256);
  size = 0;
  /** The event that `pop` took out. */
  at = 0;
  a = 0;
  b = 0;

  push(time: number, a: number, b: number): void {
    if (this.size === this.time.length) this.grow();
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.time[parent]! <= time) break;
      this.move(parent, at);
      at = parent;
    }
    this.set(at, time, a, b);
  }

  /** Takes the first event out, into `at`, `a` and `b`; false when there is none before the limit. */
  pop(limit: number): boolean {
    if (this.size === 0 || this.time[0]! >= limit) return false;
    this.at = this.time[0]!;
    this.a = this.one[0]!;
    this.b = this.other[0]!;
    const last = --this.size;
    const time = this.time[last]!;
    let at = 0;
    for (let child = 1; child < last; child = 2 * at + 1) {
      if (child + 1 < last && this.time[child + 1]! < this.time[child]!) child++;
      if (this.time[child]! >= time) break;
      this.move(child, at);
      at = child;
    }
    this.set(at, time, this.one[last]!, this.other[last]!);
    return true;
  }

  clear(): void {
    this.size = 0;
  }

  private set(at: number, time: number, a: number, b: number): void {
    this.time[at] = time;
    this.one[at] = a;
    this.other[at] = b;
  }

  private move(from: number, to: number): void {
    this.set(to, this.time[from]!, this.one[from]!, this.other[from]!);
  }

  private grow(): void {
    const longer = <T extends Float64Array | Int32Array>(list: T, empty: T): T => {
      empty.set(list);
      return empty;
    };
    const size = 2 * this.time.length;
    this.time = longer(this.time, new Float64Array(size));
    this.one = longer(this.one, new Int32Array(size));
    this.other = longer(this.other, new Int32Array(size));
  }
}
