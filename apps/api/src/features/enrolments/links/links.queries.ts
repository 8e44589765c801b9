import type { CohortLink } from '@ithaca/contracts/cohort-links';
import type { Actor } from '@ithaca/domain/permissions';

import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { findToday } from '../../programs/eligibility.queries.ts';

const MOST_DOMAINS = 50;

type LinkRow = Omit<CohortLink, 'createdAt'> & { createdAt: Date };

/** By which links can people come to a cohort, and how many did? Grain: a link that was not removed, newest first. */
export async function listLinks(db: Database, clock: Clock, actor: Actor, cohortId: string) {
  const rows = await db.query<LinkRow>(
    `select l.id, l.role, l.domains, l.until_on::text as "untilOn", p.display_name as "createdByName", l.created_at as "createdAt",
       l.until_on >= $3::date as "isOpen",
       (select count(*)::int from invitations i where i.organisation_id = l.organisation_id and i.link_id = l.id) as came
     from cohort_links l left join people p on p.organisation_id = l.organisation_id and p.id = l.created_by
     where l.organisation_id = $1 and l.cohort_id = $2 and l.revoked_at is null order by l.created_at desc, l.id desc`,
    [actor.organisationId, cohortId, await findToday(db, clock, actor.organisationId)],
  );
  return rows.map((row): CohortLink => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** Which mail domains has the directory? Grain: a domain of people who have not left, the most common first. */
export async function listDomains(db: Database, clock: Clock, actor: Actor) {
  return db.query<{ domain: string; people: number }>(
    `select lower(substring(email from '@([^@]+)$')) as domain, count(*)::int as people from people
     where organisation_id = $1 and email like '%@_%' and (left_on is null or left_on > $2::date)
     group by 1 order by 2 desc, 1 limit $3`,
    [actor.organisationId, await findToday(db, clock, actor.organisationId), MOST_DOMAINS],
  );
}
