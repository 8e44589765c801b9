import { EventQueue } from './event-queue.ts';
import type { PeerGraph } from './peer-graph.ts';
import type { PeerStart } from './peer-start.ts';
import { OddSets } from './peer-sets.ts';

/** Where somebody stands in a search: untouched, an even or an odd number of steps from its root. */
const FREE = 0;
const OUTER = 1;
const INNER = 2;
const NOBODY = -1;

/**
 * A matching under way, with duals that hold at every moment between two searches (half points throughout):
 * - a pair costs at least its two prices less the weights of the odd sets that hold both, and just that when chosen;
 * - a price is at most what leaving the person out costs, and just that for whoever is left out and settled;
 * - weights are not negative, and a set with a weight has all but one of its members paired within it.
 *
 * `settle` takes one person who has nobody and does not yet cost what being alone costs. From there a tree of chosen pairs grows (Edmonds 1965):
 * prices of OUTER people rise with the time of the search, of INNER ones fall, so that whatever becomes possible next is an event at
 * a time that is known beforehand (Galil, Micali & Gabow 1986). It ends with a partner for somebody, or with somebody alone
 * at the full price. Times beyond the earliest end known are not looked at. O(pairs · log people) a search.
 */
export class PeerSearch {
  readonly prices: Float64Array;
  readonly sets: OddSets;
  private readonly graph: PeerGraph;
  private readonly label: Uint8Array;
  /** The pair by which an outermost set came into the tree: from a person above, to a person of it. */
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  /** The time at which it did. */
  private readonly since: Float64Array;
  /** Price of an OUTER person at time 0: at time t it is `shift + t`. */
  private readonly shift: Float64Array;
  /** Of people who are not OUTER: the least `cost - shift` over their pairs with OUTER ones, and whose that is. */
  private readonly reach: Float64Array;
  private readonly reachedFrom: Int32Array;
  private readonly events = new EventQueue();
  private readonly fresh: number[] = [];
  private now = 0;
  /** The earliest end known: this OUTER person takes `lastTo`, or stays alone. */
  private limit = Infinity;
  private lastFrom = NOBODY;
  private lastTo = NOBODY;

  constructor(graph: PeerGraph, { partnerOf, prices }: PeerStart) {
    const n = graph.people;
    this.graph = graph;
    this.prices = prices;
    this.sets = new OddSets(partnerOf);
    this.label = new Uint8Array(2 * n);
    this.from = new Int32Array(2 * n);
    this.to = new Int32Array(2 * n);
    this.since = new Float64Array(2 * n);
    this.shift = new Float64Array(n);
    this.reach = new Float64Array(n);
    this.reachedFrom = new Int32Array(n);
  }

  /** True for whoever has nobody and costs less than being alone does. */
  isOpen(person: number): boolean {
    return this.sets.mate[person] === NOBODY && this.prices[person]! < this.graph.alone[person]!;
  }

  /** One search, from a person who is open. Afterwards one or two fewer are. */
  settle(root: number): void {
    const { events, sets } = this;
    this.label.fill(FREE);
    this.reach.fill(Infinity);
    events.clear();
    this.now = 0;
    this.limit = Infinity;
    this.makeOuter(sets.top[root]!, NOBODY, root);
    this.lookAround();
    while (events.pop(this.limit)) {
      this.now = events.at;
      const { a, b } = events;
      if (a === NOBODY) this.openInner(b);
      else if (b === NOBODY) this.growTo(a);
      else this.meet(a, b);
      this.lookAround();
    }
    this.now = this.limit;
    this.raisePrices();
    if (this.lastTo !== NOBODY) {
      sets.turn(sets.top[this.lastTo]!, this.lastTo);
      sets.mate[this.lastTo] = this.lastFrom;
    }
    this.swapUpwards(this.lastFrom, this.lastTo);
    for (const b of sets.outermost()) if (sets.weight[b] === 0) sets.dissolve(b);
  }

