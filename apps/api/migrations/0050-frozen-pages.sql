-- Pages of numbers that are frozen once a month, and the log of what was released, against telling somebody by the
-- difference of two releases.
-- Locks: none on present tables.
-- Back: drop the three tables.

-- A month of which the pages of one kind have been made; so that doing it twice makes nothing.
create table frozen_periods (
  organisation_id uuid not null,
  cohort_id uuid not null,
  kind text not null,
  period_on date not null,
  made_at timestamptz not null,
  constraint frozen_periods_pk primary key (organisation_id, cohort_id, kind, period_on),
  constraint frozen_periods_kind check (kind in ('area-report', 'declared-access')),
  constraint frozen_periods_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade
);

-- One page: of a manager's area (its subject is the manager) or of a declared attribute (its subject is the attribute).
create table frozen_pages (
  organisation_id uuid not null,
  cohort_id uuid not null,
  kind text not null,
  period_on date not null,
  subject_id uuid not null,
  part text not null,
  page jsonb not null,
  constraint frozen_pages_pk primary key (organisation_id, cohort_id, kind, period_on, subject_id, part),
  constraint frozen_pages_period_fk foreign key (organisation_id, cohort_id, kind, period_on)
    references frozen_periods (organisation_id, cohort_id, kind, period_on) on delete cascade
);

-- What was released: over whom (units, each a person or something with the people it is about), never which value.
create table metric_releases (
  organisation_id uuid not null,
  id uuid not null,
  cohort_id uuid,
  measure text not null,
  audience text not null,
  reader_id uuid,
  people int not null,
  smallest int not null,
  outcome text not null,
  units jsonb,
  released_at timestamptz not null,
  constraint metric_releases_pk primary key (organisation_id, id),
  constraint metric_releases_audience check (audience in ('cohort', 'area', 'declared')),
  constraint metric_releases_outcome check (outcome in ('released', 'refused')),
  constraint metric_releases_units check ((outcome = 'released') = (units is not null)),
  constraint metric_releases_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade,
  constraint metric_releases_organisation_fk foreign key (organisation_id) references organisations (organisation_id)
);
create index metric_releases_by_cohort on metric_releases (organisation_id, cohort_id, measure);
create index metric_releases_by_measure on metric_releases (organisation_id, measure);

alter table frozen_periods enable row level security;
alter table frozen_periods force row level security;
create policy frozen_periods_tenant on frozen_periods to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on frozen_periods to ithaca_runtime;

alter table frozen_pages enable row level security;
alter table frozen_pages force row level security;
create policy frozen_pages_tenant on frozen_pages to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on frozen_pages to ithaca_runtime;

alter table metric_releases enable row level security;
alter table metric_releases force row level security;
create policy metric_releases_tenant on metric_releases to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on metric_releases to ithaca_runtime;
