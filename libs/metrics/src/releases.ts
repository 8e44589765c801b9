import { hasHappened, type Day } from './days.ts';

/**
 * What stands behind a released number: each unit that it adds up (a person, an answer, a pairing in a week), and the
 * people whom the unit is about. Two releases of one measure share a unit when they add up the very same thing.
 */
export type Units = ReadonlyMap<string, readonly string[]>;

/** The units of people who are each one unit themselves. */
export function unitsOfPeople(personIds: Iterable<string>): Units {
  return new Map([...personIds].map((id) => [id, [id]]));
}

type Atom = { units: Set<string> };

/**
 * What has been released of one measure, as the cells into which the released sets cut one another. Whatever anybody can
 * compute from sums over those sets is the same for all units of a cell, so nobody is told of below k while each cell
 * holds k people or nobody. Grows with each release; asking costs as much as the cells that the new set touches.
 */
export class ReleasedCells {
  readonly #cellOf = new Map<string, Atom>();
  readonly #peopleOf = new Map<string, readonly string[]>();

  constructor(earlier: Iterable<Units> = []) {
    for (const units of earlier) this.add(units);
  }

  /**
   * Whether a number over these units would, with all released before, tell of fewer than k people: as those who are new,
   * or as a part of a cell that was released as a whole. For k = 0 nothing does.
   */
  wouldTell(units: Units, k: number): boolean {
    if (k === 0) return false;
    const isSmall = (people: ReadonlySet<string>) => people.size < k;
    for (const [cell, own] of this.#touched(units)) {
      const inside = new Set(own.flatMap((unit) => units.get(unit) ?? []));
      if (cell === null) {
        if (isSmall(inside)) return true;
        continue;
      }
      if (own.length === cell.units.size) continue;
      const outside = [...cell.units].filter((unit) => !units.has(unit));
      if (isSmall(inside) || isSmall(new Set(outside.flatMap((unit) => this.#peopleOf.get(unit) ?? []))))
        return true;
    }
    return false;
  }

  /** Notes a release. */
  add(units: Units): void {
    for (const [cell, own] of this.#touched(units)) {
      if (cell && own.length === cell.units.size) continue;
      const part: Atom = { units: new Set(own) };
      for (const unit of own) {
        cell?.units.delete(unit);
        this.#cellOf.set(unit, part);
        this.#peopleOf.set(unit, units.get(unit) ?? []);
      }
    }
  }

  /** The units by the cell in which they lie so far; null: in none. */
  #touched(units: Units): Map<Atom | null, string[]> {
    return Map.groupBy(units.keys(), (unit) => this.#cellOf.get(unit) ?? null);
  }
}

/** An answer, as far as it decides when it may be counted; `isYes` where a share of them is told. */
export type DatedAnswer = { personId: string; answeredOn: Day | null; isYes?: boolean };

/** Below this many, answers all alike would tell everybody's. */
const FEWEST_ALIKE = 20;
/** The smallest batch that any reader of answers gets; larger ones are made of these. */
const SMALLEST_BATCH = 5;

/**
 * The answers that may be counted by the as-of day: they are let in by whole days, and only when at least k people have
 * answered since the last were, not all alike, so that a number of today less the number of yesterday is never one
 * answer. Those who wait come with the next. The same answers give the same batches whenever they are read; for k = 0
 * all are counted. Batches of a larger k are whole batches of five put together, so that what one page tells from ten on
 * less what another tells from five on is never fewer than five either.
 */
export function countedInBatches<T extends DatedAnswer>(
  answers: readonly T[],
  frame: { asOf: Day; minimumGroup: number },
): T[] {
  return batchesOf(answers, frame).flat();
}

/** The same, batch by batch in the order in which they were let in. */
export function batchesOf<T extends DatedAnswer>(
  answers: readonly T[],
  { asOf, minimumGroup: k }: { asOf: Day; minimumGroup: number },
): T[][] {
  const given = answers.filter(({ answeredOn }) => hasHappened(answeredOn, asOf));
  if (k === 0) return [given];
  // What today's answers will be is not settled before the day is over.
  const settled = given.filter(({ answeredOn }) => answeredOn !== asOf);
  const days = [...Map.groupBy(settled, ({ answeredOn }) => answeredOn ?? '')].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const batched = (parts: readonly (readonly T[])[], least: number) =>
    inBatches(parts, (waiting) => mayBeCounted(waiting, least));
  const smallest = batched(
    days.map(([, ofDay]) => ofDay),
    Math.min(k, SMALLEST_BATCH),
  );
  return batched(smallest, k);
}

/** Whether answers that wait may be let in together: k people or more gave them, and not all alike. */
export function mayBeCounted(waiting: readonly { personId: string; isYes?: boolean }[], k: number): boolean {
  if (waiting.length < k || areAlike(waiting)) return false;
  const people = new Set<string>();
  for (const { personId } of waiting) if (people.add(personId).size >= k) return true;
  return false;
}

/**
 * The same for answers that are let in by numbered rounds and bear neither name nor date, such as those to a question of
 * a survey: the first rounds that have k answers between them count, then the next ones that do.
 */
export function countedInRounds<T extends { round: number; isYes?: boolean }>(
  answers: readonly T[],
  k: number,
): T[] {
  const rounds = [...Map.groupBy(answers, ({ round }) => round)].toSorted(([a], [b]) => a - b);
  return inBatches(
    rounds.map(([, ofRound]) => ofRound),
    (waiting) => waiting.length >= k && !areAlike(waiting),
  ).flat();
}

function inBatches<T>(parts: readonly (readonly T[])[], isEnough: (waiting: readonly T[]) => boolean): T[][] {
  const batches: T[][] = [];
  let waiting: T[] = [];
  for (const part of parts) {
    waiting.push(...part);
    if (!isEnough(waiting)) continue;
    batches.push(waiting);
    waiting = [];
  }
  return batches;
}

const areAlike = (answers: readonly { isYes?: boolean }[]) =>
  answers.length < FEWEST_ALIKE &&
  answers.every(({ isYes }) => isYes !== undefined && isYes === answers[0]?.isYes);
