import { aalenJohansen, type CompetingSpell } from '@ithaca/statistics/competing-risks';
import { countAtRisk, kaplanMeier, survivalQuantile, type SurvivalCurve } from '@ithaca/statistics/survival';
import type { Spell } from '@ithaca/statistics/timeline';
import { addMonths, dayFromNumber, dayNumber, earliest, type Day } from './days.ts';
import { leftOut, minimumGroupOf, publish, type Frame, type MetricRecord } from './records.ts';
import { settledOn, type Leaving } from './settled-exits.ts';
import { isTold } from './suppression.ts';

/** One time of employment; a return within thirty days has been joined. `to`: first day no longer employed, ahead or past. */
export type EmploymentLife = {
  from: Day;
  to: Day | null;
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
  const known = lives.map(({ to }) => (to !== null && to <= asOf ? to : null));
  const begins = earliest([recordedFrom, ...known]) ?? recordedFrom;
  const until = `${asOf.slice(0, 7)}-01`;
  const frame = { asOf, to: until };
  const followed = lives.flatMap((life) => followedFrom(life, dayNumber(begins)));
  const spells = followed.flatMap((one) => spellOf(one, dayNumber(until)));
  const found = kaplanMeier(spells);
  const n = found.status === 'estimated' ? found.n : 0;
  const thick = found.status === 'estimated' ? cutWhereThin(found) : null;
  const isEnough = isTold(n, minimumGroupOf('tenure', frame));
  return {
    curve: thick && isEnough ? pointsOf(thick, spells) : null,
    quartiles: quartiles.map((share) => ({ share, record: quartileOf(thick, share, n, frame) })),
    leftByChoice: isEnough ? choicesOf(followed, until, n, frame) : [],
  };
}

/** Somebody's time in months of tenure: unknown up to `enter`, and gone in the month `left`. Days are numbers here: there are many. */
type Followed = { from: number; enter: number; left: number; isChoice: boolean };

function followedFrom({ from, to, reason }: EmploymentLife, begins: number): Followed[] {
  const first = dayNumber(from);
  const enter = first < begins ? Math.ceil(monthsIn(begins - first)) : 0;
  const left = to === null ? Infinity : Math.max(1, Math.ceil(monthsIn(dayNumber(to) - first)));
  return left > enter ? [{ from: first, enter, left, isChoice: reason === 'voluntary' }] : [];
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
 * By each tenure, the share that has left by choice. Each stretch between two tenures is read up to its own day: reasons are let in by
 * months in which five more have left in it by choice and five for other reasons, so that two readings never tell one person's.
 */
function choicesOf(
  followed: readonly Followed[],
  until: Day,
  n: number,
  frame: Frame,
): { years: number; record: MetricRecord }[] {
  const pieces: Piece[][] = [];
  const told: number[] = [];
  for (const [index, years] of horizons.entries()) {
    const stretch = { after: 12 * (horizons[index - 1] ?? 0), to: 12 * years };
    const settled = settledOn(leavingsIn(followed, stretch), until);
    if (settled === null) break;
    const own = followed.flatMap((one) => pieceOf(one, stretch, dayNumber(settled)));
    const curve = kaplanMeier(own);
    const isThin =
      curve.status !== 'estimated' ||
      curve.steps.some(({ atRisk }) => atRisk < fewestAtRisk) ||
      countAtRisk(own, stretch.to) < fewestAtRisk;
    if (isThin) break;
    pieces.push(own);
    told.push(years);
  }
  const found = aalenJohansen(pieces.flat());
  const steps = found.status === 'estimated' ? (found.causes['voluntary'] ?? []) : [];
  return told.map((years) => {
    const step = steps.findLast(({ time }) => time <= 12 * years);
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

type Stretch = { after: number; to: number };
/** A part of somebody's time, for a curve of all who left and for one of those who chose to. */
type Piece = CompetingSpell & Spell;

function leavingsIn(followed: readonly Followed[], { after, to }: Stretch): Leaving[] {
  const firsts = new Map<number, Day>();
  return followed
    .filter(({ left }) => left > after && left <= to)
    .map(({ from, left, isChoice }) => {
      const over = from + Math.ceil((left * 487) / 16);
      const knownOn = firsts.get(over) ?? firstOfMonthFrom(dayFromNumber(over));
      firsts.set(over, knownOn);
      return { knownOn, isChoice };
    });
}

/** The day itself or the next first of a month: then it is over, too. */
const firstOfMonthFrom = (day: Day): Day =>
  day.endsWith('-01') ? day : addMonths(`${day.slice(0, 7)}-01`, 1);

function pieceOf(
  { from, enter, left, isChoice }: Followed,
  { after, to }: Stretch,
  settled: number,
): Piece[] {
  const start = Math.max(enter, after);
  const seen = Math.min(to, Math.floor(monthsIn(settled - from)));
  const exit = Math.min(left, seen);
  if (exit <= start) return [];
  const event = left <= seen;
  const cause = event ? (isChoice ? 'voluntary' : 'other') : null;
  return [{ ...(start > 0 && { enter: start }), exit, event, cause }];
}
