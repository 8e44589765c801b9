import { notEstimable, type IntervalEstimate } from '@ithaca/statistics/estimates';
import fc from 'fast-check';
import type { PairingLife } from './cadence.ts';
import { addDays } from './days.ts';
import { funnelStages } from './funnel.ts';
import type { GoalRow } from './goals.ts';
import type { Frame } from './records.ts';
import { designOf, splitArms } from './retention-arms.ts';
import type { RatingRow } from './satisfaction.ts';

/** Rows of any kind, well and badly kept, drawn by fast-check. For the specs only. */

export const asOf = '2026-03-01';
export const some = <T>(one: fc.Arbitrary<T>, maxLength = 30) =>
  fc.oneof({ weight: 4, arbitrary: fc.array(one, { maxLength }) }, { weight: 1, arbitrary: many(one) });
/** All rows alike, and more than any minimum group. */
const many = <T>(one: fc.Arbitrary<T>) =>
  fc.tuple(one, fc.integer({ min: 1, max: 60 })).map(([row, n]) => Array.from({ length: n }, () => row));
export const orNone = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.constant(null));

/** Days in any order: most about the as-of day, all alike now and then, some long before and after. */
export const day = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -500, max: 200 }).map((days) => addDays(asOf, days)) },
  { weight: 2, arbitrary: fc.constant(asOf) },
  { weight: 1, arbitrary: fc.constantFrom('1901-01-01', '2000-02-29', '2060-12-31') },
);
export const maybe = orNone(day);
export const person = fc.integer({ min: 0, max: 40 }).map((one) => `p${one}`);
export const group = fc.constantFrom('a', 'b', 'c', '__proto__');
export const count = fc.oneof(
  { weight: 10, arbitrary: fc.integer({ min: 0, max: 60 }) },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 31, 2 ** 53, 1e15) },
);
/** A quantity as no one should have stored it. */
export const amount = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 100 }) },
  { weight: 2, arbitrary: fc.double({ min: -10, max: 10, noNaN: true }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0, -1, 1e300, -1e300, 5e-324, Number.NaN, Infinity, -Infinity),
  },
);
export const chance = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: amount },
);
export const frame: fc.Arbitrary<Frame> = fc.record(
  { asOf: day, from: maybe, to: maybe, minimumGroup: fc.constantFrom(0, 5, 10) },
  { requiredKeys: ['asOf'] },
);
export const span = fc.record({ from: day, to: maybe });
export const life: fc.Arbitrary<PairingLife> = fc.record({
  pairingId: person,
  startedOn: day,
  endedOn: maybe,
  cadences: fc.array(
    fc.record({
      from: day,
      unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
      every: fc.integer({ min: 1, max: 8 }),
    }),
    { maxLength: 3 },
  ),
  pauses: fc.array(span, { maxLength: 2 }),
  heldOn: fc.array(day, { maxLength: 6 }),
});
export const goal: fc.Arbitrary<GoalRow> = fc.record({
  goalId: person,
  setOn: day,
  dueOn: maybe,
  claimedOn: maybe,
  confirmedOn: maybe,
  abandonedOn: maybe,
  updatedOn: day,
  milestones: fc.array(fc.record({ weight: amount, doneOn: maybe }), { maxLength: 3 }),
});
export const ask = fc.record({
  personId: person,
  wave: group,
  deliveredOn: maybe,
  hasBounced: fc.boolean(),
  leftOn: maybe,
  answeredOn: maybe,
});
export const answer = fc.constantFrom(1, 2, 3, 4, 5, null);
export const rating: fc.Arbitrary<RatingRow> = fc
  .tuple(ask, answer)
  .map(([row, given]) => ({ ...row, rating: given }));
