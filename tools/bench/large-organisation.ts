import { Given } from '@ithaca/testkit/given';
import type { GivenCohort, GivenPerson } from '@ithaca/testkit/given';
import type pg from 'pg';

/** How large an organisation is; meetings are once a week, the last ones yet to come. */
export interface Size {
  people: number;
  cohorts: number;
  pairings: number;
  meetingsPerPairing: number;
}

/** One organisation of 100,000 people, 60,000 pairings and 3 million meetings; times a factor. */
export const largeSize = (scale: number): Size => ({
  people: Math.max(400, Math.round(100_000 * scale)),
  cohorts: 60,
  pairings: Math.max(60, Math.round(60_000 * scale)),
  meetingsPerPairing: 50,
});
export const smallSize: Size = { people: 200, cohorts: 2, pairings: 64, meetingsPerPairing: 50 };

export interface Filled {
  owner: GivenPerson;
  cohorts: GivenCohort[];
}

/**
 * An organisation of any size, made inside the database: people, a year of employment, enrolments, pairings, meetings, check-ins and
 * stages, each by one statement and without triggers; the sums are counted from them afterwards.
 */
export async function fillOrganisation(client: pg.Client, size: Size, now: Date): Promise<Filled> {
  await client.query("set session_replication_role = 'origin'");
  const given = new Given((sql, parameters) => client.query(sql, [...parameters]), now);
  const organisation = await given.organisation();
  const owner = await given.person(organisation);
  await given.grant(owner, 'owner');
  const program = await given.program(owner);
  const startsOn = new Date(now.getTime() - 350 * 86_400_000).toISOString().slice(0, 10);
  const cohorts: GivenCohort[] = [];
  for (let i = 0; i < size.cohorts; i += 1)
    cohorts.push(
      await given.cohort(program, owner, {
        state: 'running',
        startsOn,
        endsOn: new Date(now.getTime() + 90 * 86_400_000).toISOString().slice(0, 10),
      }),
    );
  await client.query("set session_replication_role = 'replica'");
  const id = (kind: string, number: string) =>
    `('${kind}0000-7000-8000-' || lpad(to_hex((${number})::bigint), 12, '0'))::uuid`;
  const person = (number: string) => id('0190b000-', number);
  const pairing = (number: string) => id('0190c000-', number);
  const chance = (seed: string, outOf: number) => `abs(hashtextextended(${seed}, 7) % ${outOf})`;
  const fill = (sql: string, ...more: unknown[]) => client.query(sql, [organisation.id, ...more]);
  await fill(
    `insert into people (organisation_id, id, display_name, department, site, grade, hired_on, left_on)
     select $1, ${person('n')}, 'Person ' || n, 'Department ' || n % 12, 'Site ' || n % 5, 1 + n % 9, $3::date - (n % 3000)::int,
       case when n % 9 = 0 then $3::date + (n % 340)::int + 1 end
     from generate_series(1, $2::int) n`,
    size.people,
    startsOn,
  );
  await fill(
    `insert into employment_spells (organisation_id, id, person_id, starts_on, ends_on, end_reason)
     select $1, id, id, hired_on, left_on, case when left_on is not null then 'voluntary' end
     from people where organisation_id = $1 and id <> $2`,
    owner.id,
  );
  // Everybody's first job, and another one for some, a few of them lately.
  await fill(
    `insert into job_spells (organisation_id, id, person_id, starts_on, department, grade, site, recorded_at)
     select $1, gen_random_uuid(), id, hired_on, department, grade, site, now() from people where organisation_id = $1 and id <> $2
     union all
     select $1, gen_random_uuid(), id, $3::date + abs(hashtextextended(id::text, 3) % 400)::int, department, grade + 1, site, now()
     from people where organisation_id = $1 and id <> $2 and abs(hashtextextended(id::text, 5) % 6) = 0`,
    owner.id,
    startsOn,
  );
  const ids = cohorts.map((cohort) => cohort.id);
  const numbered = `generate_series(1, $2::int) n cross join lateral (select ($3::uuid[])[1 + n % cardinality($3::uuid[])] as cohort_id) c
    cross join (values ('mentor', 0), ('mentee', 1)) s (role, side)`;
  const member = person(`1 + (n * 2 + side) % ${size.people}`);
  await fill(
    `insert into enrolments (organisation_id, id, cohort_id, person_id, role, state, capacity, submitted_at)
     select $1, ${id('0190e000-', 'n * 2 + side')}, cohort_id, ${member}, role, 'matched', 2, $4::date
     from ${numbered}`,
    size.pairings,
    ids,
    startsOn,
  );
  await fill(
    `insert into pairings (organisation_id, id, cohort_id, state, published_at, started_at, ended_at, cadence_days)
     select $1, ${pairing('n')}, ($3::uuid[])[1 + n % cardinality($3::uuid[])], case when n % 11 = 0 then 'ended' else 'active' end,
       $4::date, $4::date, case when n % 11 = 0 then $4::date + 200 end, 14
     from generate_series(1, $2::int) n`,
    size.pairings,
    ids,
    startsOn,
  );
  await fill(
    `insert into pairing_members (organisation_id, pairing_id, person_id, cohort_id, enrolment_id, role, open, accepted_at)
     select $1, ${pairing('n')}, ${member}, cohort_id, ${id('0190e000-', 'n * 2 + side')}, role, n % 11 <> 0, $4::date
     from ${numbered}`,
    size.pairings,
    ids,
    startsOn,
  );
  await fill(
    `insert into stage_events (organisation_id, id, cohort_id, person_id, role, stage, at)
     select $1, ${id('0190f000-', '(n * 2 + side) * 8 + s2.number')}, cohort_id, ${member}, role, s2.stage, $4::date - 20 + s2.number * 5
     from ${numbered} cross join (values ('registered', 1), ('in-pool', 2), ('proposed', 3), ('matched', 4), ('active', 5)) s2 (stage, number)`,
    size.pairings,
    ids,
    startsOn,
  );
  await fill(
    `insert into check_ins (organisation_id, id, cohort_id, pairing_id, person_id, role, wave, asked_at, due_at, answered_at, usefulness, day)
     select $1, ${id('0190a000-', '(n * 2 + side) * 4 + wave')}, cohort_id, ${pairing('n')}, ${member}, role, wave,
       $4::date + wave * 90, $4::date + wave * 90 + 14, case when ${chance('n::text || wave', 4)} > 0 then $4::date + wave * 90 + 3 end,
       case when ${chance('n::text || wave', 4)} > 0 then case when ${chance('wave::text || n', 20)} = 0 then 2 else 4 + n % 2 end end, $4::date + wave * 90
     from ${numbered} cross join generate_series(1, 3) wave`,
    size.pairings,
    ids,
    startsOn,
  );
  await fill(
    `insert into meetings (organisation_id, id, pairing_id, cohort_id, state, starts_at, ended_at, duration_minutes, time_zone, created_by, created_at,
       day, confirmations)
     select $1, ${id('0190d000-', 'n * 64 + k')}, ${pairing('n')}, ($3::uuid[])[1 + n % cardinality($3::uuid[])], state, on_day + time '12:00',
       case when state <> 'planned' then on_day + time '10:00' end, 45, 'Europe/Berlin', ${person('n')}, on_day, on_day, case when state = 'held' then 2 else 0 end
     from generate_series(1, $2::int) n cross join generate_series(1, ${size.meetingsPerPairing}) k
     cross join lateral (select $4::date + k * 7 + (n % 7)::int as on_day) d
     cross join lateral (select case when on_day >= $5::date then 'planned'
       else (array['held', 'held', 'held', 'held', 'held', 'held', 'held', 'missed', 'cancelled', 'moved'])[1 + ${chance("n::text || 'x' || k", 10)}] end as state) s`,
    size.pairings,
    ids,
    startsOn,
    now.toISOString().slice(0, 10),
  );
  await fill(
    `insert into goals (organisation_id, id, pairing_id, cohort_id, owner_id, title, state, created_at, updated_at)
     select $1, ${id('0190a200-', 'n')}, ${pairing('n')}, ($3::uuid[])[1 + n % cardinality($3::uuid[])], ${person(`1 + (n * 2 + 1) % ${size.people}`)},
       'Goal ' || n, case when n % 4 = 0 then 'reached' else 'open' end, $4::date + 20, $4::date + 200
     from generate_series(1, $2::int) n where n % 20 <> 0`,
    size.pairings,
    ids,
    startsOn,
  );
  await fill(
    `insert into messages (organisation_id, id, pairing_id, author_id, body, sent_at)
     select $1, ${id('0190a300-', 'n * 4 + k')}, ${pairing('n')}, ${person(`1 + (n * 2 + k % 2) % ${size.people}`)}, 'Hello', now() - make_interval(days => 40 - k * 10 - (n % 9)::int)
     from generate_series(1, $2::int) n cross join generate_series(1, 3) k where n % 3 = 0`,
    size.pairings,
  );
  await client.query("set session_replication_role = 'origin'");
  await fill(
    'insert into cohort_touches (organisation_id, cohort_id, pairing_id) select $1, cohort_id, id from pairings where organisation_id = $1',
  );
  await fill('insert into cohort_days select $1, d.* from metric_drift($1, null, null) d');
  await fill(
    `insert into pairing_stats (organisation_id, pairing_id, cohort_id, held, minutes, first_held_at, last_held_at, held_on)
     select $1, pairing_id, cohort_id, count(*), sum(duration_minutes), min(starts_at), max(starts_at), array_agg(day order by day)
     from meetings where organisation_id = $1 and state = 'held' group by pairing_id, cohort_id`,
  );
  return { owner, cohorts };
}

