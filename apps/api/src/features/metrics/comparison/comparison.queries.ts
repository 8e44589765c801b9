import type {
  Comparison,
  ComparedMetric,
  CohortBeside,
  comparisonRoutes,
} from '@ithaca/contracts/comparison';
import { comparedMetrics, comparison } from '@ithaca/contracts/comparison';
import type { RequestOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { countActiveByDay, measureActivePairings } from '@ithaca/metrics/active-pairings';
import { measureCadenceAdherence } from '@ithaca/metrics/adherence';
import type { PairingLife } from '@ithaca/metrics/cadence';
import { addDays, daysBetween } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import { measureMatchRates } from '@ithaca/metrics/match-rate';
import { hide, rateRecord } from '@ithaca/metrics/records';
import type { MetricRecord } from '@ithaca/metrics/records';
import { listCounted, measureSatisfaction } from '@ithaca/metrics/satisfaction';
import { compareSideBySide, findUsualRange } from '@ithaca/metrics/side-by-side';
import type { ComparedGroup, GroupBeside, SideBySide } from '@ithaca/metrics/side-by-side';
import { isTold } from '@ithaca/metrics/suppression';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { KeptReply } from '../../../platform/http/written-reply.ts';
import type { Written } from '../../../platform/http/written-reply.ts';
import { coordinators } from '../cohort/cohort-numbers.queries.ts';
import {
  countResponses,
  listComparedCohorts,
  listGuided,
  listJobsAtStart,
  listMatches,
  listNotedWeeks,
  listRatings,
} from './comparison-rows.queries.ts';
import type { ComparedCohort } from './comparison-rows.queries.ts';
import { gradeBandOf } from '../facts/directory-groups.ts';
import { concealLeftOut, metricOf, protect } from '../metric-records.ts';
import { countAheadToday, ratesOfDays, sumCohortDays } from '../store/cohort-days.queries.ts';
import type { CohortDay } from '../store/cohort-days.queries.ts';
import { stampOf } from '../stamp.queries.ts';
import {
  dataVersionOf,
  findCohortStates,
  findWorkforceVersion,
  KeptResults,
} from '../store/kept-results.queries.ts';
import { readPairingLives } from '../store/pairing-lives.queries.ts';

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
  const [version, states, ahead, notedWeeks] = await Promise.all([
    findWorkforceVersion(db, organisationId),
    findCohortStates(db, organisationId, ids),
    // Which meetings of today are due goes on with the hour.
    countAheadToday(
      db,
      organisationId,
      cuts.flatMap(({ id, cut, closedAt, hasReached }) =>
        hasReached ? [{ id, cut, now: closedAt ?? now }] : [],
      ),
    ),
    listNotedWeeks(db, organisationId, ids),
  ]);
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
  const asked = cuts.map(({ id, startsOn, asOf, cut, hasReached }, at) => ({
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
  const formed = await keptOfCohorts.findAll(asked, (missing) =>
    formCohorts(db, organisationId, missing, timeZone),
  );
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
  const found = await keptComparisons.find({ asked, ahead }, async () =>
    compareSideBySide(
      comparedMetrics.map((key) => compared.map(({ id }) => groupOf(measured[key].get(id), id))),
    ),
  );
  const noted = Map.groupBy(notedWeeks, ofCohort);
  const histories = new Map(
    cuts.map(({ id }) => [id, historyOf(byId.get(id)?.weeks ?? [], noted.get(id) ?? [])]),
  );
  return { measured, found, histories };
}

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
/** Of the same cohorts, until one of them is formed anew or one of today's meetings begins. */
const keptComparisons = new KeptResults<SideBySide[]>();

async function formCohorts(
  db: Database,
  organisationId: string,
  cuts: readonly Pick<Cut, 'id' | 'startsOn' | 'asOf' | 'cut' | 'hasReached'>[],
  timeZone: string,
): Promise<Formed[]> {
  const compared = cuts.filter(({ hasReached }) => hasReached);
  const ids = compared.map(({ id }) => id);
  const matches = Map.groupBy(await listMatches(db, organisationId, ids, timeZone), ofCohort);
  const ratings = Map.groupBy(await listRatings(db, organisationId, ids, timeZone), ofCohort);
  const responses = new Map(
    (await countResponses(db, organisationId, compared, timeZone)).map((row) => [row.cohortId, row]),
  );
  const days = Map.groupBy(await sumCohortDays(db, organisationId, compared), ofCohort);
  const stratumOf = await readStrata(db, organisationId, ids);
  const formed: Formed[] = [];
  for (const { id: key, startsOn, asOf, cut, hasReached } of cuts) {
    const lives = await readPairingLives(db, organisationId, key, timeZone);
    const begun = lives.filter(({ startedOn }) => startedOn <= cut);
    const measures: Formed['measures'] = [];
    formed.push({
      id: key,
      begun: begun.length,
      weeks: weeksOf({ startsOn, asOf }, lives),
      days: days.get(key) ?? [],
      measures,
    });
    if (!hasReached) continue;
    const frame = { asOf: cut, minimumGroup: coordinators.minimum.named };
    const answers = { asOf: cut, minimumGroup: coordinators.minimum.answers };
    const put = (metric: ComparedMetric, record: MetricRecord, group: ComparedGroup) =>
      measures.push({ metric, record, group });

    const rows = (matches.get(key) ?? []).map((row) => ({ ...row, hasOpenPairing: false }));
    put('match-rate', measureMatchRates(rows, frame).ever, {
      key,
      units: rows.flatMap((row) => {
        const { n, numerator } = measureMatchRates([row], frame).ever;
        return n === 1 ? [{ value: numerator ?? 0, stratum: stratumOf.person(key, row.personId) }] : [];
      }),
    });
    for (const [metric, measure] of [
      ['active-pairings', measureActivePairings],
      ['cadence-adherence', measureCadenceAdherence],
    ] as const)
      put(metric, measure(begun, frame), {
        key,
        units: begun.flatMap((life) => {
          const { n, estimate } = measure([life], frame);
          return n === 1 ? [{ value: estimate ?? 0, stratum: stratumOf.pairing(key, life.pairingId) }] : [];
        }),
      });
    const asked = responses.get(key);
    const responded = rateRecord(
      'check-in-response',
      {
        numerator: asked?.answered ?? 0,
        denominator: asked?.due ?? 0,
        pending: asked?.pending ?? 0,
        excluded: asked?.leftBeforeDue ? { 'left-before-due': asked.leftBeforeDue } : {},
      },
      answers,
    );
    put(
      'check-in-response',
      concealLeftOut(
        !asked?.due || isTold(asked.people, answers.minimumGroup)
          ? responded
          : hide(responded, 'small-group'),
        coordinators.minimum.named,
      ),
      { key, sum: asked?.answered ?? 0, count: asked?.due ?? 0, clusters: asked?.people ?? 0 },
    );
    const given = ratings.get(key) ?? [];
    const behind = listCounted(given, answers).map(({ personId }) => personId);
    const share = protect(measureSatisfaction(given, answers).share, behind, answers.minimumGroup);
    put('satisfaction', concealLeftOut(share, answers.minimumGroup), {
      key,
      sum: share.numerator ?? 0,
      count: share.denominator ?? 0,
      clusters: new Set(behind).size,
    });
  }
  return formed;
}

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

/** Who is comparable to whom: those of one department and band of grades, as they were when the cohort began. */
async function readStrata(db: Database, organisationId: string, cohortIds: readonly string[]) {
  const jobs = new Map(
    (await listJobsAtStart(db, organisationId, cohortIds)).map(
      ({ cohortId, personId, department, grade }) => [
        `${cohortId} ${personId}`,
        JSON.stringify([department, gradeBandOf(grade)]),
      ],
    ),
  );
  const guided = new Map(
    (await listGuided(db, organisationId, cohortIds)).map(({ pairingId, personId }) => [pairingId, personId]),
  );
  const person = (cohortId: string, personId: string | undefined) =>
    jobs.get(`${cohortId} ${personId}`) ?? '';
  return {
    person,
    pairing: (cohortId: string, pairingId: string) => person(cohortId, guided.get(pairingId)),
  };
}
