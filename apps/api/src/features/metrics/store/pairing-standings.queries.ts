import { healthStates } from '@ithaca/metrics/health';
import type { HealthState } from '@ithaca/metrics/health';
import { atRiskOf, standingOfPairing, standsUntil } from '@ithaca/metrics/pairing-standing';
import type { PairingStanding } from '@ithaca/metrics/pairing-standing';
import { compareAtRisk } from '@ithaca/metrics/pairings-at-risk';
import type { PairingAtRisk } from '@ithaca/metrics/pairings-at-risk';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { readPairingFacts } from '../facts/pairing-facts.queries.ts';

/** Days for which a standing is looked ahead; then it is formed anew whether it has changed or not. */
const AHEAD_DAYS = 14;

type When = { now: Date; timeZone: string };

/** How the pairings of some cohorts stand: in numbers, and those worth a look, worst first. */
export interface Standings {
  /** Open and not paused. */
  running: number;
  atRisk: number;
  health: Record<HealthState, number>;
  worst: PairingAtRisk[];
}

interface Named {
  id: string;
  cohortId: string;
}

interface Read {
  running: number;
  atRisk: number;
  health: Record<HealthState, number | null>;
  staleHealth: Partial<Record<HealthState, number>> | null;
  stale: Named[] | null;
  worst: (Omit<PairingStanding, 'isRunning'> & { pairingId: string })[] | null;
}

/**
 * How many pairings of these cohorts run, how many are worth a look, and which are the worst (all, unless so many)? Grain: one
 * pairing. What is kept is read, but for pairings of which something was written since, or for which time has gone on too far:
 * those are formed from their rows, so that the answer is what the definition says of the last commit.
 */
export async function readStandings(
  db: Database,
  organisationId: string,
  cohortIds: readonly string[],
  at: When,
  atMost?: number,
): Promise<Standings> {
  const today = dayIn(at.now, at.timeZone);
  const kept = await db.first<Read>(STANDINGS, [organisationId, cohortIds, at.now, today, atMost ?? null]);
  const formed = await formStandings(db, organisationId, kept?.stale ?? [], at);
  const count = (of: (standing: PairingStanding) => boolean) =>
    formed.filter(({ standing }) => of(standing)).length;
  const worst = [
    ...(kept?.worst ?? []).map(({ pairingId, ...standing }) =>
      atRiskOf(pairingId, { ...standing, isRunning: true }, today),
    ),
    ...formed
      .filter(({ standing }) => standing.weight !== null)
      .map(({ pairingId, standing }) => atRiskOf(pairingId, standing, today)),
  ].toSorted(compareAtRisk);
  return {
    running: (kept?.running ?? 0) + count((standing) => standing.isRunning),
    atRisk: (kept?.atRisk ?? 0) + count((standing) => standing.weight !== null),
    health: Object.fromEntries(
      healthStates.map((state) => [
        state,
        (kept?.health[state] ?? 0) -
          (kept?.staleHealth?.[state] ?? 0) +
          count(({ health }) => health === state),
      ]),
    ) as Record<HealthState, number>,
    worst: worst.slice(0, atMost),
  };
}

/**
 * $1 organisation, $2 its cohorts, $3 now, $4 today, $5 how many at most. In one statement, and so in one snapshot: a standing that
 * is renewed between two would be counted twice or not at all. Stale is also what was formed later than now, where the clock was put back.
 */
