import type { BuildableMetric } from '@ithaca/domain/built-report';
import { isOfPeriod } from '@ithaca/metrics/metric-grains';
import type { Side } from '@ithaca/domain/vocabulary';
import { measureActivePairings } from '@ithaca/metrics/active-pairings';
import { measureCadenceAdherence } from '@ithaca/metrics/adherence';
import type { PairingLife } from '@ithaca/metrics/cadence';
import { measureCompletion } from '@ithaca/metrics/completion';
import type { Day } from '@ithaca/metrics/days';
import { measureGoalCompletion, measureGoalProgress } from '@ithaca/metrics/goals';
import type { GoalRow } from '@ithaca/metrics/goals';
import { measureMatchRates } from '@ithaca/metrics/match-rate';
import { measureMeetingsHeld } from '@ithaca/metrics/meetings';
import { measureParticipation } from '@ithaca/metrics/participation';
import type { Frame, MetricRecord } from '@ithaca/metrics/records';
import { unitsOfPeople } from '@ithaca/metrics/releases';
import type { Units } from '@ithaca/metrics/releases';
import { measureResponse } from '@ithaca/metrics/response-rate';
import { measureWeeklyRhythm } from '@ithaca/metrics/rhythm';
import { listCounted, measureSatisfaction } from '@ithaca/metrics/satisfaction';

import { lastDayOf } from '../../metrics/facts/cohort-facts.queries.ts';
import type { AskFacts, CohortFacts } from '../../metrics/facts/cohort-facts.queries.ts';
import { matchRows, meetingRows, participationRows } from '../../metrics/cohort/cohort-numbers.queries.ts';
import { endOf } from '../../metrics/cohort/outcomes.queries.ts';
import type { PairingFacts } from '../../metrics/facts/pairing-facts.queries.ts';
import { MEETINGS, standingOn, unitsOfMeetings } from '../../metrics/release/units-behind.queries.ts';

/** A number of one group, who stands behind it, and what it adds up for the guard of releases, by measure. */
export interface Measured {
  record: MetricRecord;
  people: ReadonlySet<string>;
  guarded: readonly (readonly [measure: string, units: Units])[];
}

/** A period and the smallest group that is told. */
export interface Asked {
  days: { from: Day; to: Day } | null;
  /** The facts are read on a day before their own. */
  isEarlier: boolean;
  minimumGroup: number;
}

type Of = (facts: CohortFacts, frame: Frame, side: Side) => Omit<Measured, 'guarded'> & { units: Units };

const alone = ({ asOf, from = null, to = null }: Frame): Frame => ({ asOf, from, to, minimumGroup: 0 });
const peopleOf = (units: Units): Set<string> => new Set([...units.values()].flat());
const counted = (record: MetricRecord, units: Units) => ({ record, units, people: peopleOf(units) });

const ofPeople =
  <T extends { personId: string }>(
    rowsOf: (facts: CohortFacts) => readonly T[],
    measure: (rows: readonly T[], frame: Frame, facts: CohortFacts) => MetricRecord,
  ): Of =>
  (facts, frame) => {
    const rows = rowsOf(facts);
    const behind = rows.filter((row) => measure([row], alone(frame), facts).n === 1);
    return counted(measure(rows, frame, facts), unitsOfPeople(behind.map(({ personId }) => personId)));
  };

const ofPairings =
  (measure: (lives: readonly PairingLife[], frame: Frame) => MetricRecord): Of =>
  ({ pairings }, frame) => {
    const behind = pairings.filter(({ life }) => measure([life], alone(frame)).n === 1);
    return counted(
      measure(
        pairings.map(({ life }) => life),
        frame,
      ),
      unitsOf(behind),
    );
  };

const ofGoals =
  (measure: (goals: readonly GoalRow[], frame: Frame, lastDay: Day | null) => MetricRecord): Of =>
  ({ goals, cohort }, frame) => {
    const lives = goals.flatMap(({ life }) => life ?? []);
    const lastDay = lastDayOf(cohort);
    const behind = goals.filter(({ life }) => life && measure([life], alone(frame), lastDay).n === 1);
    return counted(measure(lives, frame, lastDay), unitsOfPeople(behind.map(({ ownerId }) => ownerId)));
  };

