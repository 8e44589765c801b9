import type { measureRoutes, OutcomesReport } from '@ithaca/contracts/measures';
import type { InputOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { enrolledStates } from '@ithaca/domain/enrolment';
import { sidesOf } from '@ithaca/domain/vocabulary';
import type { Side } from '@ithaca/domain/vocabulary';
import {
  compareCareers,
  compareMentorCareers,
  measureMenteeToMentor,
  readCareers,
} from '@ithaca/metrics/careers';
import type { CareerComparison, CareerRow, FormerMentee } from '@ithaca/metrics/careers';
import { measureCompletion } from '@ithaca/metrics/completion';
import type { Day } from '@ithaca/metrics/days';
import {
  measureGoalCompletion,
  measureGoalProgress,
  measureGoalsWrittenAfter,
  measureStaleGoals,
} from '@ithaca/metrics/goals';
import type { Job } from '@ithaca/metrics/job-changes';
import { compareLeftByChoice, yearOfChoice } from '@ithaca/metrics/left-by-choice';
import { measureAcceptance, measureProposalsNeeded } from '@ithaca/metrics/match-acceptance';
import type { OfferRow, ProposalRow } from '@ithaca/metrics/match-acceptance';
import { measurePlacesFilled } from '@ithaca/metrics/match-rate';
import type { PlacesRow } from '@ithaca/metrics/match-rate';
import { measureMentorLoad } from '@ithaca/metrics/mentor-load';
import type { MentorRow } from '@ithaca/metrics/mentor-load';
import type { Span } from '@ithaca/metrics/participation';
import type { MetricRecord } from '@ithaca/metrics/records';
import { compareOtherLandmarks } from '@ithaca/metrics/retention';
import type { OtherLandmark } from '@ithaca/metrics/retention';
import { designOf } from '@ithaca/metrics/retention-arms';
import type { Design } from '@ithaca/metrics/retention-arms';
import { estimateRoi, replacementShare, roiRecord } from '@ithaca/metrics/roi';
import { listLeavers } from '@ithaca/metrics/tenure';
import { measureTimeToMatch } from '@ithaca/metrics/time-to-match';
import { measureTurnover } from '@ithaca/metrics/turnover';
import type { Turnover } from '@ithaca/metrics/turnover';

import type { Database } from '../../../platform/database/database.ts';
import { lastDayOf } from '../facts/cohort-facts.queries.ts';
import type { CohortFacts } from '../facts/cohort-facts.queries.ts';
import {
  coordinators,
  mainSideOf,
  matchRows,
  measureHours,
  measureMentorRetention,
  measureRetention,
  retentionRows,
} from './cohort-numbers.queries.ts';
import { readAmongEverybody } from './cohort-workforce.queries.ts';
import { concealLeftOut, FEWEST_NAMELESS, LANDMARK_DAYS, metricOf } from '../metric-records.ts';
import { stampOfCohort } from '../stamp.queries.ts';
import { KeptResults } from '../store/kept-results.queries.ts';
import { listCohortsBeside, readParticipationOfYear, readRequestAcceptance } from './taking-part.queries.ts';
import { readEmployment } from './turnover.queries.ts';
import {
  measureWorkingLives,
  readEmployments,
  readEverybodysJobs,
  readOnce,
  tenureOf,
} from './working-lives.queries.ts';
import type { WorkingLives } from './working-lives.queries.ts';

type Query = InputOf<(typeof measureRoutes)['outcomes']>['query'];

/**
 * What came of a cohort? Grain: one cohort. Goals, places and former mentees are known by name to whoever asks; who left or
 * rose is told of twenty people and more on each side.
 */
export async function readOutcomes(
  db: Database,
  actor: Actor,
  cohortId: string,
  query: Query,
  now: Date,
): Promise<OutcomesReport> {
  const { organisationId } = actor;
  const beside = await listCohortsBeside(db, organisationId, cohortId);
  const among = await readAmongEverybody(db, organisationId, cohortId, now, { beside });
  const { facts, dataVersion } = among;
  const { at, day, today } = facts.asOf;
  const frame = { asOf: day, minimumGroup: coordinators.minimum.named };
  const goals = facts.goals.flatMap(({ life }) => life ?? []);
  const formerMentees = await readFormerMentees(db, organisationId, facts.cohort);
  const design = designOf({ ...facts.cohort, landmarkDays: LANDMARK_DAYS });
  const jobs = readOnce(() => readEverybodysJobs(db, organisationId));
  const protocol = { startsOn: facts.cohort.startsOn, landmarkDays: LANDMARK_DAYS };
  const { timeZone } = facts.cohort;
  const employments = readOnce(() => readEmployments(db, organisationId, today, timeZone));
  const told = await findCohortOfYear(db, organisationId, facts.cohort);
  const readLeavers = async () => {
    const { livesOf, recordedFrom } = await employments();
    return listLeavers(livesOf, recordedFrom, { asOf: today });
  };
  const careers = await among.find(
    keptCareers,
    async (all): Promise<CareersOfSide[]> => {
      const rows = careerRows(all, await jobs(), design);
      // Nobody of that year was matched in time: there is no group to tell of.
      const gone = told === cohortId ? await readLeavers() : told === null ? [] : null;
      const byChoice = compareLeftByChoice(rows, design, gone, { asOf: today });
      const own = {
        side: mainSideOf(all),
        found: [byChoice, ...compareCareers(rows, design, { asOf: today })],
      };
      if (own.side === 'peer') return [own];
      // A lottery draws mentees: of mentors it is what happened after the landmark.
      const since = design.by === 'landmark' ? rows : careerRows(all, await jobs(), designOf(protocol));
      return [own, { side: 'mentor', found: compareMentorCareers(since, protocol, { asOf: today }) }];
    },
    told,
  );
  const turnover = await among.find(keptTurnover, async () =>
    measureTurnover(await readEmployment(db, organisationId, today, timeZone), { asOf: today }),
  );
  const working = await among.find(keptWorkingLives, async () =>
    measureWorkingLives(await employments(), await jobs(), { asOf: today }),
  );
  const landmarks = await among.find(keptLandmarks, (all) =>
    compareOtherLandmarks(retentionRows(all), facts.cohort, { asOf: today }),
  );
  const offers = await readOffers(db, organisationId, facts.cohort);
  const places = await readPlaces(db, organisationId, facts.cohort);
  const isOfPeers = facts.cohort.format === 'peer';
  const retention = measureRetention(facts);
  const say = (record: MetricRecord) => metricOf(record, at);
  const load = measureMentorLoad(await readMentors(db, organisationId, facts), frame);
  const investment = {
    participants: new Set(
      matchRows(facts).flatMap(({ personId, matchedOn }) => (matchedOn === null ? [] : personId)),
    ).size,
    meetingHours: measureHours(facts, null).hours,
    effect: retention.difference,
    maturesOn: retention.maturesOn,
  };
  return {
    asOf: at.toISOString(),
    stamp: stampOfCohort(organisationId, facts.cohort, { computedAt: now, dataVersion }),
    metrics: [
      say(measureCompletion(facts.stages, facts.cohort.endsOn, { ...frame, asOf: endOf(facts) })),
      say(measureGoalProgress(goals, frame)),
      say(measureGoalCompletion(goals, frame, lastDayOf(facts.cohort))),
      say(measureStaleGoals(goals, frame)),
      say(measureGoalsWrittenAfter(goals, frame)),
      say(measureMenteeToMentor(formerMentees, { ...frame, asOf: today })),
    ],
    matching: [
      ...Object.values(measureTimeToMatch(matchRows(facts), frame)).map(say),
      ...sidesOf(facts.cohort.format).map((side) =>
        metricOf(
          measureAcceptance(
            offers.filter(({ role }) => role === side),
            frame,
          ),
          at,
          side,
        ),
      ),
      ...(isOfPeers ? [] : [say(measurePlacesFilled(places, frame))]),
      say(
        measureProposalsNeeded(
          offers.filter(({ role }) => role !== 'mentor'),
          frame,
        ),
      ),
    ],
    requests: await readRequestAcceptance(db, organisationId, facts.cohort, facts.asOf),
    workforce: [
      ...[...Object.values(turnover), working.promotion, working.mobility].map((record) =>
        metricOf(record, now),
      ),
      say(await readParticipationOfYear(db, organisationId, among)),
    ],
    tenure: tenureOf(working.tenure, now),
    mentors: isOfPeers ? [] : Object.values(load).map(say),
    retention,
    retentionOfMentors: measureMentorRetention(facts),
    sensitivity: landmarks.map((one) => sensitivityOf(one, retention.difference)),
    careers: careers.flatMap(({ side, found }) =>
      found.map(({ record, ...one }) => ({
        ...one,
        difference: metricOf(concealLeftOut(record, FEWEST_NAMELESS), now, side),
      })),
    ),
    investment,
    roi: roiOf(investment, leaversOf(retention), query, { day, at }),
  };
}

interface CareersOfSide {
  side: Side;
  found: CareerComparison[];
}
const keptCareers = new KeptResults<CareersOfSide[]>();
const keptTurnover = new KeptResults<Turnover>();
const keptWorkingLives = new KeptResults<WorkingLives>();
const keptLandmarks = new KeptResults<OtherLandmark[]>();

function sensitivityOf(
  { landmarkDays, difference }: OtherLandmark,
  main: OutcomesReport['retention']['difference'],
): OutcomesReport['sensitivity'][number] {
  return {
    landmarkDays,
    difference: difference && { estimate: difference.estimate, lo: difference.lower, hi: difference.upper },
    sameDirection: difference && main ? Math.sign(difference.estimate) === Math.sign(main.estimate) : null,
  };
}

/** The close settles who has completed, on the day after the last that is counted. */
export const endOf = ({ asOf, cohort }: CohortFacts): Day =>
  cohort.state === 'closed' || cohort.state === 'archived' ? asOf.today : asOf.day;

/** The share of the others who had left after twelve months, once that can be read. */
function leaversOf({ curves, difference }: OutcomesReport['retention']): number | null {
  if (!curves || !difference) return null;
  const last = curves.others.days.findLastIndex((day) => day <= 365);
  return last < 0 ? 0 : 1 - (curves.others.survival[last] ?? 1);
}

function roiOf(
  { participants, meetingHours, effect }: OutcomesReport['investment'],
  exitShare: number | null,
  { salary = 0, licence = 0, coordinatorHours = 0, hourlyRate = 0, ...query }: Query,
  asOf: { day: Day; at: Date },
): OutcomesReport['roi'] {
  const share = (percent: number | undefined, usual: number) =>
    percent === undefined ? usual : percent / 100;
  const likely = share(query.likely, replacementShare.likely);
  const replacement = {
    least: Math.min(likely, share(query.least, replacementShare.least)),
    likely,
    most: Math.max(likely, share(query.most, replacementShare.most)),
  };
  const cost = licence + (coordinatorHours + meetingHours) * hourlyRate;
  if (!(cost > 0 && Number.isFinite(cost / (salary * likely)))) return null;
  const roi = estimateRoi(
    { participants, meetingHours, effect, exitShare },
    { salary, replacement, licence, coordinatorHours, hourlyRate },
  );
  const { avoided, benefit, breakEven, positive, headline } = roi;
  return {
    metric: metricOf(roiRecord(roi, participants, { asOf: asOf.day }), asOf.at),
    assumed: { salary, ...replacement, licence, coordinatorHours, hourlyRate },
    cost: roi.cost,
    breakEven,
    avoided,
    benefit,
    positive,
    headline,
  };
}

type Offer = OfferRow & ProposalRow & { role: Side };

/** Grain: one side of one proposed pairing, with what it answered; a pairing that began without a yes asked nobody. */
function readOffers(
  db: Database,
  organisationId: string,
  { id, timeZone }: CohortFacts['cohort'],
): Promise<Offer[]> {
  return db.query<Offer>(
    `select m.role, m.person_id as "personId", (p.started_at at time zone $3)::date::text as "matchedOn", (p.published_at at time zone $3)::date::text as "offeredOn", (m.accepted_at at time zone $3)::date::text as "acceptedOn",
       (m.declined_at at time zone $3)::date::text as "declinedOn", (p.ended_at at time zone $3)::date::text as "lapsedOn",
       m.accepted_at is not null or m.declined_at is not null or p.started_at is null as "isAsked",
       exists (select from pairing_members o where o.organisation_id = $1 and o.pairing_id = m.pairing_id and o.person_id <> m.person_id
         and o.declined_at is not null) as "otherDeclined"
     from pairing_members m
     join pairings p on p.organisation_id = m.organisation_id and p.id = m.pairing_id
     where m.organisation_id = $1 and m.cohort_id = $2`,
    [organisationId, id, timeZone],
  );
}

/** Grain: one mentor who came into the pool, whatever became of them, with the pairings that began. */
function readPlaces(
  db: Database,
  organisationId: string,
  { id, timeZone }: CohortFacts['cohort'],
): Promise<PlacesRow[]> {
  return db.query<PlacesRow>(
    `select e.capacity, pool.on::text as "enteredPoolOn", coalesce(begun.days, '{}') as "matchedOn"
     from enrolments e
     join (
       select person_id, (min(at) at time zone $3)::date as on from stage_events
       where organisation_id = $1 and cohort_id = $2 and role = 'mentor' and stage = 'in-pool' group by person_id
     ) pool on pool.person_id = e.person_id
     left join (
       select m.enrolment_id, array_agg((p.started_at at time zone $3)::date::text) as days
       from pairing_members m join pairings p on p.organisation_id = m.organisation_id and p.id = m.pairing_id
       where m.organisation_id = $1 and m.cohort_id = $2 and m.role = 'mentor' and p.started_at is not null group by m.enrolment_id
     ) begun on begun.enrolment_id = e.id
     where e.organisation_id = $1 and e.cohort_id = $2 and e.role = 'mentor'`,
    [organisationId, id, timeZone],
  );
}

/** Grain: one mentor of the cohort, with what they offered and carry. */
async function readMentors(db: Database, organisationId: string, facts: CohortFacts): Promise<MentorRow[]> {
  const { cohort } = facts;
  const rows = await db.query<{ id: string; capacity: number; span: Span; pairings: string[] | null }>(
    `select e.person_id as id, e.capacity,
       json_build_object('from', (e.submitted_at at time zone $3)::date,
         'to', case when e.state in ('completed', 'withdrawn', 'declined') then (coalesce(e.ended_at, e.updated_at) at time zone $3)::date end) as span,
       places.pairings
     from enrolments e
     left join (
       select enrolment_id, array_agg(pairing_id) as pairings from pairing_members
       where organisation_id = $1 and cohort_id = $2 group by enrolment_id
     ) places on places.enrolment_id = e.id
     where e.organisation_id = $1 and e.cohort_id = $2 and e.role = 'mentor' and e.submitted_at is not null and e.state = any ($4)`,
    [organisationId, cohort.id, cohort.timeZone, enrolledStates],
  );
  const lives = new Map(facts.pairings.map(({ id, life }) => [id, life]));
  const held = Map.groupBy(
    facts.meetings.filter(({ state }) => state === 'held'),
    ({ pairingId }) => pairingId,
  );
  return rows.map(({ id, capacity, span, pairings }) => ({
    mentorId: id,
    capacity,
    takesPart: span,
    pairings: (pairings ?? []).flatMap((pairing) => {
      const life = lives.get(pairing);
      return life ? [{ from: life.startedOn, to: life.endedOn }] : [];
    }),
    minutes: (pairings ?? []).flatMap((pairing) =>
      (held.get(pairing) ?? []).map(({ on, minutes }) => ({ on, minutes })),
    ),
  }));
}

/** Grain: one person who completed the cohort as a mentee and was employed then; a first meeting as a mentor in any cohort counts. */
function readFormerMentees(
  db: Database,
  organisationId: string,
  { id, timeZone }: CohortFacts['cohort'],
): Promise<FormerMentee[]> {
  return db.query<FormerMentee>(
    `with done as (
       select person_id, min(at) as at from stage_events
       where organisation_id = $1 and cohort_id = $2 and stage = 'completed' and role = 'mentee' group by person_id
     )
     select (d.at at time zone $3)::date::text as "completedOn", p.left_on::text as "leftOn",
       (min(e.at) at time zone $3)::date::text as "becameMentorOn"
     from done d
     join people p on p.organisation_id = $1 and p.id = d.person_id and (p.left_on is null or p.left_on > (d.at at time zone $3)::date)
     left join stage_events e on e.organisation_id = $1 and e.person_id = d.person_id and e.stage = 'active' and e.role = 'mentor' and e.at > d.at
     group by d.person_id, d.at, p.left_on`,
    [organisationId, id, timeZone],
  );
}

/** Grain: one person of the organisation, as retention compares them, with what became of their work. */
function careerRows(
  facts: CohortFacts,
  jobsOf: ReadonlyMap<string, readonly Job[]>,
  design: Design,
): CareerRow[] {
  const careers = readCareers(jobsOf, design.from);
  return retentionRows(facts).map((row) => ({
    ...row,
    ...(careers.get(row.personId) ?? { promotedOn: null, movedOn: null, couldRise: false }),
  }));
}

/**
 * Of which cohort of an organisation is it told in a year who left by choice? The one that was set up first of those whose year it is and
 * that had somebody matched by their landmark: whatever is set up or brought in later changes nothing.
 */
async function findCohortOfYear(
  db: Database,
  organisationId: string,
  { startsOn, timeZone }: CohortFacts['cohort'],
): Promise<string | null> {
  const { from } = yearOfChoice(startsOn);
  const found = await db.first<{ id: string }>(
    `select c.id from cohorts c
     where c.organisation_id = $1 and c.starts_on + ${LANDMARK_DAYS} >= $2::date - interval '1 year' and c.starts_on + ${LANDMARK_DAYS} < $2
       and exists (select from stage_events s where s.organisation_id = $1 and s.cohort_id = c.id and s.stage = 'matched' and s.role <> 'mentor'
         and (s.at at time zone $3)::date <= c.starts_on + ${LANDMARK_DAYS})
     order by c.created_at, c.id limit 1`,
    [organisationId, from, timeZone],
  );
  return found?.id ?? null;
}
