/** Why a matching run, or its replay, came to nothing. The reader's language makes the sentence. */
export const runProblems = [
  'kept-pairs-contradict',
  'circles-contradict',
  'places-wrong',
  'policy-unusable',
  'goal-too-large',
  'out-of-time',
  'interrupted',
  'draft-kept-changing',
  'inputs-refused-now',
  'not-solved',
] as const;
export type RunProblemCode = (typeof runProblems)[number];

/** A run's problem as it is kept: what happened, and the facts of this case (ids and numbers, never names). */
export interface RunProblem {
  code: RunProblemCode;
  facts: Record<string, unknown>;
}

/** What a coordinator can do about a problem. */
export type RunRemedy = 'run-again' | 'more-time' | 'change-policy' | 'release-pairs' | 'check-places';

/** The act that helps, by problem; a replay that is refused has none. */
export const remedyOf: Readonly<Record<RunProblemCode, RunRemedy | null>> = {
  'kept-pairs-contradict': 'release-pairs',
  'circles-contradict': 'release-pairs',
  'places-wrong': 'check-places',
  'policy-unusable': 'change-policy',
  'goal-too-large': 'change-policy',
  'out-of-time': 'more-time',
  interrupted: 'run-again',
  'draft-kept-changing': 'run-again',
  'inputs-refused-now': null,
  'not-solved': 'run-again',
};