  private makeOuter(b: number, from: number, to: number): void {
    this.enter(b, OUTER, from, to);
    for (const v of this.sets.peopleOf(b)) {
      this.shift[v] = this.prices[v]! - this.now;
      this.fresh.push(v);
    }
  }

  private makeInner(b: number, from: number, to: number): void {
    this.enter(b, INNER, from, to);
    // Its weight falls by two with each step of time; at 0 it has to be opened.
    if (b >= this.graph.people) this.tell(this.now + this.sets.weight[b]! / 2, NOBODY, b);
  }

  private enter(b: number, label: number, from: number, to: number): void {
    this.label[b] = label;
    this.from[b] = from;
    this.to[b] = to;
    this.since[b] = this.now;
  }

  private tell(time: number, a: number, b: number): void {
    if (time < this.limit) this.events.push(time, a, b);
  }

  /** Looks from everybody who has become OUTER along all their pairs. */
  private lookAround(): void {
    const { graph, sets, label, shift, reach } = this;
    const { ptr, partner, cost } = graph;
    const { top } = sets;
    while (this.fresh.length > 0) {
      const v = this.fresh.pop()!;
      const aloneAt = graph.alone[v]! - shift[v]!;
      if (aloneAt < this.limit) this.end(aloneAt, v, NOBODY);
      for (let e = ptr[v]!; e < ptr[v + 1]!; e++) {
        const w = partner[e]!;
        const key = cost[e]! - shift[v]!;
        if (label[top[w]!] === OUTER) {
          if (top[w] !== top[v]) this.tell((key - shift[w]!) / 2, v, w);
        } else if (key < reach[w]!) {
          reach[w] = key;
          this.reachedFrom[w] = v;
          if (label[top[w]!] === FREE) this.foresee(w);
        }
      }
    }
  }

  /** A FREE person comes into the tree when the slack of the closest pair is used up: as the end, if without a partner. */
  private foresee(w: number): void {
    const time = this.reach[w]! - this.prices[w]!;
    const { sets } = this;
    if (sets.mate[sets.base[sets.top[w]!]!] !== NOBODY) this.tell(time, w, NOBODY);
    else if (time < this.limit) this.end(time, this.reachedFrom[w]!, w);
  }

  private end(time: number, from: number, to: number): void {
    this.limit = time;
    this.lastFrom = from;
    this.lastTo = to;
  }

  /** A FREE set comes in, and by its base's pair the set of the partner. */
  private growTo(person: number): void {
    const { sets } = this;
    const b = sets.top[person]!;
    if (this.label[b] !== FREE || this.now !== this.reach[person]! - this.prices[person]!) return;
    this.makeInner(b, this.reachedFrom[person]!, person);
    const base = sets.base[b]!;
    const mate = sets.mate[base]!;
    this.makeOuter(sets.top[mate]!, base, mate);
  }

  /** Two OUTER sets meet: with the ways up to where these join they form an odd ring, a new set. */
  private meet(a: number, b: number): void {
    const { sets, from, to } = this;
    const [one, other] = [sets.top[a]!, sets.top[b]!];
    if (one === other) return;
    const [wayUp, otherWayUp] = this.waysToJoint(one, other);
    const joint = wayUp.pop()!;
    otherWayUp.pop();
    const down = wayUp.reverse();
    const parts = [joint, ...down, ...otherWayUp];
    const links = [
      ...down.flatMap((c) => [from[c]!, to[c]!]),
      a,
      b,
      ...otherWayUp.flatMap((c) => [to[c]!, from[c]!]),
    ];
    const inner = parts.filter((c) => this.label[c] === INNER);
    for (const c of parts) this.bringUpToDate(c);
    const joined = sets.join(parts, links);
    this.enter(joined, OUTER, from[joint]!, to[joint]!);
    for (const c of inner)
      for (const v of sets.peopleOf(c)) {
        this.shift[v] = this.prices[v]! - this.now;
        this.fresh.push(v);
      }
  }

