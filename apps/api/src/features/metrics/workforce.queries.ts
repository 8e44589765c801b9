import { obstaclesTo } from '@ithaca/domain/eligibility-rule';
import type { EligibilityRule } from '@ithaca/domain/eligibility-rule';
import { daysBetween } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import { covers } from '@ithaca/metrics/participation';
import type { Span } from '@ithaca/metrics/participation';

import type { Database } from '../../platform/database/database.ts';

interface Job {
  department: string;
  site: string;
  grade: number | null;
  managerId: string | null;
}

/** One person of the directory as eligibility and retention see them; `employed` has no gaps of 30 days or less. */
export interface WorkforcePerson {
  id: string;
  department: string;
  site: string;
  grade: number | null;
  jobTitle: string;
  attributes: Record<string, unknown>;
  /** The job on the day on which the cohort started, as far as the directory remembers; else today's. */
  atStart: Job;
  hiredOn: Day | null;
  employed: Span[];
  tookPartBefore: boolean;
}

interface Row {
  id: string;
  department: string;
  site: string;
  grade: number | null;
  job_title: string;
  attributes: Record<string, unknown> | null;
  /** Whether department, site or grade were others at the start; only then they are said again. */
  was_another: boolean;
  at_department: string;
  at_site: string;
  at_grade: number | null;
  at_manager: string | null;
  hired_on: Day | null;
  left_on: Day | null;
  /** Where nobody said when they were hired. */
  known_on: Day | null;
  /** Days with a slash between, the spells with commas: JSON of them is written and read several times as slowly. */
  spells: string | null;
  took_part_before: boolean;
}

/** A rehire within so many days joins the spells. */
const REHIRE_DAYS = 30;
const WAS_ANOTHER =
  'j.person_id is not null and (j.department, j.site, j.grade) is distinct from (p.department, p.site, p.grade)';
/** Participation within so many days before the start keeps a person out of the comparison. */
const EARLIER_DAYS = 365;

/**
 * Who was employed on or after the start of a cohort, from when to when, and who had been matched in another cohort in
 * the year before? Grain: one row for each person, or for each of those named. Department, site, grade, job title and attributes are today's; `atStart`
 * holds what the job was then.
 */
export async function readWorkforce(
  db: Database,
  organisationId: string,
  cohort: { id: string; startsOn: Day },
  timeZone: string,
  only?: readonly string[],
): Promise<WorkforcePerson[]> {
  const rows = await db.query<Row>(
    `with earlier as (
       select distinct e.person_id from cohorts c
       join stage_events e on e.organisation_id = c.organisation_id and e.cohort_id = c.id and e.stage = 'matched'
       where c.organisation_id = $1 and c.id <> $2
         and e.at >= ($3::date - ${EARLIER_DAYS})::timestamp at time zone $4 and e.at < $3::date::timestamp at time zone $4
     ), spells as (
       select person_id, string_agg(starts_on || '/' || coalesce(ends_on::text, ''), ',' order by starts_on) as spells
       from employment_spells where organisation_id = $1 ${only ? 'and person_id = any($5)' : ''} group by person_id
     ), jobs as (
       select distinct on (person_id) person_id, department, site, grade, manager_id from job_spells
       where organisation_id = $1 and superseded_at is null and starts_on <= $3 ${only ? 'and person_id = any($5)' : ''}
       order by person_id, starts_on desc
     )
     select p.id, p.department, p.site, p.grade, p.job_title, nullif(p.attributes, '{}') as attributes, p.hired_on::text, p.left_on::text,
       ${WAS_ANOTHER} as was_another, case when ${WAS_ANOTHER} then j.department end as at_department,
       case when ${WAS_ANOTHER} then j.site end as at_site, case when ${WAS_ANOTHER} then j.grade end as at_grade,
       case when j.person_id is null then p.manager_id else j.manager_id end as at_manager,
       case when p.hired_on is null then (p.created_at at time zone $4)::date::text end as known_on, spells.spells,
       earlier.person_id is not null as took_part_before
     from people p
     left join spells on spells.person_id = p.id
     left join earlier on earlier.person_id = p.id
     left join jobs j on j.person_id = p.id
     where p.organisation_id = $1 and (p.left_on is null or p.left_on > $3) ${only ? 'and p.id = any($5)' : ''}`,
    [organisationId, cohort.id, cohort.startsOn, timeZone, ...(only ? [only] : [])],
  );
  return rows.map((row) => ({
    id: row.id,
    department: row.department,
    site: row.site,
    grade: row.grade,
    jobTitle: row.job_title,
    attributes: row.attributes ?? {},
    atStart: {
      department: row.was_another ? row.at_department : row.department,
      site: row.was_another ? row.at_site : row.site,
      grade: row.was_another ? row.at_grade : row.grade,
      managerId: row.at_manager,
    },
    hiredOn: row.hired_on,
    employed: row.spells
      ? spellsIn(row.spells)
      : // Nobody said when they were hired: known from the day they entered the directory.
        [{ from: row.hired_on ?? row.known_on ?? '', to: row.left_on }],
    tookPartBefore: row.took_part_before,
  }));
}

