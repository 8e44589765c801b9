-- Why: how many pairings of a cohort run, and how many are worth a look, was counted from the kept standings at every look: for 60,000
--      pairings nine tenths of the time of Today. The counts now stand beside the number of the cohort's state, and are changed with
--      the standings, by the job alone, so that nobody waits for them.
-- Locks: none that anybody waits for: only the job writes to these tables.
-- Back: drop the triggers, the function and the columns; create touch_by_meetings of migration pairing-standings again.

alter table cohort_states
  add column running integer not null default 0,
  add column at_risk integer not null default 0,
  add column on_rhythm integer not null default 0,
  add column slipping integer not null default 0,
  add column stalled integer not null default 0,
  add column fresh integer not null default 0,
  add column paused integer not null default 0,
  add column ended integer not null default 0;

do $$
declare
  kinds constant text := $k$is_running::int as running, (weight is not null)::int as at_risk, (health = 'on-rhythm')::int as on_rhythm,
    (health = 'slipping')::int as slipping, (health = 'stalled')::int as stalled, (health = 'new')::int as fresh,
    (health = 'paused')::int as paused, (health = 'ended')::int as ended$k$;
  columns constant text[] := array['running', 'at_risk', 'on_rhythm', 'slipping', 'stalled', 'fresh', 'paused', 'ended'];
  written text;
begin
  select format('insert into cohort_states as s (organisation_id, cohort_id, %s)
      select organisation_id, cohort_id, %s from (%%s) r group by organisation_id, cohort_id order by organisation_id, cohort_id
      on conflict on constraint cohort_states_pk do update set %s;',
    array_to_string(columns, ', '), string_agg(format('sum(sign * %I)::int', c), ', '),
    string_agg(format('%1$I = s.%1$I + excluded.%1$I', c), ', ')) into written from unnest(columns) c;
  execute format($f$
create function count_standings() returns trigger language plpgsql set search_path = public, pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    %1$s
  elsif tg_op = 'DELETE' then
    %2$s
  else
    %3$s
  end if;
  return null;
end $body$ $f$,
    format(written, 'select organisation_id, cohort_id, 1 as sign, ' || kinds || ' from after_rows'),
    format(written, 'select organisation_id, cohort_id, -1 as sign, ' || kinds || ' from before_rows'),
    format(written, 'select organisation_id, cohort_id, -1 as sign, ' || kinds || ' from before_rows union all select organisation_id, cohort_id, 1, ' || kinds || ' from after_rows'));
  -- The owner of the tables is bound by their policies as well, and this once has to read those of every organisation.
  alter table pairing_standings no force row level security;
  alter table cohort_states no force row level security;
  execute format(written, 'select organisation_id, cohort_id, 1 as sign, ' || kinds || ' from pairing_standings');
  alter table pairing_standings force row level security;
  alter table cohort_states force row level security;
end $$;

create trigger pairing_standings_counted after insert on pairing_standings referencing new table as after_rows
  for each statement execute function count_standings();
create trigger pairing_standings_recounted after update on pairing_standings referencing old table as before_rows new table as after_rows
  for each statement execute function count_standings();
create trigger pairing_standings_uncounted after delete on pairing_standings referencing old table as before_rows
  for each statement execute function count_standings();

-- Most of what is written are meetings, and a row of theirs says its pairing and its cohort itself: one statement, no function.
create or replace function touch_by_meetings() returns trigger language plpgsql set search_path = public, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
  if tg_op = 'INSERT' then
    insert into cohort_touches (organisation_id, cohort_id, pairing_id)
    select distinct organisation_id, cohort_id, pairing_id from after_rows;
  elsif tg_op = 'DELETE' then
    -- A cohort that is being removed with them needs none.
    insert into cohort_touches (organisation_id, cohort_id, pairing_id)
    select distinct b.organisation_id, b.cohort_id, b.pairing_id from before_rows b
    join cohorts c on c.organisation_id = b.organisation_id and c.id = b.cohort_id;
  else
    insert into cohort_touches (organisation_id, cohort_id, pairing_id)
    select distinct organisation_id, cohort_id, pairing_id from (
      (select organisation_id, cohort_id, id, pairing_id, state, starts_at, duration_minutes, times_moved, ended_at, cancelled_by, confirmations, denials
       from before_rows except all
       select organisation_id, cohort_id, id, pairing_id, state, starts_at, duration_minutes, times_moved, ended_at, cancelled_by, confirmations, denials
       from after_rows)
      union all
      (select organisation_id, cohort_id, id, pairing_id, state, starts_at, duration_minutes, times_moved, ended_at, cancelled_by, confirmations, denials
       from after_rows except all
       select organisation_id, cohort_id, id, pairing_id, state, starts_at, duration_minutes, times_moved, ended_at, cancelled_by, confirmations, denials
       from before_rows)
    ) changed;
  end if;
  return null;
end $$;
