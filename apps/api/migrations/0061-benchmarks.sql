-- Why: an organisation may let its shares stand beside those of others that do the same. Each writes its own shares, under its own
--      tenant; a transaction that names this purpose and no organisation reads the shares of all and writes quartiles over ten or
--      more of them; whoever takes part reads the quartiles. Nothing else of any organisation opens to that purpose (decision 38).
-- Locks: none on present tables.
-- Back: drop the four tables.

create table benchmark_consents (
  organisation_id uuid not null,
  given_by uuid not null,
  given_at timestamptz not null,
  constraint benchmark_consents_pk primary key (organisation_id),
  constraint benchmark_consents_organisation_fk foreign key (organisation_id) references organisations (organisation_id) on delete cascade
);
alter table benchmark_consents enable row level security;
alter table benchmark_consents force row level security;
create policy benchmark_consents_tenant on benchmark_consents to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, delete on benchmark_consents to ithaca_runtime;

create table identity.benchmark_parts (
  organisation_id uuid not null,
  metric text not null,
  version smallint not null,
  period_on date not null,
  share double precision not null,
  people integer not null,
  constraint benchmark_parts_pk primary key (organisation_id, metric),
  constraint benchmark_parts_share check (share between 0 and 1),
  constraint benchmark_parts_people check (people >= 20)
);

-- A month whose figures have been formed.
create table identity.benchmark_rounds (
  period_on date not null,
  formed_at timestamptz not null,
  constraint benchmark_rounds_pk primary key (period_on)
);

create table identity.benchmark_values (
  metric text not null,
  version smallint not null,
  period_on date not null,
  lower_share double precision not null,
  median_share double precision not null,
  upper_share double precision not null,
  organisations integer not null,
  people integer not null,
  constraint benchmark_values_pk primary key (metric),
  constraint benchmark_values_enough check (organisations >= 10)
);

-- Over whom the figures of a metric were formed: read again by the next round alone.
create table identity.benchmark_members (
  metric text not null,
  organisation_id uuid not null,
  constraint benchmark_members_pk primary key (metric, organisation_id)
);

alter table identity.benchmark_parts enable row level security;
alter table identity.benchmark_parts force row level security;
-- Handed in by an organisation that takes part, taken back by whoever handed it in.
create policy benchmark_parts_own on identity.benchmark_parts to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid)
    and exists (select from public.benchmark_consents c where c.organisation_id = benchmark_parts.organisation_id));
create policy benchmark_parts_forming on identity.benchmark_parts for select to ithaca_runtime
  using (nullif(current_setting('app.organisation_id', true), '') is null and current_setting('app.purpose', true) = 'benchmarks');
grant select, insert, update, delete on identity.benchmark_parts to ithaca_runtime;

alter table identity.benchmark_rounds enable row level security;
alter table identity.benchmark_rounds force row level security;
create policy benchmark_rounds_told on identity.benchmark_rounds for select to ithaca_runtime using (true);
create policy benchmark_rounds_forming on identity.benchmark_rounds for insert to ithaca_runtime
  with check (nullif(current_setting('app.organisation_id', true), '') is null and current_setting('app.purpose', true) = 'benchmarks');
grant select, insert on identity.benchmark_rounds to ithaca_runtime;

alter table identity.benchmark_values enable row level security;
alter table identity.benchmark_values force row level security;
create policy benchmark_values_told on identity.benchmark_values for select to ithaca_runtime
  using (exists (select from public.benchmark_consents c
    where c.organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid)));
create policy benchmark_values_forming on identity.benchmark_values to ithaca_runtime
  using (nullif(current_setting('app.organisation_id', true), '') is null and current_setting('app.purpose', true) = 'benchmarks')
  with check (nullif(current_setting('app.organisation_id', true), '') is null and current_setting('app.purpose', true) = 'benchmarks');
grant select, insert, update, delete on identity.benchmark_values to ithaca_runtime;

alter table identity.benchmark_members enable row level security;
alter table identity.benchmark_members force row level security;
create policy benchmark_members_forming on identity.benchmark_members to ithaca_runtime
  using (nullif(current_setting('app.organisation_id', true), '') is null and current_setting('app.purpose', true) = 'benchmarks')
  with check (nullif(current_setting('app.organisation_id', true), '') is null and current_setting('app.purpose', true) = 'benchmarks');
grant select, insert, delete on identity.benchmark_members to ithaca_runtime;
