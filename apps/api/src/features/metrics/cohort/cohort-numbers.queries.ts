import type { Metric, Retention } from '@ithaca/contracts/metrics';
import type { Side } from '@ithaca/domain/vocabulary';
import { measureActivePairings } from '@ithaca/metrics/active-pairings';
import { measureCadenceAdherence, measureMeetingVolume } from '@ithaca/metrics/adherence';
import type { PairingLife } from '@ithaca/metrics/cadence';
import { addDays } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import { measureFunnel } from '@ithaca/metrics/funnel';
import type { Funnel } from '@ithaca/metrics/funnel';
import { measureMatchRates } from '@ithaca/metrics/match-rate';
import { measureMeetingsHeld } from '@ithaca/metrics/meetings';
import type { MeetingRates, MeetingRow, MeetingsByEvidence } from '@ithaca/metrics/meetings';
import { countParticipation, participationRecord } from '@ithaca/metrics/participation';
import type { ParticipationCounts } from '@ithaca/metrics/participation';
import type { Frame, MetricRecord } from '@ithaca/metrics/records';
import { Remembered } from '@ithaca/metrics/remembered';
import { measureResponse } from '@ithaca/metrics/response-rate';
import { compareRetention } from '@ithaca/metrics/retention';
import type { RetentionRow } from '@ithaca/metrics/retention-arms';
import { compareMentors } from '@ithaca/metrics/retention-mentors';
import { measureSatisfaction } from '@ithaca/metrics/satisfaction';
import type { Satisfaction } from '@ithaca/metrics/satisfaction';

import type {
  AskFacts,
  CohortFacts,
  HeldFacts,
  MeetingFacts,
  PageFacts,
} from '../facts/cohort-facts.queries.ts';
import { asksOfSide } from '../facts/cohort-rows.queries.ts';
import { countExpected, groupByWeek, isOpenInWeek } from '../facts/meeting-weeks.ts';
import { concealLeftOut, LANDMARK_DAYS, metricOf, protect, retentionOf } from '../metric-records.ts';
import type { PairingFacts } from '../facts/pairing-facts.queries.ts';
import { ratesOfDays, weeksOfDays } from '../store/cohort-days.queries.ts';
import { comparableOn, eligibleOn } from '../facts/workforce.queries.ts';

/**
 * For whom the numbers are formed: about these people only (null = everyone), and the smallest group shown. `named` holds
 * for what the reader may see name by name anyway (0 for coordinators), `answers` for what people answered.
 */
export interface Audience {
  people: ReadonlySet<string> | null;
  minimum: { named: number; answers: number };
}

/** A coordinator sees every pairing and enrolment by name, but answers only from five people on. */
export const coordinators: Audience = { people: null, minimum: { named: 0, answers: 5 } };

/** The facts of the people an audience may read about: their own, and the pairings that they take part in. */
export function narrow(facts: CohortFacts, people: ReadonlySet<string> | null): CohortFacts {
  if (people === null) return facts;
  const own = ({ personId }: { personId: string }) => people.has(personId);
  const pairings = facts.pairings.filter((pairing) => pairing.personIds.some((id) => people.has(id)));
  const ids = new Set(pairings.map((pairing) => pairing.id));
  return {
    ...facts,
    pairings,
    meetings: facts.meetings.filter((meeting) => ids.has(meeting.pairingId)),
    stages: facts.stages.filter(own),
    enrolments: facts.enrolments.filter(own),
    asks: facts.asks.filter(own),
    goals: facts.goals.filter(({ ownerId }) => people.has(ownerId)),
    workforce: facts.workforce.filter((person) => people.has(person.id)),
    everybody: null,
  };
}

/** The numbers of a cohort by name, and the mentors' satisfaction; see the dictionary for each. */
export interface CohortNumbers {
  matchRate: Metric;
  /** Of those who entered the pool long enough ago, who has a partner today. */
  matchedToday: Metric;
  activePairings: Metric;
  adherence: Metric;
  /** Held against agreed meetings, beside the adherence. */
  volume: Metric;
  satisfaction: Metric;
  /** Null where nobody is a mentor. */
  satisfactionOfMentors: Metric | null;
  satisfactionBounds: { lo: number; hi: number } | null;
  response: Metric;
}

