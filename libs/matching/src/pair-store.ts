import type { Problem } from './problem.ts';

/** Pairs as compressed rows, mentors increasing in each. */
export type PairRows = Pick<Problem, 'ptr' | 'mentor' | 'score'>;

/** Pairs chosen one by one, in any order and possibly more than once; sorted into rows when they are asked for. */
export class PairStore {
  private readonly mentors: number;
  private sorted: PairRows;
  private mentee = new Int32Array(1024);
  private mentor = new Int32Array(1024);
  private score = new Int32Array(1024);
  private used = 0;

  constructor(mentees: number, mentors: number) {
    this.mentors = mentors;
    this.sorted = { ptr: new Int32Array(mentees + 1), mentor: new Int32Array(0), score: new Int32Array(0) };
  }

  add(i: number, j: number, score: number): void {
    if (this.used === this.mentee.length) {
      this.mentee = longer(this.mentee);
      this.mentor = longer(this.mentor);
      this.score = longer(this.score);
    }
    this.mentee[this.used] = i;
    this.mentor[this.used] = j;
    this.score[this.used++] = score;
  }

  /** All pairs so far. By mentor first and then by mentee, each by counting: O(pairs + people). */
  rows(): PairRows {
    if (this.used === 0) return this.sorted;
    const { ptr, mentor, score } = this.sorted;
    const mentee = new Int32Array(mentor.length + this.used);
    for (let i = 0; i + 1 < ptr.length; i++) mentee.fill(i, ptr[i], ptr[i + 1]);
    mentee.set(this.mentee.subarray(0, this.used), mentor.length);
    const mentors = join(mentor, this.mentor.subarray(0, this.used));
    const scores = join(score, this.score.subarray(0, this.used));
    this.used = 0;
    const byMentor = orderBy(mentors, this.mentors);
    const order = orderBy(mentee, ptr.length - 1, byMentor);
    this.sorted = withoutRepeats(order, mentee, mentors, scores, ptr.length - 1);
    return this.sorted;
  }
}

function longer(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(2 * list.length);
  copy.set(list);
  return copy;
}

function join(a: Int32Array, b: Int32Array): Int32Array {
  const both = new Int32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Positions in the order of their keys 0…`keys` - 1; equal keys stay in the order of `before`. */
function orderBy(keyOf: Int32Array, keys: number, before?: Int32Array): Int32Array {
  const next = new Int32Array(keys + 1);
  for (let e = 0; e < keyOf.length; e++) next[keyOf[e]! + 1]! += 1;
  for (let key = 0; key < keys; key++) next[key + 1]! += next[key]!;
  const order = new Int32Array(keyOf.length);
  for (let at = 0; at < order.length; at++) {
    const e = before ? before[at]! : at;
    const key = keyOf[e]!;
    order[next[key]!] = e;
    next[key]! += 1;
  }
  return order;
}

function withoutRepeats(
  order: Int32Array,
  mentee: Int32Array,
  mentor: Int32Array,
  score: Int32Array,
  mentees: number,
): PairRows {
  const ptr = new Int32Array(mentees + 1);
  const ofRow = new Int32Array(order.length);
  const scores = new Int32Array(order.length);
  let used = 0;
  let row = 0;
  for (const e of order) {
    while (row < mentee[e]!) ptr[++row] = used;
    if (used > ptr[row]! && ofRow[used - 1] === mentor[e]) continue;
    ofRow[used] = mentor[e]!;
    scores[used++] = score[e]!;
  }
  while (row < mentees) ptr[++row] = used;
  return { ptr, mentor: ofRow.slice(0, used), score: scores.slice(0, used) };
}