const COPIED = [
  'people',
  'employment_spells',
  'job_spells',
  'programs',
  'cohorts',
  'enrolments',
  'pairings',
  'pairing_members',
  'stage_events',
  'check_ins',
  'goals',
  'messages',
  'meetings',
  'cohort_days',
  'pairing_stats',
  'pairing_standings',
];

/** So many organisations like one that is there; ids are unique within each. */
export async function copyOrganisation(client: pg.Client, model: Filled, times: number): Promise<void> {
  await client.query("set session_replication_role = 'replica'");
  const { rows } = await client.query<{ id: string }>(
    'select gen_random_uuid() as id from generate_series(1, $1::int)',
    [times],
  );
  const ids = rows.map(({ id }) => id);
  await client.query(
    'insert into identity.organisations (organisation_id, slug) select id, id::text from unnest($1::uuid[]) id',
    [ids],
  );
  await client.query(
    `insert into organisations (organisation_id, name, slug, time_zone) select id, id::text, id::text, 'Europe/Berlin' from unnest($1::uuid[]) id`,
    [ids],
  );
  for (const table of COPIED) {
    const columns = await client.query<{ names: string }>(
      `select string_agg(quote_ident(attname), ', ') as names from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> 'organisation_id'`,
      [table],
    );
    const names = columns.rows[0]?.names;
    await client.query(
      `insert into ${table} (organisation_id, ${names}) select copy, ${names} from ${table} cross join unnest($2::uuid[]) copy
       where organisation_id = $1`,
      [model.owner.organisationId, ids],
    );
  }
  await client.query("set session_replication_role = 'origin'");
}