/**
 * Forms the numbers of a cohort from its facts for an audience; `facts` are narrowed to its people already. Each is formed once it is
 * asked for: a page does not wait for what it does not tell.
 */
export function measureCohort(facts: PageFacts, audience: Audience): CohortNumbers {
  const frame = { asOf: facts.asOf.day, minimumGroup: audience.minimum.named };
  const answerFrame = { ...frame, minimumGroup: audience.minimum.answers };
  const lives = facts.pairings.map((pairing) => pairing.life);
  const tell = tellTo(facts, audience);
  const ofLives = (measure: (lives: readonly PairingLife[], frame: Frame) => MetricRecord) =>
    tell.ofPairings(measure(lives, frame), ({ life }) => measure([life], tell.alone));
  const isOfPeers = facts.cohort.format === 'peer';
  const matches = once(() => measureMatchRates(matchRows(facts), frame));
  const asked = once(() => satisfactionOf(isOfPeers ? 'peer' : 'mentee', facts, answerFrame, tell));
  return {
    get matchRate() {
      return tell.ofPeople(matches().ever);
    },
    get matchedToday() {
      return tell.ofPeople(matches().current);
    },
    get activePairings() {
      return ofLives(measureActivePairings);
    },
    get adherence() {
      return ofLives(measureCadenceAdherence);
    },
    get volume() {
      return ofLives(measureMeetingVolume);
    },
    get satisfaction() {
      return asked().share;
    },
    get satisfactionOfMentors() {
      return isOfPeers ? null : satisfactionOf('mentor', facts, answerFrame, tell).share;
    },
    get satisfactionBounds() {
      const { bounds } = asked();
      return bounds && { lo: bounds.lower, hi: bounds.upper };
    },
    get response() {
      const alone = (ask: AskFacts) => measureResponse('check-in-response', [ask], tell.alone);
      return tell.ofAnswers(responseOf(facts.asks, answerFrame), facts.asks, alone, null);
    },
  };
}

function once<T>(form: () => T): () => T {
  let formed: { value: T } | undefined;
  return () => (formed ??= { value: form() }).value;
}

/** Of the meetings that were due those that were held, for an audience; `facts` are narrowed to its people already. */
export function measureHeld(facts: CohortFacts, audience: Audience): Metric {
  const tell = tellTo(facts, audience);
  const frame = { asOf: facts.asOf.day, minimumGroup: audience.minimum.named };
  return tell.ofPairings(measureMeetings(facts, frame).all, countedByPairing(facts, tell.alone));
}

/** What became of the meetings, as coordinators are told; their weeks as `groupByWeek` says. */
export function tellMeetings(facts: HeldFacts): {
  held: Metric;
  confirmed: Metric;
  /** How well it is known that the meetings up to now were held. */
  evidence: MeetingsByEvidence;
  weeks: { weekStartsOn: Day; held: number; planned: number }[];
} {
  const { at, day } = facts.asOf;
  const { all, confirmed, evidence } = measureMeetings(facts, {
    asOf: day,
    minimumGroup: coordinators.minimum.named,
  });
  const weeks = facts.days
    ? weeksOfDays(facts.days, facts.cohort, day)
    : groupByWeek(facts.meetings, facts.cohort, day).map(({ weekStartsOn, held, planned }) => ({
        weekStartsOn,
        held: held.length,
        planned: planned.length,
      }));
  return { held: metricOf(all, at), confirmed: metricOf(confirmed, at), evidence, weeks };
}

/** Who of those employed and eligible takes part; `facts` are narrowed to the audience's people already. */
export function measureParticipating(facts: CohortFacts, audience: Audience): Metric {
  const frame = { asOf: facts.asOf.day, minimumGroup: audience.minimum.named };
  return tellTo(facts, audience).ofPeople(participationRecord(countParticipating(facts), frame));
}

/** The same as numbers, for any audience that reads about these people. */
export const countParticipating = (facts: CohortFacts): ParticipationCounts =>
  facts.everybody?.participation ?? countParticipation(participationRows(facts), facts.asOf.day);

