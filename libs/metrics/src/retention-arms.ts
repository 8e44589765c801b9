import type { Spell } from '@ithaca/statistics/timeline';
import { addDays, daysBetween, hasHappened, type Day } from './days.ts';
import { tally } from './records.ts';

/**
 * One person of the organisation, once. `leftOn` = first day no longer employed (rehired within 30 days: joined by
 * the caller). `matchedOn` = first match in this cohort, whatever became of it. `tookPartBefore` = in the 12 months
 * before the start. `stratum` = department, grade, tenure and site as they were at the start.
 */
export type RetentionRow = {
  personId: string;
  employedFrom: Day;
  leftOn: Day | null;
  eligibleAtStart: boolean | null;
  tookPartBefore: boolean;
  matchedOn: Day | null;
  stratum?: string;
  /** Who left may have left with others of the team: their errors are not independent. */
  team?: string;
  grade?: number | null;
};

/** One person of the comparison, followed from the landmark. */
export type Compared = { row: RetentionRow; takesPart: boolean; spell: Spell };

/** The two groups from the landmark on, in days since it; and everybody of the naive reading. */
export type RetentionArms = {
  compared: Compared[];
  participants: Spell[];
  others: Spell[];
  excluded: Record<string, number>;
  unknown: number;
  base: RetentionRow[];
};

/**
 * Splits people as a trial would: employed and eligible at the start, no earlier participation, still employed at the
 * landmark; participants are those matched by the landmark, and whoever is matched later stays among the others.
 * With strata, a person whose stratum holds only one of the groups has no counterpart and is excluded.
 */
export function splitArms(
  rows: readonly RetentionRow[],
  days: { startsOn: Day; landmarkOn: Day; asOf: Day },
): RetentionArms {
  const excluded: Record<string, number> = {};
  let unknown = 0;
  const base = rows.filter((row) => {
    const reason = reasonNotInBase(row, days.startsOn);
    if (reason === 'unknown') unknown += 1;
    else if (reason !== null) tally(excluded, reason);
    return reason === null;
  });
  const present = base.filter((row) => {
    const isThere = row.leftOn === null || row.leftOn > days.landmarkOn;
    if (!isThere) tally(excluded, 'left-before-landmark');
    return isThere;
  });
  const isParticipant = (row: RetentionRow) => hasHappened(row.matchedOn, days.landmarkOn);
  const shared = sharedStrata(present, isParticipant);
  const compared = present.filter((row) => {
    const hasCounterpart = shared === null || (row.stratum !== undefined && shared.has(row.stratum));
    if (!hasCounterpart) tally(excluded, 'no-counterpart');
    return hasCounterpart;
  });
  const people = compared.map((row) => ({
    row,
    takesPart: isParticipant(row),
    spell: followFromLandmark(row, days.landmarkOn, days.asOf),
  }));
  return {
    compared: people,
    participants: people.filter((one) => one.takesPart).map((one) => one.spell),
    others: people.filter((one) => !one.takesPart).map((one) => one.spell),
    excluded,
    unknown,
    base,
  };
}

function reasonNotInBase(row: RetentionRow, startsOn: Day): string | null {
  const isEmployed = row.employedFrom <= startsOn && (row.leftOn === null || row.leftOn > startsOn);
  if (!isEmployed) return 'not-employed-at-start';
  if (row.eligibleAtStart === null) return 'unknown';
  if (!row.eligibleAtStart) return 'not-eligible';
  return row.tookPartBefore ? 'took-part-before' : null;
}

/** Strata that hold both groups; null when nobody has a stratum, so that none is asked for. */
function sharedStrata(
  rows: readonly RetentionRow[],
  isParticipant: (row: RetentionRow) => boolean,
): Set<string> | null {
  if (rows.every((row) => row.stratum === undefined)) return null;
  const strataOf = (members: readonly RetentionRow[]) => new Set(members.flatMap((row) => row.stratum ?? []));
  const ofOthers = strataOf(rows.filter((row) => !isParticipant(row)));
  return new Set([...strataOf(rows.filter(isParticipant))].filter((stratum) => ofOthers.has(stratum)));
}

/** A leaving date after the as-of day is not yet a separation: until then the person is still there. */
function followFromLandmark(row: RetentionRow, landmarkOn: Day, asOf: Day): Spell {
  const event = hasHappened(row.leftOn, asOf);
  return {
    exit: daysBetween(landmarkOn, event && row.leftOn !== null ? row.leftOn : asOf),
    event,
    ...(row.stratum === undefined ? {} : { stratum: row.stratum }),
  };
}

/** The day from which both groups are followed. */
export function landmarkOf(startsOn: Day, landmarkDays: number): Day {
  return addDays(startsOn, landmarkDays);
}
