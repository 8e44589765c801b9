import type { Metric } from '@ithaca/contracts/metrics';
import type { Report } from '@ithaca/contracts/reports';
import type { Units } from '@ithaca/metrics/releases';
import { addDays } from '@ithaca/metrics/days';
import { isTold } from '@ithaca/metrics/suppression';

import type { CohortFacts } from '../metrics/facts/cohort-facts.queries.ts';
import { MEETINGS, standingOn, unitsOfMeetings } from '../metrics/release/units-behind.queries.ts';
import { MINIMUM_GROUP, reportOf, verdictOf } from './report-page.ts';

/**
 * The numbers of a page that is kept; what the cohort is called is read anew. Pages kept before it was noted do not say of which
 * state of the data they are.
 */
export type AreaPage = Omit<
  Report,
  'cohort' | 'organisationName' | 'audience' | 'minimumGroup' | 'period' | 'stamp' | 'retentionOfMentors'
> &
  Partial<Formed>;
type Formed = Pick<Report['stamp'], 'computedAt' | 'dataVersion'>;

interface Guarded {
  earlier: AreaPage | null;
  /** When, and of which state of the data, the page is formed. */
  formed: Formed;
  units: ReadonlyMap<string, Units>;
  /** Whether a number may go out; if so it counts as released. */
  release: (measure: string, units: Units) => boolean;
}

/**
 * The page of an area for a month, or null where there may be none. A number that would with earlier ones tell of too few
 * stays what it was on the page before, with its day; one that never was on a page is withheld.
 */
export function areaPageOf(
  facts: CohortFacts,
  area: ReadonlySet<string>,
  { earlier, formed, units, release }: Guarded,
): AreaPage | null {
  const page = reportOf(facts, area, MINIMUM_GROUP);
  if (!isTold(page.areaPeople, MINIMUM_GROUP)) return earlier;
  const mayRelease = new Map<string, boolean>();
  const may = (measure: string) => {
    const known = mayRelease.get(measure);
    const measures = [measure, standingOn(measure, facts.asOf.day)];
    const isReleased = known ?? measures.every((one) => release(one, units.get(one) ?? new Map()));
    mayRelease.set(measure, isReleased);
    return isReleased;
  };
  const areaPeople = may('people') ? page.areaPeople : earlier?.areaPeople;
  if (areaPeople === undefined) return null;
  const weekBefore = new Map(earlier?.heldByWeek.map((week) => [week.weekStartsOn, week]));
  const heldByWeek = page.heldByWeek.map(({ weekStartsOn, held, expected }) => {
    if (held === null && expected === null) return { weekStartsOn, held, expected };
    const isReleased = release(
      MEETINGS,
      unitsOfMeetings(facts, { from: weekStartsOn, to: addDays(weekStartsOn, 7) }),
    );
    if (isReleased) return { weekStartsOn, held, expected };
    return weekBefore.get(weekStartsOn) ?? { weekStartsOn, held: null, expected: null };
  });
  const metrics = page.metrics.map((metric) => {
    const isShown = metric.suppressed === null && metric.n !== 0;
    const measure = measureOf(metric);
    if (!isShown || may(measure)) return withoutLeftOut(metric);
    const before = earlier?.metrics.find(({ key, side }) => key === metric.key && side === metric.side);
    return before && before.suppressed === null ? before : withheld(metric);
  });
  return {
    ...formed,
    asOf: page.asOf,
    areaPeople,
    metrics,
    verdict: verdictOf(metrics, facts.cohort.state),
    heldByWeek,
    goals: page.goals === null || may('goals') ? page.goals : (earlier?.goals ?? null),
    hours: page.hours === null || may(MEETINGS) ? page.hours : (earlier?.hours ?? null),
    retention: null,
  };
}

/** Metrics over the same units are guarded as one. */
function measureOf({ key, side }: Metric): string {
  if (key.startsWith('meetings-held')) return MEETINGS;
  return side === null ? key : `${key}:${side}`;
}

/** Who was left out is a number of its own, of few people and of others each time. */
function withoutLeftOut(metric: Metric): Metric {
  return { ...metric, pending: null, unknown: null, excluded: {}, sourceMix: null };
}

function withheld(metric: Metric): Metric {
  const nothing = { numerator: null, denominator: null, estimate: null, lo: null, hi: null, n: null };
  return withoutLeftOut({
    ...metric,
    ...nothing,
    method: null,
    suppressed: { reason: 'protects-others' },
  });
}
