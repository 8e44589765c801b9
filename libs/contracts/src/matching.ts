import {
  matchingRunPhases,
  matchingRunStates,
  proposalStates,
  solveBudget,
} from '@ithaca/domain/matching-run';
import { attentions } from '@ithaca/domain/review';
import { runProblems } from '@ithaca/domain/run-problem';
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

/** Why a run or a replay came to nothing, and the act that helps (`libs/domain/run-problem`). */
export const runProblem = z.object({
  code: z.enum(runProblems),
  facts: z.record(z.string(), z.unknown()),
});

export const certificate = z.object({
  status: z.enum(['optimal', 'time-limit']),
  matched: z.int(),
  /** No other result can match more people, nor total more than `bound` with as many. */
  mostMatched: z.int(),
  total: z.number(),
  bound: z.number(),
  gap: z.number(),
  inputsHash: z.string(),
  policyVersion: z.string(),
  seed: z.int(),
  verified: z.boolean(),
  /** The pairs were too many to keep: scored whenever they were needed, and proved over all of them. */
  isLarge: z.boolean(),
});

/** One group's share of matched mentees; nulls where it must not be shown. */
export const groupShare = z.object({
  group: z.string(),
  mentees: z.nullable(z.int()),
  /** In the order of the policies. */
  matched: z.nullable(z.array(z.int())),
  suppressed: z.nullable(z.enum(['small-group', 'protects-others', 'too-few-to-tell'])),
});

/** Equity of match along one dimension: `department`, `site`, or an attribute that people declared. */
export const equityOfMatch = z.object({
  dimension: z.string(),
  isDeclared: z.boolean(),
  smallestGroup: z.int(),
  groups: z.array(groupShare),
});
export type EquityOfMatch = z.infer<typeof equityOfMatch>;

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
  /** Under `equal-access`: how many of each group have a partner; null elsewhere, and for whom sums of the attribute are not. */
  access: z.nullable(equityOfMatch),
});

export const matchingRun = z.object({
  id,
  cohortId: id,
  state: z.enum(matchingRunStates),
  policy: matchingPolicy,
  /** The version of the program's policy that it used; null for runs before versions were kept. */
  policyVersion: z.nullable(z.int()),
  certificate: z.nullable(certificate),
  statistics: z.nullable(runStatistics),
  problem: z.nullable(runProblem),
  /** Where a run under way stands: its phase and the share of the whole work that is done, 0 to 1. */
  progress: z.nullable(
    z.object({ phase: z.enum(matchingRunPhases), fraction: z.number(), startedAt: instant }),
  ),
  /** Seconds that the solve may take before the best answer found so far is kept. */
  budgetSeconds: z.int(),
  /** Its inputs and result are kept as solved, so that it can be replayed and downloaded. */
  isKept: z.boolean(),
  cancelledByName: z.nullable(z.string()),
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

const effectsUnknown = ['places-kept', 'one-by-one', 'too-large'] as const;

/** Why a pair deserves a look: no second choice close (`clear`), a near tie, a weak score, or put together by a person. */
export const attention = z.enum(attentions);

export const proposalItem = z.object({
  id,
  state: z.enum(proposalStates),
  origin: z.enum(['run', 'person']),
  attention,
  score: z.nullable(z.int()),
  mentee: proposalPerson,
  mentor: proposalPerson,
  reason: z.nullable(z.string()),
  /** Who decided last and when; null while only the run has spoken. */
  decided: z.nullable(z.object({ by: z.string(), at: instant })),
  /** The reader has opened it in this run. */
  seen: z.boolean(),
  noteCount: z.int(),
  version: z.int(),
});
export type ProposalItem = z.infer<typeof proposalItem>;

export const alternative = z.object({
  mentor: proposalPerson,
  score: z.nullable(z.int()),
  freePlaces: z.int(),
  /** Rules that forbid it; empty when it may be done. */
  forbiddenBy: z.array(cause),
  /** Of circles: its members with this mentee, how many the circle that is left behind keeps (null: none is), and the least; null in pairs. */
  circle: z.nullable(z.object({ members: z.int(), leaves: z.nullable(z.int()), smallest: z.int() })),
  /** Change of the whole result in points when this is forced and the rest solved again; null when a rule forbids it, or not known. */
  effect: z.nullable(
    z.object({
      totalChange: z.int(),
      matchedChange: z.int(),
      /** Who else would change, from whom to whom (null is nobody); who would lose or gain a mentor first. */
      displaced: z.array(
        z.object({
          menteeId: id,
          mentee: z.string(),
          from: z.nullable(z.string()),
          to: z.nullable(z.string()),
        }),
      ),
      /** How many more would change than are named. */
      others: z.int(),
    }),
  ),
  /** Why the effect is not known: all places kept for others; each choice needs a solve, ask why-not; a large pool. */
  effectUnknown: z.nullable(z.enum(effectsUnknown)),
});
export type Alternative = z.infer<typeof alternative>;

/** What a coordinator noted about a pair; coordinators, owners and auditors read it, the pair never does. */
export const reviewNote = z.object({ id, body: z.string(), by: z.string(), at: instant });
export type ReviewNote = z.infer<typeof reviewNote>;

export const proposal = z.object({
  ...proposalItem.shape,
  contributions: z.array(contribution),
  rank: z.nullable(
    z.object({ forMentee: z.int(), ofMentee: z.int(), forMentor: z.int(), ofMentor: z.int() }),
  ),
  /** Every other mentor, what costs the whole least first, what is forbidden last. */
  alternatives: z.array(alternative),
  notes: z.array(reviewNote),
});
export type Proposal = z.infer<typeof proposal>;

/** What holds for the circles of a draft: sizes, and of each mentor who already sits in a running circle and the places left. */
export const draftCircles = z.object({
  smallest: z.int(),
  largest: z.int(),
  mostOfOneDepartment: z.nullable(z.int()),
  mentors: z.array(z.object({ mentorEnrolmentId: id, running: z.int(), places: z.int() })),
});
export type DraftCircles = z.infer<typeof draftCircles>;

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
  /** So many pairs that they are not looked at here: who has no possible partner is said by the draft. */
  isPartial: z.boolean(),
  withoutPartner: z.array(z.object({ person: proposalPerson, causes: z.array(cause) })),
  scarceSkills: z.array(z.object({ skill: z.string(), wanted: z.int(), offered: z.int() })),
});

