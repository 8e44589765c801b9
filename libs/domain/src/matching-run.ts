import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';

export const matchingRunStates = ['queued', 'running', 'ready', 'published', 'superseded', 'failed'] as const;
export type MatchingRunState = (typeof matchingRunStates)[number];

export const matchingRunTransitions: Transitions<MatchingRunState> = {
  queued: ['running', 'failed', 'superseded'],
  running: ['ready', 'failed'],
  ready: ['published', 'superseded'],
  published: [],
  superseded: [],
  failed: [],
};

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