/** A record of these facts as the contract tells it. */
export const metricFrom = ({ asOf }: CohortFacts, record: MetricRecord, side: Side | null): Metric =>
  metricOf(record, asOf.at, side);

type Tell = ReturnType<typeof tellTo>;
type Pairing = PageFacts['pairings'][number];

/**
 * Says a number to an audience. Who stands behind it is found by measuring each pairing or ask alone: it counts when its
 * own record has n = 1.
 */
function tellTo(facts: PageFacts, { people, minimum }: Audience) {
  const say = (record: MetricRecord, side: Side | null = null) =>
    metricOf(concealLeftOut(record, minimum.named), facts.asOf.at, side);
  function* behindPairings(alone: (pairing: Pairing) => MetricRecord) {
    for (const pairing of facts.pairings)
      if (alone(pairing).n === 1) yield* pairing.personIds.filter((id) => people === null || people.has(id));
  }
  function* behindAsks(asks: readonly AskFacts[], alone: (ask: AskFacts) => MetricRecord) {
    for (const ask of asks) if (alone(ask).n === 1) yield ask.personId;
  }
  return {
    alone: { asOf: facts.asOf.day, minimumGroup: 0 },
    /** A number whose units are people: its own n decides. */
    ofPeople: (record: MetricRecord) => say(record),
    ofPairings: (record: MetricRecord, alone: (pairing: Pairing) => MetricRecord) =>
      say(protect(record, behindPairings(alone), minimum.named)),
    ofAnswers: (
      record: MetricRecord,
      asks: readonly AskFacts[],
      alone: (ask: AskFacts) => MetricRecord,
      side: Side | null,
    ) => say(protect(record, behindAsks(asks, alone), minimum.answers), side),
  };
}

function satisfactionOf(side: Side, facts: PageFacts, frame: Frame, tell: Tell) {
  const asks = asksOfSide(facts.asks, side);
  const { share, bounds } = measureSatisfactionOf(asks, frame);
  const told = tell.ofAnswers(share, asks, (ask) => measureSatisfaction([ask], tell.alone).share, side);
  return { share: told, bounds: told.suppressed ? null : bounds };
}

/** As `measureSatisfaction`, remembered as long as nobody was asked or has answered. */
export const measureSatisfactionOf = (asks: readonly AskFacts[], frame: Frame): Satisfaction =>
  satisfactions.find(asks, JSON.stringify(frame), () => measureSatisfaction(asks, frame));

const responseOf = (asks: readonly AskFacts[], frame: Frame): MetricRecord =>
  responses.find(asks, JSON.stringify(frame), () => measureResponse('check-in-response', asks, frame));

const satisfactions = new Remembered<readonly AskFacts[], Satisfaction>();
const responses = new Remembered<readonly AskFacts[], MetricRecord>();

/** A pairing counts for the meetings when one of its own does. */
function countedByPairing(facts: CohortFacts, alone: Frame): (pairing: Pairing) => MetricRecord {
  const rows = meetingRows(facts);
  const byPairing = Map.groupBy(rows, (row) => row.pairingId);
  return ({ id }) => {
    const own = byPairing.get(id) ?? [];
    const counted = own.find((row) => measureMeetingsHeld([row], alone).all.n === 1);
    return measureMeetingsHeld(counted ? [counted] : [], alone).all;
  };
}

/** The funnel of those invited and of the walk-ins. */
export function measureStages({ stages, asOf }: PageFacts, minimumGroup: number): Funnel {
  const frame = { asOf: asOf.day, minimumGroup };
  return funnels.find(stages, JSON.stringify(frame), () => measureFunnel(stages, frame));
}

const funnels = new Remembered<PageFacts['stages'], Funnel>();

/**
 * Mentees, or peers, against eligible colleagues of the same department, site, grade band and tenure band, from the start of the cohort, followed
 * until today even when the cohort is closed; where a lottery decided, those drawn against those not drawn from that day on.
 * Never narrowed to an area: who left there is known by name.
 */
export function measureRetention(facts: CohortFacts): Retention {
  const { cohort, everybody } = facts;
  if (everybody) return everybody.retention;
  return retentionOf(
    compareRetention(
      retentionRows(facts),
      { startsOn: cohort.startsOn, landmarkDays: LANDMARK_DAYS, drawnOn: cohort.drawnOn },
      { asOf: facts.asOf.today },
    ),
    mainSideOf(facts),
  );
}

