-- Why: which pairings need help was answered by reading everything that was ever written about each of them, which takes half a
--      minute for 60,000. How a pairing stands is now kept (pairing_standings), with the moment until which it stays so while nothing
--      happens. Whatever is written that it is formed from names the pairing in the writer's own transaction (cohort_touches); whoever
--      reads forms those anew by the definition itself, and so sees every commit. A job does the same for good. See decision 37.
-- Locks: writes to enrolments wait while their index is built, a second for 100,000.
-- Back: drop the triggers, functions, index and tables below; nothing else holds what they hold.

create table pairing_standings (
  organisation_id uuid not null,
  pairing_id uuid not null,
  cohort_id uuid not null,
  health text not null,
  is_running boolean not null,
  -- Its place among those worth a look, the worst 0; null for all others.
  weight smallint,
  -- The day since which it has waited for a meeting; null where it waits for none.
  waits_since date,
  cadence double precision not null,
  -- Why it is worth a look, each with the day since which it is so, where that means something.
  reasons jsonb not null,
  formed_at timestamptz not null,
  -- From here on time alone may have made it another one.
  holds_until timestamptz not null,
  constraint pairing_standings_pk primary key (organisation_id, pairing_id),
  constraint pairing_standings_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint pairing_standings_health check (health in ('on-rhythm', 'slipping', 'stalled', 'new', 'paused', 'ended'))
) with (fillfactor = 70);
create index pairing_standings_worst on pairing_standings (organisation_id, weight, cohort_id) where weight is not null;
create index pairing_standings_cohort on pairing_standings (organisation_id, cohort_id, is_running, health);
create index pairing_standings_due on pairing_standings (organisation_id, holds_until);
create index pairing_standings_formed on pairing_standings (organisation_id, formed_at);

