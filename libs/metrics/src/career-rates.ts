import { poissonRate } from '@ithaca/statistics/rates';
import { addDays, addMonths, daysBetween, earliest, type Day } from './days.ts';
import { monthsInGrade, topGradeOn, type JobLife } from './job-changes.ts';
import type { Span } from './participation.ts';
import { fromInterval, leftOut, publish, type Frame, type MetricRecord } from './records.ts';

/** What somebody could do, and did: how often in the days in which they could. */
type Exposure = { days: number; events: number };

const daysOfYear = 365.25;
const months = 12;

/**
 * How often people rise in grade, and how often they move without rising, per year of employment, over the last twelve full months.
 * `employedOf` has everybody's time of employment, half-open. What happened before the data begin nobody knows: they do on
 * `recordedFrom`, or with the first change of job that is known, and count from the day after. At risk of a rise is who is below the highest grade of the first day
 * and has been in theirs for six months; at risk of a move is whoever is employed. (metrics, 2.4.)
 */
export function measureCareerRates(
  lives: readonly JobLife[],
  employedOf: ReadonlyMap<string, readonly Span[]>,
  recordedFrom: Day,
  { asOf }: Frame,
): { promotion: MetricRecord; mobility: MetricRecord } {
  const to = `${asOf.slice(0, 7)}-01`;
  const yearBefore = addMonths(to, -months);
  const begins =
    earliest([recordedFrom, ...lives.map(({ changes }) => changes[0]?.on ?? null)]) ?? recordedFrom;
  const from = begins < yearBefore ? yearBefore : addDays(begins, 1);
  const top = topGradeOn(lives, from);
  const of = (key: 'promotion-rate' | 'mobility-rate', exposureOf: (life: JobLife) => readonly Part[]) => {
    const found = lives.map((life) =>
      exposed(exposureOf(life), employedOf.get(life.personId) ?? [], { from, to }),
    );
    return recordOf(key, found, { asOf, from, to });
  };
  return {
    promotion: of('promotion-rate', (life) => partsBelow(life, top)),
    mobility: of('mobility-rate', partsAtWork),
  };
}

/** A stretch of one job in which something could happen; `on`: the day on which it did. Open at the end while it goes on. */
type Part = { from: Day; to: Day | null; on: Day | null };

function partsBelow({ jobs, changes }: JobLife, top: number): Part[] {
  let settledOn: Day | null = null;
  return jobs.flatMap((job, index) => {
    const came = changes[index - 1];
    if (came?.changesGrade) settledOn = addMonths(job.on, monthsInGrade);
    const next = changes[index];
    const from = settledOn !== null && settledOn > job.on ? settledOn : job.on;
    const to = next?.on ?? null;
    if (job.grade === null || job.grade >= top || (to !== null && from >= to)) return [];
    return [{ from, to, on: next?.isRise ? next.on : null }];
  });
}

const partsAtWork = ({ jobs, changes }: JobLife): Part[] =>
  jobs.map((job, index) => {
    const next = changes[index];
    return { from: job.on, to: next?.on ?? null, on: next?.isMove ? next.on : null };
  });

/** The days of these parts on which somebody was employed in the window, and what happened on such a day. */
function exposed(
  parts: readonly Part[],
  employed: readonly Span[],
  window: { from: Day; to: Day },
): Exposure {
  const found = { days: 0, events: 0 };
  for (const span of employed)
    for (const { from, to, on } of parts) {
      const first = latest(window.from, span.from, from);
      const last = soonest(window.to, span.to, to);
      if (first < last) found.days += daysBetween(first, last);
      const isHere = on !== null && span.from < on && (span.to === null || on < span.to);
      if (isHere && on >= window.from && on < window.to) found.events += 1;
    }
  return found;
}

const latest = (...days: Day[]): Day => days.reduce((one, other) => (other > one ? other : one));
const soonest = (first: Day, ...days: (Day | null)[]): Day =>
  days.reduce<Day>((one, other) => (other !== null && other < one ? other : one), first);

function recordOf(
  key: 'promotion-rate' | 'mobility-rate',
  found: readonly Exposure[],
  frame: Frame & { from: Day; to: Day },
): MetricRecord {
  const atRisk = found.filter(({ days }) => days > 0);
  const years = atRisk.reduce((total, { days }) => total + days, 0) / daysOfYear;
  const events = found.reduce((total, one) => total + one.events, 0);
  return publish(
    key,
    {
      ...fromInterval(poissonRate(events, years)),
      numerator: events,
      denominator: years,
      n: atRisk.length,
      ...leftOut({}),
    },
    frame,
  );
}