/** Whom the comparison is about. */
export const mainSideOf = ({ cohort }: CohortFacts): 'peer' | 'mentee' =>
  cohort.format === 'peer' ? 'peer' : 'mentee';

/** Mentors against eligible colleagues of their grade in the same way, but never by a lottery, which draws mentees. Null of peers. */
export function measureMentorRetention(facts: CohortFacts): Retention | null {
  const { cohort, everybody, asOf } = facts;
  if (everybody) return everybody.retentionOfMentors;
  if (cohort.format === 'peer') return null;
  const protocol = { startsOn: cohort.startsOn, landmarkDays: LANDMARK_DAYS };
  return retentionOf(compareMentors(retentionRows(facts), protocol, { asOf: asOf.today }), 'mentor');
}

/** Everybody of the organisation as the comparison reads them: matched when, and comparable to whom at the start. */
export function retentionRows(facts: CohortFacts): RetentionRow[] {
  const known = rowsOfFacts.get(facts) ?? formRetentionRows(facts);
  rowsOfFacts.set(facts, known);
  return known;
}

/** A page that compares twice asks for everybody in the directory twice. */
const rowsOfFacts = new WeakMap<CohortFacts, RetentionRow[]>();

function formRetentionRows(facts: CohortFacts): RetentionRow[] {
  const { cohort } = facts;
  const matchedOn = new Map<string, string>();
  const mentoredOn = new Map<string, string>();
  for (const { personId, role, reachedOn } of facts.stages) {
    const days = role === 'mentor' ? mentoredOn : matchedOn;
    const earlier = days.get(personId);
    if (reachedOn.matched && (!earlier || reachedOn.matched < earlier)) days.set(personId, reachedOn.matched);
  }
  const { entrants } = facts;
  const known = new Set(entrants.length > 0 ? facts.workforce.map(({ id }) => id) : []);
  const comparable = comparableOn(cohort.startsOn);
  const drawn = new Map(entrants.map(({ personId, won }) => [personId, won]));
  const inWorkforce = facts.workforce.map((person) => {
    // The spell that holds the start decides; without one the person was not there.
    const spell = person.employed.findLast((span) => span.from <= cohort.startsOn) ?? person.employed[0];
    const { stratum, tenureBand, traits } = comparable(person);
    const row: RetentionRow = {
      personId: person.id,
      employedFrom: spell?.from ?? addDays(cohort.startsOn, 1),
      leftOn: spell?.to ?? null,
      eligibleAtStart: eligibleOn(cohort.eligibility, person, cohort.startsOn, person.atStart),
      tookPartBefore: person.tookPartBefore,
      matchedOn: matchedOn.get(person.id) ?? null,
      otherSideOn: mentoredOn.get(person.id) ?? null,
      stratum,
      tenureBand,
      grade: person.atStart.grade,
      traits,
      drawn: drawn.get(person.id) ?? null,
    };
    if (person.atStart.managerId !== null) row.team = person.atStart.managerId;
    return row;
  });
  // Whoever left between the draw and the start is no colleague of the start, but was drawn or not like the others.
  const goneBefore = entrants
    .filter(({ personId, leftOn }) => !known.has(personId) && leftOn !== null)
    .map(({ personId, won, employedFrom, leftOn, grade }): RetentionRow => ({
      personId,
      employedFrom,
      leftOn,
      eligibleAtStart: false,
      tookPartBefore: false,
      matchedOn: matchedOn.get(personId) ?? null,
      otherSideOn: mentoredOn.get(personId) ?? null,
      grade,
      drawn: won,
    }));
  return [...inWorkforce, ...goneBefore];
}

const measureMeetings = (facts: HeldFacts, frame: Frame): MeetingRates =>
  facts.days ? ratesOfDays(facts.days, frame) : measureMeetingsHeld(meetingRows(facts), frame);

