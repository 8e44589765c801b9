import { conditionsOf } from '@ithaca/domain/eligibility-rule';
import type { EligibilityCondition, EligibilityRule } from '@ithaca/domain/eligibility-rule';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';

/**
 * The rule as a condition on `people p`, equal to `obstaclesTo(rule, person, today).length === 0` of the domain; a
 * property in eligibility.spec.ts holds the two together. Appends what it compares with to `parameters`.
 */
export function eligibleCondition(rule: EligibilityRule, today: string, parameters: unknown[]): string {
  const value = (parameter: unknown, type: string) => `$${parameters.push(parameter)}::${type}`;
  const sqlOf = (condition: EligibilityCondition): string => {
    if ('match' in condition) {
      if (condition.conditions.length === 0) return 'true';
      return `(${condition.conditions.map(sqlOf).join(condition.match === 'all' ? ' and ' : ' or ')})`;
    }
    if ('values' in condition) {
      const fact =
        condition.of === 'attribute'
          ? `coalesce(p.attributes ->> ${value(condition.attribute ?? '', 'text')}, '')`
          : columns[condition.of];
      return `${condition.is === 'one-of' ? '' : 'not '}(${fact} = any (${value([...condition.values], 'text[]')}))`;
    }
    if (condition.least === null && condition.most === null) return 'true';
    const fact = condition.of === 'grade' ? 'p.grade' : `(${value(today, 'date')} - p.hired_on)`;
    const bounds = [
      ...(condition.least === null ? [] : [`${fact} >= ${value(condition.least, 'int')}`]),
      ...(condition.most === null ? [] : [`${fact} <= ${value(condition.most, 'int')}`]),
    ];
    // A bound on what nobody has recorded does not hold.
    return `coalesce(${bounds.join(' and ')}, false)`;
  };
  return [
    `(p.left_on is null or p.left_on > ${value(today, 'date')})`,
    ...conditionsOf(rule).map(sqlOf),
  ].join(' and ');
}

const columns = { department: 'p.department', site: 'p.site', jobTitle: 'p.job_title' } as const;

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

/** What can a rule ask about besides the plain facts? Grain: a job title or a value of an attribute, the most frequent first; of those employed. */
export async function listEligibilityFacts(db: Database, organisationId: string, today: string) {
  const jobTitles = await db.query<{ name: string; people: number }>(
    `select job_title as name, count(*)::int as people from people
     where organisation_id = $1 and job_title <> '' and (left_on is null or left_on > $2::date)
     group by job_title order by people desc, job_title collate "C" limit 500`,
    [organisationId, today],
  );
  const attributes = await db.query<{ name: string; values: { name: string; people: number }[] }>(
    `with counted as (
       select a.key, a.value, count(*)::int as people,
         row_number() over (partition by a.key order by count(*) desc, a.value) as place
       from people p cross join lateral jsonb_each_text(p.attributes) a
       where p.organisation_id = $1 and (p.left_on is null or p.left_on > $2::date)
       group by a.key, a.value)
     select key as name, json_agg(json_build_object('name', value, 'people', people) order by place) as values
     from counted where place <= 200 group by key order by key collate "C" limit 60`,
    [organisationId, today],
  );
  return { jobTitles, attributes };
}

/** Whom did the program let in over time? Grain: a version of the rule, the present one first. */
export async function listEligibilityVersions(db: Database, organisationId: string, programId: string) {
  const rows = await db.query<{ number: number; rule: EligibilityRule; savedAt: Date; savedByName: string }>(
    `with saved as (
       select number, content, saved_by, saved_at from program_versions
       where organisation_id = $1 and program_id = $2 and part = 'eligibility'
       union all
       select eligibility_version, eligibility, created_by, created_at from programs
       where organisation_id = $1 and id = $2 and not exists (
         select from program_versions where organisation_id = $1 and program_id = $2 and part = 'eligibility'))
     select s.number, s.content as rule, s.saved_at as "savedAt", p.display_name as "savedByName"
     from saved s join people p on p.organisation_id = $1 and p.id = s.saved_by
     order by s.number desc limit 200`,
    [organisationId, programId],
  );
  return rows.map((row) => ({ ...row, savedAt: row.savedAt.toISOString() }));
}
