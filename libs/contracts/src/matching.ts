import { matchingRunStates, proposalStates } from '@ithaca/domain/matching-run';
import * as z from 'zod/mini';

import { matchingPolicy } from './programs.ts';
import { defineRoutes } from './route.ts';
import { id, instant, paragraph } from './text.ts';

/** One criterion of a score: its share of the 0–10,000 points, and evidence as a code with facts; the words are made by the reader's language. */
export const contribution = z.object({
  criterion: z.string(),
  value: z.number(),
  points: z.int(),
  most: z.int(),
  evidence: z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) }),
});
export type Contribution = z.infer<typeof contribution>;

export const cause = z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) });
export type Cause = z.infer<typeof cause>;

export const certificate = z.object({
  status: z.enum(['optimal', 'time-limit']),
  matched: z.int(),
  total: z.number(),
  bound: z.number(),
  gap: z.number(),
  inputsHash: z.string(),
  policyVersion: z.string(),
  seed: z.int(),
  verified: z.boolean(),
});

export const runStatistics = z.object({
  mentees: z.int(),
  mentors: z.int(),
  places: z.int(),
  matched: z.int(),
  eligiblePairs: z.int(),
  mean: z.nullable(z.number()),
  median: z.nullable(z.number()),
  worst: z.nullable(z.number()),
  solveMs: z.number(),
});

export const matchingRun = z.object({
  id,
  cohortId: id,
  state: z.enum(matchingRunStates),
  policy: matchingPolicy,
  certificate: z.nullable(certificate),
  statistics: z.nullable(runStatistics),
  problem: z.nullable(z.string()),
  createdAt: instant,
  createdByName: z.string(),
  finishedAt: z.nullable(instant),
  publishedAt: z.nullable(instant),
  version: z.int(),
});
export type MatchingRun = z.infer<typeof matchingRun>;

export const proposalPerson = z.object({
  enrolmentId: id,
  personId: id,
  displayName: z.string(),
  jobTitle: z.string(),
  department: z.string(),
  site: z.string(),
  grade: z.nullable(z.int()),
  timeZone: z.string(),
});

/** Why a pair deserves a look: no second choice close (`clear`), a near tie, a weak score, or put together by a person. */
export const attention = z.enum(['no-partner', 'rule-at-risk', 'close-call', 'weak', 'clear']);

export const proposalItem = z.object({
  id,
  state: z.enum(proposalStates),
  origin: z.enum(['run', 'person']),
  attention,
  score: z.nullable(z.int()),
  mentee: proposalPerson,
  mentor: proposalPerson,
  reason: z.nullable(z.string()),
  version: z.int(),
});
export type ProposalItem = z.infer<typeof proposalItem>;

export const alternative = z.object({
  mentor: proposalPerson,
  score: z.nullable(z.int()),
  freePlaces: z.int(),
  /** Rules that forbid it; empty when it may be done. */
  forbiddenBy: z.array(cause),
  /** Change of the whole result in points when this is forced and the rest solved again; null when not known. */
  effect: z.nullable(
    z.object({ totalChange: z.int(), matchedChange: z.int(), displaced: z.array(z.string()) }),
  ),
});
export type Alternative = z.infer<typeof alternative>;

export const proposal = z.object({
  ...proposalItem.shape,
  contributions: z.array(contribution),
  rank: z.nullable(
    z.object({ forMentee: z.int(), ofMentee: z.int(), forMentor: z.int(), ofMentor: z.int() }),
  ),
  alternatives: z.array(alternative),
});
export type Proposal = z.infer<typeof proposal>;

export const unmatched = z.object({
  person: proposalPerson,
  causes: z.array(cause),
  /** The smallest single change that would give this person a partner, verified by solving again. */
  smallestChange: z.nullable(cause),
});

export const readiness = z.object({
  mentees: z.int(),
  mentors: z.int(),
  places: z.int(),
  /** Mentees nobody may mentor under the present rules, with the rules that bind and how many mentors each excludes. */
  withoutPartner: z.array(z.object({ person: proposalPerson, causes: z.array(cause) })),
  scarceSkills: z.array(z.object({ skill: z.string(), wanted: z.int(), offered: z.int() })),
});

const cohortParams = z.strictObject({ cohortId: id });
const runParams = z.strictObject({ runId: id });
const proposalParams = z.strictObject({ proposalId: id });
const withReason = z.strictObject({ reason: z.optional(paragraph(600)) });