export const facts = fc.record({
  nextMeetingOn: maybe,
  unconfirmedOn: maybe,
  lastMoved: fc.array(fc.boolean(), { maxLength: 3 }),
  cancellations: fc.array(fc.record({ on: day, by: orNone(person) }), { maxLength: 3 }),
  lastUsefulness: fc.array(amount, { maxLength: 3 }),
  usefulnessChange: fc.array(amount, { maxLength: 3 }),
  fit: fc.array(amount, { maxLength: 3 }),
  unansweredSince: maybe,
  goals: count,
  mentorLoad: amount,
  mentorCapacity: amount,
  jobChangedOn: maybe,
  leaves: fc.array(fc.record({ from: day, until: maybe }), { maxLength: 2 }),
});
export const enrolment = fc.record({
  personId: person,
  role: group,
  reachedOn: fc.dictionary(fc.constantFrom(...funnelStages), maybe),
});
export const reason = fc.constantFrom(
  'voluntary' as const,
  'involuntary' as const,
  'retirement' as const,
  null,
);
const career = fc.record(
  {
    personId: person,
    employedFrom: day,
    leftOn: maybe,
    eligibleAtStart: fc.constantFrom(true, true, false, null),
    tookPartBefore: fc.constantFrom(false, false, true),
    matchedOn: maybe,
    otherSideOn: maybe,
    stratum: group,
    tenureBand: fc.integer({ min: 0, max: 4 }),
    team: fc.constantFrom('x', 'y', 'z'),
    grade: orNone(amount),
    traits: fc.dictionary(fc.constantFrom('department', 'site'), group),
    drawn: orNone(fc.boolean()),
    promotedOn: maybe,
    movedOn: maybe,
    couldRise: fc.boolean(),
  },
  {
    requiredKeys: [
      'personId',
      'employedFrom',
      'leftOn',
      'eligibleAtStart',
      'tookPartBefore',
      'matchedOn',
      'promotedOn',
      'movedOn',
      'couldRise',
    ],
  },
);
export const careers = some(career, 60);
export const protocol = fc.record(
  {
    startsOn: day,
    landmarkDays: fc.constantFrom(0, 30, 60, 90),
    drawnOn: maybe,
    horizonDays: fc.constantFrom(1, 90, 365),
    minimumPerArm: fc.constantFrom(1, 20),
    minimumEvents: fc.constantFrom(0, 5),
  },
  { requiredKeys: ['startsOn'] },
);
/** People of a cohort as its arms have them. */
export const arms = fc.tuple(careers, protocol).map(([rows, design]) => ({
  ...splitArms(rows, { ...designOf(design), asOf }),
  startsOn: design.startsOn,
  rows,
}));
export const scored = fc.record({
  id: person,
  score: amount,
  startedOn: day,
  endedOn: maybe,
  metByDay90: maybe,
  cadenceDays: amount,
  fits: fc.array(answer, { maxLength: 2 }),
});
export const engaged = fc.record({
  life,
  confirmedOn: fc.array(day, { maxLength: 4 }),
  goals: fc.array(goal, { maxLength: 2 }),
  asks: fc.array(ask, { maxLength: 3 }),
  cohortId: group,
  isCompleted: fc.boolean(),
  ratings: fc.array(answer, { maxLength: 2 }),
});
export const npsCounts = fc.record({ promoters: count, passives: count, detractors: count });
export const interval: fc.Arbitrary<IntervalEstimate | ReturnType<typeof notEstimable>> = fc.oneof(
  fc.constant(notEstimable('no-events')),
  fc.double({ min: -1, max: 1, noNaN: true }).map((estimate) => ({
    status: 'estimated' as const,
    estimate,
    lower: estimate - 0.1,
    upper: estimate + 0.1,
    n: 40,
    method: 't',
  })),
);
export const entrant = fc.record({
  enteredPoolOn: maybe,
  matchedOn: maybe,
  withdrawnOn: maybe,
  hasOpenPairing: fc.boolean(),
});
export const employee = fc.record({
  personId: person,
  employed: fc.array(span, { maxLength: 2 }),
  eligible: orNone(fc.boolean()),
  enrolments: fc.array(span, { maxLength: 2 }),
});
