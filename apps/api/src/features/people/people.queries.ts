import type { Page } from '@ithaca/contracts/page';
import type { DirectoryFilter, Person, PersonItem, peopleRoutes } from '@ithaca/contracts/people';
import type { InputOf, ReplyOf } from '@ithaca/contracts/route';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { searchTokens } from '@ithaca/domain/search-tokens';

import type { Database } from '../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../platform/http/cursor.ts';

// OFFSET 0 asks for each person of the page, where the planner would gather the accounts of the whole organisation first.
const ITEM = `p.id, p.display_name as "displayName", p.email, p.employee_number as "employeeNumber", p.job_title as "jobTitle",
    p.department, p.site, p.grade, p.manager_id as "managerId", m.display_name as "managerName", p.hired_on::text as "hiredOn",
    p.left_on::text as "leftOn", exists (select from identity.memberships a
      where a.organisation_id = p.organisation_id and a.person_id = p.id and a.ended_at is null offset 0) as "hasAccount"`;
const FROM = `from people p left join people m on m.organisation_id = p.organisation_id and m.id = p.manager_id`;

/** Today in the organisation's time zone; `$n` is the instant. */
const todayAt = (instant: string) =>
  `(select (${instant}::timestamptz at time zone o.time_zone)::date from organisations o where o.organisation_id = $1)`;

/** Up to this many people under a word it is sooner to look them all up and sort than to walk the directory by name. */
const FEW = 2000;
/** The same for several words: a walk needs each of them to be frequent, so that they meet often enough. */
const FEW_OF_SEVERAL = 5000;

type ListQuery = InputOf<typeof peopleRoutes.list>['query'];

/** Who is in the directory? Grain: one person, by name. */
export async function listPeople(
  db: Database,
  actor: Actor,
  now: Date,
  query: ListQuery,
): Promise<Page<PersonItem>> {
  const after = decodeCursor(query.cursor, 2);
  const parameters: unknown[] = [actor.organisationId, query.limit + 1];
  const add = (value: unknown) => `$${parameters.push(value)}`;
  const conditions = ['p.organisation_id = $1'];
  if (after)
    conditions.push(`(p.display_name collate "C", p.id) > (${add(after[0])}, ${add(after[1])}::uuid)`);
  const narrowed = await directoryConditions(db, actor, now, query, add);
  if (narrowed === null) return { items: [], nextCursor: null };
  conditions.push(...narrowed);
  const rows = await db.query<PersonItem>(
    `select ${ITEM} ${FROM} where ${conditions.join(' and ')} order by p.display_name collate "C", p.id limit $2`,
    parameters,
  );
  return pageFrom(rows, query.limit, (row) => [row.displayName, row.id]);
}

/** What the filters of the directory say of `people p`, with `$1` the organisation; null where nobody can fit. */
export async function directoryConditions(
  db: Database,
  actor: Actor,
  now: Date,
  filter: DirectoryFilter,
  add: (value: unknown) => string,
): Promise<string[] | null> {
  const conditions: string[] = [];
  if (filter.department !== undefined) conditions.push(`p.department = ${add(filter.department)}`);
  if (filter.site !== undefined) conditions.push(`p.site = ${add(filter.site)}`);
  if (filter.employed !== undefined) {
    const left = `p.left_on <= ${todayAt(add(now))}`;
    conditions.push(filter.employed ? `(p.left_on is null or not ${left})` : left);
  }
  if (filter.q === undefined || filter.q === '') return conditions;
  const words = await wordCondition(db, actor, filter.q, false, add);
  return words === null ? null : [...conditions, words];
}

/** Which colleagues have a name that begins so? At most ten employed people, name and unit only. */
export async function findColleagues(db: Database, actor: Actor, now: Date, q: string) {
  const parameters: unknown[] = [actor.organisationId, now];
  const words = await wordCondition(db, actor, q, true, (value) => `$${parameters.push(value)}`);
  if (words === null) return { items: [] };
  const items = await db.query<{ id: string; displayName: string; jobTitle: string; department: string }>(
    `select p.id, p.display_name as "displayName", p.job_title as "jobTitle", p.department from people p
     where p.organisation_id = $1 and (p.left_on is null or p.left_on > ${todayAt('$2')}) and ${words}
     order by p.display_name collate "C", p.id limit 10`,
    parameters,
  );
  return { items };
}

/**
 * People all of whose query words begin one of their tokens; null when the query has no word. Equality and range on the
 * token are leakproof, so the index serves under row-level security. The rarest word leads: its people are looked up
 * when they are few; when every word is everywhere, the walk by name meets enough people soon.
 */
async function wordCondition(
  db: Database,
  actor: Actor,
  q: string,
  inNameOnly: boolean,
  add: (value: unknown) => string,
): Promise<string | null> {
  const words = searchTokens([q]).slice(0, 8);
  if (words.length === 0) return null;
  const few = words.length === 1 ? FEW : FEW_OF_SEVERAL;
  const counts = await db.query<{ word: string; people: number }>(
    `select w.word, (select count(*)::int from (select from person_tokens t
        where t.organisation_id = $1 and t.token >= w.word collate "C" and t.token < w.word || chr(1114111) limit ${few}) hit) as people
     from unnest($2::text[]) as w(word)`,
    [actor.organisationId, words],
  );
  const [rarest, ...others] = counts.toSorted((one, other) => one.people - other.people);
  if (!rarest) return null;
  const hits = (word: string) =>
    `select t.person_id from person_tokens t where t.organisation_id = $1 and t.token >= ${add(word)}
       and t.token < ${add(`${word}\u{10FFFF}`)}${inNameOnly ? ' and t.in_name' : ''}`;
  // OFFSET 0 keeps the planner from joining all the hits of a word before the first person is found.
  const has = (word: string, person: string) => `exists (${hits(word)} and t.person_id = ${person} offset 0)`;
  if (rarest.people >= few) return counts.map(({ word }) => has(word, 'p.id')).join(' and ');
  return `p.id = any (array(select lead.person_id from (${hits(rarest.word)}) lead
    where ${['true', ...others.map(({ word }) => has(word, 'lead.person_id'))].join(' and ')}))`;
}

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

/**
 * Who is this, as I may see it? Number, grade, dates and mail are for those who manage the directory, the person and
 * their manager; working hours also for the partner of an open pairing.
 */
export async function getPerson(db: Database, actor: Actor, personId: string): Promise<Person> {
  const row = await db.first<Person & { isPartner: boolean }>(
    `select ${ITEM}, p.given_name as "givenName", p.family_name as "familyName", p.pronouns, p.about, p.time_zone as "timeZone",
       p.locale, p.languages, p.working_hours as "workingHours", p.version,
       (select count(*)::int from people r where r.organisation_id = p.organisation_id and r.manager_id = p.id) as reports,
       exists (select from pairing_members mine join pairing_members theirs
           on theirs.organisation_id = mine.organisation_id and theirs.pairing_id = mine.pairing_id
         where mine.organisation_id = $1 and mine.person_id = $3 and mine.open and theirs.person_id = p.id) as "isPartner"
     ${FROM} where p.organisation_id = $1 and p.id = $2`,
    [actor.organisationId, personId, actor.personId],
  );
  if (!row) throw new Refusal('record.not-found');
  const { isPartner, ...person } = row;
  if (can(actor, 'directory.manage') || personId === actor.personId || row.managerId === actor.personId)
    return person;
  return {
    ...person,
    employeeNumber: null,
    grade: null,
    hiredOn: null,
    leftOn: null,
    email: null,
    workingHours: isPartner ? person.workingHours : null,
  };
}
