import { obstaclesTo } from '@ithaca/domain/eligibility-rule';
import type { EligibilityRule } from '@ithaca/domain/eligibility-rule';
import { daysBetween } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import { covers } from '@ithaca/metrics/participation';
import type { Span } from '@ithaca/metrics/participation';

import type { Database } from '../../../platform/database/database.ts';
import {
  dayListIn,
  idListIn,
  listed,
  listedDays,
  listIn,
  numberListIn,
  sharer,
} from '../store/long-lists.ts';

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
  employed: readonly Span[];
  tookPartBefore: boolean;
}

/** Where somebody works, and since when. */
export type Place = Pick<WorkforcePerson, 'department' | 'site' | 'grade' | 'employed'>;

/** Everybody in columns of the same order; a person with several spells of employment has a place for each. */
interface Columns {
  ids: string | null;
  departments: string[] | null;
  sites: string[] | null;
  grades: string | null;
  jobTitles: string[] | null;
  managers: string | null;
  hired: string | null;
  from: string | null;
  to: string | null;
  /** Where there are any. */
  attributes: Record<string, Record<string, unknown>> | null;
  /** Whose department, site or grade were others at the start. */
  others: Record<string, [department: string, site: string, grade: number | null]> | null;
  before: string | null;
}

/** A rehire within so many days joins the spells. */
export const REHIRE_DAYS = 30;
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
  // Never by a kept plan: that of a few people named would look up everybody one by one.
  const { rows } = await db.execute(
    `with earlier as (
       select distinct e.person_id from cohorts c
       join stage_events e on e.organisation_id = c.organisation_id and e.cohort_id = c.id and e.stage = 'matched'
       where c.organisation_id = $1 and c.id <> $2
         and e.at >= ($3::date - ${EARLIER_DAYS})::timestamp at time zone $4 and e.at < $3::date::timestamp at time zone $4
     ), spells as materialized (
       select person_id, starts_on, ends_on from employment_spells where organisation_id = $1 ${only ? 'and person_id = any($5)' : ''}
     ), jobs as (
       select distinct on (person_id) person_id, department, site, grade, manager_id from job_spells
       where organisation_id = $1 and superseded_at is null and starts_on <= $3 ${only ? 'and person_id = any($5)' : ''}
       order by person_id, starts_on desc
     )
     select ${listed('p.id')} as ids, json_agg(p.department) as departments, json_agg(p.site) as sites, ${listed('p.grade')} as grades,
       json_agg(p.job_title) as "jobTitles", ${listedDays('p.hired_on')} as hired,
       ${listed('case when j.person_id is null then p.manager_id else j.manager_id end')} as managers,
       ${listedDays('coalesce(s.starts_on, p.hired_on, (p.created_at at time zone $4)::date)')} as "from",
       ${listedDays('case when s.person_id is null then p.left_on else s.ends_on end')} as "to",
       json_object_agg(p.id, p.attributes) filter (where p.attributes <> '{}') as attributes,
       json_object_agg(p.id, json_build_array(j.department, j.site, j.grade)) filter (where ${WAS_ANOTHER}) as others,
       string_agg(p.id::text, ',') filter (where earlier.person_id is not null) as before
     from people p
     left join spells s on s.person_id = p.id
     left join earlier on earlier.person_id = p.id
     left join jobs j on j.person_id = p.id
     where p.organisation_id = $1 and (p.left_on is null or p.left_on > $3) ${only ? 'and p.id = any($5)' : ''}`,
    [organisationId, cohort.id, cohort.startsOn, timeZone, ...(only ? [only] : [])],
  );
  const [columns] = rows as Columns[];
  return columns ? peopleIn(columns) : [];
}