const STANDINGS = `
  with stale as materialized (
    select p.id, p.cohort_id, s.is_running, s.weight, s.health
    from (
      select pairing_id from cohort_touches where organisation_id = $1 and pairing_id is not null
      union select pairing_id from pairing_standings where organisation_id = $1 and holds_until <= $3
      union select pairing_id from pairing_standings where organisation_id = $1 and formed_at > $3
    ) named
    join pairings p on p.organisation_id = $1 and p.id = named.pairing_id and p.cohort_id = any($2)
    left join pairing_standings s on s.organisation_id = $1 and s.pairing_id = p.id
  ), worst as (
    select pairing_id, health, weight, waits_since, cadence, reasons from pairing_standings
    where organisation_id = $1 and cohort_id = any($2) and weight is not null
    order by weight, ($4::date - waits_since) / cadence desc, pairing_id
    limit $5::bigint + (select count(*) from stale)
  ), counted as (
    select sum(running)::int as running, sum(at_risk)::int as at_risk, sum(on_rhythm)::int as on_rhythm, sum(slipping)::int as slipping,
      sum(stalled)::int as stalled, sum(fresh)::int as fresh, sum(paused)::int as paused, sum(ended)::int as ended
    from cohort_states where organisation_id = $1 and cohort_id = any($2)
  )
  select coalesce(c.running, 0) - (select count(*)::int from stale where is_running) as running,
    coalesce(c.at_risk, 0) - (select count(*)::int from stale where weight is not null) as "atRisk",
    json_build_object('on-rhythm', c.on_rhythm, 'slipping', c.slipping, 'stalled', c.stalled, 'new', c.fresh, 'paused', c.paused,
      'ended', c.ended) as health,
    (select json_object_agg(health, pairings) from (
      select health, count(*)::int as pairings from stale where health is not null group by health) h) as "staleHealth",
    (select json_agg(json_build_object('id', id, 'cohortId', cohort_id)) from stale) as stale,
    (select json_agg(json_build_object('pairingId', pairing_id, 'health', health, 'weight', weight, 'waitsSince', waits_since,
        'cadence', cadence, 'reasons', reasons))
      from worst where pairing_id not in (select id from stale)) as worst
  from counted c`;

/** A standing formed from the rows, and how long it holds. */
export interface Formed {
  pairingId: string;
  cohortId: string;
  standing: PairingStanding;
  holdsUntilDay: string;
}

/** The standings of these pairings by the definition; nothing for one that has not begun. */
export async function formStandings(
  db: Database,
  organisationId: string,
  pairings: readonly Named[],
  at: When,
  aheadDays = 1,
): Promise<Formed[]> {
  const today = dayIn(at.now, at.timeZone);
  const cohortIds = [...new Set(pairings.map(({ cohortId }) => cohortId))];
  const ids = pairings.map(({ id }) => id);
  const facts = await readPairingFacts(db, organisationId, cohortIds, at, ids);
  return facts.map((row) => ({
    pairingId: row.id,
    cohortId: row.cohortId,
    standing: standingOfPairing(row, today),
    holdsUntilDay: standsUntil(row, today, aheadDays),
  }));
}

/**
 * Folds so many touches, notes at which state of the cohort each pairing was (`findCohortChanges`), and forms the standings of their pairings
 * anew, and of those whose time is over, in the caller's transaction; answers how many there were. One at a time does so: the lock comes first, and the rows are read in a later statement, whose snapshot is younger than what it was touched by.
 */
