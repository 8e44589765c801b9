-- Why: the numbers of a closed cohort stand as they were then, and what its pairings wrote is kept until a day that is known.
-- Locks: cohorts gets a column without a default, for an instant.
-- Back: drop the table and the column.

-- The last day on which messages, notes and to-dos of its pairings are kept; from the close on.
alter table cohorts add column content_until date;

-- What the numbers of a closed cohort are formed from, without names; one for each close.
create table cohort_snapshots (
  organisation_id uuid not null,
  cohort_id uuid not null,
  closed_at timestamptz not null,
  facts jsonb not null,
  taken_at timestamptz not null,
  constraint cohort_snapshots_pk primary key (organisation_id, cohort_id, closed_at),
  constraint cohort_snapshots_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade
);
alter table cohort_snapshots enable row level security;
alter table cohort_snapshots force row level security;
create policy cohort_snapshots_tenant on cohort_snapshots to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on cohort_snapshots to ithaca_runtime;
