import { aalenJohansen, type CompetingSpell } from '@ithaca/statistics/competing-risks';
import { countAtRisk, kaplanMeier, survivalQuantile, type SurvivalCurve } from '@ithaca/statistics/survival';
import type { Spell } from '@ithaca/statistics/timeline';
import { dayNumber, earliest, type Day } from './days.ts';
import { leftOut, minimumGroupOf, publish, type Frame, type MetricRecord } from './records.ts';
import { settledYears, type Leaving } from './settled-exits.ts';
import { isTold } from './suppression.ts';
import { yearOfReasons } from './turnover.ts';

/**
 * One time of employment; a return within thirty days has been joined. `to`: first day no longer employed, ahead or past. Whose day of
 * hiring nobody knows is none of those followed, but has left like the others.
 */
export type EmploymentLife = {
  from: Day;
  to: Day | null;
  isHiringKnown?: boolean;
  reason: 'voluntary' | 'involuntary' | 'retirement' | 'other' | null;
};

/** The share still here after so many months of tenure; no limits before anybody left. */
export type TenurePoint = {
  month: number;
  survival: number;
  lower: number | null;
  upper: number | null;
  atRisk: number;
};

/** Each number is a record; `quartiles` tell in months when that share has left, null where it has not in the data. */
export type Tenure = {
  curve: TenurePoint[] | null;
  quartiles: { share: number; record: MetricRecord }[];
  leftByChoice: { years: number; record: MetricRecord }[];
};

const quartiles = [0.25, 0.5, 0.75];
/** Tenures, in years, by which it is told who has left by choice. Few, as each has to fill with leavers of both kinds. */
const horizons = [2, 5, 10, 20];
const fewestAtRisk = 10;
/** The curve is told by quarters of a year, from the start on. */
const monthsApart = 3;

/**
 * How long people stay: Kaplan–Meier of tenure, where who was hired before the data begin counts from then on only; and who has left by
 * choice with other exits competing (Aalen–Johansen; one minus Kaplan–Meier would count those dismissed as if they could still choose).
 * The data begin on `recordedFrom`, or with the first leaving that is known. Read in whole months of tenure that are over on the
 * first of the month, as far as ten people are at risk. (metrics, 2.4.)
 */
export function measureTenure(lives: readonly EmploymentLife[], recordedFrom: Day, { asOf }: Frame): Tenure {
  const hired = lives.filter(isFollowed);
  const begins = beginOf(lives, recordedFrom, asOf);
  const until = `${asOf.slice(0, 7)}-01`;
  const frame = { asOf, to: until };
  const followed = hired.flatMap((life) => followedFrom(life, dayNumber(begins)));
  const spells = followed.flatMap((one) => spellOf(one, dayNumber(until)));
  const found = kaplanMeier(spells);
  const n = found.status === 'estimated' ? found.n : 0;
  const thick = found.status === 'estimated' ? cutWhereThin(found) : null;
  const isEnough = isTold(n, minimumGroupOf('tenure', frame));
  return {
    curve: thick && isEnough ? pointsOf(thick, spells) : null,
    quartiles: quartiles.map((share) => ({ share, record: quartileOf(thick, share, n, frame) })),
    leftByChoice: isEnough ? choicesOf(lives, dayNumber(begins), n, frame) : [],
  };
}

const isFollowed = ({ isHiringKnown }: EmploymentLife) => isHiringKnown !== false;

function beginOf(lives: readonly EmploymentLife[], recordedFrom: Day, asOf: Day): Day {
  const known = lives.map((life) =>
    isFollowed(life) && life.to !== null && life.to <= asOf ? life.to : null,
  );
  return earliest([recordedFrom, ...known]) ?? recordedFrom;
}

/** Somebody who left. */
export type Leaver = Leaving & { personId: string };

