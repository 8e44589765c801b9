/** How long a search may go on: by time, or to the very step at which an earlier one was stopped. */
export type SearchLimit = { ms: number } | { steps: number };

const MOST_MS = 2 ** 31 - 1;

/**
 * The clock that a search asks whether its time is up. It counts the questions: a search stopped by time says after how many
 * (`steps`), and stopped there again it answers the same, on any machine.
 */
export class SearchClock {
  readonly deadlineMs: number;
  #asked = -1;
  #stoppedAt: number | null = null;
  readonly #end: number | null;

  constructor(limit: SearchLimit) {
    const most = 'ms' in limit ? limit.ms : limit.steps;
    this.deadlineMs = Math.min(MOST_MS, Math.max(0, Math.round(most)));
    this.#end = 'ms' in limit ? performance.now() + this.deadlineMs : null;
  }

  /** For the solver's options: the first question begins the search, each later one asks whether it is late. */
  readonly clock = (): number => {
    this.#asked += 1;
    if (this.#end === null) return this.#asked;
    const isLate = this.#asked > 0 && performance.now() >= this.#end;
    if (isLate) this.#stoppedAt ??= this.#asked;
    return isLate ? this.deadlineMs : 0;
  };

  /** After how many questions a search by time was late; null while it was not. */
  get steps(): number | null {
    return this.#stoppedAt;
  }
}
