-- Why: the engagement score reads how many of a pairing's held meetings both sides confirmed. That was known for each day of a
--      cohort, but not for each pairing; it now stands beside the days on which it met, so that nobody has to read every meeting.
-- Locks: none that anybody waits for but the rows of pairing_stats while they are counted once.
-- Back: drop the trigger, its function and the column; create recount_pairings of migration quicker-counting and pairing_drift of
--      migration metrics-store again.

-- The day of every held meeting that two have said took place and nobody has denied, in order.
alter table pairing_stats add column confirmed_on date[] not null default '{}';

create or replace function recount_pairings(of_organisation uuid, pairings uuid[]) returns void language plpgsql volatile
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  locked integer;
begin
  -- The lock comes first and the counting in a statement of its own, whose snapshot is younger than the lock.
  select count(*) into locked from (
    select from pairing_stats s where s.organisation_id = of_organisation and s.pairing_id = any (pairings) order by s.pairing_id for update
  ) l;
  if locked < cardinality(pairings) then
    insert into pairing_stats (organisation_id, pairing_id, cohort_id)
    select p.organisation_id, p.id, p.cohort_id from public.pairings p
    where p.organisation_id = of_organisation and p.id = any (pairings) order by p.id
    on conflict on constraint pairing_stats_pk do nothing;
    perform from pairing_stats s where s.organisation_id = of_organisation and s.pairing_id = any (pairings) order by s.pairing_id for update;
  end if;
  update pairing_stats s
  set held = c.held, minutes = c.minutes, first_held_at = c.first_held_at, last_held_at = c.last_held_at, held_on = c.held_on,
    confirmed_on = c.confirmed_on
  from unnest(pairings) p (id)
  cross join lateral (
    select count(*)::int as held, coalesce(sum(m.duration_minutes), 0)::int as minutes, min(m.starts_at) as first_held_at,
      max(m.starts_at) as last_held_at, coalesce(array_agg(m.day), '{}') as held_on,
      coalesce(array_agg(m.day) filter (where m.confirmations >= 2 and m.denials = 0), '{}') as confirmed_on
    from (
      select k.duration_minutes, k.starts_at, k.day, k.confirmations, k.denials from meetings k
      where k.organisation_id = of_organisation and k.pairing_id = p.id and k.state = 'held' order by k.day
    ) m
  ) c
  where s.organisation_id = of_organisation and s.pairing_id = p.id;
end $$;

create or replace function pairing_drift(of_organisation uuid, since date, slice integer)
returns table (pairing_id uuid) language sql stable set search_path = public, pg_temp as $$
  select coalesce(said.pairing_id, kept.pairing_id)
  from (
    select m.pairing_id, count(*)::int as held, sum(m.duration_minutes)::int as minutes, min(m.starts_at) as first_held_at,
      max(m.starts_at) as last_held_at, array_agg(m.day order by m.day) as held_on,
      coalesce(array_agg(m.day order by m.day) filter (where m.confirmations >= 2 and m.denials = 0), '{}') as confirmed_on
    from meetings m where m.organisation_id = of_organisation and m.state = 'held' group by m.pairing_id
  ) said
  full join (
    select s.pairing_id, s.held, s.minutes, s.first_held_at, s.last_held_at, s.held_on, s.confirmed_on
    from pairing_stats s where s.organisation_id = of_organisation and (s.held <> 0 or s.held_on <> '{}' or s.confirmed_on <> '{}')
  ) kept on kept.pairing_id = said.pairing_id
  where (since is null and slice is null
      or greatest(said.last_held_at, kept.last_held_at) >= since
      or abs(hashtextextended(coalesce(said.pairing_id, kept.pairing_id)::text, 0) % 28) = slice)
    and (said.held, said.minutes, said.first_held_at, said.last_held_at, said.held_on, said.confirmed_on)
      is distinct from (kept.held, kept.minutes, kept.first_held_at, kept.last_held_at, kept.held_on, kept.confirmed_on)
$$;

-- A held meeting that somebody confirms or denies keeps its day and its length, so nothing else counts its pairing anew.
create function count_confirmed() returns trigger language plpgsql set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
  touched record;
begin
  for touched in
    select a.organisation_id, array_agg(distinct a.pairing_id) as pairings
    from after_rows a join before_rows b on b.organisation_id = a.organisation_id and b.id = a.id
    where a.state = 'held' and b.state = 'held'
      and (a.confirmations >= 2 and a.denials = 0) <> (b.confirmations >= 2 and b.denials = 0)
    group by a.organisation_id order by a.organisation_id
  loop
    perform recount_pairings(touched.organisation_id, touched.pairings);
  end loop;
  return null;
end $$;
create trigger meetings_confirmed after update on meetings referencing old table as before_rows new table as after_rows
  for each statement execute function count_confirmed();

-- The owner of the tables is bound by their policies as well, and this once has to read those of every organisation.
alter table pairing_stats no force row level security;
alter table meetings no force row level security;
update pairing_stats s set confirmed_on = c.days
from (
  select m.organisation_id, m.pairing_id, array_agg(m.day order by m.day) as days from meetings m
  where m.state = 'held' and m.confirmations >= 2 and m.denials = 0 group by m.organisation_id, m.pairing_id
) c
where s.organisation_id = c.organisation_id and s.pairing_id = c.pairing_id;
alter table pairing_stats force row level security;
alter table meetings force row level security;