export interface WeekOfMeetings {
  weekStartsOn: Day;
  held: number;
  planned: number;
  /** Meetings that the agreed cadences ask for up to the as-of day. */
  expected: number;
  /** People of the audience behind the held, and behind the expected meetings. */
  people: { held: number; expected: number };
}

/** Meetings held, set and asked for in each week of the cohort. */
export function measureWeeks(facts: CohortFacts, people: Audience['people']): WeekOfMeetings[] {
  return groupByWeek(facts.meetings, facts.cohort, facts.asOf.day).map(({ weekStartsOn, held, planned }) => {
    const open = facts.pairings.filter(({ life }) => isOpenInWeek(life, weekStartsOn));
    const lives = open.map((pairing) => pairing.life);
    return {
      weekStartsOn,
      held: held.length,
      planned: planned.length,
      expected: countExpected(lives, weekStartsOn, facts.asOf.day),
      people: {
        held: countPeople(pairingsOf(facts, held), people),
        expected: countPeople(open, people),
      },
    };
  });
}

/** The meetings that were held until the as-of day: the same ones that 'meetings-held' counts. */
export const heldMeetings = ({ meetings, asOf }: CohortFacts): MeetingFacts[] =>
  meetings.filter(({ state, on }) => state === 'held' && on <= asOf.day);

/** Hours in held meetings, counted for each person of the audience who is a side, and how many people that is. */
export function measureHours(
  facts: CohortFacts,
  people: Audience['people'],
): { hours: number; people: number } {
  const held = heldMeetings(facts);
  const pairings = pairingsOf(facts, held);
  const sides = new Map(pairings.map((pairing) => [pairing.id, countPeople([pairing], people)]));
  const minutes = held.reduce(
    (sum, meeting) => sum + meeting.minutes * (sides.get(meeting.pairingId) ?? 0),
    0,
  );
  return { hours: Math.round(minutes / 6) / 10, people: countPeople(pairings, people) };
}

function pairingsOf(facts: CohortFacts, meetings: readonly MeetingFacts[]): PairingFacts[] {
  const ids = new Set(meetings.map((meeting) => meeting.pairingId));
  return facts.pairings.filter((pairing) => ids.has(pairing.id));
}

function countPeople(pairings: readonly PairingFacts[], people: Audience['people']): number {
  const members = pairings.flatMap((pairing) => pairing.personIds);
  return new Set(members.filter((id) => people === null || people.has(id))).size;
}

/** Grain: one person of the workforce. */
export function participationRows(facts: CohortFacts) {
  const { day } = facts.asOf;
  const enrolments = Map.groupBy(facts.enrolments, (enrolment) => enrolment.personId);
  return facts.workforce.map((person) => ({
    personId: person.id,
    employed: person.employed,
    eligible: eligibleOn(facts.cohort.eligibility, person, day),
    enrolments: enrolments.get(person.id) ?? [],
  }));
}

/** The mentees' side, or peers; of the mentors each offered place is a unit, in `places-filled`. */
export function matchRows(facts: PageFacts) {
  const paired = new Set(
    facts.pairings.flatMap(({ life, personIds }) => (life.endedOn === null ? personIds : [])),
  );
  return facts.stages
    .filter((row) => row.role === 'mentee' || row.role === 'peer')
    .map(({ personId, reachedOn, withdrawnOn }) => ({
      personId,
      enteredPoolOn: reachedOn['in-pool'] ?? null,
      matchedOn: reachedOn.matched ?? null,
      withdrawnOn,
      hasOpenPairing: paired.has(personId),
    }));
}

/** Grain: one meeting, as its rates count it. */
export function meetingRows(facts: HeldFacts): (MeetingRow & { pairingId: string })[] {
  const asOf = facts.asOf.day;
  return facts.meetings.map((meeting) => {
    // A meeting later today has not been due yet.
    const isLaterToday = meeting.isAhead && meeting.state === 'planned' && meeting.on <= asOf;
    return {
      pairingId: meeting.pairingId,
      on: isLaterToday ? addDays(asOf, 1) : meeting.on,
      status: meeting.state,
      cancelledHoursBefore: meeting.cancelledHoursBefore,
      confirmations: meeting.confirmations,
      denials: meeting.denials,
      isLate: meeting.isLate ?? false,
    };
  });
}