export const readinessFixes = z.object({
  mentees: z.int(),
  /** The most that any matching could hold under the present rules; null when the cohort is too large to count while somebody waits. */
  matchable: z.nullable(z.int()),
  fixes: z.array(
    z.object({
      fix: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('invite'), skill: z.nullable(z.string()), count: z.int() }),
        z.object({ kind: z.literal('capacity'), mentors: z.int() }),
        z.object({ kind: z.literal('relax'), rule: z.string() }),
      ]),
      more: z.int(),
    }),
  ),
  scarceLanguages: z.array(z.object({ language: z.string(), wanted: z.int(), places: z.int() })),
});
export type ReadinessFixes = z.infer<typeof readinessFixes>;

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
    reply: z.object({
      readiness,
      policy: matchingPolicy,
      policyVersion: z.nullable(z.int()),
      runs: z.array(matchingRun),
    }),
  },
  fixes: {
    method: 'GET',
    path: '/api/cohorts/:cohortId/readiness-fixes',
    summary:
      'What would let more mentees be matched: at most three fixes, each with its effect counted by the engine',
    access: 'matching.read',
    params: cohortParams,
    reply: readinessFixes,
  },
  start: {
    method: 'POST',
    path: '/api/cohorts/:cohortId/matching-runs',
    summary:
      'Draft pairings: locked and approved proposals of the last run are kept, the rest is solved exactly',
    access: 'matching.review',
    params: cohortParams,
    body: z.strictObject({
      budgetSeconds: z.optional(z.int().check(z.minimum(solveBudget.least), z.maximum(solveBudget.most))),
    }),
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
      /** Of a program with circles; null for pairs. */
      circles: z.nullable(draftCircles),
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
    summary: 'Approve, lock or release a proposal; with a reason when it breaks a rule by now',
    access: 'matching.review',
    params: proposalParams,
    body: z.strictObject({
      state: z.enum(['proposed', 'approved', 'locked']),
      reason: z.optional(paragraph(600)),
    }),
    reply: proposalItem,
    versioned: true,
  },
  removeProposal: {
    method: 'POST',
    path: '/api/proposals/:proposalId/removal',
    summary: 'Take a pair apart, a clear one with a reason; both go back to the pool',
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
    body: z.strictObject({
      menteeEnrolmentId: id,
      mentorEnrolmentId: id,
      reason: paragraph(600),
      /** The proposal whose place at the mentor is taken; its mentee goes back to the pool. */
      displaces: z.optional(id),
      /** The mentee's proposal as the caller saw it, null for none: another one by now is refused as stale. */
      present: z.optional(z.nullable(id)),
    }),
    reply: proposalItem,
    status: 201,
    creates: true,
  },
  swap: {
    method: 'POST',
    path: '/api/proposals/:proposalId/swap',
    summary: 'Exchange the mentors of two proposals, with a reason when the total falls',
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
    summary: 'Approve all clear proposals together, after the caller has opened five of them',
    access: 'matching.review',
    params: runParams,
    reply: z.object({ approved: z.int() }),
    status: 200,
  },
});
