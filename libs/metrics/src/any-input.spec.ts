import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { measureAccess } from './access.ts';
import { measureActivePairings } from './active-pairings.ts';
import { measureCadenceAdherence, measureMeetingVolume, measurePairingAdherence } from './adherence.ts';
import { measureCareerRates } from './career-rates.ts';
import {
  amount,
  answer,
  arms,
  asOf,
  ask,
  careers,
  chance,
  count,
  day,
  employee,
  engaged,
  enrolment,
  entrant,
  facts,
  frame,
  goal,
  group,
  interval,
  life,
  maybe,
  npsCounts,
  orNone,
  person,
  protocol,
  rating,
  reason,
  scored,
  some,
  span,
} from './any-rows.ts';
import { compareCareers, compareMentorCareers, measureMenteeToMentor } from './careers.ts';
import { measureCompletion } from './completion.ts';
import { measureDropOuts } from './drop-outs.ts';
import { judgeEngagement } from './engagement-judgement.ts';
import { countEngagement, measureEngagement, scoreEngagement } from './engagement-score.ts';
import { measureFunnel } from './funnel.ts';
import {
  measureGoalCompletion,
  measureGoalProgress,
  measureGoalsWrittenAfter,
  measureStaleGoals,
} from './goals.ts';
import { readJobLives } from './job-changes.ts';
import { compareLeftByChoice } from './left-by-choice.ts';
import { measureAcceptance, measureAcceptanceByRank, measureProposalsNeeded } from './match-acceptance.ts';
import { measureMatchRates, measurePlacesFilled } from './match-rate.ts';
import { measureMeetingsHeld } from './meetings.ts';
import { measureMentorBurden } from './mentor-burden.ts';
import { measureMentorLoad } from './mentor-load.ts';
import { formBenchmark } from './own-benchmarks.ts';
import { atRiskRecord, measurePairingsAtRisk } from './pairings-at-risk.ts';
import { measureParticipation, measureParticipationOfYear, participationRecord } from './participation.ts';
import { measureResponseByWave, recommendationRecord } from './pulse.ts';
import { estimateRecord, meanShareRecord, rateRecord } from './records.ts';
import { measureResponse } from './response-rate.ts';
import { designOf } from './retention-arms.ts';
import { compareHazards, compareHazardsOverTime } from './retention-hazard.ts';
import { compareMentors } from './retention-mentors.ts';
import { compareWeighted } from './retention-weights.ts';
import { compareOtherLandmarks, compareRetention } from './retention.ts';
import { measureRhythm, measureWeeklyRhythm } from './rhythm.ts';
import { estimateRoi, roiRecord } from './roi.ts';
import { measureSatisfaction } from './satisfaction.ts';
import { judgeForecasts, judgeScore } from './score-quality.ts';
import { compareSideBySide, findUsualRange } from './side-by-side.ts';
import { measureChange, measureQuestion } from './survey-results.ts';
import { measureTenure } from './tenure.ts';
import { measureTimeToMatch } from './time-to-match.ts';
import { measureTurnover } from './turnover.ts';
import { measureRecommendationChange, measureSatisfactionChange } from './wave-change.ts';

/** Draws of each kind; more by hand: `FUZZ_RUNS=5000`. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 60);

type Ask = [fc.Arbitrary<unknown[]>, (...given: never[]) => unknown];
/** Keeps the types of what is drawn and what is asked together. */
const given = <T extends unknown[]>(drawn: fc.Arbitrary<T>, what: (...drawn: T) => unknown): Ask =>
  [drawn, what] as unknown as Ask;

const months = fc.array(fc.record({ headcountBefore: count, headcountAfter: count, separations: count }), {
  maxLength: 12,
});

