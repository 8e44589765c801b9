import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';

/** `scheduled`: its publication waits for its hour, and nothing of the draft may change until then. */
export const matchingRunStates = [
  'queued',
  'running',
  'ready',
  'scheduled',
  'published',
  'superseded',
  'cancelled',
  'failed',
] as const;
export type MatchingRunState = (typeof matchingRunStates)[number];

export const matchingRunTransitions: Transitions<MatchingRunState> = {
  queued: ['running', 'failed', 'superseded', 'cancelled'],
  running: ['ready', 'failed', 'cancelled'],
  ready: ['scheduled', 'published', 'superseded'],
  scheduled: ['ready', 'published'],
  published: [],
  // Going back to the draft before.
  superseded: ['ready'],
  cancelled: [],
  failed: [],
};

/** What a run is doing, in this order. */
export const matchingRunPhases = [
  'reading',
  'scoring',
  'solving',
  'explaining',
  'checking',
  'storing',
] as const;
export type MatchingRunPhase = (typeof matchingRunPhases)[number];

/** The least and most seconds a solve may be given, and what it gets unasked. */
export const solveBudget = { least: 5, most: 600, usual: 120 } as const;

/** Minutes in which a publication can still be called off, unless somebody says otherwise. */
export const MINUTES_TO_CANCEL = 10;
/** A publication is planned at most so many days ahead. */
export const MOST_DAYS_AHEAD = 30;

export const publicationStates = ['scheduled', 'done', 'cancelled', 'failed'] as const;
export type PublicationState = (typeof publicationStates)[number];

/** `at-once`, or to each reader in the morning of their own next working day. */
export const deliveries = ['at-once', 'morning'] as const;
export type Delivery = (typeof deliveries)[number];

export const proposalStates = ['proposed', 'approved', 'locked', 'removed', 'published'] as const;
export type ProposalState = (typeof proposalStates)[number];

export const proposalTransitions: Transitions<ProposalState> = {
  proposed: ['approved', 'locked', 'removed', 'published'],
  approved: ['proposed', 'locked', 'removed', 'published'],
  locked: ['proposed', 'approved', 'removed', 'published'],
  removed: [],
  published: [],
};

/** The next state of a matching run, or a refusal `run.wrong-state`. */
export function moveRun(from: MatchingRunState, to: MatchingRunState): MatchingRunState {
  return move(matchingRunTransitions, from, to, 'run.wrong-state');
}

/** The next state of a proposal, or a refusal `proposal.wrong-state`. */
export function moveProposal(from: ProposalState, to: ProposalState): ProposalState {
  return move(proposalTransitions, from, to, 'proposal.wrong-state');
}
