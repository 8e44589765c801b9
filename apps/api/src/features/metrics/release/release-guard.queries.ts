import { ReleasedCells } from '@ithaca/metrics/releases';
import type { Units } from '@ithaca/metrics/releases';

import { noteReleases, readReleases } from '../../../platform/releases/release-log.ts';
import type { Release } from '../../../platform/releases/release-log.ts';
import type { Database } from '../../../platform/database/database.ts';
import { isAnswers } from './units-behind.queries.ts';

interface Guarding {
  smallest: number;
  isHandedOn?: boolean;
}

/**
 * Decides which numbers of a cohort may go out to those who must not learn of fewer than `smallest` people: none that
 * with the earlier ones of the same measure, whoever got them, would isolate a smaller group. Remembers what it let out.
 */
export class ReleaseGuard {
  readonly #known = new Map<string, ReleasedCells>();
  /** What they know who are told nothing else of the cohort than what is handed on; absent where they are not asked about. */
  readonly #outside: Map<string, ReleasedCells> | null;
  readonly #made: Release[] = [];
  readonly #cohortId: string;
  readonly smallest: number;

  private constructor(cohortId: string, { smallest, isHandedOn = false }: Guarding) {
    this.#cohortId = cohortId;
    this.smallest = smallest;
    this.#outside = isHandedOn ? new Map() : null;
  }

  /**
   * The guard of a cohort. `everybody`: over whom its numbers go for those who see all of it. Who is in it is known to
   * them by name and changes day by day, so only what they read now is compared with; answers are compared with all.
   * `isHandedOn`: also to readers who see nobody by name. For them everybody's number of another day is a second reading.
   */
  static async of(
    db: Database,
    organisationId: string,
    cohortId: string,
    { everybody, ...guarding }: Guarding & { everybody: Iterable<readonly [string, Units]> },
  ): Promise<ReleaseGuard> {
    const guard = new ReleaseGuard(cohortId, guarding);
    for (const { measure, audience, units } of await readReleases(db, organisationId, { cohortId })) {
      const isKnown = audience === 'area' || (audience === 'cohort' && isAnswers(measure));
      if (isKnown) cellsOf(guard.#known, measure).add(units);
      if (guard.#outside && (isKnown || audience === 'handed-on'))
        cellsOf(guard.#outside, measure).add(units);
    }
    for (const [measure, units] of everybody) {
      if (units.size === 0) continue;
      cellsOf(guard.#known, measure).add(units);
      guard.#note(measure, units, { audience: 'cohort', readerId: null, outcome: 'released' });
    }
    return guard;
  }

  /**
   * Whether a number over these units may go out to a reader; if so it counts as released from now on: of a part of the
   * cohort ('area'), or of the whole of it to those who see nobody by name ('handed-on').
   */
  release(measure: string, units: Units, readerId: string, audience: 'area' | 'handed-on' = 'area'): boolean {
    if (units.size === 0) return true;
    const readers = [this.#known, this.#outside].flatMap((told) => (told ? [cellsOf(told, measure)] : []));
    const isReleased = !readers.some((cells) => cells.wouldTell(units, this.smallest));
    if (isReleased) for (const cells of readers) cells.add(units);
    this.#note(measure, units, {
      audience,
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
}

function cellsOf(told: Map<string, ReleasedCells>, measure: string): ReleasedCells {
  const found = told.get(measure) ?? new ReleasedCells();
  told.set(measure, found);
  return found;
}