export const matchingRoutes = defineRoutes('matching', {
  overview: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/matching',
    summary: 'Can everyone be matched well? Places against wishes, who has no possible partner, past runs',
    access: 'matching.read',
    params: cohortParams,
    reply: z.object({ readiness, policy: matchingPolicy, runs: z.array(matchingRun) }),
  },
  start: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/matching-runs',
    summary:
      'Draft pairings: locked and approved proposals of the last run are kept, the rest is solved exactly',
    access: 'matching.review',
    params: cohortParams,
    reply: matchingRun,
    status: 202,
    creates: true,
  },
  getRun: {
    method: 'GET',
    path: '/api/matching-runs/:runId',
    summary: 'One matching run with its certificate',
    access: 'matching.read',
    params: runParams,
    reply: matchingRun,
  },
  listProposals: {
    method: 'GET',
    path: '/api/matching-runs/:runId/proposals',
    summary: 'The whole draft, what needs a look first, and who has no partner and why',
    access: 'matching.read',
    params: runParams,
    reply: z.object({
      run: matchingRun,
      items: z.array(proposalItem),
      unmatched: z.array(unmatched),
      idleMentors: z.array(proposalPerson),
    }),
  },
  getProposal: {
    method: 'GET',
    path: '/api/proposals/:proposalId',
    summary: 'One proposal: criterion by criterion, and the alternatives with their effect on the whole',
    access: 'matching.read',
    params: proposalParams,
    reply: proposal,
  },
  whyNot: {
    method: 'GET',
    path: '/api/matching-runs/:runId/why-not',
    summary: 'Why a mentee was not given a certain mentor',
    access: 'matching.read',
    params: runParams,
    query: z.strictObject({ mentee: id, mentor: id }),
    reply: alternative,
  },
  setProposalState: {
    method: 'PUT',
    path: '/api/proposals/:proposalId/state',
    summary: 'Approve, lock or release a proposal',
    access: 'matching.review',
    params: proposalParams,
    body: z.strictObject({ state: z.enum(['proposed', 'approved', 'locked']) }),
    reply: proposalItem,
    versioned: true,
  },
  removeProposal: {
    method: 'POST',
    path: '/api/proposals/:proposalId/removal',
    summary: 'Take a pair apart; both go back to the pool',
    access: 'matching.review',
    params: proposalParams,
    body: withReason,
    reply: proposalItem,
    status: 200,
    versioned: true,
  },
  propose: {
    method: 'POST',
    path: '/api/matching-runs/:runId/proposals',
    summary: 'Put two people together by hand; a mentee who has a proposal changes mentor',
    access: 'matching.review',
    params: runParams,
    body: z.strictObject({ menteeEnrolmentId: id, mentorEnrolmentId: id, reason: paragraph(600) }),
    reply: proposalItem,
    status: 201,
    creates: true,
  },
  swap: {
    method: 'POST',
    path: '/api/proposals/:proposalId/swap',
    summary: 'Exchange the mentors of two proposals',
    access: 'matching.review',
    params: proposalParams,
    body: z.strictObject({ withProposalId: id, reason: z.optional(paragraph(600)) }),
    reply: z.object({ items: z.array(proposalItem) }),
    status: 200,
    versioned: true,
  },
  approveClear: {
    method: 'POST',
    path: '/api/matching-runs/:runId/approvals',
    summary: 'Approve all clear proposals together',
    access: 'matching.review',
    params: runParams,
    reply: z.object({ approved: z.int() }),
    status: 200,
  },
  publishPreview: {
    method: 'GET',
    path: '/api/matching-runs/:runId/publication',
    summary:
      'What publishing will do: pairings, mails by language with a sample of each, who stays unmatched',
    access: 'matching.review',
    params: runParams,
    reply: z.object({
      pairings: z.int(),
      mails: z.array(
        z.object({
          locale: z.string(),
          count: z.int(),
          sample: z.object({ to: z.string(), subject: z.string(), bodyText: z.string() }),
        }),
      ),
      unmatched: z.array(z.object({ personId: id, displayName: z.string() })),
      mentorsAtLimit: z.array(z.object({ personId: id, displayName: z.string(), capacity: z.int() })),
      changedSince: z.array(cause),
    }),
  },
  publish: {
    method: 'POST',
    path: '/api/matching-runs/:runId/publication',
    summary: 'Publish the draft: pairings are made and everybody is told; nothing is sent twice',
    access: 'matching.review',
    params: runParams,
    reply: z.object({
      published: z.int(),
      skipped: z.array(z.object({ proposalId: id, displayName: z.string(), cause })),
    }),
    status: 200,
    creates: true,
    versioned: true,
  },
});
