import * as z from 'zod/mini';

import { cause, contribution, equityOfMatch, proposalPerson } from './matching.ts';
import { matchingPolicy } from './programs.ts';
import { defineRoutes } from './route.ts';
import { id, instant, line, optionalParagraph } from './text.ts';

/** A policy that makes sense: a band from its lower to its upper end, with the best distance inside. */
export const soundPolicy = matchingPolicy.check(
  z.refine(
    ({ preferredGradeDistance: { least, most, best } }) =>
      least <= most && (best == null || (best >= least && best <= most)),
    {
      path: ['preferredGradeDistance'],
      error: 'The band runs from its lower to its upper end, and the best distance is inside.',
    },
  ),
);

/** One saved policy: who, when, and what changed against the one before, as codes with facts (`libs/domain/matching-policy`). */
export const policyVersion = z.object({
  number: z.int(),
  policy: matchingPolicy,
  changes: z.array(cause),
  note: z.nullable(z.string()),
  /** The earlier version that was brought back. */
  returnedTo: z.nullable(z.int()),
  savedAt: instant,
  savedByName: z.string(),
  /** Matching runs that used it. */
  runs: z.int(),
});
export type PolicyVersion = z.infer<typeof policyVersion>;

/** A policy kept beside the present one, to be compared and perhaps adopted. */
export const policyScenario = z.object({
  id,
  name: z.string(),
  policy: matchingPolicy,
  createdAt: instant,
  createdByName: z.string(),
});
export type PolicyScenario = z.infer<typeof policyScenario>;

/** The policy in force; `version` is the number of the version, and what If-Match names. */
export const policyState = z.object({
  programId: id,
  policy: matchingPolicy,
  version: z.int(),
  /** The newest first. */
  versions: z.array(policyVersion),
  scenarios: z.array(policyScenario),
  /** Attributes that people declare for the sake of equal access, by which it can be counted. */
  accessAttributes: z.array(z.object({ id, name: z.string() })),
  /** What a rule of the program's own can compare beside facts of work: attributes of the directory, and questions that offer one choice to both sides. */
  ownRuleSubjects: z.array(
    z.discriminatedUnion('of', [
      z.object({ of: z.literal('attribute'), name: z.string() }),
      z.object({ of: z.literal('answer'), name: z.string(), label: z.string() }),
    ]),
  ),
});
export type PolicyState = z.infer<typeof policyState>;

/** What a policy does to the whole pool. Scores are 0–10,000 by that policy; null while nobody is matched. */
export const poolFigures = z.object({
  mentees: z.int(),
  mentors: z.int(),
  places: z.int(),
  eligiblePairs: z.int(),
  matched: z.int(),
  mean: z.nullable(z.number()),
  median: z.nullable(z.number()),
  /** The mean of the lowest tenth. */
  worstDecile: z.nullable(z.number()),
  worst: z.nullable(z.number()),
  placesLeft: z.int(),
  /** Mentees whom nobody may mentor under this policy. */
  withoutPartner: z.int(),
});
export type PoolFigures = z.infer<typeof poolFigures>;

/** A policy's result against that of the present one, fit measured by the present policy for both. */
export const poolDifference = z.object({
  /** Mentees who get another mentor, get one at last, or lose theirs. */
  pairsDiffer: z.int(),
  gain: z.int(),
  lose: z.int(),
  newlyMatched: z.int(),
  leftOut: z.int(),
  meanByPresent: z.nullable(z.number()),
});
export type PoolDifference = z.infer<typeof poolDifference>;

/** How the figures came about. `isEstimate`: too many people for an answer at once; solved for a fair part of them. */
export const poolBasis = z.object({
  isEstimate: z.boolean(),
  /** Locked and approved pairs of the draft in review, which stay under any policy. */
  keptPairs: z.int(),
  computedMs: z.number(),
});

/** One pair of a sample. */
export const samplePair = z.object({
  mentor: proposalPerson,
  score: z.int(),
  contributions: z.array(contribution),
});
export type SamplePair = z.infer<typeof samplePair>;

export const policyPreview = z.object({
  ...poolBasis.shape,
  now: poolFigures,
  edited: poolFigures,
  difference: poolDifference,
  /** The first twenty mentees whom nobody may mentor under the edit, and the rules that keep mentors from them. */
  withoutPartner: z.array(z.object({ person: proposalPerson, causes: z.array(cause) })),
  /** Up to ten mentees: whom they would get now, and under the edit. */
  sample: z.array(
    z.object({ mentee: proposalPerson, now: z.nullable(samplePair), edited: z.nullable(samplePair) }),
  ),
});
export type PolicyPreview = z.infer<typeof policyPreview>;

export const policyComparison = z.object({
  ...poolBasis.shape,
  /** In the order asked for; the first is what the others are compared with. */
  policies: z.array(z.object({ figures: poolFigures, difference: poolDifference })),
  equity: z.array(equityOfMatch),
});
export type PolicyComparison = z.infer<typeof policyComparison>;

const programParams = z.strictObject({ programId: id });
const cohortParams = z.strictObject({ cohortId: id });

export const matchingPolicyRoutes = defineRoutes('matching-policy', {
  get: {
    method: 'GET',
    path: '/api/programs/:programId/matching-policy',
    summary: 'The matching policy in force, its versions and the scenarios kept beside it',
    access: 'program.read',
    params: programParams,
    reply: policyState,
  },
  save: {
    method: 'PUT',
    path: '/api/programs/:programId/matching-policy',
    summary: 'Save the policy as its next version; runs from now on use it',
    access: 'program.coordinate',
    params: programParams,
    body: z.strictObject({ policy: soundPolicy, note: z.optional(optionalParagraph(300)) }),
    reply: policyState,
    versioned: true,
  },
  returnTo: {
    method: 'POST',
    path: '/api/programs/:programId/matching-policy/return',
    summary: 'Bring an earlier version back: it becomes the next version',
    access: 'program.coordinate',
    params: programParams,
    body: z.strictObject({ number: z.int().check(z.minimum(1), z.maximum(1_000_000)) }),
    reply: policyState,
    status: 200,
    versioned: true,
  },
  keepScenario: {
    method: 'POST',
    path: '/api/programs/:programId/policy-scenarios',
    summary: 'Keep a policy beside the present one, to compare it',
    access: 'program.coordinate',
    params: programParams,
    body: z.strictObject({ name: line(60), policy: soundPolicy }),
    reply: policyScenario,
    status: 201,
    creates: true,
  },
  dropScenario: {
    method: 'DELETE',
    path: '/api/programs/:programId/policy-scenarios/:scenarioId',
    summary: 'Drop a scenario',
    access: 'program.coordinate',
    params: z.strictObject({ programId: id, scenarioId: id }),
    status: 204,
  },
  preview: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/policy-preview',
    summary: 'What a policy would do to ten people and to the whole pool; saves nothing',
    access: 'matching.review',
    params: cohortParams,
    body: z.strictObject({
      policy: soundPolicy,
      /** Another ten with each number. */
      draw: z._default(z.int().check(z.minimum(0), z.maximum(10_000)), 0),
      /** Only people whose partner would differ. */
      changedOnly: z._default(z.boolean(), false),
    }),
    reply: policyPreview,
    status: 200,
    reads: true,
  },
  compare: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/policy-comparison',
    summary: 'Two to four policies side by side over the whole pool; saves nothing',
    access: 'matching.review',
    params: cohortParams,
    body: z.strictObject({ policies: z.array(soundPolicy).check(z.minLength(2), z.maxLength(4)) }),
    reply: policyComparison,
    status: 200,
    reads: true,
  },
});
