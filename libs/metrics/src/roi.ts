import { notEstimable } from '@ithaca/statistics/estimates';
import { estimateRecord, type Frame, type MetricRecord } from './records.ts';

/** What a program costs and what one exit costs, as the reader assumes it; money in one currency, shares of a year's salary. */
export type RoiAssumptions = {
  salary: number;
  /** What it costs to replace one person, as a share of the salary: least, most likely, most. */
  replacement: { least: number; likely: number; most: number };
  licence: number;
  coordinatorHours: number;
  hourlyRate: number;
};

/** What is known: participants, hours in meetings of both sides, the adjusted twelve-month difference and who else left. */
export type RoiFacts = {
  participants: number;
  meetingHours: number;
  /** Difference of the share still employed after twelve months, participants minus comparable others; null: not known. */
  effect: { estimate: number; lo: number; hi: number } | null;
  /** Share of the others who had left by then; null: not known. */
  exitShare: number | null;
};

export type RoiRange = { estimate: number; lo: number; hi: number };

/**
 * Return on the cost. `headline`: 'roi' only when the interval of the effect excludes 0, else 'break-even', and without any
 * effect known 'break-even' too. Ranges hold 90 % of the draws; `positive` is the share of draws in which it pays.
 */
export type Roi = {
  cost: { licence: number; coordination: number; meetings: number; total: number };
  breakEven: { avoided: number; expected: number | null };
  avoided: RoiRange | null;
  benefit: RoiRange | null;
  roi: RoiRange | null;
  positive: number | null;
  headline: 'roi' | 'break-even';
};

/** The median of 27 cases outside executives and physicians (Boushey & Glynn 2012), with the usual spread of its cases. */
export const replacementShare = { least: 0.16, likely: 0.21, most: 0.3 } as const;

const draws = 10_000;
const z = 1.959964;

/**
 * Avoided exits times what one costs, against licence and hours, by 10,000 draws: effect normal, replacement triangular
 * (metrics, 2.7). The draws are seeded, so the same input gives the same answer. Throws RangeError on a cost or a likely share
 * that is not above 0, shares out of order or numbers too large to reckon with.
 */
export function estimateRoi(facts: RoiFacts, assumptions: RoiAssumptions): Roi {
  const { salary, replacement, licence, coordinatorHours, hourlyRate } = assumptions;
  const { least, likely, most } = replacement;
  if (!(least <= likely && likely <= most && least >= 0 && likely > 0 && salary > 0))
    throw new RangeError('shares must be in order, the likely one and the salary above 0');
  const coordination = coordinatorHours * hourlyRate;
  const meetings = facts.meetingHours * hourlyRate;
  const total = licence + coordination + meetings;
  if (!(total > 0)) throw new RangeError('a cost must be above 0');
  const avoidedToBreakEven = total / (salary * likely);
  const expected = facts.exitShare === null ? null : facts.participants * facts.exitShare;
  if (!Number.isFinite(avoidedToBreakEven + (expected ?? 0))) throw tooLarge();
  const base = {
    cost: { licence, coordination, meetings, total },
    breakEven: {
      avoided: avoidedToBreakEven,
      expected,
    },
  };
  const { effect } = facts;
  if (effect === null)
    return { ...base, avoided: null, benefit: null, roi: null, positive: null, headline: 'break-even' };
  const deviation = (effect.hi - effect.lo) / (2 * z);
  const random = seeded(20_260_302);
  const avoided = new Float64Array(draws);
  const benefit = new Float64Array(draws);
  for (let i = 0; i < draws; i++) {
    const kept = facts.participants * (effect.estimate + deviation * normal(random));
    avoided[i] = kept;
    benefit[i] = kept * salary * triangular(replacement, random());
  }
  const roi = benefit.map((value) => (value - total) / total);
  const mean = facts.participants * effect.estimate;
  return {
    ...base,
    avoided: rangeOf(avoided, mean),
    benefit: rangeOf(benefit, mean * salary * ((least + likely + most) / 3)),
    roi: rangeOf(roi, (mean * salary * ((least + likely + most) / 3) - total) / total),
    positive: roi.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) / draws,
    headline: effect.lo > 0 || effect.hi < 0 ? 'roi' : 'break-even',
  };
}

function rangeOf(values: Float64Array, estimate: number): RoiRange {
  const sorted = values.toSorted();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? estimate;
  const range = { estimate, lo: at(0.05), hi: at(0.95) };
  if (!Object.values(range).every(Number.isFinite)) throw tooLarge();
  return range;
}

const tooLarge = () => new RangeError('numbers too large, or too small, to reckon with');

function triangular({ least, likely, most }: RoiAssumptions['replacement'], u: number): number {
  const width = most - least;
  if (width === 0) return likely;
  const turn = (likely - least) / width;
  return u < turn
    ? least + Math.sqrt(u * width * (likely - least))
    : most - Math.sqrt((1 - u) * width * (most - likely));
}

/** Box–Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The return as a record, for the n people it is told of; without an effect there is none. */
export function roiRecord({ roi }: Roi, n: number, frame: Frame): MetricRecord {
  return estimateRecord(
    'return-on-investment',
    roi
      ? { status: 'estimated', estimate: roi.estimate, lower: roi.lo, upper: roi.hi, n, method: 'draws-90' }
      : notEstimable('too-few-observations'),
    { n },
    frame,
  );
}