/** Everybody who has left, each time they did; `recordedFrom` as for `measureTenure`, whose stretches these are. */
export function listLeavers(
  livesOf: ReadonlyMap<string, readonly EmploymentLife[]>,
  recordedFrom: Day,
  { asOf }: Frame,
): Leaver[] {
  const begins = dayNumber(beginOf([...livesOf.values()].flat(), recordedFrom, asOf));
  return [...livesOf].flatMap(([personId, lives]) =>
    lives.flatMap((life) => leavingOf(life, begins).map((leaving) => ({ personId, ...leaving }))),
  );
}

/** Somebody's time in months of tenure: unknown up to `enter`, and gone in the month `left`. Days are numbers here: there are many. */
type Followed = { from: number; enter: number; left: number };

function followedFrom({ from, to }: EmploymentLife, begins: number): Followed[] {
  const first = dayNumber(from);
  const enter = first < begins ? Math.ceil(monthsIn(begins - first)) : 0;
  const left = to === null ? Infinity : Math.max(1, Math.ceil(monthsIn(dayNumber(to) - first)));
  return left > enter ? [{ from: first, enter, left }] : [];
}

/** Months of 30.4375 days, as a fraction that is exact where it is whole. */
const monthsIn = (days: number): number => (days * 16) / 487;

/** A month of tenure counts once it is over, for who stays in it as for who leaves in it. */
function spellOf({ from, enter, left }: Followed, until: number): Spell[] {
  const seen = Math.floor(monthsIn(until - from));
  const exit = Math.min(left, seen);
  return exit > enter ? [{ ...(enter > 0 && { enter }), exit, event: left <= seen }] : [];
}

/** The curve up to the first month in which fewer than ten are at risk; null where that is the first. */
function cutWhereThin(curve: SurvivalCurve): SurvivalCurve | null {
  const thin = curve.steps.findIndex(({ atRisk }) => atRisk < fewestAtRisk);
  const steps = thin < 0 ? curve.steps : curve.steps.slice(0, thin);
  const last = steps.at(-1);
  return last ? { ...curve, steps, lastTime: last.time } : null;
}

function pointsOf({ steps, lastTime }: SurvivalCurve, spells: readonly Spell[]): TenurePoint[] {
  const points: TenurePoint[] = [];
  for (let month = monthsApart; month <= lastTime; month += monthsApart) {
    const atRisk = countAtRisk(spells, month);
    if (!isTold(atRisk, fewestAtRisk)) break;
    const step = steps.findLast(({ time }) => time <= month);
    const { survival, lower, upper } = step ?? { survival: 1, lower: null, upper: null };
    points.push({ month, survival, lower, upper, atRisk });
  }
  // Where most were hired before the data begin, fewer than ten may be known from their first day.
  const atRisk = countAtRisk(spells, 0);
  if (points.length === 0 || !isTold(atRisk, fewestAtRisk)) return points;
  return [{ month: 0, survival: 1, lower: null, upper: null, atRisk }, ...points];
}

function quartileOf(curve: SurvivalCurve | null, share: number, n: number, frame: Frame): MetricRecord {
  const found = curve ? survivalQuantile(curve, share) : null;
  const { time, lower, upper } =
    found?.status === 'estimated' ? found : { time: null, lower: null, upper: null };
  const isReached = time !== null;
  return publish(
    'tenure',
    {
      numerator: null,
      denominator: null,
      n,
      estimate: time,
      lo: isReached ? lower : null,
      hi: isReached ? upper : null,
      method: isReached ? 'kaplan-meier' : null,
      ...leftOut({}),
    },
    frame,
  );
}

/**
 * By each tenure, the share that has left by choice. Each stretch between two tenures is read up to its own first of January
 * (`settledYears`); of each it is told how many of its leavers chose to leave, never which.
 */
