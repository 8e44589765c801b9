import { v7 as uuidv7 } from 'uuid';

import type { Database } from '../database/database.ts';

/** Over whom a number was formed: each unit with the people it is about. The values are nobody's business here. */
export type ReleasedUnits = ReadonlyMap<string, readonly string[]>;

/** A number that went out, or was held back because with earlier ones it would have told of too few. */
export interface Release {
  /** Null where it is of the whole organisation. */
  cohortId: string | null;
  measure: string;
  /** 'handed-on': a number of a whole cohort, to readers who see nobody by name and are told it on a day that others choose. */
  audience: 'cohort' | 'area' | 'declared' | 'handed-on';
  /** For whom alone it was made. */
  readerId: string | null;
  smallest: number;
  outcome: 'released' | 'refused';
  units: ReleasedUnits;
}

/** A person who is a unit by themselves is stored as one word. */
type Stored = (string | [string, ...string[]])[];

/** The releases of a cohort; of a measure that goes over all cohorts, those of the organisation. Oldest first. */
export async function readReleases(
  db: Database,
  organisationId: string,
  of: { cohortId: string } | { measure: string },
): Promise<Pick<Release, 'measure' | 'audience' | 'units'>[]> {
  const [condition, value] =
    'cohortId' in of ? ['cohort_id = $2', of.cohortId] : ['measure = $2', of.measure];
  const rows = await db.query<Pick<Release, 'measure' | 'audience'> & { units: Stored }>(
    `select measure, audience, units from metric_releases
     where organisation_id = $1 and ${condition} and outcome = 'released' order by released_at, id`,
    [organisationId, value],
  );
  return rows.map(({ units, ...row }) => ({
    ...row,
    units: new Map(
      units.map((unit) => (typeof unit === 'string' ? [unit, [unit]] : [unit[0], unit.slice(1)])),
    ),
  }));
}

/** Notes releases, in the transaction in which they are made. */
export async function noteReleases(
  db: Database,
  organisationId: string,
  releases: readonly Release[],
  at: Date,
): Promise<void> {
  for (const { cohortId, measure, audience, readerId, smallest, outcome, units } of releases) {
    const stored: Stored = [...units].map(([unit, people]) =>
      people.length === 1 && people[0] === unit ? unit : [unit, ...people],
    );
    await db.execute(
      `insert into metric_releases (organisation_id, id, cohort_id, measure, audience, reader_id, people, smallest, outcome, units, released_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11)`,
      [
        organisationId,
        uuidv7(),
        cohortId,
        measure,
        audience,
        readerId,
        new Set([...units.values()].flat()).size,
        smallest,
        outcome,
        outcome === 'released' ? JSON.stringify(stored) : null,
        at,
      ],
    );
  }
}
