import { aalenJohansen, type CompetingSpell } from '@ithaca/statistics/competing-risks';
import { notEstimable, type IntervalEstimate, type NotEstimable } from '@ithaca/statistics/estimates';
import { daysBetween, hasHappened, type Day } from './days.ts';
import type { MatchRow } from './match-rate.ts';
import { estimateRecord, type Frame, type MetricRecord } from './records.ts';

/** Days from the pool to a partner: until half of those who entered have one, and until four fifths have. */
export type TimeToMatch = { half: MetricRecord; most: MetricRecord };

/**
 * How long it takes to find a partner (metrics, 2.1), both sides' yes. Whoever still waits counts for as long as they have
 * waited, whoever left the pool stays among those without: cumulative incidence with leaving competing (Aalen–Johansen). No
 * number where so many have not been matched.
 */
export function measureTimeToMatch(rows: readonly MatchRow[], frame: Frame): TimeToMatch {
  const { asOf } = frame;
  const spells = rows.flatMap((row): CompetingSpell[] => {
    const since = row.enteredPoolOn;
    if (!hasHappened(since, asOf)) return [];
    const until = (day: Day | null) =>
      hasHappened(day, asOf) ? Math.max(0, daysBetween(since, day)) : Infinity;
    const [matched, left] = [until(row.matchedOn), until(row.withdrawnOn)];
    const exit = Math.min(matched, left, daysBetween(since, asOf));
    return [{ exit, cause: matched <= exit ? 'matched' : left <= exit ? 'left' : null }];
  });
  const found = aalenJohansen(spells);
  const steps = found.status === 'estimated' ? (found.causes['matched'] ?? []) : [];
  const rest = { n: spells.length, pending: spells.filter(({ cause }) => cause === null).length };
  const dayOf = (share: number): IntervalEstimate | NotEstimable => {
    const first = (of: (step: (typeof steps)[number]) => number) =>
      steps.find((step) => of(step) >= share - 1e-9)?.time ?? null;
    const estimate = first(({ incidence }) => incidence);
    if (estimate === null) return notEstimable('beyond-follow-up');
    // The curve may reach the share as early as its upper limit does, and as late as its lower one.
    return {
      status: 'estimated',
      estimate,
      lower: first(({ incidence, upper }) => upper ?? incidence) ?? estimate,
      upper: first(({ incidence, lower }) => lower ?? incidence) ?? Infinity,
      n: spells.length,
      method: 'aalen-johansen',
    };
  };
  const record = (key: 'time-to-match' | 'time-to-match-most', share: number) => {
    const answer = dayOf(share);
    // Of an end that nobody has seen yet there is none to say.
    const isOpen = answer.status === 'estimated' && answer.upper === Infinity;
    const told = estimateRecord(key, isOpen ? { ...answer, upper: answer.estimate } : answer, rest, frame);
    return isOpen ? { ...told, hi: null } : told;
  };
  return { half: record('time-to-match', 0.5), most: record('time-to-match-most', 0.8) };
}