export async function renewStandings(
  db: Database,
  organisationId: string,
  at: When,
  atMost: number,
): Promise<number> {
  const alone = await db.first<{ taken: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended('pairing-standings ' || $1, 0)) as taken`,
    [organisationId],
  );
  if (!alone?.taken) return 0;
  const taken = await db.first<{ touches: number; pairings: Named[] | null }>(
    `with taken as (
       delete from cohort_touches where ctid = any (array(
         select ctid from cohort_touches where organisation_id = $1 limit $2 for update skip locked)) returning cohort_id, pairing_id
     ), counted as (
       insert into cohort_states as s (organisation_id, cohort_id, touches)
       select $1, cohort_id, count(*) from taken group by cohort_id order by cohort_id
       on conflict on constraint cohort_states_pk do update set touches = s.touches + excluded.touches returning cohort_id, touches
     ), noted as (
       insert into cohort_changes (organisation_id, cohort_id, subject_id, touches)
       select distinct $1::uuid, t.cohort_id, coalesce(t.pairing_id, t.cohort_id), c.touches from taken t join counted c using (cohort_id)
       on conflict on constraint cohort_changes_pk do update set touches = excluded.touches
     )
     select (select count(*)::int from taken) as touches,
       (select json_agg(distinct jsonb_build_object('id', pairing_id, 'cohortId', cohort_id)) from taken where pairing_id is not null) as pairings`,
    [organisationId, atMost],
  );
  const touched = taken?.pairings ?? [];
  const due = await db.query<Named>(
    `select pairing_id as id, cohort_id as "cohortId" from pairing_standings
     where organisation_id = $1 and (holds_until <= $2 or formed_at > $2) limit $3`,
    [organisationId, at.now, atMost - touched.length],
  );
  const pairings = [...new Map([...touched, ...due].map((one) => [one.id, one])).values()];
  const formed = await formStandings(db, organisationId, pairings, at, AHEAD_DAYS);
  await keep(db, organisationId, formed, at);
  // Nobody sits in it any more, or it has not begun after all.
  const alive = new Set(formed.map(({ pairingId }) => pairingId));
  await db.execute('delete from pairing_standings where organisation_id = $1 and pairing_id = any($2)', [
    organisationId,
    pairings.map(({ id }) => id).filter((id) => !alive.has(id)),
  ]);
  return (taken?.touches ?? 0) + due.length;
}

/** What a meeting that begins or ends, or a job that is planned, will change is looked up here, by the instant. */
async function keep(db: Database, organisationId: string, formed: readonly Formed[], at: When) {
  const columns = (of: (one: Formed) => unknown) => formed.map(of);
  await db.execute(
    `insert into pairing_standings (organisation_id, pairing_id, cohort_id, health, is_running, weight, waits_since, cadence, reasons,
       formed_at, holds_until)
     select $1, f.pairing_id, f.cohort_id, f.health, f.is_running, f.weight, f.waits_since, f.cadence, f.reasons, $2,
       least(f.until::timestamp at time zone $3, turn.at, job.on_day::timestamp at time zone $3)
     from unnest($4::uuid[], $5::uuid[], $6::text[], $7::bool[], $8::smallint[], $9::date[], $10::float8[], $11::jsonb[], $12::date[])
       f (pairing_id, cohort_id, health, is_running, weight, waits_since, cadence, reasons, until)
     cross join lateral (
       select least(
         (select min(m.starts_at) from meetings m where m.organisation_id = $1 and m.pairing_id = f.pairing_id and m.starts_at > $2
           and m.state <> 'cancelled'),
         (select min(m.starts_at + make_interval(mins => m.duration_minutes)) from meetings m where m.organisation_id = $1
           and m.cohort_id = f.cohort_id and m.pairing_id = f.pairing_id and m.state = 'planned'
           and m.starts_at + make_interval(mins => m.duration_minutes) > $2)) as at
     ) turn
     cross join lateral (
       select min(s.starts_on) as on_day from pairing_members m
       join job_spells s on s.organisation_id = $1 and s.person_id = m.person_id and s.superseded_at is null
         and s.starts_on > ($2::timestamptz at time zone $3)::date
       where m.organisation_id = $1 and m.pairing_id = f.pairing_id
     ) job
     order by f.pairing_id
     on conflict on constraint pairing_standings_pk do update set cohort_id = excluded.cohort_id, health = excluded.health,
       is_running = excluded.is_running, weight = excluded.weight, waits_since = excluded.waits_since, cadence = excluded.cadence,
       reasons = excluded.reasons, formed_at = excluded.formed_at, holds_until = excluded.holds_until`,
    [
      organisationId,
      at.now,
      at.timeZone,
      columns(({ pairingId }) => pairingId),
      columns(({ cohortId }) => cohortId),
      columns(({ standing }): HealthState => standing.health),
      columns(({ standing }) => standing.isRunning),
      columns(({ standing }) => standing.weight),
      columns(({ standing }) => standing.waitsSince),
      columns(({ standing }) => standing.cadence),
      columns(({ standing }) => JSON.stringify(standing.reasons)),
      columns(({ holdsUntilDay }) => holdsUntilDay),
    ],
  );
}
