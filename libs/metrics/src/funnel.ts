import { kaplanMeier, survivalQuantile } from '@ithaca/statistics/survival';
import { daysBetween, hasHappened, type Day } from './days.ts';
import { hide, minimumGroupOf, rateRecord, type Frame, type MetricRecord } from './records.ts';

/** The stages in order. matched = both sides accepted; active = first held meeting. */
export const funnelStages = [
  'invited',
  'registered',
  'in-pool',
  'proposed',
  'matched',
  'active',
  'completed',
] as const;

export type FunnelStage = (typeof funnelStages)[number];

/** One enrolment: the day each stage was first reached, null or absent when it was not. */
export type FunnelRow = {
  personId: string;
  role: string;
  reachedOn: Partial<Record<FunnelStage, Day | null>>;
};

/** Days after which a stage that was not reached is overdue; null = it has no due time of its own. */
export type FunnelDueDays = Record<FunnelStage, number | null>;

const defaultDueDays: FunnelDueDays = {
  invited: null,
  registered: 14,
  'in-pool': 7,
  proposed: 21,
  matched: 21,
  active: 30,
  completed: null,
};

/**
 * One bar: how many reached it, how many of the stage before did not, the conversion from that stage, and the
 * same among those past the due time only. Counts of 1 to k-1 people are hidden (null).
 */
export type FunnelStep = {
  stage: FunnelStage;
  reached: number | null;
  notReached: number | null;
  conversion: MetricRecord | null;
  mature: MetricRecord | null;
  /** Days until half of those of the stage before have reached this one; null when that half is not reached, or hidden. */
  medianDays: number | null;
};

export type Funnel = { invited: FunnelStep[]; walkIns: FunnelStep[] };

/**
 * The enrolment funnel at `frame.asOf`: a stage is reached when it or any later one has happened by then, so it
 * never widens. Rows of one person and role are one unit with the earliest days. Walk-ins (never invited) have
 * their own funnel, from 'registered'. Empty input gives stages of 0.
 */
export function measureFunnel(
  rows: readonly FunnelRow[],
  frame: Frame,
  dueDays: FunnelDueDays = defaultDueDays,
): Funnel {
  const units = mergeUnits(rows, frame.asOf);
  return {
    invited: stepsOf(
      units.filter((unit) => unit.isInvited),
      funnelStages,
      frame,
      dueDays,
    ),
    walkIns: stepsOf(
      units.filter((unit) => !unit.isInvited && unit.reached.registered !== null),
      funnelStages.slice(1),
      frame,
      dueDays,
    ),
  };
}

type Unit = { isInvited: boolean; reached: Record<FunnelStage, Day | null> };

function mergeUnits(rows: readonly FunnelRow[], asOf: Day): Unit[] {
  const roles = Map.groupBy(rows, ({ role }) => role);
  return [...roles.values()].flatMap((ofRole) => {
    const people = Map.groupBy(ofRole, ({ personId }) => personId);
    return [...people.values()].map((group) => unitOf(group, asOf));
  });
}

function unitOf(group: readonly FunnelRow[], asOf: Day): Unit {
  const own = (stage: FunnelStage): Day | null => {
    let first: Day | null = null;
    for (const { reachedOn } of group) {
      const day = reachedOn[stage] ?? null;
      if (hasHappened(day, asOf) && (first === null || day < first)) first = day;
    }
    return first;
  };
  const reached = {} as Record<FunnelStage, Day | null>;
  let fromHere: Day | null = null;
  for (const stage of backwards) {
    const day = own(stage);
    if (day !== null && (fromHere === null || day < fromHere)) fromHere = day;
    reached[stage] = fromHere;
  }
  return { isInvited: own('invited') !== null, reached };
}

const backwards = funnelStages.toReversed();

function stepsOf(
  units: readonly Unit[],
  stages: readonly FunnelStage[],
  frame: Frame,
  dueDays: FunnelDueDays,
): FunnelStep[] {
  const k = minimumGroupOf('funnel-conversion', frame);
  const visible = (count: number) => (count > 0 && count < k ? null : count);
  return stages.map((stage, index) => {
    const reached = units.filter((unit) => unit.reached[stage] !== null).length;
    const before = index === 0 ? undefined : stages[index - 1];
    if (before === undefined) {
      return {
        stage,
        reached: visible(reached),
        notReached: null,
        conversion: null,
        mature: null,
        medianDays: null,
      };
    }
    const atRisk = units.filter((unit) => unit.reached[before] !== null);
    const shown = visible(reached) !== null && visible(atRisk.length) !== null;
    const conversion = rateRecord(
      'funnel-conversion',
      { numerator: reached, denominator: atRisk.length },
      frame,
    );
    return {
      stage,
      reached: visible(reached),
      notReached: shown ? atRisk.length - reached : null,
      // A hidden count must not come back as the numerator of its rate.
      conversion: shown ? conversion : hide(conversion, 'small-group'),
      mature: shown ? matureConversion(atRisk, before, stage, dueDays[stage], frame) : null,
      // A median is a person's own time when few have arrived.
      medianDays: shown && reached >= k ? medianDaysTo(stage, before, atRisk, frame.asOf) : null,
    };
  });
}

/** Kaplan–Meier: whoever has not arrived yet counts for as long as they have waited, so quick arrivals alone cannot shorten it. */
function medianDaysTo(
  stage: FunnelStage,
  before: FunnelStage,
  atRisk: readonly Unit[],
  asOf: Day,
): number | null {
  const spells = atRisk.flatMap((unit) => {
    const since = unit.reached[before];
    const at = unit.reached[stage];
    // Counted from 1, because who moves on within a day has still been at risk.
    return since === null ? [] : [{ enter: 0, exit: daysBetween(since, at ?? asOf) + 1, event: at !== null }];
  });
  const curve = kaplanMeier(spells);
  if (curve.status !== 'estimated') return null;
  const median = survivalQuantile(curve, 0.5);
  return median.status === 'estimated' && median.time !== null ? Math.floor(median.time - 1) : null;
}

function matureConversion(
  atRisk: readonly Unit[],
  before: FunnelStage,
  stage: FunnelStage,
  due: number | null,
  frame: Frame,
): MetricRecord | null {
  if (due === null) return null;
  const mature = atRisk.filter((unit) => {
    const since = unit.reached[before];
    return since !== null && daysBetween(since, frame.asOf) >= due;
  });
  const reached = mature.filter((unit) => unit.reached[stage] !== null).length;
  const record = rateRecord(
    'funnel-conversion',
    { numerator: reached, denominator: mature.length, pending: atRisk.length - mature.length },
    frame,
  );
  const isSmall = reached > 0 && reached < minimumGroupOf('funnel-conversion', frame);
  return isSmall ? hide(record, 'small-group') : record;
}
