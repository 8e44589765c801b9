import type { EquityOfMatch } from '@ithaca/contracts/matching';
import { ReleasedCells, unitsOfPeople } from '@ithaca/metrics/releases';
import { publicReason, suppress } from '@ithaca/metrics/suppression';
import type { SuppressionReason } from '@ithaca/metrics/suppression';

import type { Database } from '../../../platform/database/database.ts';
import type { ProposalPerson } from '../inputs.queries.ts';

/** The smallest group a coordinator may see: of facts of work, and of what people declared about themselves. */
const LEAST = { work: 5, declared: 10 };
/** A dimension with more values tells people apart rather than groups. */
const MOST_GROUPS = 12;
const UNSAID = '';

export interface Dimension {
  name: string;
  isDeclared: boolean;
  groupOf: (person: ProposalPerson) => string;
}

/**
 * Does every group get its share of matches under each policy? Grain: one group of one dimension. `matchedIds` holds the
 * mentees with a partner, policy by policy. A group hidden under one policy is hidden under all, or it could be had by comparing.
 */
export async function equityOf(
  db: Database,
  organisationId: string,
  mentees: readonly ProposalPerson[],
  matchedIds: readonly (readonly string[])[],
): Promise<EquityOfMatch[]> {
  const matched = matchedIds.map((ids) => new Set(ids));
  const dimensions = await listDimensions(db, organisationId, mentees);
  return dimensions.flatMap((dimension) => {
    const groups = Map.groupBy(mentees, dimension.groupOf);
    const named = [...groups.keys()].filter((group) => group !== UNSAID);
    if (named.length < 2 || groups.size > MOST_GROUPS) return [];
    return [describe(dimension, groups, matched)];
  });
}

/** How many of each group of one dimension have a partner, small groups hidden. */
export function describe(
  { name, isDeclared }: Dimension,
  groups: ReadonlyMap<string, readonly ProposalPerson[]>,
  matched: readonly ReadonlySet<string>[],
): EquityOfMatch {
  const smallestGroup = isDeclared ? LEAST.declared : LEAST.work;
  const keys = [...groups.keys()].toSorted((a, b) => (a === UNSAID ? 1 : b === UNSAID ? -1 : a < b ? -1 : 1));
  const counts = new Map(
    keys.map((key) => [
      key,
      matched.map((ids) => groups.get(key)?.filter(({ enrolmentId }) => ids.has(enrolmentId)).length ?? 0),
    ]),
  );
  const hidden = new Map<string, SuppressionReason>();
  // Who has a partner under a policy is known by name: what they declared must not follow from two counts of a comparison.
  if (isDeclared && tellsOfFew(groups, matched, smallestGroup))
    for (const key of keys) hidden.set(key, 'complement');
  for (const policy of matched.keys()) {
    const { cells } = suppress(
      keys.map((key) => ({
        key,
        n: groups.get(key)?.length ?? 0,
        numerator: counts.get(key)?.[policy] ?? 0,
      })),
      // Who is matched is no answer of theirs: only for what they declared may all or none give somebody away.
      { k: smallestGroup, ...(isDeclared ? {} : { homogeneity: null }) },
    );
    for (const { key, suppressed } of cells)
      if (suppressed && !hidden.has(key)) hidden.set(key, suppressed.reason);
  }
  return {
    dimension: name,
    isDeclared,
    smallestGroup,
    groups: keys.map((group) => {
      const reason = hidden.get(group);
      return {
        group,
        mentees: reason ? null : (groups.get(group)?.length ?? 0),
        matched: reason ? null : (counts.get(group) ?? []),
        suppressed: reason ? publicReason(reason) : null,
      };
    }),
  };
}

/** Whether all mentees and those with a partner under each policy are cut into a part of 1 to k-1 people. */
function tellsOfFew(
  groups: ReadonlyMap<string, readonly ProposalPerson[]>,
  matched: readonly ReadonlySet<string>[],
  k: number,
): boolean {
  const all = [...groups.values()].flat();
  const cells = new ReleasedCells([unitsOfPeople(all.map(({ enrolmentId }) => enrolmentId))]);
  return matched.some((ids) => {
    const units = unitsOfPeople(all.flatMap(({ enrolmentId }) => (ids.has(enrolmentId) ? enrolmentId : [])));
    const tells = cells.wouldTell(units, k);
    cells.add(units);
    return tells;
  });
}

/** Department and site of the directory, then what people declared (the directory's further attributes). */
async function listDimensions(
  db: Database,
  organisationId: string,
  mentees: readonly ProposalPerson[],
): Promise<Dimension[]> {
  const rows = await db.query<{ id: string; key: string; value: string }>(
    `select p.id, a.key, a.value from people p, jsonb_each_text(p.attributes) a
     where p.organisation_id = $1 and p.id = any($2::uuid[]) and a.value <> '' order by a.key`,
    [organisationId, mentees.map(({ personId }) => personId)],
  );
  const declared = Map.groupBy(rows, ({ key }) => key);
  return [
    { name: 'department', isDeclared: false, groupOf: ({ department }) => department },
    { name: 'site', isDeclared: false, groupOf: ({ site }) => site },
    ...[...declared].map(([name, answers]): Dimension => {
      const said = new Map(answers.map(({ id, value }) => [id, value]));
      return { name, isDeclared: true, groupOf: ({ personId }) => said.get(personId) ?? UNSAID };
    }),
  ];
}