-- What has been written in a cohort since the last folding: one row for each pairing, or without one, at each time. Together with
-- what was folded they number the state of a cohort: any commit makes it another number.
create table cohort_touches (
  organisation_id uuid not null,
  cohort_id uuid not null,
  id uuid not null default gen_random_uuid(),
  pairing_id uuid,
  constraint cohort_touches_pk primary key (organisation_id, cohort_id, id),
  constraint cohort_touches_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

create table cohort_states (
  organisation_id uuid not null,
  cohort_id uuid not null,
  -- Touches that have been folded; those that are left count as well.
  touches bigint not null default 0,
  constraint cohort_states_pk primary key (organisation_id, cohort_id),
  constraint cohort_states_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade
);

-- Who waits in the pool of a cohort: few at most times, and asked for all cohorts at once.
create index enrolments_in_pool on enrolments (organisation_id, cohort_id) where state = 'in-pool';

do $$
declare
  t text;
begin
  foreach t in array array['pairing_standings', 'cohort_touches', 'cohort_states'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;

-- A pairing that is being removed needs no standing any more.
create function touch_pairings(of_organisation uuid, pairings uuid[]) returns void language plpgsql volatile
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  insert into cohort_touches (organisation_id, cohort_id, pairing_id)
  select p.organisation_id, p.cohort_id, p.id from unnest(pairings) t (id)
  join public.pairings p on p.organisation_id = of_organisation and p.id = t.id;
end $$;

create function touch_cohorts(of_organisation uuid, cohorts uuid[]) returns void language plpgsql volatile
set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  insert into cohort_touches (organisation_id, cohort_id)
  select c.organisation_id, c.id from unnest(cohorts) t (id)
  join public.cohorts c on c.organisation_id = of_organisation and c.id = t.id;
end $$;

-- For each table that standings or the numbers of a cohort are formed from: the columns that matter, and how a row of it leads to
-- pairings, or to cohorts (r is the row). A row that is changed in none of these columns touches nothing.
do $$
declare
  own constant text := 'select r.pairing_id';
  of_person constant text := 'select m.pairing_id from pairing_members m where m.organisation_id = r.organisation_id and m.person_id = r.person_id';
  -- What a mentor carries is counted over all pairings of one enrolment.
  of_enrolment constant text := 'select m.pairing_id from pairing_members m where m.organisation_id = r.organisation_id and m.enrolment_id = r.enrolment_id and m.open';
  source record;
  names text;
  touched text;
  act text;
  label text;
  tab text;
begin
  for source in
    select * from (values
      ('meetings', 'pairing_id, state, starts_at, duration_minutes, times_moved, ended_at, cancelled_by, confirmations, denials', own, 'insert update delete'),
      ('check_ins', 'pairing_id, person_id, asked_at, answered_at, usefulness', own, 'insert update delete'),
      ('goals', 'pairing_id, state, due_on, claimed_at, reached_at, confirmed_at, updated_at', own, 'insert update delete'),
      ('milestones', 'goal_id, done_at', 'select g.pairing_id from goals g where g.organisation_id = r.organisation_id and g.id = r.goal_id', 'insert update delete'),
      ('messages', 'pairing_id, author_id, sent_at', own, 'insert update delete'),
      ('pairing_pauses', 'pairing_id, starts_on, ends_on', own, 'insert update delete'),
      ('pairings', 'id as pairing_id, cohort_id, state, started_at, ended_at, cadence_days, smallest', own, 'insert update'),
      ('pairing_members', 'pairing_id, person_id, enrolment_id, role, open, declined_at, left_at', own || ' union ' || of_enrolment, 'insert update delete'),
      ('enrolments', 'id as enrolment_id, capacity', of_enrolment, 'update'),
      ('people', 'id as person_id, leave_from, leave_until, left_on, hired_on, department, site, grade', of_person, 'update'),
      ('employment_spells', 'person_id, starts_on, ends_on', of_person, 'insert update delete'),
      ('job_spells', 'person_id, starts_on, department, grade, manager_id, superseded_at', of_person, 'insert update delete'),
      ('survey_asks', 'pairing_id, moment', own || ' where r.moment = ''fit''', 'update delete'),
      ('survey_answers', 'ask_id, moment, answers',
        'select a.pairing_id from survey_asks a where r.moment = ''fit'' and a.organisation_id = r.organisation_id and a.id = r.ask_id', 'insert update delete')
    ) s (name, columns, leads_to, on_acts)
    union all
    select name || ' ' || 'of_cohort', columns, 'select r.cohort_id', on_acts from (values
      ('stage_events', 'cohort_id, person_id, role, stage, at', 'insert update delete'),
      ('enrolments', 'cohort_id, person_id, role, state, submitted_at, ended_at', 'insert update delete')
    ) c (name, columns, on_acts)
  loop
    touched := $t$for touched in
      select r.organisation_id, array_agg(distinct l.id) as ids from (%1$s) r cross join lateral (%2$s) l (id) group by r.organisation_id
    loop
      perform %3$s(touched.organisation_id, touched.ids);
    end loop;$t$;
    act := case when source.name like '% of_cohort' then 'touch_cohorts' else 'touch_pairings' end;
    label := replace(source.name, ' ', '_');
    tab := split_part(source.name, ' ', 1);
    names := 'organisation_id, ' || source.columns;
    -- What is said of the one version and not of the other.
    execute format($f$
create function touch_by_%1$s() returns trigger language plpgsql set search_path = public, pg_temp as $body$
declare
  touched record;
begin
  if tg_op = 'INSERT' then
    %2$s
  elsif tg_op = 'DELETE' then
    %3$s
  else
    %4$s
  end if;
  return null;
end $body$ $f$,
      label,
      format(touched, 'select ' || names || ' from after_rows', source.leads_to, act),
      format(touched, 'select ' || names || ' from before_rows', source.leads_to, act),
      format(touched, format('(select %1$s from before_rows except select %1$s from after_rows) union all (select %1$s from after_rows except select %1$s from before_rows)', names), source.leads_to, act));
    if source.on_acts like '%insert%' then
      execute format('create trigger %1$s_touching after insert on %2$s referencing new table as after_rows for each statement execute function touch_by_%1$s()', label, tab);
    end if;
    if source.on_acts like '%update%' then
      execute format('create trigger %1$s_touching_again after update on %2$s referencing old table as before_rows new table as after_rows for each statement execute function touch_by_%1$s()', label, tab);
    end if;
    if source.on_acts like '%delete%' then
      execute format('create trigger %1$s_touching_last after delete on %2$s referencing old table as before_rows for each statement execute function touch_by_%1$s()', label, tab);
    end if;
  end loop;
end $$;

-- Every day begins at another moment.
create function touch_all_pairings() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  insert into cohort_touches (organisation_id, cohort_id, pairing_id)
  select p.organisation_id, p.cohort_id, p.id from pairings p where p.organisation_id = new.organisation_id;
  return null;
end $$;
create trigger organisations_touching_all after update of time_zone on organisations for each row
  when (new.time_zone is distinct from old.time_zone) execute function touch_all_pairings();

-- The owner of the tables is bound by their policies as well, and this once has to read those of every organisation.
alter table pairings no force row level security;
alter table cohorts no force row level security;
alter table cohort_touches no force row level security;
insert into cohort_touches (organisation_id, cohort_id, pairing_id) select organisation_id, cohort_id, id from pairings where started_at is not null;
alter table pairings force row level security;
alter table cohorts force row level security;
alter table cohort_touches force row level security;
