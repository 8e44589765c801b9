import type {
  Comparison,
  ComparedMetric,
  CohortBeside,
  comparisonRoutes,
} from '@ithaca/contracts/comparison';
import { comparedMetrics, comparison } from '@ithaca/contracts/comparison';
import type { RequestOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { activityOf, countActiveByDay, measureActivePairings } from '@ithaca/metrics/active-pairings';
import { measureCadenceAdherence, measurePairingAdherence } from '@ithaca/metrics/adherence';
import type { PairingLife } from '@ithaca/metrics/cadence';
import { addDays, daysBetween } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import { isMatchedInTime, measureMatchRates } from '@ithaca/metrics/match-rate';
import type { MatchRow } from '@ithaca/metrics/match-rate';
import type { MetricRecord } from '@ithaca/metrics/records';
import { Remembered } from '@ithaca/metrics/remembered';
import { askStateOf, measureResponse } from '@ithaca/metrics/response-rate';
import { listCounted, measureSatisfaction } from '@ithaca/metrics/satisfaction';
import { compareSideBySide, findUsualRange } from '@ithaca/metrics/side-by-side';
import type { ComparedGroup, ComparedUnit, GroupBeside } from '@ithaca/metrics/side-by-side';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { KeptReply } from '../../../platform/http/written-reply.ts';
import type { Written } from '../../../platform/http/written-reply.ts';
import { coordinators } from '../cohort/cohort-numbers.queries.ts';
import { listComparedCohorts, listJobsOn, listNotedWeeks } from './comparison-rows.queries.ts';
import type { ComparedCohort } from './comparison-rows.queries.ts';
import type { CheckInAsk, StageFacts } from '../facts/cohort-facts.queries.ts';
import { readCohortRows } from '../facts/cohort-rows.queries.ts';
import type { CohortRows } from '../facts/cohort-rows.queries.ts';
import { gradeBandOf } from '../facts/directory-groups.ts';
import { concealLeftOut, metricOf, protect } from '../metric-records.ts';
import { listPlannedStarts, ratesOfDays, sumCohortDays } from '../store/cohort-days.queries.ts';
import type { CohortDay } from '../store/cohort-days.queries.ts';
import { stampOf } from '../stamp.queries.ts';
import {
  dataVersionOf,
  findCohortStates,
  findWorkforceVersion,
  KeptResults,
} from '../store/kept-results.queries.ts';

export type Asked = NonNullable<RequestOf<(typeof comparisonRoutes)['get']>['query']>;

/** Weeks of a history; what a cohort does later stands in its own overview. */
const MOST_WEEKS = 53;

/** A cohort with the day up to which it is read: its age that is compared, or as it stands. */
type Cut = ComparedCohort & { asOf: Day; cut: Day; hasReached: boolean };
/** One measure of one cohort: the number, and what stands behind it for the comparison. */
type Measured = { record: MetricRecord; group: ComparedGroup };

/** How do cohorts do beside one another? As the page says it. */
export async function readComparison(
  db: Database,
  actor: Actor,
  programId: string,
  asked: Asked,
  now: Date,
): Promise<Comparison> {
  return formComparison(db, await readInputs(db, actor, programId, asked, now), now);
}

/** The same as it is sent. Of two dozen cohorts it is 150 kB, which are formed and written once for all that they are formed from. */
export async function writeComparison(
  db: Database,
  actor: Actor,
  programId: string,
  asked: Asked,
  now: Date,
): Promise<Written> {
  const from = await readInputs(db, actor, programId, asked, now);
  const kept = await keptReplies.find(from, () =>
    KeptReply.of(comparison, (at) => formComparison(db, from, at)),
  );
  return kept.at(now);
}

const MOST_WRITTEN = 20;
const keptReplies = new KeptResults<KeptReply>(MOST_WRITTEN);
/** Of each state of a cohort when the meetings begin that are set for its day. */
const plannedStarts = new KeptResults<number[]>();

/** All that a comparison is formed from: its cohorts, their states and that of the directory, and what goes on with the hour. */
type Inputs = Awaited<ReturnType<typeof readInputs>>;

async function readInputs(
  db: Database,
  actor: Actor,
  programId: string,
  { among = 'program', age }: Asked,
  now: Date,
) {
  const { organisationId } = actor;
  const found = await listComparedCohorts(db, actor, { programId, among, now });
  const { timeZone } = found;
  const today = dayIn(now, timeZone);
  const days = age === undefined ? null : Number(age);
  const cuts = found.cohorts.map((cohort): Cut => {
    // A closed cohort is read as it was on the last day before it was closed.
    const asOf = cohort.closedAt ? addDays(dayIn(cohort.closedAt, timeZone), -1) : today;
    const due = days === null ? asOf : addDays(cohort.startsOn, days);
    return { ...cohort, asOf, cut: due < asOf ? due : asOf, hasReached: due <= asOf };
  });
  const ids = cuts.map(({ id }) => id);
  // The versions are asked for first, and so found before anything is read: nothing kept is older than its numbers.
  const [version, states, notedWeeks] = await Promise.all([
    findWorkforceVersion(db, organisationId),
    findCohortStates(db, organisationId, ids),
    listNotedWeeks(db, organisationId, ids),
  ]);
  const compared = cuts.flatMap((cohort, at) =>
    cohort.hasReached ? [{ ...cohort, state: states[at] }] : [],
  );
  const starts = await plannedStarts.findAll(
    compared.map(({ id, cut, state }) => ({ organisationId, timeZone, id, cut, state })),
    (missing) => listPlannedStarts(db, organisationId, missing),
  );
  // Which meetings of today are due goes on with the hour.
  const ahead = compared.map(
    ({ closedAt }, at) => starts[at]?.filter((start) => start > (closedAt ?? now).getTime()).length ?? 0,
  );
  const { name, more } = found;
  return {
    organisationId,
    programId,
    among,
    days,
    name,
    more,
    timeZone,
    cuts,
    version,
    states,
    ahead,
    notedWeeks,
  };
}

/**
 * Grain: one cohort in one measure. Meetings come from the sums of the store and from what it keeps of each pairing, never from the
 * meetings themselves; answers by the same batches as everywhere.
 */
async function formComparison(db: Database, inputs: Inputs, at: Date): Promise<Comparison> {
  const { organisationId, programId, among, days, name, more, cuts, version, states } = inputs;
  const { measured, found, histories } = await measureAll(db, inputs);
  return {
    asOf: at.toISOString(),
    stamp: stampOf(organisationId, {
      of: among,
      programId,
      cohortIds: cuts.map(({ id }) => id),
      filter: { age: days },
      computedAt: at,
      dataVersion: dataVersionOf(states, version),
    }),
    among,
    age: days,
    name,
    cohorts: cuts.map((cohort) => ({
      id: cohort.id,
      name: cohort.name,
      programId: cohort.programId,
      programName: cohort.programName,
      state: cohort.state,
      startsOn: cohort.startsOn,
      ageDays: daysBetween(cohort.startsOn, cohort.asOf),
      hasReached: cohort.hasReached,
      registeredAt: cohort.registeredAt?.toISOString() ?? null,
      history: histories.get(cohort.id) ?? [],
      control: findUsualRange(histories.get(cohort.id) ?? []),
    })),
    more,
    measures: comparedMetrics.map((key, place) => {
      const beside = new Map(found[place]?.groups.map((group) => [group.key, group]));
      const { mean, n } = found[place] ?? { mean: null, n: 0 };
      return {
        key,
        all: mean === null ? null : { share: mean, n },
        cohorts: cuts.map((cohort) =>
          besideOf(cohort, key, measured[key].get(cohort.id)?.record, beside.get(cohort.id), at),
        ),
      };
    }),
  };
}

/** A withheld number takes no part: neither a mean nor a difference may tell of it. */
function groupOf(found: Measured | undefined, key: string): ComparedGroup {
  return found && !found.record.suppressed ? found.group : { key, units: [] };
}

function besideOf(
  cohort: Cut,
  key: ComparedMetric,
  record: MetricRecord | undefined,
  found: GroupBeside | undefined,
  now: Date,
): CohortBeside {
  const verdict = (): CohortBeside['verdict'] => {
    if (!cohort.hasReached) return 'not-yet';
    return record?.suppressed ? 'withheld' : (found?.verdict ?? 'nothing');
  };
  const isRegistered = cohort.registered?.includes(key) ?? false;
  const side = key === 'satisfaction' ? (cohort.format === 'peer' ? 'peer' : 'mentee') : null;
  const nothing = { standardised: null, pooled: null, difference: null, limits: null, q: null };
  const { standardised, pooled, difference, limits, q } = record && found ? found : nothing;
  return {
    cohortId: cohort.id,
    metric: record ? metricOf(record, now, side) : null,
    isRegistered,
    verdict: verdict(),
    standardised,
    pooled,
    difference,
    limits,
    q,
  };
}

async function measureAll(
  db: Database,
  { organisationId, timeZone, cuts, version, states, ahead, notedWeeks }: Inputs,
) {
  const compared = cuts.filter(({ hasReached }) => hasReached);
  const asked = cuts.map(({ id, startsOn, asOf, cut, hasReached }, at): AskedCohort => ({
    organisationId,
    version,
    state: states[at],
    timeZone,
    id,
    startsOn,
    asOf,
    cut,
    hasReached,
  }));
  const formed = await keptOfCohorts.findAll(asked, (missing) => formCohorts(db, organisationId, missing));
  const byId = new Map(formed.map((one) => [one.id, one]));
  const measured = Object.fromEntries(
    comparedMetrics.map((key) => [key, new Map<string, Measured>()]),
  ) as Record<ComparedMetric, Map<string, Measured>>;
  for (const [at, { id: key, cut }] of compared.entries()) {
    const { measures = [], days = [], begun = 0 } = byId.get(key) ?? {};
    for (const { metric, ...one } of measures) measured[metric].set(key, one);
    const frame = { asOf: cut, minimumGroup: coordinators.minimum.named };
    const aheadToday = ahead[at] ?? 0;
    const { all: held } = ratesOfDays(
      days.map((day) => ({ ...day, aheadToday })),
      frame,
    );
    const count = { sum: held.numerator ?? 0, count: held.denominator ?? 0, clusters: begun };
    measured['meetings-held'].set(key, { record: held, group: { key, ...count } });
  }
  const found = compareSideBySide(
    comparedMetrics.map((key) => compared.map(({ id }) => groupOf(measured[key].get(id), id))),
  );
  const noted = Map.groupBy(notedWeeks, ofCohort);
  const histories = new Map(
    cuts.map(({ id }) => [id, historyOf(byId.get(id)?.weeks ?? [], noted.get(id) ?? [])]),
  );
  return { measured, found, histories };
}

/** A cohort, and of what it is formed. */
type AskedCohort = Pick<Cut, 'id' | 'startsOn' | 'asOf' | 'cut' | 'hasReached'> & {
  organisationId: string;
  timeZone: string;
  /** Of the directory, and of the cohort. */
  version: string;
  state: number | undefined;
};

/** What of a cohort does not change with the hour: its weeks and, where it has the age that is compared, its measures and the days of its meetings. */
interface Formed {
  id: string;
  /** Pairings that had begun by then. */
  begun: number;
  weeks: History;
  days: Omit<CohortDay, 'aheadToday'>[];
  measures: ({ metric: ComparedMetric } & Measured)[];
}

/** A cohort of 1,000 pairings takes 0.1 MB. */
const MOST_KEPT = 120;
/** Kept by cohort until something is written there or in the directory, or a day is over: of 24 cohorts one is formed anew. */
const keptOfCohorts = new KeptResults<Formed>(MOST_KEPT);

async function formCohorts(
  db: Database,
  organisationId: string,
  cuts: readonly AskedCohort[],
): Promise<Formed[]> {
  const compared = cuts.filter(({ hasReached }) => hasReached);
  const days = Map.groupBy(await sumCohortDays(db, organisationId, compared), ofCohort);
  const formed: Formed[] = [];
  for (const of of cuts) {
    const rows = await readCohortRows(db, organisationId, of);
    const begun = rows.pairings.filter(({ life }) => life.startedOn <= of.cut);
    const lives = rows.pairings.map(({ life }) => life);
    const matches = rows.stages.filter(isMainSide).map(matchOf);
    const people = [...matches, ...begun.flatMap(({ guided }) => guided)].map(({ personId }) => personId);
    const stratumOf = of.hasReached
      ? await readStrata(db, organisationId, of, people)
      : new Map<string, string>();
    formed.push({
      id: of.id,
      begun: begun.length,
      weeks: weeksOf(of, lives),
      days: days.get(of.id) ?? [],
      measures: of.hasReached
        ? [
            ...measureUnits(of, matches, begun, stratumOf),
            ...answers.find(rows.asks, of.cut, () => measureAnswers(of, rows.asks)),
          ]
        : [],
    });
  }
  return formed;
}

type Measures = Formed['measures'];

/** What each person and each pairing counts as one unit of, comparable to those of their stratum. */
function measureUnits(
  { id: key, cut }: AskedCohort,
  matches: readonly (MatchRow & { personId: string })[],
  begun: CohortRows['pairings'],
  stratumOf: ReadonlyMap<string, string>,
): Measures {
  const frame = { asOf: cut, minimumGroup: coordinators.minimum.named };
  const lives = begun.map(({ life }) => life);
  const unit = (value: number | null, personId = ''): ComparedUnit[] =>
    value === null ? [] : [{ value, stratum: stratumOf.get(personId) ?? '' }];
  const ofPairings = (value: (life: PairingLife) => number | null) =>
    begun.flatMap(({ life, guided: [first] }) => unit(value(life), first?.personId));
  const isActive = (life: PairingLife) => {
    const activity = activityOf(life, cut);
    return activity === 'active' ? 1 : activity === 'inactive' ? 0 : null;
  };
  const isInTime = (row: MatchRow) => {
    const matched = isMatchedInTime(row, cut);
    return matched === null ? null : Number(matched);
  };
  return [
    {
      metric: 'match-rate',
      record: measureMatchRates(matches, frame).ever,
      group: { key, units: matches.flatMap((row) => unit(isInTime(row), row.personId)) },
    },
    {
      metric: 'active-pairings',
      record: measureActivePairings(lives, frame),
      group: { key, units: ofPairings(isActive) },
    },
    {
      metric: 'cadence-adherence',
      record: measureCadenceAdherence(lives, frame),
      group: { key, units: ofPairings((life) => measurePairingAdherence(life, cut).adherence) },
    },
  ];
}

/** Who answered, and what: told by the same batches as everywhere. */
function measureAnswers({ id: key, cut }: AskedCohort, asks: readonly CheckInAsk[]): Measures {
  const frame = { asOf: cut, minimumGroup: coordinators.minimum.answers };
  // Counted by the day that the sums of the store are counted by.
  const asked = asks.map((ask) => (ask.day === ask.deliveredOn ? ask : { ...ask, deliveredOn: ask.day }));
  const response = measureResponse('check-in-response', asked, frame);
  const due = asked.filter((ask) => askStateOf(ask, frame) === 'due').map(({ personId }) => personId);
  const given = asks
    .filter((ask) => isMainSide(ask) && ask.rating !== null && ask.answeredOn !== null)
    .map((ask) => (ask.leftOn === null ? ask : { ...ask, leftOn: null }));
  const behind = listCounted(given, frame).map(({ personId }) => personId);
  const share = protect(measureSatisfaction(given, frame).share, behind, frame.minimumGroup);
  const group = ({ numerator, denominator }: MetricRecord, people: readonly string[]) => ({
    key,
    sum: numerator ?? 0,
    count: denominator ?? 0,
    clusters: new Set(people).size,
  });
  return [
    {
      metric: 'check-in-response',
      record: concealLeftOut(protect(response, due, frame.minimumGroup), coordinators.minimum.named),
      group: group(response, due),
    },
    {
      metric: 'satisfaction',
      record: concealLeftOut(share, frame.minimumGroup),
      group: group(share, behind),
    },
  ];
}

/** As long as nobody was asked or has answered. */
const answers = new Remembered<readonly CheckInAsk[], Measures>();

const matchOf = ({ personId, withdrawnOn, reachedOn }: StageFacts) => ({
  personId,
  enteredPoolOn: reachedOn['in-pool'] ?? null,
  matchedOn: reachedOn.matched ?? null,
  withdrawnOn,
  hasOpenPairing: false,
});

const ofCohort = ({ cohortId }: { cohortId: string }) => cohortId;

type History = Comparison['cohorts'][number]['history'];

/** How many pairings were active at the end of each week, as their meetings say. */
function weeksOf({ startsOn, asOf }: Pick<Cut, 'startsOn' | 'asOf'>, lives: readonly PairingLife[]): History {
  const weeks = Math.max(0, Math.min(MOST_WEEKS, Math.floor(daysBetween(startsOn, asOf) / 7)));
  const ages = Array.from({ length: weeks }, (_, week) => (week + 1) * 7);
  const counts = countActiveByDay(
    lives,
    ages.map((age) => addDays(startsOn, age)),
  );
  return ages.map((ageDays, at) => ({ ageDays, active: counts[at]?.active ?? 0, of: counts[at]?.of ?? 0 }));
}

/** Week by week: what was noted on the night, and where nothing was, because it came before or from elsewhere, what meetings say of that day. */
function historyOf(weeks: History, noted: readonly History[number][]): History {
  const known = new Map(noted.map(({ ageDays, active, of }) => [ageDays, { ageDays, active, of }]));
  return weeks.map((week) => known.get(week.ageDays) ?? week).filter(({ of }) => of > 0);
}

/** Whom a cohort is for. */
const isMainSide = ({ role }: { role: string }) => role === 'mentee' || role === 'peer';

/** Who is comparable to whom: those of one department and band of grades, as they were when the cohort began. */
const readStrata = (
  db: Database,
  organisationId: string,
  { version, startsOn }: AskedCohort,
  people: readonly string[],
): Promise<ReadonlyMap<string, string>> =>
  keptStrata.find({ organisationId, version, startsOn, people }, async () => {
    const jobs = await listJobsOn(db, organisationId, people, startsOn);
    return new Map(
      jobs.map(({ personId, department, grade }) => [
        personId,
        JSON.stringify([department, gradeBandOf(grade)]),
      ]),
    );
  });

/** Until something is written in the directory, or somebody is matched. */
const keptStrata = new KeptResults<ReadonlyMap<string, string>>(MOST_KEPT);
