import { transpose, type Network } from './network.ts';

/**
 * The market seen from one side: `rows` seek places in `columns`. Row i has the pairs `from[s]..to[s]-1` of its source `s = source[i]`;
 * rows that are alike (the places of one mentor) have the same source when `shared`. In a `complete` arena every source has all columns in order.
 * A pair costs `top - score`, a row left out `outside`; a free place has the price `idle`.
 */
export interface Arena {
  readonly rows: number;
  readonly columns: number;
  readonly source: Int32Array;
  readonly shared: boolean;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly column: Int32Array;
  readonly score: Int32Array;
  readonly top: number;
  readonly complete: boolean;
  readonly places: Int32Array;
  readonly outside: Float64Array;
  readonly idle: Float64Array;
}

/** Mentees seek mentors: rows and columns are those of the network. */
export function menteeArena(network: Network): Arena {
  const { mentees, mentors, ptr, mentor, score, maxScore, places, outside, complete } = network;
  return {
    rows: mentees,
    columns: mentors,
    source: Int32Array.from({ length: mentees }, (_, i) => i),
    shared: false,
    from: ptr,
    to: ptr.subarray(1),
    column: mentor,
    score,
    top: maxScore,
    complete,
    places,
    outside,
    idle: new Float64Array(mentors),
  };
}

/**
 * Places seek mentees: row r is a place of mentor `source[r]`, columns are mentees. With T the largest `outside` of a mentee, an empty place
 * costs T and a mentee of the first class is worth T; later classes start dearer by what they are worth less. Duals: u = T + v', v = u' - T.
 */
export function placeArena(network: Network): { arena: Arena; worth: number } {
  const { mentees, mentors, places, complete, outside } = network;
  const { ptr, mentee, score } = transpose(network, mentors);
  const source = new Int32Array(places.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (let j = 0; j < mentors; j++) for (let k = 0; k < places[j]!; k++) source[at++] = j;
  const worth = outside.reduce((most, value) => Math.max(most, value), 0);
  const arena: Arena = {
    rows: source.length,
    columns: mentees,
    source,
    shared: true,
    from: ptr,
    to: ptr.subarray(1),
    column: mentee,
    score,
    top: network.maxScore,
    complete,
    places: new Int32Array(mentees).fill(1),
    outside: new Float64Array(source.length).fill(worth),
    idle: outside.map((value) => value - worth),
  };
  return { arena, worth };
}