  /** The sets from each of two OUTER ones up to the nearest that is above both, with it. */
  private waysToJoint(one: number, other: number): [number[], number[]] {
    const up = (b: number): number => (this.from[b] === NOBODY ? NOBODY : this.sets.top[this.from[b]!]!);
    const way: number[] = [];
    for (let b = one; b !== NOBODY; b = up(b)) way.push(b);
    const placeOf = new Map(way.map((b, at) => [b, at]));
    const otherWay: number[] = [];
    for (let b = other; ; b = up(b)) {
      otherWay.push(b);
      const at = placeOf.get(b);
      if (at !== undefined) return [way.slice(0, at + 1), otherWay];
    }
  }

  /** Writes down what the time since an outermost set came in has done to its duals; prices of OUTER people stay in `shift`. */
  private bringUpToDate(b: number): void {
    const { sets } = this;
    const passed = this.now - this.since[b]!;
    if (b >= this.graph.people) sets.weight[b]! += (this.label[b] === OUTER ? 2 : -2) * passed;
    if (this.label[b] === INNER) for (const v of sets.peopleOf(b)) this.prices[v]! -= passed;
    this.since[b] = this.now;
  }

  /** An INNER set whose weight is used up: the even way from where the tree enters it to its base stays in, the rest is FREE again. */
  private openInner(b: number): void {
    const { sets, label } = this;
    if (label[b] !== INNER || !sets.parts[b] || sets.parent[b] !== NOBODY) return;
    if (this.since[b]! + sets.weight[b]! / 2 !== this.now) return;
    this.bringUpToDate(b);
    const [parts, links] = [sets.parts[b]!, sets.links[b]!];
    const size = parts.length;
    const entry = sets.placeOf(b, this.to[b]!);
    const [from, to] = [this.from[b]!, this.to[b]!];
    sets.split(b);
    label[b] = FREE;
    for (const part of parts) label[part] = FREE;
    const forward = entry % 2 === 1;
    /** The pair from part k to the next one on the way. */
    const link = (k: number): [number, number] =>
      forward ? [links[2 * k]!, links[2 * k + 1]!] : [links[2 * k - 1]!, links[2 * k - 2]!];
    const step = forward ? 1 : -1;
    this.makeInner(parts[entry]!, from, to);
    for (let k = entry; k % size !== 0;) {
      const outer = k + step;
      this.makeOuter(parts[outer]!, ...link(k));
      k = outer + step;
      this.makeInner(parts[k % size]!, ...link(outer));
    }
    for (const part of parts)
      if (label[part] === FREE)
        for (const v of sets.peopleOf(part)) if (this.reach[v]! < Infinity) this.foresee(v);
  }

  /** The end of a search: what time has done to all duals. */
  private raisePrices(): void {
    const { sets, label } = this;
    for (let v = 0; v < this.graph.people; v++) {
      const b = sets.top[v]!;
      if (label[b] === OUTER) this.prices[v] = this.shift[v]! + this.now;
      else if (label[b] === INNER) this.prices[v]! -= this.now - this.since[b]!;
    }
    for (const b of sets.outermost())
      if (label[b] !== FREE) sets.weight[b]! += (label[b] === OUTER ? 2 : -2) * (this.now - this.since[b]!);
  }

  /** This OUTER person takes a new partner (or nobody), and along the way up to the root everybody changes over. */
  private swapUpwards(person: number, partner: number): void {
    const { sets, from, to } = this;
    for (let s = person, p = partner; ;) {
      const outer = sets.top[s]!;
      sets.turn(outer, s);
      sets.mate[s] = p;
      if (from[outer] === NOBODY) return;
      const inner = sets.top[from[outer]!]!;
      s = from[inner]!;
      p = to[inner]!;
      sets.turn(inner, p);
      sets.mate[p] = s;
    }
  }
}
