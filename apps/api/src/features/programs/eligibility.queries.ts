import type { EligibilityRule } from '@ithaca/domain/eligibility-rule';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';

/**
 * The rule as a condition on `people p`, equal to `obstaclesTo(rule, person, today).length === 0` of the domain; a
 * property in eligibility.spec.ts holds the two together. Appends what it compares with to `parameters`.
 */
export function eligibleCondition(rule: EligibilityRule, today: string, parameters: unknown[]): string {
  const value = (parameter: unknown, type: string) => `$${parameters.push(parameter)}::${type}`;
  const conditions = [`(p.left_on is null or p.left_on > ${value(today, 'date')})`];
  if (rule.departments.length > 0)
    conditions.push(`p.department = any (${value(rule.departments, 'text[]')})`);
  if (rule.sites.length > 0) conditions.push(`p.site = any (${value(rule.sites, 'text[]')})`);
  if (rule.leastGrade !== null) conditions.push(`p.grade >= ${value(rule.leastGrade, 'int')}`);
  if (rule.mostGrade !== null) conditions.push(`p.grade <= ${value(rule.mostGrade, 'int')}`);
  if (rule.leastTenureDays !== null)
    conditions.push(`${value(today, 'date')} - p.hired_on >= ${value(rule.leastTenureDays, 'int')}`);
  return conditions.join(' and ');
}

/** Which day is it where the organisation lives? */
export async function findToday(db: Database, clock: Clock, organisationId: string): Promise<string> {
  const row = await db.first<{ timeZone: string }>(
    'select time_zone as "timeZone" from organisations where organisation_id = $1',
    [organisationId],
  );
  return clock.today(row?.timeZone ?? 'UTC');
}

/** How many people does each of several rules let in today? One scan of the directory for all; in the order of the rules. */
export async function countEligible(
  db: Database,
  organisationId: string,
  rules: readonly EligibilityRule[],
  today: string,
): Promise<number[]> {
  if (rules.length === 0) return [];
  const parameters: unknown[] = [organisationId];
  const counts = rules.map(
    (rule) => `count(*) filter (where ${eligibleCondition(rule, today, parameters)})::int`,
  );
  const row = await db.first<{ counts: number[] }>(
    `select array[${counts.join(', ')}] as counts from people p where p.organisation_id = $1`,
    parameters,
  );
  return row?.counts ?? rules.map(() => 0);
}

/** How many people does this rule let in today, of how many employed, and who for example? Grain: a person; the sample is spread, and stays the same. */
export async function previewEligibility(
  db: Database,
  organisationId: string,
  rule: EligibilityRule,
  today: string,
) {
  const parameters: unknown[] = [organisationId];
  const row = await db.first<{
    eligible: number;
    employed: number;
    sample: { id: string; displayName: string; department: string }[];
  }>(
    `with eligible as materialized (
       select p.id, p.display_name, p.department from people p
       where p.organisation_id = $1 and ${eligibleCondition(rule, today, parameters)})
     select (select count(*) from eligible)::int as eligible,
       (select count(*) from people where organisation_id = $1 and (left_on is null or left_on > $2::date))::int as employed,
       coalesce((select json_agg(json_build_object('id', s.id, 'displayName', s.display_name, 'department', s.department)
           order by s.display_name collate "C", s.id)
         from (select * from eligible order by md5(id::text) limit 10) s), '[]') as sample`,
    parameters,
  );
  return row ?? { eligible: 0, employed: 0, sample: [] };
}
