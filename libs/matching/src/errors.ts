/** Stable codes of everything that can be wrong with the data of a problem; unmatched people are not an error. */
export type MatchingErrorCode =
  | 'SHAPE'
  | 'RANGE'
  | 'CAPACITY'
  | 'DUPLICATE_PAIR'
  | 'LOCK_CONFLICT'
  | 'OVERFLOW'
  | 'NOT_FINITE'
  | 'PROTECTED_ATTRIBUTE'
  | 'INFEASIBLE'
  | 'TIME_LIMIT';

/** A data error with a stable code and the facts a message needs (indices, ids, limits). Thrown before any work is done. */
export class MatchingError extends Error {
  readonly code: MatchingErrorCode;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: MatchingErrorCode, message: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'MatchingError';
    this.code = code;
    this.facts = facts;
  }
}
