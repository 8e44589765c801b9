import type { Spell } from '@ithaca/statistics/timeline';
import { addDays, daysBetween, hasHappened, type Day } from './days.ts';
import { tally } from './records.ts';

/**
 * One person of the organisation, once. `leftOn` = first day no longer employed (rehired within 30 days: joined by
 * the caller). `matchedOn` = first match in this cohort on the side that is compared, whatever became of it: as a mentee or
 * peer, or for the mentors' comparison as a mentor. `otherSideOn` = first match on the other side. `tookPartBefore` = on any
 * side in the 12 months before the start. `stratum` = department, grade, tenure and site as they were at the start.
 */
export type RetentionRow = {
  personId: string;
  employedFrom: Day;
  leftOn: Day | null;
  eligibleAtStart: boolean | null;
  tookPartBefore: boolean;
  matchedOn: Day | null;
  otherSideOn?: Day | null;
  stratum?: string;
  /** How long they had been there at the start, in bands by which people are compared. */
  tenureBand?: number;
  /** Who left may have left with others of the team: their errors are not independent. */
  team?: string;
  grade?: number | null;
  /** What weights are formed from beside grade and tenure, such as the department: a name and its value at the start. */
  traits?: Readonly<Record<string, string>>;
  /** Whether a lottery of the cohort gave them a seat; null or missing: they were not in it. */
  drawn?: boolean | null;
};

/**
 * Who is compared, and from which day on: by a landmark after the start those matched by then with the others, by a
 * lottery those whom it drew with those whom it did not. Only the lottery makes a difference an effect (metrics, 2.5).
 */
export type Design = { by: 'landmark' | 'lottery'; startsOn: Day; from: Day };

/** The design of a cohort: by its lottery where it had one, else by the landmark. */
export function designOf(cohort: { startsOn: Day; landmarkDays?: number; drawnOn?: Day | null }): Design {
  const { startsOn, landmarkDays = 60, drawnOn = null } = cohort;
  return drawnOn === null
    ? { by: 'landmark', startsOn, from: addDays(startsOn, landmarkDays) }
    : { by: 'lottery', startsOn, from: drawnOn };
}

/**
 * One person of the comparison, followed from the landmark. With strata the spell of one of the others weighs as many as there
 * are participants to one of the others in the stratum: the others then stand in the strata as the participants do.
 */
export type Compared = { row: RetentionRow; takesPart: boolean; spell: Spell };

/** The two groups from the first day of the design on, in days since it; and everybody of the naive reading. */
export type RetentionArms = {
  compared: Compared[];
  /** With those who have no counterpart of their stratum: for weights, which need none. */
  present: Compared[];
  participants: Spell[];
  others: Spell[];
  excluded: Record<string, number>;
  unknown: number;
  base: RetentionRow[];
};

/**
 * Splits people as a trial would. By the landmark: employed and eligible at the start, no earlier participation, still
 * employed at the landmark; participants are those matched by then, and whoever is matched later stays among the others. Whoever
 * has been matched on the other side by then takes part as well: they are in neither group, even when matched on both sides. With strata, a person whose stratum holds only one of the groups has no counterpart and is excluded. By the lottery:
 * everybody who was in it and employed on its day, as they were drawn, whatever they did later (intention to treat).
 */
export function splitArms(rows: readonly RetentionRow[], days: Design & { asOf: Day }): RetentionArms {
  const excluded: Record<string, number> = {};
  let unknown = 0;
  const isOfLottery = days.by === 'lottery';
  const base = rows.filter((row) => {
    const reason = reasonNotInBase(row, days.startsOn);
    if (isOfLottery) return reason === null;
    if (reason === 'unknown') unknown += 1;
    else if (reason !== null) tally(excluded, reason);
    return reason === null;
  });
  const isParticipant = (row: RetentionRow) =>
    isOfLottery ? row.drawn === true : hasHappened(row.matchedOn, days.from);
  const there = isOfLottery ? entrantsOf(rows) : base;
  const present = there
    .filter((row) => {
      const isThere = row.employedFrom <= days.from && (row.leftOn === null || row.leftOn > days.from);
      if (!isThere) tally(excluded, isOfLottery ? 'not-employed-at-draw' : 'left-before-landmark');
      // As they were drawn, whatever else they do.
      const isOfOtherSide = !isOfLottery && isThere && hasHappened(row.otherSideOn ?? null, days.from);
      if (isOfOtherSide) tally(excluded, 'other-side');
      return isThere && !isOfOtherSide;
    })
    .map((row) => ({
      row,
      takesPart: isParticipant(row),
      spell: followFrom(row, days.from, days.asOf),
    }));
  const strata = countByStratum(present);
  const compared = present.filter(({ row, takesPart, spell }) => {
    if (strata === null) return true;
    const [others, participants] = strata.get(row.stratum) ?? [0, 0];
    const hasCounterpart = others > 0 && participants > 0;
    if (!hasCounterpart) tally(excluded, 'no-counterpart');
    // These spells are of this comparison alone, and of 100,000 people: none is copied for its weight.
    else if (!takesPart) spell.weight = participants / others;
    return hasCounterpart;
  });
  const spellsOf = (takesPart: boolean) =>
    compared.filter((one) => one.takesPart === takesPart).map((one) => one.spell);
  return {
    compared,
    present,
    participants: spellsOf(true),
    others: spellsOf(false),
    excluded,
    unknown,
    base,
  };
}

/** Chance has made the groups alike: they are compared as a whole, not within strata. */
function entrantsOf(rows: readonly RetentionRow[]): RetentionRow[] {
  return rows.flatMap((row) => {
    if (row.drawn == null) return [];
    const entrant = { ...row };
    delete entrant.stratum;
    return [entrant];
  });
}

function reasonNotInBase(row: RetentionRow, startsOn: Day): string | null {
  const isEmployed = row.employedFrom <= startsOn && (row.leftOn === null || row.leftOn > startsOn);
  if (!isEmployed) return 'not-employed-at-start';
  if (row.eligibleAtStart === null) return 'unknown';
  if (!row.eligibleAtStart) return 'not-eligible';
  return row.tookPartBefore ? 'took-part-before' : null;
}

/** How many others and participants each stratum holds; null when nobody has a stratum, so that none is asked for. */
export function countByStratum(
  people: readonly Compared[],
  of: (row: RetentionRow) => string | undefined = ({ stratum }) => stratum,
): Map<string | undefined, [number, number]> | null {
  const strata = new Map<string, [number, number]>();
  for (const { row, takesPart } of people) {
    const stratum = of(row);
    if (stratum === undefined) continue;
    const counts = strata.get(stratum) ?? [0, 0];
    counts[takesPart ? 1 : 0] += 1;
    strata.set(stratum, counts);
  }
  return strata.size === 0 ? null : strata;
}

/** A leaving date after the as-of day is not yet a separation: until then the person is still there. */
function followFrom(row: RetentionRow, from: Day, asOf: Day): Spell {
  const event = hasHappened(row.leftOn, asOf);
  return {
    exit: daysBetween(from, event && row.leftOn !== null ? row.leftOn : asOf),
    event,
    stratum: row.stratum,
  };
}