function spellsIn(text: string): Span[] {
  return text.includes(',') ? joinSpells(text.split(',').map(spellIn)) : [spellIn(text)];
}

function spellIn(text: string): Span {
  const slash = text.indexOf('/');
  return { from: text.slice(0, slash), to: slash + 1 < text.length ? text.slice(slash + 1) : null };
}

/** Joins spells that follow one another within 30 days; they come in the order of their start. */
function joinSpells(spells: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const spell of spells) {
    const last = joined.at(-1);
    if (last && last.to === null) continue;
    if (last?.to && daysBetween(last.to, spell.from) <= REHIRE_DAYS)
      last.to = spell.to === null || spell.to > last.to ? spell.to : last.to;
    else joined.push({ ...spell });
  }
  return joined;
}

/**
 * Whether the rule lets a person in on a day, in today's job or another one; null when the only thing against it is a fact nobody
 * has recorded. Whether they are employed is not asked here.
 */
export function eligibleOn(
  rule: EligibilityRule,
  person: WorkforcePerson,
  day: Day,
  { department, site, grade }: Pick<Job, 'department' | 'site' | 'grade'> = person,
): boolean | null {
  const spell = person.employed.find((span) => covers(span, day));
  const hiredOn = person.hiredOn === null ? null : (spell?.from ?? person.hiredOn);
  const { jobTitle, attributes } = person;
  const facts = { department, site, grade, jobTitle, attributes, hiredOn, leftOn: null };
  const obstacles = obstaclesTo(rule, facts, day);
  if (obstacles.length === 0) return true;
  const unknown = obstacles.every(
    (obstacle) =>
      (obstacle === 'grade' && grade === null) ||
      (obstacle === 'tenure' && hiredOn === null) ||
      (obstacle === 'department' && department === '') ||
      (obstacle === 'site' && site === ''),
  );
  return unknown ? null : false;
}

/** Tenure at the start of a cohort is compared in bands: under two years, two to five, longer. */
const TENURE_BANDS = [730, 1826];

/** How long somebody has been here on a day, in the bands by which people are compared; null before they came. */
export function tenureBandOf({ employed }: WorkforcePerson, day: Day): string | null {
  const spell = employed.findLast((span) => span.from <= day);
  if (!spell) return null;
  const tenure = daysBetween(spell.from, day);
  return ['under-2', '2-5', 'over-5'][TENURE_BANDS.filter((days) => tenure >= days).length] ?? null;
}

/** Colleagues alike enough to compare on the day a cohort started: department and site, a band of three grades, a band of tenure. */
export function stratumOf({ atStart, employed }: WorkforcePerson, startsOn: Day): string {
  const spell = employed.findLast((span) => span.from <= startsOn);
  const tenure = spell ? daysBetween(spell.from, startsOn) : 0;
  const { department, site, grade } = atStart;
  const band = grade === null ? '' : Math.ceil(grade / 3);
  const years = TENURE_BANDS.findLastIndex((days) => tenure >= days);
  // Asked for everybody in the directory: no list is written as JSON for each of them. No name holds this character.
  return `${department}\0${site}\0${band}\0${years}`;
}