function choicesOf(
  lives: readonly EmploymentLife[],
  begins: number,
  n: number,
  frame: Frame,
): { years: number; record: MetricRecord }[] {
  const { to: until } = yearOfReasons(frame.asOf);
  const spans = lives.map((life) => spanOf(life, begins));
  const leavings = lives.flatMap((life) => leavingOf(life, begins));
  const settled = settledYears(leavings, stretchesOfTenure, until);
  const pieces: CompetingSpell[][] = [];
  for (const [index, stretch] of stretches.entries()) {
    const on = settled[index] ?? null;
    if (on === null) break;
    const own = spans.flatMap((one) => (one ? pieceOf(one, stretch, dayNumber(on)) : []));
    const curve = kaplanMeier(own);
    const isThin =
      curve.status !== 'estimated' ||
      curve.steps.some(({ atRisk }) => atRisk < fewestAtRisk) ||
      countAtRisk(own, stretch.to) < fewestAtRisk;
    if (isThin) break;
    pieces.push(spreadEvenly(own));
  }
  const found = aalenJohansen(pieces.flat());
  const steps = found.status === 'estimated' ? (found.causes['voluntary'] ?? []) : [];
  return stretches.slice(0, pieces.length).map(({ years, to }) => {
    const step = steps.findLast(({ time }) => time <= to);
    const record = publish(
      'tenure-left-by-choice',
      {
        numerator: null,
        denominator: null,
        n,
        estimate: step?.incidence ?? null,
        lo: step?.lower ?? null,
        hi: step?.upper ?? null,
        method: 'aalen-johansen',
        ...leftOut({}),
      },
      frame,
    );
    return { years, record };
  });
}

/** The stretches between the tenures, in days. */
const stretches = horizons.map((years, index) => ({
  years,
  after: 365.25 * (horizons[index - 1] ?? 0),
  to: 365.25 * years,
}));
type Stretch = (typeof stretches)[number];

/** How many stretches of tenure reasons are told of. */
export const stretchesOfTenure = stretches.length;

function leavingOf(life: EmploymentLife, begins: number): Leaving[] {
  if (life.to === null) return [];
  const left = spanOf(life, begins)?.left;
  const stretch = left === undefined ? -1 : stretches.findIndex((one) => left <= one.to);
  return [{ leftOn: life.to, isChoice: life.reason === 'voluntary', stretch: stretch < 0 ? null : stretch }];
}

/** Somebody's time in days of tenure: unknown up to `enter`, gone on the day `left`. Null where they are not followed. */
type Span = { from: number; enter: number; left: number; isChoice: boolean };

function spanOf({ from, to, reason, isHiringKnown }: EmploymentLife, begins: number): Span | null {
  if (isHiringKnown === false) return null;
  const first = dayNumber(from);
  const enter = Math.max(0, begins - first);
  // Who left on their first day was there for half of it.
  const left = to === null ? Infinity : Math.max(0.5, dayNumber(to) - first);
  return left > enter ? { from: first, enter, left, isChoice: reason === 'voluntary' } : null;
}

/** A part of somebody's time in one stretch of tenure. */
type Piece = Spell & { isChoice: boolean };

function pieceOf({ from, enter, left, isChoice }: Span, { after, to }: Stretch, until: number): Piece[] {
  const start = Math.max(enter, after);
  const seen = Math.min(to, until - from);
  const exit = Math.min(left, seen);
  // Gone on the first day that is not read is not gone yet.
  const event = left <= to && left < until - from;
  return exit > start ? [{ ...(start > 0 && { enter: start }), exit, event, isChoice }] : [];
}

/**
 * As many leavers as chose to leave, from the first to the last, whoever they were: with their own days the digits of the share would
 * say who they are to somebody who knows all days and tries out all reasons.
 */
function spreadEvenly(pieces: readonly Piece[]): CompetingSpell[] {
  const leavers = pieces.filter(({ event }) => event).toSorted((one, other) => one.exit - other.exit);
  const chosen = leavers.filter(({ isChoice }) => isChoice).length;
  const upTo = (count: number) => Math.floor((count * chosen) / leavers.length);
  const places = new Map(leavers.map((piece, at) => [piece, upTo(at + 1) > upTo(at)]));
  return pieces.map((piece) => {
    const { enter, exit, event } = piece;
    const cause = event ? (places.get(piece) ? 'voluntary' : 'other') : null;
    return { ...(enter !== undefined && { enter }), exit, cause };
  });
}
