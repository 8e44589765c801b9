import type { Page } from '@ithaca/contracts/page';
import type { DirectoryFilter, Person, PersonItem, peopleRoutes } from '@ithaca/contracts/people';
import type { InputOf, ReplyOf } from '@ithaca/contracts/route';
import { enrolledStates } from '@ithaca/domain/enrolment';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { searchTokens } from '@ithaca/domain/search-tokens';

import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';
import { findByName, hits } from './name-search.queries.ts';
import type { Add } from './name-search.queries.ts';

// OFFSET 0 asks for each person of the page, where the planner would gather the accounts of the whole organisation first.
const ITEM = `p.id, p.display_name as "displayName", p.email, p.employee_number as "employeeNumber", p.job_title as "jobTitle",
    p.department, p.site, p.grade, p.manager_id as "managerId", m.display_name as "managerName", p.hired_on::text as "hiredOn",
    p.left_on::text as "leftOn", exists (select from identity.memberships a
      where a.organisation_id = p.organisation_id and a.person_id = p.id and a.ended_at is null offset 0) as "hasAccount"`;
const FROM = `from people p left join people m on m.organisation_id = p.organisation_id and m.id = p.manager_id`;

/** Today in the organisation's time zone; `$n` is the instant. */
const todayAt = (instant: string) =>
  `(select (${instant}::timestamptz at time zone o.time_zone)::date from organisations o where o.organisation_id = $1)`;

type ListQuery = InputOf<typeof peopleRoutes.list>['query'];

/** Who is in the directory? Grain: one person, by name. */
export async function listPeople(
  db: Database,
  actor: Actor,
  now: Date,
  query: ListQuery,
): Promise<Page<PersonItem>> {
  const after = decodeCursor(query.cursor, 2);
  const words = wordsOf(query.q);
  if (query.q && words.length === 0) return { items: [], nextCursor: null };
  const ids = await findByName(db, actor.organisationId, {
    words,
    inNameOnly: false,
    inUnit: query.department !== undefined || query.site !== undefined,
    after: after ? [String(after[0]), String(after[1])] : null,
    limit: query.limit + 1,
    conditions: (add) => filterConditions(now, query, add),
  });
  const rows = await db.query<PersonItem>(
    `select ${ITEM} ${FROM} where p.organisation_id = $1 and p.id = any($2::uuid[]) order by p.display_name collate "C", p.id`,
    [actor.organisationId, ids],
  );
  return pageFrom(rows, query.limit, (row) => [row.displayName, row.id]);
}

/** What the filters of the directory say of `people p`, with `$1` the organisation; null where nobody can fit. */
export function directoryConditions(now: Date, filter: DirectoryFilter, add: Add): string[] | null {
  const conditions = filterConditions(now, filter, add);
  if (filter.q === undefined || filter.q === '') return conditions;
  const words = wordsOf(filter.q);
  if (words.length === 0) return null;
  return [...conditions, ...words.map((word) => `p.id in (${hits(word, false, add)})`)];
}

function filterConditions(now: Date, filter: DirectoryFilter, add: Add): string[] {
  const conditions: string[] = [];
  if (filter.department !== undefined) conditions.push(`p.department = ${add(filter.department)}`);
  if (filter.site !== undefined) conditions.push(`p.site = ${add(filter.site)}`);
  if (filter.employed !== undefined) {
    const left = `p.left_on <= ${todayAt(add(now))}`;
    conditions.push(filter.employed ? `(p.left_on is null or not ${left})` : left);
  }
  return conditions;
}

/** Which colleagues have a name that begins so? At most ten employed people, name and unit only. */
export async function findColleagues(db: Database, actor: Actor, now: Date, q: string) {
  const words = wordsOf(q);
  if (words.length === 0) return { items: [] };
  const ids = await findByName(db, actor.organisationId, {
    words,
    inNameOnly: true,
    inUnit: false,
    after: null,
    limit: 10,
    conditions: (add) => filterConditions(now, { employed: true }, add),
  });
  const items = await db.query<{ id: string; displayName: string; jobTitle: string; department: string }>(
    `select p.id, p.display_name as "displayName", p.job_title as "jobTitle", p.department from people p
     where p.organisation_id = $1 and p.id = any($2::uuid[]) order by p.display_name collate "C", p.id`,
    [actor.organisationId, ids],
  );
  return { items };
}

