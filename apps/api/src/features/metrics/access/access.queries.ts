import type { AccessReport, metricRoutes } from '@ithaca/contracts/metrics';
import type { RequestOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { measureAccess, unitsOfStage } from '@ithaca/metrics/access';
import type { AccessRow } from '@ithaca/metrics/access';
import { getMetric } from '@ithaca/metrics/catalogue';
import { unitsOfBurden } from '@ithaca/metrics/mentor-burden';
import { covers } from '@ithaca/metrics/participation';
import type { Units } from '@ithaca/metrics/releases';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { listAttributes } from '../../people/declarations/declarations.queries.ts';
import { readCohortFacts, readHead } from '../facts/cohort-facts.queries.ts';
import type { CohortFacts } from '../facts/cohort-facts.queries.ts';
import { directoryGroups, gradeBandOf, isDirectoryField, NOT_STATED } from '../facts/directory-groups.ts';
import { burdenRows, hasBurden, readMentorMinutes, tellBurden } from './burden.queries.ts';
import type { MentorMinutes } from './burden.queries.ts';
import { findPage, nextMonth } from './frozen-pages.queries.ts';
import { eligibleOn } from '../facts/workforce.queries.ts';
import type { WorkforcePerson } from '../facts/workforce.queries.ts';
import { stampOfCohort } from '../stamp.queries.ts';
import { findDataVersion } from '../store/kept-results.queries.ts';

type Query = NonNullable<RequestOf<(typeof metricRoutes)['access']>['query']>;

/**
 * Who of those who could take part gets how far? Grain: one group at one stage. Fields of the directory are read name by
 * name by whoever asks this, so nothing is hidden. What people declared is shown from ten people on, as it was frozen at
 * the beginning of the month: who took a step today is known by name, and their group would follow.
 */
export async function readAccess(
  db: Database,
  actor: Actor,
  cohortId: string,
  { by = 'department', role }: Query,
  now: Date,
): Promise<AccessReport> {
  const { organisationId } = actor;
  const head = await readHead(db, organisationId, cohortId);
  const attributes = (await listAttributes(db, actor)).items.filter(
    ({ state, purpose, seenBy }) =>
      state === 'open' && purpose === 'equal-access' && isReader(actor, head.programId, seenBy),
  );
  const attribute = attributes.find(({ id }) => id === by);
  const filter = { by, role };
  const choices = {
    by,
    dimensions: [
      ...Object.keys(directoryGroups).map((key) => ({ key, name: null })),
      ...attributes.map(({ id, name }) => ({ key: id, name })),
    ],
    names: Object.fromEntries((attribute?.choices ?? []).map(({ key, label }) => [key, label])),
  };
  if (attribute) {
    const found = await findPage<AccessStages>(db, organisationId, {
      cohortId,
      kind: 'declared-access',
      subjectId: attribute.id,
      part: role ?? '',
    });
    const nextOn = nextMonth(dayIn(now, head.timeZone));
    return {
      ...choices,
      asOf: found?.page.asOf ?? now.toISOString(),
      // The page is what it was when it was made; before the first there is nothing that could have a version.
      stamp: stampOfCohort(organisationId, head, {
        filter,
        computedAt: found ? new Date(found.page.computedAt ?? found.page.asOf) : now,
        dataVersion: found?.page.dataVersion ?? null,
      }),
      minimumGroup: getMetric('access-ratio').minimumGroup,
      frozen: { on: found?.periodOn ?? null, nextOn },
      stages: found?.page.stages ?? [],
      burden: found?.page.burden ?? null,
    };
  }
  if (!isDirectoryField(by)) throw new Refusal('record.not-found');
  const dataVersion = await findDataVersion(db, organisationId, [cohortId], 'everybody');
  const facts = await readCohortFacts(db, organisationId, cohortId, now, { pairings: 'left out' });
  const groupOf = (person: WorkforcePerson) => directoryGroups[by](person, facts.asOf.day);
  const frame = { ...frameOf(facts), minimumGroup: 0, isSensitive: false };
  const stages = measureAccess(accessRows(facts, role, groupOf), frame);
  const minutes = hasBurden(facts, role) ? await readMentorMinutes(db, organisationId, facts) : null;
  return {
    ...choices,
    asOf: facts.asOf.at.toISOString(),
    stamp: stampOfCohort(organisationId, head, { filter, computedAt: now, dataVersion }),
    minimumGroup: 0,
    frozen: null,
    stages,
    burden: minutes && tellBurden(burdenRows(facts, minutes, groupOf), stages, frame),
  };
}

/** What is kept of a page about what people declared; pages kept before it was noted do not say of which state of the data they are. */
export type AccessStages = Pick<AccessReport, 'asOf' | 'stages'> &
  Partial<Pick<AccessReport, 'burden'> & Pick<AccessReport['stamp'], 'computedAt' | 'dataVersion'>>;

/** Of whom a page about what people declared is, and what is known of them by name. */
interface DeclaredSource {
  facts: CohortFacts;
  minutes: readonly MentorMinutes[];
  declared: ReadonlyMap<string, string>;
}

/** The page about what people declared, and over whom its numbers are; `earlier`: over whom others were released before. */
export function declaredAccessOf(
  { facts, minutes, declared }: DeclaredSource,
  role: Query['role'],
  earlier: readonly Units[],
): { page: AccessStages; units: Units[] } {
  const groupOf = ({ id }: WorkforcePerson) => declared.get(id) ?? NOT_STATED;
  const rows = accessRows(facts, role, groupOf);
  const frame = {
    ...frameOf(facts),
    minimumGroup: getMetric('access-ratio').minimumGroup,
    isSensitive: true,
    earlier,
  };
  const stages = measureAccess(rows, frame);
  const units = stages
    .filter(({ suppressed }) => suppressed === null)
    .flatMap(({ stage }) => unitsOfStage(rows, stage, frame));
  const asOf = facts.asOf.at.toISOString();
  // What the steps withhold could follow from who of those that took them gives more.
  const isWithheld = stages.some(({ suppressed }) => suppressed !== null);
  if (isWithheld || !hasBurden(facts, role)) return { page: { asOf, stages, burden: null }, units };
  const hidden = stages
    .flatMap(({ groups }) => groups.filter((one) => one.suppressed))
    .map(({ group }) => group);
  const mentors = burdenRows(facts, minutes, groupOf);
  const burden = tellBurden(mentors, stages, {
    ...frame,
    earlier: [...earlier, ...units],
    hidden: new Set(hidden),
  });
  return {
    page: { asOf, stages, burden },
    units: burden.suppressed ? units : [...units, ...unitsOfBurden(mentors)],
  };
}

const frameOf = ({ asOf, cohort }: CohortFacts) => ({
  asOf: asOf.day,
  isOver: cohort.state === 'closed' || cohort.state === 'archived',
});

const accessRows = (
  facts: CohortFacts,
  role: Query['role'],
  groupOf: (person: WorkforcePerson) => string,
): AccessRow[] =>
  rowsOf(facts, role).map(({ person, steps }) => ({ ...steps, personId: person.id, group: groupOf(person) }));

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
