import type { Conflict, ConflictKind, OrganisationHealth } from '@ithaca/contracts/health';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../platform/database/database.ts';

/** The one row of a count. */
async function count<T extends object>(
  db: Database,
  sql: string,
  parameters: readonly unknown[],
): Promise<T> {
  const row = await db.first<T>(sql, parameters);
  if (!row) throw new Refusal('record.not-found');
  return row;
}

/** Today in the organisation's time zone. */
const todayOf = async (db: Database, organisationId: string, now: Date) =>
  (
    await count<{ today: string }>(
      db,
      'select ($2::timestamptz at time zone time_zone)::date::text as today from organisations where organisation_id = $1',
      [organisationId, now],
    )
  ).today;

/** Is the platform healthy and used? One row of numbers for each part, and what needs an eye. */
export async function getHealth(db: Database, actor: Actor, now: Date): Promise<OrganisationHealth> {
  const { organisationId } = actor;
  const today = await todayOf(db, organisationId, now);
  const programs = await count<OrganisationHealth['programs']>(
    db,
    `select (select count(*)::int from programs where organisation_id = $1 and state = 'open') as open,
       count(*) filter (where state in ('running', 'closing'))::int as "runningCohorts",
       count(*) filter (where state = 'enrolling')::int as "enrollingCohorts",
       (select count(*)::int from pairings where organisation_id = $1 and state in ('active', 'paused')) as "openPairings"
     from cohorts where organisation_id = $1`,
    [organisationId],
  );
  const people = await count<OrganisationHealth['people'] & { withoutMail: number }>(
    db,
    `select count(*)::int as employed, count(*) filter (where p.left_on is not null)::int as planned,
       count(*) filter (where exists (select from identity.memberships m where m.organisation_id = $1 and m.person_id = p.id
         and m.ended_at is null))::int as "withAccess",
       count(*) filter (where exists (select from identity.sessions s where s.organisation_id = $1 and s.person_id = p.id
         and s.last_seen_at > $3::timestamptz - interval '30 days'))::int as "activeLast30Days",
       count(*) filter (where p.email is null)::int as "withoutMail"
     from people p where p.organisation_id = $1 and (p.left_on is null or p.left_on > $2)`,
    [organisationId, today, now],
  );
  const mails = await count<Omit<OrganisationHealth['mails'], 'lastSentAt'> & { lastSentAt: Date | null }>(
    db,
    `select count(*) filter (where state = 'sent' and created_at > $2::timestamptz - interval '7 days')::int as "sentLast7Days",
       count(*) filter (where state = 'kept' and created_at > $2::timestamptz - interval '7 days')::int as "keptLast7Days",
       count(*) filter (where state = 'failed' and created_at > $2::timestamptz - interval '7 days')::int as "failedLast7Days",
       count(*) filter (where state = 'queued')::int as waiting, max(sent_at) as "lastSentAt",
       (array_agg(problem order by created_at desc) filter (where state = 'failed'))[1] as "lastProblem"
     from mails where organisation_id = $1`,
    [organisationId, now],
  );
  // The queue belongs to all organisations: only what names this one is counted.
  const jobs = await count<
    Omit<OrganisationHealth['jobs'], 'oldestWaitingAt'> & { oldestWaitingAt: Date | null }
  >(
    db,
    `select count(*) filter (where state = 'completed' and completed_on > now() - interval '1 day')::int as "doneLastDay",
       count(*) filter (where state in ('created', 'retry', 'active') and start_after <= now())::int as waiting,
       count(*) filter (where state = 'failed')::int as failed,
       min(start_after) filter (where state in ('created', 'retry') and start_after <= now()) as "oldestWaitingAt"
     from pgboss.job where data ->> 'organisationId' = $1::text`,
    [organisationId],
  );
  const lastImport = await db.first<{ id: string; fileName: string; state: string; at: Date }>(
    `select id, file_name as "fileName", state, coalesce(finished_at, created_at) as at from imports
     where organisation_id = $1 order by created_at desc, id desc limit 1`,
    [organisationId],
  );
  const roles = await count<{ owners: number; ending: number }>(
    db,
    `select count(*) filter (where g.role = 'owner')::int as owners,
       count(*) filter (where g.expires_at < $2::timestamptz + interval '14 days')::int as ending
     from grants g join people p on p.organisation_id = g.organisation_id and p.id = g.person_id
     where g.organisation_id = $1 and g.ended_at is null and (g.expires_at is null or g.expires_at > $2) and p.left_on is null`,
    [organisationId, now],
  );
  const conflicts = new Map((await listConflicts(db, actor, now)).items.map((one) => [one.kind, one.people]));
  const counted: OrganisationHealth['warnings'] = [
    { code: 'mails-failing', count: mails.failedLast7Days, path: '/admin/outbox' },
    { code: 'jobs-failing', count: jobs.failed, path: '/admin/audit' },
    {
      code: 'leavers-in-pairings',
      count: (conflicts.get('leaver-in-pairing') ?? 0) + (conflicts.get('planned-leaver-in-pairing') ?? 0),
      path: '/admin/people',
    },
    { code: 'single-owner', count: roles.owners === 1 ? 1 : 0, path: '/admin/roles' },
    { code: 'roles-ending', count: roles.ending, path: '/admin/roles' },
    { code: 'manager-left', count: conflicts.get('manager-left') ?? 0, path: '/admin/people' },
    { code: 'people-without-mail', count: people.withoutMail, path: '/admin/people' },
    { code: 'same-names', count: conflicts.get('same-name') ?? 0, path: '/admin/people' },
    {
      code: 'import-waiting',
      count: lastImport && ['mapping', 'ready'].includes(lastImport.state) ? 1 : 0,
      path: '/imports',
    },
  ];
  return {
    warnings: counted.filter(({ count }) => count > 0),
    programs,
    people,
    mails: {
      ...mails,
      lastSentAt: mails.lastSentAt?.toISOString() ?? null,
    },
    jobs: {
      ...jobs,
      oldestWaitingAt: jobs.oldestWaitingAt?.toISOString() ?? null,
    },
    lastImport: lastImport ? { ...lastImport, at: lastImport.at.toISOString() } : null,
  };
}

