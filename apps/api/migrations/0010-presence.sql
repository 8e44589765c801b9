-- Why: who is on a page of a program at this moment, and at which line, so that two coordinators do not work against
-- each other. One row for each open tab, gone when the tab is left and passed over when it is older than its beat:
-- never a history of where somebody was. Unlogged: after a crash nobody is anywhere, which is true.
-- Locks: none, the table is new.
-- Back: drop table presences.

create unlogged table presences (
  organisation_id uuid not null,
  person_id uuid not null,
  tab_id uuid not null,
  program_id uuid not null,
  place text not null,
  focus_id uuid,
  moved_at timestamptz not null,
  seen_at timestamptz not null,
  constraint presences_pk primary key (organisation_id, person_id, tab_id),
  constraint presences_place check (length(place) <= 80)
);
create index presences_program on presences (organisation_id, program_id, seen_at);

alter table presences enable row level security;
alter table presences force row level security;
create policy presences_tenant on presences to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on presences to ithaca_runtime;
