-- Why: whether anything was written about the directory since it was last read was told by counting all its rows, a tenth of a second
--      for 100,000 people, at each look at what is formed over everybody. Now each statement that writes one of the tables leaves a touch
--      in the writer's own transaction: any commit makes their sum a greater one. A job adds them up, which changes no sum. See decision 47.
-- Locks: none that anybody waits for; the triggers wait for writers of their tables that have begun.
-- Back: drop the triggers, the function and the table; nothing else holds what they hold.

-- What has been written about who works where, and about who was matched when: rows of their own, so that nobody waits for anybody.
create table workforce_touches (
  organisation_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- How many are added up here.
  touches bigint not null default 1,
  constraint workforce_touches_pk primary key (organisation_id, id),
  constraint workforce_touches_organisation_fk foreign key (organisation_id) references organisations (organisation_id) on delete cascade
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

alter table workforce_touches enable row level security;
alter table workforce_touches force row level security;
create policy workforce_touches_tenant on workforce_touches to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on workforce_touches to ithaca_runtime;

-- An organisation that is being removed needs none any more.
create function touch_workforce() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  insert into workforce_touches (organisation_id)
  select o.organisation_id from organisations o where o.organisation_id in (select r.organisation_id from touched_rows r);
  return null;
end $$;
-- Of the stages only who was matched is read over everybody.
create function touch_workforce_by_matches() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  insert into workforce_touches (organisation_id)
  select o.organisation_id from organisations o where o.organisation_id in (select r.organisation_id from touched_rows r where r.stage = 'matched');
  return null;
end $$;

do $$
declare
  source record;
begin
  for source in
    select * from (values
      ('people', 'touch_workforce'),
      ('employment_spells', 'touch_workforce'),
      ('job_spells', 'touch_workforce'),
      ('stage_events', 'touch_workforce_by_matches')
    ) s (name, touches)
  loop
    execute format('create trigger %1$s_touching_workforce after insert on %1$s referencing new table as touched_rows for each statement execute function %2$s()', source.name, source.touches);
    execute format('create trigger %1$s_touching_workforce_again after update on %1$s referencing new table as touched_rows for each statement execute function %2$s()', source.name, source.touches);
    execute format('create trigger %1$s_touching_workforce_last after delete on %1$s referencing old table as touched_rows for each statement execute function %2$s()', source.name, source.touches);
  end loop;
end $$;
