-- Why: a cohort says before its numbers are known by which it will be judged; what is looked at later is exploring.
-- Locks: none on present tables.
-- Back: drop the table.

create table cohort_registrations (
  organisation_id uuid not null,
  cohort_id uuid not null,
  -- Keys of the metrics, each with the version that it had.
  metrics text[] not null,
  versions smallint[] not null,
  registered_at timestamptz not null,
  constraint cohort_registrations_pk primary key (organisation_id, cohort_id),
  constraint cohort_registrations_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade,
  constraint cohort_registrations_versions check (cardinality(metrics) = cardinality(versions))
);
alter table cohort_registrations enable row level security;
alter table cohort_registrations force row level security;
create policy cohort_registrations_tenant on cohort_registrations to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
-- What was said before cannot be said otherwise afterwards.
grant select, insert, delete on cohort_registrations to ithaca_runtime;