const SHOWN = 50;

interface ConflictRow {
  personId: string;
  displayName: string;
  department: string;
  detail: string;
  day: string | null;
  path: string;
  people: number;
}

const PERSON = `p.id as "personId", p.display_name as "displayName", p.department`;
const EMPLOYED = '(p.left_on is null or p.left_on > $2)';
/** Somebody of the directory who is in an open pairing; one line for each cohort. */
const IN_PAIRING = `select distinct ${PERSON}, g.name as detail, p.left_on::text as day,
    '/manage/' || g.id || '/pairings?cohort=' || c.id as path
  from people p
  join pairing_members m on m.organisation_id = p.organisation_id and m.person_id = p.id and m.open
  join cohorts c on c.organisation_id = m.organisation_id and c.id = m.cohort_id
  join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
  where p.organisation_id = $1`;

/** Each kind of conflict as a query of its people; `$2` is today. */
const CONFLICTS: Readonly<Record<ConflictKind, string>> = {
  'leaver-in-pairing': `${IN_PAIRING} and p.left_on <= $2`,
  'planned-leaver-in-pairing': `${IN_PAIRING} and p.left_on > $2`,
  'manager-left': `select ${PERSON}, m.display_name as detail, m.left_on::text as day, '/people?panel=' || p.id as path
    from people p join people m on m.organisation_id = p.organisation_id and m.id = p.manager_id
    where p.organisation_id = $1 and ${EMPLOYED} and m.left_on <= $2`,
  'no-mail': `select ${PERSON}, '' as detail, null as day, '/people?panel=' || p.id as path
    from people p where p.organisation_id = $1 and ${EMPLOYED} and p.email is null`,
  'same-name': `select ${PERSON}, coalesce(p.email, p.employee_number, '') as detail, null as day, '/people?panel=' || p.id as path
    from (select *, count(*) over (partition by lower(display_name)) as same from people p
      where p.organisation_id = $1 and ${EMPLOYED}) p where p.same > 1`,
};

/** Where does the directory contradict itself or what runs? Grain: one kind with its first people; kinds without any are left out. */
export async function listConflicts(db: Database, actor: Actor, now: Date): Promise<{ items: Conflict[] }> {
  const today = await todayOf(db, actor.organisationId, now);
  const items: Conflict[] = [];
  for (const [kind, sql] of Object.entries(CONFLICTS) as [ConflictKind, string][]) {
    const rows = await db.query<ConflictRow>(
      `select *, count(*) over ()::int as people from (${sql}) x order by "displayName", "personId" limit ${SHOWN}`,
      [actor.organisationId, today],
    );
    if (rows.length > 0) items.push({ kind, people: rows[0]?.people ?? 0, items: rows });
  }
  return { items };
}
