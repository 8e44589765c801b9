import { clamp } from './estimates.ts';

/**
 * One person's time under observation, in any one unit: at risk at t when enter < t <= exit. Without `enter` the
 * person is there from the beginning. `event` says whether the exit was the event or the end of observation. `weight` is how many
 * people this one stands for, 1 unless said; curves heed it, the log-rank test does not.
 */
export type Spell = {
  enter?: number;
  exit: number;
  event: boolean;
  stratum?: string | undefined;
  weight?: number;
};

/**
 * What happened at each distinct exit time of a group, in growing order: how many were at risk just before, how many
 * had the event, how many were censored. `excluded` counts spells that were never at risk.
 */
export type Timeline = {
  times: Float64Array;
  atRisk: Int32Array;
  events: Int32Array;
  censored: Int32Array;
  /** Late entries and all exits in growing order, to count those at risk at any time. */
  enters: Float64Array;
  exits: Float64Array;
  n: number;
  excluded: number;
  /** Null where nobody has a weight. */
  weighted: Weighted | null;
};

/**
 * A group with weights as if of so many equally weighted people: at each time those at risk are `worth` (Σw)²/Σw² (Kish 1965),
 * and of these `events` had the event. `scale` turns a sum of weights, beside the largest, into people so counted.
 */
type Weighted = { worth: Float64Array; events: Float64Array; scale: Float64Array };

/** Whether a spell is ever at risk: finite times, exit not negative and after entry, a weight above 0. */
export function isAtRisk(spell: Pick<Spell, 'enter' | 'exit' | 'weight'>): boolean {
  const { weight = 1 } = spell;
  if (!(Number.isFinite(weight) && weight > 0)) return false;
  if (!Number.isFinite(spell.exit) || spell.exit < 0) return false;
  return spell.enter === undefined || (Number.isFinite(spell.enter) && spell.enter < spell.exit);
}

/**
 * Counts spells by exit time. Those censored at t are at risk at t; those who enter at t are not yet. Only numbers
 * are sorted, never the spells themselves: 100,000 people take some tens of milliseconds.
 */
export function timelineOf(spells: readonly Spell[]): Timeline {
  const exits = new Float64Array(spells.length);
  const enters = new Float64Array(spells.length);
  const died = new Float64Array(spells.length);
  let n = 0;
  let deaths = 0;
  let late = 0;
  for (const spell of spells) {
    if (!isAtRisk(spell)) continue;
    exits[n++] = spell.exit;
    if (spell.enter !== undefined) enters[late++] = spell.enter;
    if (spell.event) died[deaths++] = spell.exit;
  }
  const timeline = countByTime({
    exits: exits.subarray(0, n).sort(),
    enters: enters.subarray(0, late).sort(),
    died: died.subarray(0, deaths).sort(),
    excluded: spells.length - n,
  });
  const isWeighted = spells.some(({ weight }) => weight !== undefined);
  return isWeighted ? { ...timeline, weighted: weigh(spells, timeline) } : timeline;
}

/** No weight counts for less than this part of the largest: sums and squares then stay within what numbers can tell apart. */
const leastWeight = 1e-6;

/** What each weighs beside the one that weighs most; only proportions count. */
export function weigher(spells: readonly Pick<Spell, 'enter' | 'exit' | 'weight'>[]) {
  const most = spells.reduce((max, spell) => (isAtRisk(spell) ? Math.max(max, spell.weight ?? 1) : max), 0);
  return ({ weight = 1 }: Pick<Spell, 'weight'>): number => Math.max(leastWeight, weight / most);
}

/** Who enters at t or later, or has gone before t, is not at risk at t: sums from the last time back. */
function weigh(spells: readonly Spell[], { times, atRisk }: Timeline): Weighted {
  const [sums, squares, died] = [0, 1, 2].map(() => new Float64Array(times.length)) as Three;
  const places = new Map(Array.from(times, (time, at) => [time, at]));
  const weightOf = weigher(spells);
  for (const spell of spells) {
    if (!isAtRisk(spell)) continue;
    const { enter, exit, event } = spell;
    const weight = weightOf(spell);
    const left = places.get(exit) ?? 0;
    sums[left] = (sums[left] ?? 0) + weight;
    squares[left] = (squares[left] ?? 0) + weight * weight;
    if (event) died[left] = (died[left] ?? 0) + weight;
    const came = enter === undefined ? -1 : times.findLastIndex((time) => time <= enter);
    if (came < 0) continue;
    sums[came] = (sums[came] ?? 0) - weight;
    squares[came] = (squares[came] ?? 0) - weight * weight;
  }
  for (let at = times.length - 2; at >= 0; at -= 1) {
    sums[at] = (sums[at] ?? 0) + (sums[at + 1] ?? 0);
    squares[at] = (squares[at] ?? 0) + (squares[at + 1] ?? 0);
  }
  // What rounding leaves of those who came and went is no weight.
  const worth = sums.map((sum, at) => clamp((sum * sum) / (squares[at] ?? 1) || 1, 1, atRisk[at] ?? 1));
  const scale = worth.map((people, at) => people / Math.max(leastWeight, sums[at] ?? 1));
  return { worth, scale, events: died.map((sum, at) => clamp(sum * (scale[at] ?? 1), 0, worth[at] ?? 0)) };
}

type Three = [Float64Array, Float64Array, Float64Array];

function countByTime(sorted: {
  exits: Float64Array;
  enters: Float64Array;
  died: Float64Array;
  excluded: number;
}): Timeline {
  const { exits, enters, died } = sorted;
  const times = exits.filter((time, i) => i === 0 || time !== exits[i - 1]);
  const fromTheStart = exits.length - enters.length;
  const timeline: Timeline = {
    times,
    atRisk: new Int32Array(times.length),
    events: new Int32Array(times.length),
    censored: new Int32Array(times.length),
    enters,
    exits,
    n: exits.length,
    excluded: sorted.excluded,
    weighted: null,
  };
  let left = 0;
  let dead = 0;
  let here = 0;
  for (let k = 0; k < times.length; k++) {
    const time = times[k] ?? 0;
    while (here < enters.length && (enters[here] ?? 0) < time) here++;
    timeline.atRisk[k] = fromTheStart + here - left;
    const leftBefore = left;
    const deadBefore = dead;
    while (left < exits.length && exits[left] === time) left++;
    while (dead < died.length && died[dead] === time) dead++;
    timeline.events[k] = dead - deadBefore;
    timeline.censored[k] = left - leftBefore - (dead - deadBefore);
  }
  return timeline;
}
