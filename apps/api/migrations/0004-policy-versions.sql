-- Why: every saved matching policy stays as a version (who, when, what changed), a run names the version it used, and
-- policies can be kept beside the present one as scenarios to compare.
-- Locks: new tables; two added columns (a short ACCESS EXCLUSIVE lock each, no rewrite).
-- Way back: drop table policy_scenarios, policy_versions; alter table … drop column policy_version.

alter table programs add column policy_version integer not null default 1;
alter table matching_runs add column policy_version integer;

-- A program's first policy becomes version 1 here when it is changed for the first time; until then the program holds it.
create table policy_versions (
  organisation_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  number integer not null,
  policy jsonb not null,
  changes jsonb not null default '[]',
  note text,
  returned_to integer,
  saved_by uuid not null,
  saved_at timestamptz not null,
  constraint policy_versions_pk primary key (organisation_id, id),
  constraint policy_versions_number check (number >= 1),
  constraint policy_versions_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id),
  constraint policy_versions_saved_by_fk foreign key (organisation_id, saved_by) references people (organisation_id, id)
);
create unique index policy_versions_number_unique on policy_versions (organisation_id, program_id, number);

create table policy_scenarios (
  organisation_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  name text not null,
  policy jsonb not null,
  created_by uuid not null,
  created_at timestamptz not null,
  constraint policy_scenarios_pk primary key (organisation_id, id),
  constraint policy_scenarios_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id),
  constraint policy_scenarios_created_by_fk foreign key (organisation_id, created_by) references people (organisation_id, id)
);
create index policy_scenarios_program on policy_scenarios (organisation_id, program_id, created_at);

do $$
declare
  t text;
begin
  foreach t in array array['policy_versions', 'policy_scenarios'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;

-- A version is history: never changed, never removed.
revoke update, delete on policy_versions from ithaca_runtime;
