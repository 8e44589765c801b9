import type { EquityOfMatch } from '@ithaca/contracts/matching';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { accessByOf, workGroups } from '@ithaca/domain/matching-policy';
import type { WorkGroup } from '@ithaca/domain/matching-policy';
import type { Actor } from '@ithaca/domain/permissions';
import type { Participant } from '@ithaca/matching/participant';

import type { Database } from '../../platform/database/database.ts';
import { findAccessGroups, listAttributes } from '../people/declarations/declarations.queries.ts';
import { describe } from './policy/policy-equity.queries.ts';
import type { ProposalPerson } from './inputs.queries.ts';

/** The groups that equal access is counted by. They are never part of a score; declared ones are never kept, told or logged. */
export interface AccessGroups {
  byMentee: Readonly<Record<string, string>>;
  isDeclared: boolean;
}

const isWorkGroup = (accessBy: string): accessBy is WorkGroup => workGroups.some((one) => one === accessBy);

const factOf = (
  { department, site, grade }: Pick<Participant, 'department' | 'site' | 'grade'>,
  by: WorkGroup,
) => (by === 'department' ? department : by === 'site' ? site : grade === null ? null : String(grade));

/** Which group is each mentee in, by the policy? Null for policies that do not ask. Whoever is in none is left out. */
export async function loadAccessGroups(
  db: Database,
  organisationId: string,
  policy: Pick<MatchingPolicy, 'objective' | 'accessBy'>,
  mentees: readonly Participant[],
): Promise<AccessGroups | null> {
  if (policy.objective !== 'equal-access') return null;
  const accessBy = accessByOf(policy);
  if (isWorkGroup(accessBy)) {
    const byMentee = mentees.flatMap((mentee) => {
      const fact = factOf(mentee, accessBy);
      return fact === null || fact === '' ? [] : [[mentee.id, fact] as const];
    });
    return { byMentee: Object.fromEntries(byMentee), isDeclared: false };
  }
  const choiceOf = await findAccessGroups(
    db,
    organisationId,
    accessBy,
    mentees.map(({ personId }) => personId),
  );
  const byMentee = mentees.flatMap(({ id, personId }) => {
    const choice = choiceOf.get(personId);
    return choice === undefined ? [] : [[id, choice] as const];
  });
  return { byMentee: Object.fromEntries(byMentee), isDeclared: true };
}

/**
 * How many of each group have a partner, as a run keeps it: small groups hidden, and a group hidden that would give one away.
 * Of a declared attribute the groups carry their keys.
 */
export function accessOf(
  policy: Pick<MatchingPolicy, 'accessBy'>,
  groups: AccessGroups,
  mentees: readonly ProposalPerson[],
  matchedIds: readonly string[],
): EquityOfMatch {
  const dimension = {
    name: accessByOf(policy),
    isDeclared: groups.isDeclared,
    groupOf: ({ enrolmentId }: ProposalPerson) => groups.byMentee[enrolmentId] ?? '',
  };
  return describe(dimension, Map.groupBy(mentees, dimension.groupOf), [new Set(matchedIds)]);
}

/**
 * The same for a reader: of a declared attribute by its name and the labels of its choices, and only for those whom the
 * organisation lets see its sums.
 */
export async function accessFor(
  db: Database,
  actor: Actor,
  access: EquityOfMatch | null | undefined,
): Promise<EquityOfMatch | null> {
  if (!access?.isDeclared) return access ?? null;
  const { items } = await listAttributes(db, actor);
  const attribute = items.find(({ id }) => id === access.dimension);
  if (!attribute?.isReader) return null;
  const labelOf = new Map(attribute.choices.map(({ key, label }) => [key, label]));
  return {
    ...access,
    dimension: attribute.name,
    groups: access.groups.map((one) => ({ ...one, group: labelOf.get(one.group) ?? '' })),
  };
}
