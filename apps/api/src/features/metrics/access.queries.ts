import type { AccessReport, metricRoutes } from '@ithaca/contracts/metrics';
import type { RequestOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { measureAccess } from '@ithaca/metrics/access';
import type { AccessRow } from '@ithaca/metrics/access';
import { getMetric } from '@ithaca/metrics/catalogue';
import type { Day } from '@ithaca/metrics/days';
import { covers } from '@ithaca/metrics/participation';

import type { Database } from '../../platform/database/database.ts';
import { findAccessGroups, listAttributes } from '../people/declarations/declarations.queries.ts';
import { readCohortFacts } from './cohort-facts.queries.ts';
import type { CohortFacts } from './cohort-facts.queries.ts';
import { eligibleOn, tenureBandOf } from './workforce.queries.ts';
import type { WorkforcePerson } from './workforce.queries.ts';

type Query = NonNullable<RequestOf<(typeof metricRoutes)['access']>['query']>;

/** The group of those of whom the directory, or they themselves, say nothing. */
const NOT_STATED = 'not-stated';
const GRADES_IN_BAND = 3;

/** What of the directory people are told apart by; a group's key is read by the screen. */
const directory = {
  department: ({ department }: WorkforcePerson) => department || NOT_STATED,
  site: ({ site }: WorkforcePerson) => site || NOT_STATED,
  grade: ({ grade }: WorkforcePerson) => gradeBandOf(grade) ?? NOT_STATED,
  tenure: (person: WorkforcePerson, day: Day) => tenureBandOf(person, day) ?? NOT_STATED,
};
type DirectoryField = keyof typeof directory;
const isField = (key: string): key is DirectoryField => Object.hasOwn(directory, key);

/**
 * Who of those who could take part gets how far? Grain: one group at one stage. Fields of the directory are read name by
 * name by whoever asks this, so nothing is hidden; what people declared is shown from ten people on.
 */
export async function readAccess(
  db: Database,
  actor: Actor,
  cohortId: string,
  { by = 'department', role }: Query,
  now: Date,
): Promise<AccessReport> {
  const { organisationId } = actor;
  const facts = await readCohortFacts(db, organisationId, cohortId, now);
  const attributes = (await listAttributes(db, actor)).items.filter(
    ({ state, purpose, seenBy }) =>
      state === 'open' && purpose === 'equal-access' && isReader(actor, facts.cohort.programId, seenBy),
  );
  const attribute = attributes.find(({ id }) => id === by);
  if (!attribute && !isField(by)) throw new Refusal('record.not-found');
  const rows = rowsOf(facts, role);
  const declared = attribute
    ? await findAccessGroups(
        db,
        organisationId,
        attribute.id,
        rows.map(({ person }) => person.id),
      )
    : null;
  const groupOf = (person: WorkforcePerson) =>
    declared
      ? (declared.get(person.id) ?? NOT_STATED)
      : isField(by)
        ? directory[by](person, facts.asOf.day)
        : NOT_STATED;
  const minimumGroup = declared ? getMetric('access-ratio').minimumGroup : 0;
  return {
    asOf: facts.asOf.at.toISOString(),
    by,
    dimensions: [
      ...Object.keys(directory).map((key) => ({ key, name: null })),
      ...attributes.map(({ id, name }) => ({ key: id, name })),
    ],
    minimumGroup,
    names: Object.fromEntries((attribute?.choices ?? []).map(({ key, label }) => [key, label])),
    stages: measureAccess(
      rows.map(({ person, steps }) => ({ ...steps, personId: person.id, group: groupOf(person) })),
      {
        asOf: facts.asOf.day,
        minimumGroup,
        isSensitive: declared !== null,
        isOver: facts.cohort.state === 'closed' || facts.cohort.state === 'archived',
      },
    ),
  };
}

/** Whoever declares is told who reads the sums; nobody else does, not those of one program either. */
const isReader = ({ grants }: Actor, programId: string, seenBy: readonly string[]): boolean =>
  grants.some((grant) => seenBy.includes(grant.role) && (grant.programId ?? programId) === programId);

/** Grain: one person employed and eligible on the as-of day, or who entered the pool. */
function rowsOf(
  facts: CohortFacts,
  role: Query['role'],
): { person: WorkforcePerson; steps: Omit<AccessRow, 'personId' | 'group'> }[] {
  const { day } = facts.asOf;
  const own = Map.groupBy(
    facts.stages.filter((row) => role === undefined || row.role === role),
    ({ personId }) => personId,
  );
  return facts.workforce.flatMap((person) => {
    const first = (stage: 'in-pool' | 'matched' | 'active' | 'completed') =>
      (own.get(person.id) ?? [])
        .map(({ reachedOn }) => reachedOn[stage] ?? null)
        .reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
    const steps = {
      stratum: JSON.stringify([person.department, gradeBandOf(person.grade)]),
      poolOn: first('in-pool'),
      matchedOn: first('matched'),
      activeOn: first('active'),
      completedOn: first('completed'),
    };
    const took = [steps.poolOn, steps.matchedOn, steps.activeOn, steps.completedOn].some((on) => on !== null);
    const could =
      person.employed.some((span) => covers(span, day)) &&
      eligibleOn(facts.cohort.eligibility, person, day) === true;
    return took || could ? [{ person, steps }] : [];
  });
}

/** Three grades are one band, told by its first and last. */
function gradeBandOf(grade: number | null): string | null {
  if (grade === null) return null;
  const last = Math.ceil(grade / GRADES_IN_BAND) * GRADES_IN_BAND;
  return `${last - GRADES_IN_BAND + 1}-${last}`;
}
