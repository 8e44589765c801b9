import type { Day } from '@ithaca/metrics/days';

import type { Database } from '../../../platform/database/database.ts';
import type { CohortFacts } from './cohort-facts.queries.ts';
import { directoryGroups, NOT_STATED } from './directory-groups.ts';
import type { Place } from './workforce.queries.ts';

/** The group of a pairing whose mentees, or peers, are not of one group. */
const SEVERAL = 'several';

/** A field of the directory by which people are told apart. */
type GroupField = keyof typeof directoryGroups;

/** The people of a cohort's organisation by group. */
export const peopleByGroup = ({ workforce, asOf }: Pick<CohortFacts, 'workforce' | 'asOf'>, by: GroupField) =>
  Map.groupBy(workforce, (person) => directoryGroups[by](person, asOf.day));

/** The group of each pairing by a field of the directory: that of its mentees, or its peers; `guided` says who they are. */
export function pairingGroups(
  { workforce, asOf }: Pick<CohortFacts, 'workforce' | 'asOf'>,
  guided: ReadonlyMap<string, readonly string[]>,
  by: GroupField,
): (pairingId: string) => string {
  const people = new Map(workforce.map((person) => [person.id, person]));
  return (pairingId) =>
    groupOfPlaces(
      (guided.get(pairingId) ?? []).map((id) => people.get(id) ?? null),
      by,
      asOf.day,
    );
}

/** The group of a pairing from where those work whose development it is about; null of whom the directory does not say. */
export function groupOfPlaces(places: readonly (Place | null)[], by: GroupField, day: Day): string {
  const groups = new Set(places.map((place) => (place ? directoryGroups[by](place, day) : NOT_STATED)));
  const [first = NOT_STATED] = groups;
  return groups.size > 1 ? SEVERAL : first;
}

/** Whose development a pairing is about? Grain: one pairing with its mentees, or its peers. */
export async function readGuided(
  db: Database,
  organisationId: string,
  cohortId: string,
): Promise<Map<string, string[]>> {
  const rows = await db.query<{ id: string; people: string[] }>(
    `select m.pairing_id as id, array_agg(m.person_id order by m.person_id) as people
     from pairings p
     join pairing_members m on m.organisation_id = $1 and m.pairing_id = p.id and m.role in ('mentee', 'peer')
     where p.organisation_id = $1 and p.cohort_id = $2 group by m.pairing_id`,
    [organisationId, cohortId],
  );
  return new Map(rows.map(({ id, people }) => [id, people]));
}
