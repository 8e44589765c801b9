/**
 * One person's time under observation, in any one unit: at risk at t when enter < t <= exit. Without `enter` the
 * person is there from the beginning. `event` says whether the exit was the event or the end of observation.
 */
export type Spell = { enter?: number; exit: number; event: boolean; stratum?: string | undefined };

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
};

/** Whether a spell is ever at risk: finite times, exit not negative and after entry. */
export function isAtRisk(spell: { enter?: number; exit: number }): boolean {
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
  return countByTime({
    exits: exits.subarray(0, n).sort(),
    enters: enters.subarray(0, late).sort(),
    died: died.subarray(0, deaths).sort(),
    excluded: spells.length - n,
  });
}

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
