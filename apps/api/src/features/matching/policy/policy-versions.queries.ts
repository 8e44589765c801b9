import type { PolicyScenario, PolicyState, PolicyVersion } from '@ithaca/contracts/matching-policy';
import type { EnrolmentForm, MatchingPolicy } from '@ithaca/contracts/programs';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { isProtectedAttribute } from '@ithaca/matching/policy';

import type { Database } from '../../../platform/database/database.ts';
import { listAccessAttributes } from '../../people/declarations/declarations.queries.ts';
import { comparableQuestions } from '../own-rules.ts';

type VersionRow = Omit<PolicyVersion, 'savedAt'> & { savedAt: Date };
type ScenarioRow = Omit<PolicyScenario, 'createdAt'> & { createdAt: Date };

/** How are people matched here now, how was it before, and what stands beside it? Grain: one program; a version; a scenario. */
export async function getPolicyState(db: Database, actor: Actor, programId: string): Promise<PolicyState> {
  const { organisationId } = actor;
  const found = await db.first<{ policy: MatchingPolicy; version: number; form: EnrolmentForm }>(
    'select policy, policy_version as version, form from programs where organisation_id = $1 and id = $2',
    [organisationId, programId],
  );
  if (!found) throw new Refusal('record.not-found');
  const { form, ...program } = found;
  const names = await listAttributeNames(db, organisationId);
  return {
    programId,
    ...program,
    versions: await listVersions(db, organisationId, programId),
    scenarios: await listScenarios(db, organisationId, programId),
    accessAttributes: (await listAccessAttributes(db, organisationId)).map(({ id, name }) => ({ id, name })),
    ownRuleSubjects: [
      ...names
        .filter((name) => !isProtectedAttribute(name))
        .map((name) => ({ of: 'attribute' as const, name })),
      ...comparableQuestions(form),
    ],
  };
}

/** What does the directory know of people beside its own facts? Names of imported attributes. */
async function listAttributeNames(db: Database, organisationId: string): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    `select distinct a.name from people p cross join lateral jsonb_object_keys(p.attributes) as a (name)
     where p.organisation_id = $1 and length(a.name) <= 80 order by a.name limit 60`,
    [organisationId],
  );
  return rows.map(({ name }) => name);
}

/** A program that was never changed has one version, the one it began with. */
async function listVersions(db: Database, organisationId: string, programId: string) {
  const rows = await db.query<VersionRow>(
    `with saved as (
       select number, policy, changes, note, returned_to, saved_by, saved_at from policy_versions
       where organisation_id = $1 and program_id = $2
       union all
       select policy_version, policy, '[]', null, null, created_by, created_at from programs
       where organisation_id = $1 and id = $2
         and not exists (select from policy_versions where organisation_id = $1 and program_id = $2))
     select s.number, s.policy, s.changes, s.note, s.returned_to as "returnedTo", s.saved_at as "savedAt",
       p.display_name as "savedByName",
       (select count(*)::int from matching_runs r join cohorts c on c.organisation_id = r.organisation_id and c.id = r.cohort_id
        where r.organisation_id = $1 and c.program_id = $2 and r.policy_version = s.number) as runs
     from saved s join people p on p.organisation_id = $1 and p.id = s.saved_by
     order by s.number desc limit 200`,
    [organisationId, programId],
  );
  return rows.map((row) => ({ ...row, savedAt: row.savedAt.toISOString() }));
}

async function listScenarios(
  db: Database,
  organisationId: string,
  programId: string,
  id: string | null = null,
) {
  const rows = await db.query<ScenarioRow>(
    `select s.id, s.name, s.policy, s.created_at as "createdAt", p.display_name as "createdByName"
     from policy_scenarios s join people p on p.organisation_id = s.organisation_id and p.id = s.created_by
     where s.organisation_id = $1 and s.program_id = $2 and ($3::uuid is null or s.id = $3)
     order by s.created_at, s.id`,
    [organisationId, programId, id],
  );
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** One scenario as it was kept. */
export async function getScenario(
  db: Database,
  actor: Actor,
  programId: string,
  id: string,
): Promise<PolicyScenario> {
  const [scenario] = await listScenarios(db, actor.organisationId, programId, id);
  if (!scenario) throw new Refusal('record.not-found');
  return scenario;
}
