-- Why: after each write in a cohort its pages were formed from all its rows anew, 0.2 to 0.4 s for 1,000 pairings. A process now keeps the
--      rows, and reads again those of the pairings of which something was written since. Which these are was lost when their touches
--      were folded; now the folding notes under each pairing the number of the cohort's state to which its last touch was added. A pairing
--      that is removed leaves a touch as well. See decision 50.
-- Locks: none that anybody waits for; the trigger waits for writers of pairings that have begun.
-- Back: drop the trigger, its function and the table, and the lines of renewStandings that write to it; nothing else holds what they hold.

create table cohort_changes (
  organisation_id uuid not null,
  cohort_id uuid not null,
  -- The pairing; the cohort itself where what was written names none.
  subject_id uuid not null,
  -- The touches of the cohort that were folded when its last one was.
  touches bigint not null,
  constraint cohort_changes_pk primary key (organisation_id, cohort_id, subject_id),
  constraint cohort_changes_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade
);
create index cohort_changes_latest on cohort_changes (organisation_id, cohort_id, touches);

alter table cohort_changes enable row level security;
alter table cohort_changes force row level security;
create policy cohort_changes_tenant on cohort_changes to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on cohort_changes to ithaca_runtime;

-- A cohort that is being removed with them needs none.
create function touch_by_removed_pairings() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  insert into cohort_touches (organisation_id, cohort_id, pairing_id)
  select b.organisation_id, b.cohort_id, b.id from before_rows b
  join cohorts c on c.organisation_id = b.organisation_id and c.id = b.cohort_id;
  return null;
end $$;
create trigger pairings_touching_last after delete on pairings referencing old table as before_rows
  for each statement execute function touch_by_removed_pairings();