/** The words of a search that count: more than eight nobody types. */
const wordsOf = (q: string | undefined): string[] =>
  q === undefined || q === '' ? [] : searchTokens([q]).slice(0, 8);

/** How is the organisation made up? Employed people by department and by site; grain: one unit. */
export async function countFacets(
  db: Database,
  actor: Actor,
  now: Date,
): Promise<ReplyOf<typeof peopleRoutes.facets>> {
  const rows = await db.query<{ kind: number; name: string; people: number }>(
    `select grouping(department) * 2 + grouping(site) as kind, coalesce(department, site, '') as name, count(*)::int as people
     from people where organisation_id = $1 and (left_on is null or left_on > ${todayAt('$2')})
     group by grouping sets ((department), (site), ()) order by 2`,
    [actor.organisationId, now],
  );
  const units = (kind: number) =>
    rows.filter((row) => row.kind === kind && row.name !== '').map(({ name, people }) => ({ name, people }));
  return {
    departments: units(1),
    sites: units(2),
    employed: rows.find((row) => row.kind === 3)?.people ?? 0,
  };
}

/** What somebody gives and wants, as they said when they enrolled. $3 the reader, $4 states, $5 programs, $6 whether all of them. */
const SKILLS = `
  select coalesce(array_agg(distinct said.skill) filter (where said.is_given), '{}') as offers,
    coalesce(array_agg(distinct said.skill) filter (where not said.is_given), '{}') as wants
  from enrolments e
  join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
  cross join lateral (
    select k ->> 'skill' as skill, e.role = 'mentor' as is_given from jsonb_array_elements(e.answers -> 'skills') k
    union all select k ->> 'skill', true from jsonb_array_elements(e.answers -> 'offers') k where e.role = 'peer') said
  where e.organisation_id = p.organisation_id and e.person_id = p.id and e.state = any($4)
    and (p.id = $3 or $6 or c.program_id = any($5::uuid[]) or exists (
      select from pairing_members theirs join pairing_members mine
        on mine.organisation_id = theirs.organisation_id and mine.pairing_id = theirs.pairing_id
      where theirs.organisation_id = e.organisation_id and theirs.enrolment_id = e.id and theirs.open and mine.open and mine.person_id = $3))`;

/**
 * Who is this, as I may see it? Number, grade, dates and mail are for those who manage the directory, the person and
 * their manager, that mail bounces not for the manager; working hours also for the partner of an open pairing. Skills are those of
 * enrolments whose program I coordinate, or by which we are paired.
 */
export async function getPerson(db: Database, actor: Actor, personId: string): Promise<Person> {
  const coordinated = actor.grants.flatMap((grant) =>
    grant.role === 'coordinator' ? [grant.programId] : [],
  );
  const row = await db.first<Person & { isPartner: boolean }>(
    `select ${ITEM}, skills.offers, skills.wants, p.given_name as "givenName", p.family_name as "familyName", p.pronouns, p.about, p.time_zone as "timeZone",
       p.locale, p.languages, p.working_hours as "workingHours", p.leave_from::text as "leaveFrom", p.leave_until::text as "leaveUntil", p.version,
       (select json_build_object('since', b.bounced_at, 'reason', b.reason) from bounced_addresses b
         where b.organisation_id = p.organisation_id and b.address = lower(p.email)) as bounce,
       (select count(*)::int from people r where r.organisation_id = p.organisation_id and r.manager_id = p.id) as reports,
       exists (select from pairing_members mine join pairing_members theirs
           on theirs.organisation_id = mine.organisation_id and theirs.pairing_id = mine.pairing_id
         where mine.organisation_id = $1 and mine.person_id = $3 and mine.open and theirs.person_id = p.id) as "isPartner"
     ${FROM} cross join lateral (${SKILLS}) skills where p.organisation_id = $1 and p.id = $2`,
    [actor.organisationId, personId, actor.personId, enrolledStates, coordinated, coordinated.includes(null)],
  );
  if (!row) throw new Refusal('record.not-found');
  const { isPartner, bounce, ...known } = row;
  const keepsOrIs = can(actor, 'directory.manage') || personId === actor.personId;
  const person = { ...known, bounce: keepsOrIs ? bounce : null };
  if (keepsOrIs || row.managerId === actor.personId) return person;
  return {
    ...person,
    employeeNumber: null,
    grade: null,
    hiredOn: null,
    leftOn: null,
    leaveFrom: null,
    leaveUntil: null,
    email: null,
    workingHours: isPartner ? person.workingHours : null,
  };
}
