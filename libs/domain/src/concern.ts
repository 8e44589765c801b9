/** Why somebody reports a message to the reviewers of their organisation. */
export const concernReasons = ['harassment', 'pressure', 'harm', 'private-data', 'other'] as const;
export type ConcernReason = (typeof concernReasons)[number];

/** What a reviewer has done about it; whoever reported it is told. */
export const concernOutcomes = ['talked', 'passed-on', 'pairing-changed', 'no-step'] as const;
export type ConcernOutcome = (typeof concernOutcomes)[number];

/** How many messages before the reported one a reviewer sees, and nothing besides. */
export const CONTEXT_MESSAGES = 5;

/** People whom an organisation may name as reviewers. */
export const MOST_REVIEWERS = 10;
