-- Why: a coordinator rehearses a cohort with invented people. The rehearsal takes place in a room: an organisation of its own,
--      so that the policies of every table keep it apart from the real one. It is thrown away whole.
-- Locks: new tables; added columns without a rewrite; five foreign keys are made anew, each reads its table once.
-- Way back: drop the three tables and the policies, then the columns; the older release must not run while a room is open.

-- Set when an organisation is made, never afterwards: what follows from it below can befall no organisation of real people.
alter table organisations add column rehearsal_of uuid;
create function keep_rehearsal_of() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.rehearsal_of is distinct from old.rehearsal_of then
    raise exception 'An organisation cannot become a rehearsal, nor stop being one.';
  end if;
  return new;
end $$;
create trigger organisations_keep_rehearsal_of before update on organisations
  for each row execute function keep_rehearsal_of();

-- The record in the real organisation: all that stays of a rehearsal.
create table rehearsals (
  organisation_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  cohort_id uuid not null,
  -- The organisation of the invented people; another tenant, so no foreign key leads there.
  room_id uuid not null,
  state text not null default 'preparing',
  mentees smallint not null,
  mentors smallint not null,
  seed integer not null,
  begun_by uuid not null,
  begun_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  -- Null when it expired.
  ended_by uuid,
  -- Whether the room is gone as well.
  removed boolean not null default false,
  constraint rehearsals_pk primary key (organisation_id, id),
  constraint rehearsals_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade,
  constraint rehearsals_begun_by_fk foreign key (organisation_id, begun_by) references people (organisation_id, id),
  constraint rehearsals_state check (state in ('preparing', 'ready', 'failed', 'ended')),
  constraint rehearsals_ended check ((state = 'ended') = (ended_at is not null)),
  constraint rehearsals_size check (mentees > 0 and mentors > 0)
);
create unique index rehearsals_one_open on rehearsals (organisation_id, cohort_id) where ended_at is null;
create index rehearsals_cohort on rehearsals (organisation_id, cohort_id, begun_at desc);

-- One row in each room: what is rehearsed in it, and how many of its days have passed.
create table rehearsal_rooms (
  organisation_id uuid not null,
  rehearsal_id uuid not null,
  home_organisation_id uuid not null,
  home_program_id uuid not null,
  home_cohort_id uuid not null,
  program_id uuid not null,
  cohort_id uuid not null,
  seed integer not null,
  -- The day that the first day of the room stands for.
  first_day date not null,
  days_passed integer not null default 0,
  -- The day that is being walked to; null while the room stands still.
  walking_to integer,
  constraint rehearsal_rooms_pk primary key (organisation_id),
  constraint rehearsal_rooms_apart check (home_organisation_id <> organisation_id),
  constraint rehearsal_rooms_forward check (days_passed >= 0 and walking_to >= days_passed)
);

-- Coordinators who are in the room: who each of them is there, whoever's seat they have taken for the moment.
create table rehearsal_visitors (
  organisation_id uuid not null,
  account_id uuid not null,
  person_id uuid not null,
  constraint rehearsal_visitors_pk primary key (organisation_id, account_id),
  constraint rehearsal_visitors_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade
);

do $$
declare
  t text;
begin
  foreach t in array array['rehearsals', 'rehearsal_rooms', 'rehearsal_visitors'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;

-- A membership of a room is no place to sign in to; it is asked at every request whether its account still runs the program.
alter table identity.memberships add column rehearsal_of uuid;

-- Whole organisations are removed, and only rooms. RESTRICTIVE adds to the policies of each table.
create policy organisations_rooms_end on organisations as restrictive for delete to ithaca_runtime
  using (rehearsal_of is not null);
grant delete on identity.organisations, identity.memberships to ithaca_runtime;
create policy organisations_rooms_end on identity.organisations as restrictive for delete to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid)
    and exists (select from public.organisations o where o.organisation_id = identity.organisations.organisation_id and o.rehearsal_of is not null));
create policy memberships_rooms_end on identity.memberships as restrictive for delete to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid) and rehearsal_of is not null);

grant delete on identity.data_keys to ithaca_runtime;
create policy data_keys_rooms_end on identity.data_keys as restrictive for delete to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid)
    and exists (select from public.organisations o where o.organisation_id = identity.data_keys.organisation_id and o.rehearsal_of is not null));

-- What the runtime role may not delete by itself goes with what it belongs to; programs and runs are deleted in rooms only.
alter table program_templates drop constraint program_templates_made_from_fk,
  add constraint program_templates_made_from_fk foreign key (organisation_id, made_from) references programs (organisation_id, id) on delete cascade;
alter table program_versions drop constraint program_versions_program_fk,
  add constraint program_versions_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id) on delete cascade;
alter table policy_versions drop constraint policy_versions_program_fk,
  add constraint policy_versions_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id) on delete cascade;
alter table review_acts drop constraint review_acts_run_fk,
  add constraint review_acts_run_fk foreign key (organisation_id, run_id) references matching_runs (organisation_id, id) on delete cascade;
alter table review_notes drop constraint review_notes_run_fk,
  add constraint review_notes_run_fk foreign key (organisation_id, run_id) references matching_runs (organisation_id, id) on delete cascade;