function peopleIn(columns: Columns): WorkforcePerson[] {
  const { departments, sites, jobTitles } = columns;
  // A property that is looked for by a text from elsewhere would have this text entered among all names there are.
  const attributes = new Map(Object.entries(columns.attributes ?? {}));
  const others = new Map(Object.entries(columns.others ?? {}));
  const grades = numberListIn(columns.grades);
  const managers = idListIn(columns.managers);
  const hired = dayListIn(columns.hired);
  const from = dayListIn(columns.from);
  const to = dayListIn(columns.to);
  const before = new Set(listIn(columns.before));
  const people = new Map<string, WorkforcePerson>();
  const returned = new Set<WorkforcePerson>();
  // There are 100,000 people, and few departments, managers and days: what is alike is kept once.
  const share = sharer();
  const still = new Map<Day, readonly Span[]>();
  const onceFrom = (day: Day): readonly Span[] => {
    const known = still.get(day) ?? [{ from: day, to: null }];
    still.set(day, known);
    return known;
  };
  for (const [at, id] of listIn(columns.ids).entries()) {
    // Nobody said when they were hired: known from the day they entered the directory.
    const start = from[at] ?? '';
    const end = to[at] ?? null;
    const employed = end === null ? onceFrom(start) : [{ from: start, to: end }];
    const known = people.get(id);
    if (known) {
      known.employed = [...known.employed, ...employed];
      returned.add(known);
      continue;
    }
    const department = share(departments?.[at] ?? '');
    const site = share(sites?.[at] ?? '');
    const grade = grades[at] ?? null;
    const other = others.get(id);
    const manager = managers[at] ?? null;
    people.set(id, {
      id,
      department,
      site,
      grade,
      jobTitle: share(jobTitles?.[at] ?? ''),
      attributes: attributes.get(id) ?? NONE,
      atStart: {
        department: other ? share(other[0]) : department,
        site: other ? share(other[1]) : site,
        grade: other ? other[2] : grade,
        managerId: manager === null ? null : share(manager),
      },
      hiredOn: hired[at] ?? null,
      employed,
      tookPartBefore: before.has(id),
    });
  }
  for (const person of returned) person.employed = joinSpells(person.employed);
  return [...people.values()];
}

const NONE = {};

/** Joins spells that follow one another within 30 days. */
export function joinSpells(spells: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const spell of spells.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
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
export function tenureBandOf({ employed }: Pick<Place, 'employed'>, day: Day): string | null {
  const spell = employed.findLast((span) => span.from <= day);
  if (!spell) return null;
  const tenure = daysBetween(spell.from, day);
  return ['under-2', '2-5', 'over-5'][TENURE_BANDS.filter((days) => tenure >= days).length] ?? null;
}

/** Where somebody worked, and who is alike enough to be compared with them. */
interface Comparable {
  traits: { department: string; site: string };
  stratum: string;
  tenureBand: number;
}

/**
 * Colleagues alike enough to compare on the day a cohort started: department and site, a band of three grades, a band of tenure. Asked
 * for everybody in the directory, so each answer is formed once for all whom it holds for.
 */
export function comparableOn(startsOn: Day): (person: WorkforcePerson) => Comparable {
  const places = new Map<
    string,
    Map<string, { traits: Comparable['traits']; known: Map<string, Comparable> }>
  >();
  return ({ atStart, employed }) => {
    const { department, site, grade } = atStart;
    const spell = employed.findLast((span) => span.from <= startsOn);
    const tenure = spell ? daysBetween(spell.from, startsOn) : 0;
    const years = TENURE_BANDS.findLastIndex((days) => tenure >= days);
    const band = `${grade === null ? '' : Math.ceil(grade / 3)}\0${years}`;
    const sites = places.get(department) ?? new Map<string, never>();
    places.set(department, sites);
    const place = sites.get(site) ?? { traits: { department, site }, known: new Map<string, Comparable>() };
    sites.set(site, place);
    // No name holds this character.
    const found = place.known.get(band) ?? {
      traits: place.traits,
      stratum: `${department}\0${site}\0${band}`,
      tenureBand: years,
    };
    place.known.set(band, found);
    return found;
  };
}
