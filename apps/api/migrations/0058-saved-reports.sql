-- Why: coordinators build reports from the metrics' catalogue and keep what they ask under a name.
-- Locks: none on what is in use.
-- Back: drop table saved_reports.

-- A question, never an answer: its numbers are formed anew whenever it is opened.
create table saved_reports (
  organisation_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  name text not null,
  question jsonb not null,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  constraint saved_reports_pk primary key (organisation_id, id),
  constraint saved_reports_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id) on delete cascade,
  constraint saved_reports_created_by_fk foreign key (organisation_id, created_by) references people (organisation_id, id)
);
create unique index saved_reports_name_unique on saved_reports (organisation_id, program_id, lower(name));
create index saved_reports_latest on saved_reports (organisation_id, program_id, updated_at desc, id desc);

alter table saved_reports enable row level security;
alter table saved_reports force row level security;
create policy saved_reports_tenant on saved_reports to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on saved_reports to ithaca_runtime;
