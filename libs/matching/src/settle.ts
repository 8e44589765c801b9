import { menteeArena, placeArena, type Arena } from './arena.ts';
import { auction } from './auction.ts';
import { Market } from './market.ts';
import type { Network } from './network.ts';
import { reducePlaces } from './place-reduction.ts';
import { reduceRows } from './row-reduction.ts';

/** Row scans per row of the first and the last reduction. */
const FIRST_SCANS = 4;
const SCANS_PER_MENTOR = 20;
const LAST_SCANS = 12;
/** Pairs per row that searches may look at before an auction is called in for better prices. */
const SEARCH_WORK = 100;
const BIDS_PER_ROW = 100;
/** Values, in top costs, at which a bidder leaves a round of the auction. */
const GIVE_UP = 4;
/** An auction pays where nearly every place will be needed. */
const TIGHT = 0.85;

/** An optimal matching of a network with its duals. */
export interface Settled {
  readonly mentorOf: Int32Array;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly searches: number;
  /** False when time ran out: the matching is feasible and the duals prove a bound, but the two may differ. */
  readonly done: boolean;
}

/**
 * Settles the whole network exactly, from the side with fewer units: from the longer one every surplus unit would explore the market in vain.
 * `isLate` is asked now and then; once it says so, what is settled stays and the duals are made feasible.
 */
export function settle(network: Network, isLate: () => boolean = () => false): Settled {
  const { mentees, mentors, ptr, places } = network;
  let seekers = 0;
  for (let i = 0; i < mentees; i++) if (ptr[i]! < ptr[i + 1]!) seekers++;
  let seats = 0;
  for (let j = 0; j < mentors; j++) seats += Math.min(places[j]!, mentees);
  if (seats >= seekers) {
    const market = new Market(menteeArena(network));
    const done = settleRows(market, seats, network.maxScore, isLate);
    const { columnOf, u, v, searches } = market;
    return { mentorOf: columnOf, u, v, searches, done };
  }
  const { arena, worth } = placeArena(network);
  const market = new Market(arena);
  const done = settleRows(market, mentees, network.maxScore, isLate);
  const mentorOf = new Int32Array(mentees).fill(-1);
  const v = new Float64Array(mentors);
  for (let r = 0; r < arena.rows; r++) {
    const j = arena.source[r]!;
    v[j] = market.u[r]! - worth;
    if (market.columnOf[r]! >= 0) mentorOf[market.columnOf[r]!] = j;
  }
  return { mentorOf, u: market.v.map((price) => price + worth), v, searches: market.searches, done };
}

/**
 * Settles a network that is like one settled before: prices and pairs of before are kept where they still hold, and the rest is repaired by
 * exact moves. `v` and `mentorOf` of before, in the order of the network; any prices <= 0 will do.
 */
export function settleAgain(network: Network, v: Float64Array, mentorOf: Int32Array): Settled {
  const market = new Market(menteeArena(network));
  const { ptr, mentor, score, maxScore, outside } = network;
  market.v.set(v);
  const rest: number[] = [];
  for (let i = 0; i < network.mentees; i++) {
    const least = market.leastValue(i);
    const j = mentorOf[i]!;
    market.u[i] = least;
    let isTight = false;
    for (let e = ptr[i]!; j >= 0 && e < ptr[i + 1]!; e++)
      if (mentor[e] === j) isTight = maxScore - score[e]! - market.v[j]! === least;
    if (isTight && market.load[j]! < market.places[j]!) market.seat(i, j);
    else if (least < outside[i]!) rest.push(i);
  }
  for (const i of rest) market.augment(i);
  for (let j = 0; j < network.mentors; j++) while (market.overpriced(j)) market.augmentPlace(j);
  return { mentorOf: market.columnOf, u: market.u, v: market.v, searches: market.searches, done: true };
}

/**
 * Row reduction and searches; where these get long, an auction first finds better prices. `seats`: places of all columns; `top`: the largest
 * cost. Answers false when it was late.
 */
function settleRows(market: Market, seats: number, top: number, isLate: () => boolean): boolean {
  const { arena, v } = market;
  // When everybody with everybody fills every place, any prices will do: start where each column is tight for somebody.
  const filled = arena.complete && arena.rows > 0 && arena.rows === seats;
  if (filled) v.set(columnLeast(arena));
  let rest = arena.shared
    ? reducePlaces(market, SCANS_PER_MENTOR, isLate)
    : reduceRows(market, FIRST_SCANS, isLate);
  const budget = SEARCH_WORK * arena.rows;
  let at = 0;
  while (at < rest.length && market.work < budget && !isLate()) market.augment(rest[at++]!);
  if (at < rest.length && !isLate() && (filled || (!arena.shared && arena.rows > TIGHT * seats))) {
    market.clear();
    auction(market, stepsFrom(top), BIDS_PER_ROW, filled ? Infinity : GIVE_UP * top, !filled, isLate);
    rest = reduceRows(market, LAST_SCANS, isLate);
    at = 0;
  }
  while (at < rest.length && !isLate()) market.augment(rest[at++]!);
  if (filled) {
    const highest = v.reduce((most, price) => Math.max(most, price), -Infinity);
    for (let j = 0; j < v.length; j++) v[j]! -= highest;
    for (let i = 0; i < arena.rows; i++) market.u[i]! += highest;
    market.lists.forget();
  }
  let done = at === rest.length;
  for (let j = 0; done && j < arena.columns; j++)
    while (market.overpriced(j) && done) {
      market.augmentPlace(j);
      done = !isLate();
    }
  if (!done) for (let i = 0; i < arena.rows; i++) market.u[i] = market.leastValue(i);
  return done;
}

/** Steps of the auction, each an eighth of the one before, down to 1. */
function stepsFrom(top: number): number[] {
  const steps: number[] = [];
  for (let step = Math.floor(top / 128); step > 1; step = Math.floor(step / 8)) steps.push(step);
  return [...steps, 1];
}

/** The least cost of every column of a complete arena. */
function columnLeast({ columns, score, top }: Arena): Float64Array {
  const most = new Int32Array(columns);
  for (let e = 0; e < score.length; e += columns) raiseTo(most, score.subarray(e, e + columns));
  return Float64Array.from(most, (value) => top - value);
}

function raiseTo(most: Int32Array, row: Int32Array): void {
  for (let j = 0; j < row.length; j++) if (row[j]! > most[j]!) most[j] = row[j]!;
}