const asked: Record<string, Ask> = {
  measureAccess: given(
    fc.tuple(
      some(
        fc.record({
          personId: person,
          group,
          stratum: group,
          poolOn: maybe,
          matchedOn: maybe,
          activeOn: maybe,
          completedOn: maybe,
        }),
        80,
      ),
      frame,
      fc.boolean(),
      fc.boolean(),
    ),
    (rows, at, isSensitive, isOver) => measureAccess(rows, { ...at, isSensitive, isOver }),
  ),
  measureActivePairings: given(fc.tuple(some(life), frame), measureActivePairings),
  measureCadenceAdherence: given(fc.tuple(some(life), frame), measureCadenceAdherence),
  measureMeetingVolume: given(fc.tuple(some(life), frame), measureMeetingVolume),
  measurePairingAdherence: given(fc.tuple(life, day), measurePairingAdherence),
  measureCareerRates: given(
    fc.tuple(
      fc.dictionary(
        person,
        fc.array(fc.record({ on: day, grade: orNone(amount), department: group, site: group }), {
          maxLength: 4,
        }),
      ),
      fc.dictionary(person, fc.array(span, { maxLength: 2 })),
      day,
      frame,
    ),
    (jobs, employed, from, at) =>
      measureCareerRates(
        readJobLives(new Map(Object.entries(jobs))),
        new Map(Object.entries(employed)),
        from,
        at,
      ),
  ),
  compareCareers: given(fc.tuple(careers, protocol, frame), (rows, design, at) =>
    compareCareers(rows, designOf(design), at),
  ),
  compareLeftByChoice: given(
    fc.tuple(
      careers,
      protocol,
      orNone(
        some(
          fc.record({
            personId: person,
            leftOn: day,
            isChoice: fc.boolean(),
            stretch: fc.constantFrom(null, 0, 1, 2, 3),
          }),
        ),
      ),
      frame,
    ),
    (rows, design, leavers, at) => compareLeftByChoice(rows, designOf(design), leavers, at),
  ),
  compareMentorCareers: given(fc.tuple(careers, protocol, frame), compareMentorCareers),
  measureMenteeToMentor: given(
    fc.tuple(some(fc.record({ completedOn: day, becameMentorOn: maybe, leftOn: maybe })), frame),
    measureMenteeToMentor,
  ),
  measureCompletion: given(fc.tuple(some(enrolment), day, frame), measureCompletion),
  measureDropOuts: given(
    fc.tuple(some(enrolment), some(fc.record({ personId: person, role: group, reason: group })), frame),
    measureDropOuts,
  ),
  measureFunnel: given(fc.tuple(some(enrolment), frame), (rows, at) => measureFunnel(rows, at)),
  judgeEngagement: given(fc.tuple(some(engaged), day), judgeEngagement),
  measureEngagement: given(fc.tuple(some(engaged), frame), (rows, at) => {
    const { scores, ...rest } = measureEngagement(rows, at);
    return [rest, scores.map(({ pairing: _pairing, ...score }) => score)];
  }),
  scoreEngagement: given(fc.tuple(some(engaged), day), (rows, on) =>
    scoreEngagement(rows.map((row) => ({ counts: countEngagement(row, on) }))),
  ),
  measureGoalCompletion: given(fc.tuple(some(goal), frame, maybe), measureGoalCompletion),
  measureGoalProgress: given(fc.tuple(some(goal), frame), measureGoalProgress),
  measureGoalsWrittenAfter: given(fc.tuple(some(goal), frame), measureGoalsWrittenAfter),
  measureStaleGoals: given(fc.tuple(some(goal), frame), measureStaleGoals),
  measureAcceptance: given(
    fc.tuple(
      some(
        fc.record({
          offeredOn: day,
          acceptedOn: maybe,
          declinedOn: maybe,
          lapsedOn: maybe,
          isAsked: fc.boolean(),
          otherDeclined: fc.boolean(),
        }),
      ),
      frame,
    ),
    measureAcceptance,
  ),
  measureAcceptanceByRank: given(
    fc.tuple(
      some(
        fc.record({
          rank: fc.integer({ min: 0, max: 12 }),
          isSuggested: fc.boolean(),
          state: fc.constantFrom('accepted', 'declined', 'lapsed', 'asked', 'taken-back'),
          askedOn: day,
          endedOn: maybe,
        }),
      ),
      frame,
    ),
    measureAcceptanceByRank,
  ),
  measureProposalsNeeded: given(
    fc.tuple(some(fc.record({ personId: person, offeredOn: day, matchedOn: maybe })), frame),
    measureProposalsNeeded,
  ),
  measureMatchRates: given(fc.tuple(some(entrant), frame), (rows, at) => measureMatchRates(rows, at)),
  measureTimeToMatch: given(fc.tuple(some(entrant), frame), measureTimeToMatch),
  measurePlacesFilled: given(
    fc.tuple(
      some(fc.record({ enteredPoolOn: maybe, capacity: amount, matchedOn: fc.array(day, { maxLength: 4 }) })),
      frame,
    ),
    (rows, at) => measurePlacesFilled(rows, at),
  ),
  measureMeetingsHeld: given(
    fc.tuple(
      some(
        fc.record({
          on: day,
          status: fc.constantFrom('planned', 'held', 'missed', 'cancelled', 'moved'),
          cancelledHoursBefore: orNone(amount),
          confirmations: count,
          denials: count,
          isLate: fc.boolean(),
        }),
      ),
      frame,
    ),
    measureMeetingsHeld,
  ),
  measureMentorBurden: given(
    fc.tuple(some(fc.record({ personId: person, group, minutes: amount }), 60), frame, fc.boolean()),
    (rows, { asOf: on, minimumGroup = 10 }, isSensitive) =>
      measureMentorBurden(rows, { asOf: on, minimumGroup, isSensitive }),
  ),
  measureMentorLoad: given(
    fc.tuple(
      some(
        fc.record({
          mentorId: person,
          capacity: amount,
          takesPart: span,
          pairings: fc.array(span, { maxLength: 3 }),
          minutes: fc.array(fc.record({ on: day, minutes: amount }), { maxLength: 3 }),
        }),
      ),
      frame,
    ),
    measureMentorLoad,
  ),
  formBenchmark: given(
    fc.tuple(
      fc.uniqueArray(fc.record({ organisationId: person, share: chance, people: count }), {
        maxLength: 20,
        selector: (part) => part.organisationId,
      }),
    ),
    (parts) => formBenchmark(parts),
  ),
  measurePairingsAtRisk: given(fc.tuple(some(fc.record({ life, facts })), frame), (rows, at) =>
    measurePairingsAtRisk(rows, at),
  ),
  atRiskRecord: given(
    fc.tuple(fc.record({ atRisk: count, running: count, paused: count }), frame),
    atRiskRecord,
  ),
  measureParticipation: given(fc.tuple(some(employee), frame), measureParticipation),
  measureParticipationOfYear: given(fc.tuple(some(employee), frame, day), (rows, at, from) =>
    measureParticipationOfYear(rows, { ...at, from }),
  ),
  participationRecord: given(
    fc.tuple(fc.record({ numerator: count, denominator: count }), frame),
    participationRecord,
  ),
  measureResponseByWave: given(fc.tuple(some(ask), frame), measureResponseByWave),
  measureResponse: given(fc.tuple(some(ask), frame), (rows, at) =>
    measureResponse('survey-response', rows, at),
  ),
  recommendationRecord: given(
    fc.tuple(
      fc.array(fc.record({ side: fc.constant('mentor' as const), given: amount }), { maxLength: 40 }),
      frame,
    ),
    (answers, at) =>
      recommendationRecord(
        measureQuestion(
          { key: 'q', kind: 'nps', options: [] },
          answers.map(({ side, given: q }) => ({ side, round: 1, answers: { q } })),
        ),
        at,
      ),
  ),
  rateRecord: given(fc.tuple(amount, amount, frame), (numerator, denominator, at) =>
    rateRecord('match-rate', { numerator, denominator }, at),
  ),
  meanShareRecord: given(fc.tuple(some(chance), frame), (shares, at) =>
    meanShareRecord('goal-progress', shares, {}, at),
  ),
  estimateRecord: given(fc.tuple(interval, count, frame), (found, n, at) =>
    estimateRecord('goal-progress', found, { n }, at),
  ),
  compareHazards: given(fc.tuple(arms), ({ compared }) => compareHazards(compared)),
  compareHazardsOverTime: given(fc.tuple(arms), ({ rows, startsOn }) =>
    compareHazardsOverTime(rows, startsOn, asOf),
  ),
  compareWeighted: given(fc.tuple(arms), ({ present, startsOn }) => compareWeighted(present, startsOn)),
  compareMentors: given(fc.tuple(careers, protocol, frame), compareMentors),
  compareRetention: given(fc.tuple(careers, protocol, frame), compareRetention),
  compareOtherLandmarks: given(fc.tuple(careers, protocol, frame), compareOtherLandmarks),
  measureRhythm: given(
    fc.tuple(some(fc.record({ group, life })), fc.array(day, { maxLength: 6 }), frame),
    measureRhythm,
  ),
  measureWeeklyRhythm: given(fc.tuple(some(life), frame), measureWeeklyRhythm),
  estimateRoi: given(
    fc.tuple(
      fc.record({
        participants: count,
        meetingHours: amount,
        effect: orNone(fc.record({ estimate: chance, lo: chance, hi: chance })),
        exitShare: orNone(chance),
      }),
      fc.record({
        salary: amount,
        replacement: fc.record({
          least: fc.constantFrom(0, 0.1),
          likely: fc.constantFrom(0.1, 0.2),
          most: fc.constantFrom(0.2, 0.2, 0.5, 1e300),
        }),
        licence: amount,
        coordinatorHours: amount,
        hourlyRate: amount,
      }),
    ),
    (known, assumed) => {
      const roi = estimateRoi(known, assumed);
      return [roi, roiRecord(roi, known.participants, { asOf })];
    },
  ),
  measureSatisfaction: given(fc.tuple(some(rating), frame), measureSatisfaction),
  judgeScore: given(fc.tuple(some(scored, 150), day), judgeScore),
  judgeForecasts: given(
    fc.tuple(some(fc.record({ pairingId: person, settledOn: day, isYes: fc.boolean(), score: chance }), 200)),
    (settled) => judgeForecasts(settled, { asOf, pending: 0, unknown: 0 }),
  ),
  compareSideBySide: given(
    fc.tuple(
      fc.array(
        fc.array(
          fc.oneof(
            fc.record({ key: person, units: some(fc.record({ value: chance, stratum: group })) }),
            fc.record({ key: person, sum: amount, count, clusters: count }),
          ),
          { maxLength: 4 },
        ),
        { maxLength: 3 },
      ),
    ),
    (measures) => compareSideBySide(measures),
  ),
  findUsualRange: given(
    fc.tuple(fc.array(fc.record({ active: count, of: count }), { maxLength: 20 })),
    (series) => findUsualRange(series),
  ),
  measureQuestion: given(
    fc.tuple(
      fc.constantFrom(
        'scale' as const,
        'nps' as const,
        'choice' as const,
        'choices' as const,
        'text' as const,
      ),
      some(
        fc.record({
          side: fc.constantFrom('mentor' as const, 'mentee' as const, 'peer' as const),
          round: fc.integer({ min: 0, max: 3 }),
          answers: fc.record({ q: fc.oneof(answer, amount, group, fc.array(group), fc.constant({})) }),
        }),
        60,
      ),
    ),
    (kind, answers) => measureQuestion({ key: 'q', kind, options: ['a', 'b', '__proto__'] }, answers),
  ),
  measureChange: given(
    fc.tuple(some(fc.record({ start: amount, end: amount, round: fc.integer({ min: 0, max: 3 }) }))),
    (pairs) => measureChange(pairs),
  ),
  measureTenure: given(
    fc.tuple(some(fc.record({ from: day, to: maybe, reason }), 60), day, frame),
    measureTenure,
  ),
  measureTurnover: given(
    fc.tuple(
      fc.record({
        months,
        reasons: fc.record({ months, voluntary: count, involuntary: count, retirement: count }),
        yearAgo: fc.record({ employed: count, stayed: count }),
      }),
      frame,
    ),
    measureTurnover,
  ),
  measureSatisfactionChange: given(fc.tuple(some(rating, 120), frame), measureSatisfactionChange),
  measureRecommendationChange: given(
    fc.tuple(fc.record({ netCounts: orNone(npsCounts) }), fc.record({ netCounts: orNone(npsCounts) }), frame),
    measureRecommendationChange,
  ),
};