const ofMeetings =
  (which: 'all' | 'confirmed'): Of =>
  (facts, frame) => {
    const rows = meetingRows(facts);
    const met = new Set(
      rows
        .filter((row) => measureMeetingsHeld([row], alone(frame)).all.n === 1)
        .map(({ pairingId }) => pairingId),
    );
    return counted(
      measureMeetingsHeld(rows, frame)[which],
      unitsOf(facts.pairings.filter(({ id }) => met.has(id))),
    );
  };

const unitsOf = (pairings: readonly PairingFacts[]): Units =>
  new Map(pairings.map(({ id, personIds }) => [id, personIds]));

const unitsOfAsks = (asks: readonly AskFacts[]): Units =>
  new Map(asks.map(({ personId, wave, role }) => [`${personId} ${role} ${wave}`, [personId]]));

/** Each by the catalogue's own function: a group is measured as the whole is. */
const measures: Record<BuildableMetric, Of> = {
  'participation-rate': ofPeople(participationRows, measureParticipation),
  'match-rate': ofPeople(matchRows, (rows, frame) => measureMatchRates(rows, frame).ever),
  'completion-rate': ofPeople(
    ({ stages }) => stages,
    (rows, frame, facts) => measureCompletion(rows, facts.cohort.endsOn, { ...frame, asOf: endOf(facts) }),
  ),
  'active-pairings': ofPairings(measureActivePairings),
  'cadence-adherence': ofPairings(measureCadenceAdherence),
  'weekly-rhythm': ofPairings(measureWeeklyRhythm),
  'meetings-held': ofMeetings('all'),
  'meetings-held-confirmed': ofMeetings('confirmed'),
  satisfaction: ({ asks }, frame, side) => {
    const own = asks.filter(({ role }) => role === side);
    return counted(measureSatisfaction(own, frame).share, unitsOfAsks(listCounted(own, frame)));
  },
  'check-in-response': ({ asks }, frame) =>
    counted(
      measureResponse('check-in-response', asks, frame),
      unitsOfAsks(asks.filter((ask) => measureResponse('check-in-response', [ask], alone(frame)).n === 1)),
    ),
  'goal-progress': ofGoals(measureGoalProgress),
  'goal-completion': ofGoals(measureGoalCompletion),
};

/**
 * One metric of these facts, which are those of a group and of the period's last day already. `side` is whose answers
 * satisfaction reads.
 */
export function measureBuilt(key: BuildableMetric, facts: CohortFacts, side: Side, asked: Asked): Measured {
  const { days, minimumGroup } = asked;
  const frame: Frame = { asOf: facts.asOf.day, minimumGroup, ...(isOfPeriod(key) && days) };
  const { record, people, units } = measures[key](facts, frame, side);
  return { record, people, guarded: guardedAs(key, facts, { ...asked, side, units }) };
}

/** What is counted of somebody once and for all: read on an earlier day it is the same thing, of fewer people. */
const settled: readonly BuildableMetric[] = [
  'match-rate',
  'completion-rate',
  'check-in-response',
  'goal-completion',
];

/**
 * By what measure a number is guarded. Answers, what is settled and what is read now are compared with everything that ever
 * went out; how something stood on another day with what was told of that day, as it is another thing by now.
 */
function guardedAs(
  key: BuildableMetric,
  facts: CohortFacts,
  { side, days, isEarlier, units }: Asked & { side: Side; units: Units },
): Measured['guarded'] {
  if (key === 'satisfaction') return [[`satisfaction:${side}`, units]];
  if (isOfPeriod(key)) return [[MEETINGS, unitsOfMeetings(facts, days)]];
  if (settled.includes(key)) return [[key, units]];
  const ofItsDay: [string, Units] = [standingOn(key, facts.asOf.day), units];
  return isEarlier ? [ofItsDay] : [[key, units], ofItsDay];
}
