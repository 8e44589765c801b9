import { ReleasedCells } from '@ithaca/metrics/releases';
import type { Units } from '@ithaca/metrics/releases';

import { noteReleases, readReleases } from '../../platform/releases/release-log.ts';
import type { Release } from '../../platform/releases/release-log.ts';
import type { Database } from '../../platform/database/database.ts';
import { isAnswers } from './units-behind.queries.ts';

/**
 * Decides which numbers of a cohort may go out to those who must not learn of fewer than `smallest` people: none that
 * with the earlier ones of the same measure, whoever got them, would isolate a smaller group. Remembers what it let out.
 */
export class ReleaseGuard {
  readonly #cells = new Map<string, ReleasedCells>();
  readonly #made: Release[] = [];
  readonly #cohortId: string;
  readonly smallest: number;

  private constructor(cohortId: string, smallest: number) {
    this.#cohortId = cohortId;
    this.smallest = smallest;
  }

  /**
   * The guard of a cohort. `everybody`: over whom its numbers go for those who see all of it. Who is in it is known to
   * them by name and changes day by day, so only what they read now is compared with; answers are compared with all.
   */
  static async of(
    db: Database,
    organisationId: string,
    cohortId: string,
    { smallest, everybody }: { smallest: number; everybody: Iterable<readonly [string, Units]> },
  ): Promise<ReleaseGuard> {
    const guard = new ReleaseGuard(cohortId, smallest);
    for (const { measure, audience, units } of await readReleases(db, organisationId, { cohortId }))
      if (audience === 'area' || (audience === 'cohort' && isAnswers(measure)))
        guard.#cellsOf(measure).add(units);
    for (const [measure, units] of everybody) {
      if (units.size === 0) continue;
      guard.#cellsOf(measure).add(units);
      guard.#note(measure, units, { audience: 'cohort', readerId: null, outcome: 'released' });
    }
    return guard;
  }

  /** Whether a number over these units may go out to a reader; if so it counts as released from now on. */
  release(measure: string, units: Units, readerId: string): boolean {
    if (units.size === 0) return true;
    const cells = this.#cellsOf(measure);
    const isReleased = !cells.wouldTell(units, this.smallest);
    if (isReleased) cells.add(units);
    this.#note(measure, units, {
      audience: 'area',
      readerId,
      outcome: isReleased ? 'released' : 'refused',
    });
    return isReleased;
  }

  /** Writes down what was decided, in the transaction in which the pages are kept. */
  keep(db: Database, organisationId: string, at: Date): Promise<void> {
    return noteReleases(db, organisationId, this.#made.splice(0), at);
  }

  #note(measure: string, units: Units, how: Pick<Release, 'audience' | 'readerId' | 'outcome'>): void {
    this.#made.push({ cohortId: this.#cohortId, measure, units, smallest: this.smallest, ...how });
  }

  #cellsOf(measure: string): ReleasedCells {
    const found = this.#cells.get(measure) ?? new ReleasedCells();
    this.#cells.set(measure, found);
    return found;
  }
}
