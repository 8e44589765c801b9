import type { Metric } from '@ithaca/contracts/metrics';
import type { BuiltReport, ReportQuestion } from '@ithaca/contracts/saved-reports';
import type { BuildableMetric, ReportSplit } from '@ithaca/domain/built-report';
import { sidesOf } from '@ithaca/domain/vocabulary';
import type { Side } from '@ithaca/domain/vocabulary';
import { hide } from '@ithaca/metrics/records';
import type { MetricRecord } from '@ithaca/metrics/records';
import type { Units } from '@ithaca/metrics/releases';
import { publicReason, suppress } from '@ithaca/metrics/suppression';

import type { CohortFacts } from '../../metrics/facts/cohort-facts.queries.ts';
import { metricFrom, narrow } from '../../metrics/cohort/cohort-numbers.queries.ts';
import { pairingGroups, peopleByGroup } from '../../metrics/facts/pairing-groups.queries.ts';
import { measureBuilt } from './built-metrics.ts';
import type { Asked, Measured } from './built-metrics.ts';

/** One cohort as a report reads it: its facts on the last day of the period, and whose development each pairing is about. */
export interface CohortRead {
  facts: CohortFacts;
  guided: ReadonlyMap<string, readonly string[]>;
  asked: Asked;
}

type OfCohort = BuiltReport['metrics'][number]['cohorts'][number];
/** Whether a number over these units may go out; if so it counts as released. */
type May = (measure: string, units: Units, of: 'whole' | 'group') => boolean;

/** Whose answers are read where the sides are not told apart: those whom the program is for. */
const sideOf = ({ cohort }: CohortFacts): Side => (cohort.format === 'peer' ? 'peer' : 'mentee');

/** The numbers of everybody that a question asks for, by what they are guarded as: coordinators see by name who is in them. */
export function wholesOf(
  { metrics, split }: ReportQuestion,
  { facts, asked }: CohortRead,
): [string, Units][] {
  return metrics.flatMap((key) =>
    split === 'side' && key === 'satisfaction'
      ? []
      : measureBuilt(key, facts, sideOf(facts), asked).guarded.map(([measure, units]): [string, Units] => [
          measure,
          units,
        ]),
  );
}

/**
 * One metric of one cohort: of everybody, and of each group. A group is hidden where too few stand behind it, where it would
 * tell of another that is, or where it would with what went out before tell of too few.
 */
export function cellsOf(
  key: BuildableMetric,
  split: ReportSplit | null,
  read: CohortRead,
  may: May,
): OfCohort {
  const { facts, asked } = read;
  const k = asked.minimumGroup;
  const groups = groupsOf(split, read).map((group) => ({
    ...group,
    measured: measureBuilt(key, group.facts, group.side ?? sideOf(facts), asked),
  }));
  const present = groups.filter(({ measured: { people, record } }) => people.size > 0 || record.suppressed);
  const hidden = new Set(
    present.filter(({ measured }) => measured.record.suppressed).map(({ group }) => group),
  );
  const { cells } = suppress(
    present.map(({ group, measured: { people } }) => ({ key: group, n: people.size })),
    { k, homogeneity: null, hidden },
  );
  const reasons = new Map(cells.map((cell) => [cell.key, cell.suppressed]));
  const say = (record: MetricRecord, side: Side | null): Metric =>
    withoutLeftOut(metricFrom(facts, record, side));
  const whole = measureBuilt(key, facts, sideOf(facts), asked);
  return {
    cohortId: facts.cohort.id,
    whole:
      split === 'side' && key === 'satisfaction'
        ? null
        : say(
            guarded(whole, k, (...of) => may(...of, 'whole')),
            key === 'satisfaction' ? sideOf(facts) : null,
          ),
    groups: groups.map(({ group, measured, side }) => {
      const decided = reasons.get(group);
      const record = decided
        ? hide(measured.record, publicReason(decided.reason))
        : guarded(measured, k, (...of) => may(...of, 'group'));
      return { group, metric: say(record, side) };
    }),
  };
}

/** Thirty meetings of one pairing are two people; and what went out before must not tell of fewer either. */
function guarded(
  { record, people, guarded: by }: Measured,
  k: number,
  may: (measure: string, units: Units) => boolean,
): MetricRecord {
  if (record.suppressed || record.n === 0) return record;
  const { total } = suppress([{ key: record.key, n: people.size }], {
    k,
    complement: false,
    homogeneity: null,
  });
  if (total.suppressed) return hide(record, publicReason(total.suppressed.reason));
  return by.every(([measure, units]) => may(measure, units)) ? record : hide(record, 'protects-others');
}

/** Who was left out is a number of its own, of few people and of others each time. */
const withoutLeftOut = (metric: Metric): Metric => ({
  ...metric,
  pending: null,
  unknown: null,
  excluded: {},
  sourceMix: null,
});

interface Group {
  group: string;
  side: Side | null;
  facts: CohortFacts;
}

/** The facts of each group, the largest first. A pairing is of one group only, that of its mentees or its peers. */
function groupsOf(split: ReportSplit | null, { facts, guided }: CohortRead): Group[] {
  if (split === null) return [];
  if (split === 'side')
    return sidesOf(facts.cohort.format).map((side) => ({
      group: side,
      side,
      facts: { ...facts, asks: facts.asks.filter(({ role }) => role === side) },
    }));
  const people = peopleByGroup(facts, split);
  const groupOf = pairingGroups(facts, guided, split);
  const pairings = Map.groupBy(facts.pairings, ({ id }) => groupOf(id));
  const size = (group: string) => pairings.get(group)?.length ?? 0;
  return [...new Set([...people.keys(), ...pairings.keys()])]
    .map((group): Group => {
      const own = narrow(facts, new Set((people.get(group) ?? []).map(({ id }) => id)));
      const ofGroup = pairings.get(group) ?? [];
      const ids = new Set(ofGroup.map(({ id }) => id));
      return {
        group,
        side: null,
        facts: {
          ...own,
          pairings: ofGroup,
          meetings: facts.meetings.filter(({ pairingId }) => ids.has(pairingId)),
        },
      };
    })
    .toSorted((a, b) => size(b.group) - size(a.group) || (a.group < b.group ? -1 : 1));
}