/** Asked within others of the table, or of no number: an order of two, what only passes another's answer on. */
const within = ['compareAtRisk', 'roiRecord', 'measureCohort'];

/** Says of an answer what is wrong with it: a number that is none, or limits that do not hold the estimate. */
function faultsOf(answer: unknown): string[] {
  if (typeof answer === 'number') return Number.isFinite(answer) ? [] : [`${answer}`];
  if (typeof answer !== 'object' || answer === null) return [];
  const parts = answer instanceof Map ? [...answer] : Object.entries(answer);
  const { estimate, lo, hi } = answer as Record<string, unknown>;
  const rounding = 1e-9 * Math.max(1, Math.abs(Number(estimate)));
  const isHeld =
    typeof estimate !== 'number' ||
    typeof lo !== 'number' ||
    typeof hi !== 'number' ||
    (lo <= estimate + rounding && estimate <= hi + rounding);
  return [
    ...(isHeld ? [] : [`${String(estimate)} outside ${String(lo)}..${String(hi)}`]),
    ...parts.flatMap(([name, inner]) => faultsOf(inner).map((fault) => `${String(name)}: ${fault}`)),
  ];
}

/** What is refused by name is no fault. */
function answerOf(what: Ask[1], input: unknown[]): unknown {
  try {
    return what(...(input as never[]));
  } catch (error) {
    if (error instanceof RangeError && !/call stack|array length/i.test(error.message)) return error.name;
    throw error;
  }
}

describe('whatever is measured', () => {
  it.each(Object.entries(asked))(
    '%s answers with numbers, with nothing or with a named refusal',
    (_, [drawn, what]) => {
      fc.assert(
        fc.property(drawn, (input) => {
          expect(faultsOf(answerOf(what, input))).toEqual([]);
        }),
        { numRuns },
      );
    },
  );

  it('leaves out nothing that measures', () => {
    const exported = readdirSync(import.meta.dirname)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .flatMap((file) => [
        ...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(
          /^export (?:function|const) ((?:measure|compare|judge|estimate|score|form|find)[A-Z]\w*|\w+Record)\b/gm,
        ),
      ])
      .map(([, name = '']) => name)
      .filter((name) => !within.includes(name) && name !== 'findMetric');
    expect(Object.keys(asked).toSorted()).toEqual(exported.toSorted());
  });
});
