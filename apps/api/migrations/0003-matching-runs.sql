-- Why: matching runs that can be watched, cancelled, replayed and verified outside; publications that wait, can be called off,
--      name what they left out, and take back a pair that nobody has opened.
-- Locks: adds columns with constant defaults and replaces a check on matching_runs: brief, no rewrite.
-- Way back: forward only; the older release neither reads nor misses the new columns and tables.

alter table matching_runs
  add column progress jsonb,
  add column heartbeat_at timestamptz,
  add column attempts smallint not null default 0,
  add column budget_seconds integer not null default 120,
  add column cancelled_by uuid,
  drop constraint matching_runs_state,
  add constraint matching_runs_state check (
    state in ('queued', 'running', 'ready', 'scheduled', 'published', 'superseded', 'cancelled', 'failed'));
create index matching_runs_under_way on matching_runs (organisation_id, heartbeat_at) where state in ('queued', 'running');

-- What was solved and what came of it, as gzipped JSON: written once, never changed.
create table matching_run_records (
  organisation_id uuid not null,
  run_id uuid not null,
  inputs bytea not null,
  problem bytea not null,
  result bytea not null,
  result_hash text not null,
  scores_hash text not null,
  created_at timestamptz not null,
  constraint matching_run_records_pk primary key (organisation_id, run_id),
  constraint matching_run_records_run_fk foreign key (organisation_id, run_id) references matching_runs (organisation_id, id) on delete cascade
);

create table matching_replays (
  organisation_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  state text not null default 'queued',
  same_pairings boolean,
  same_scores boolean,
  changes jsonb not null default '[]',
  problem text,
  created_by uuid not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  constraint matching_replays_pk primary key (organisation_id, id),
  constraint matching_replays_run_fk foreign key (organisation_id, run_id) references matching_runs (organisation_id, id) on delete cascade,
  constraint matching_replays_state check (state in ('queued', 'running', 'done', 'failed'))
);
create index matching_replays_run on matching_replays (organisation_id, run_id, created_at desc);

create table publications (
  organisation_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  cohort_id uuid not null,
  state text not null default 'scheduled',
  publish_at timestamptz not null,
  delivery text not null,
  tell_unmatched boolean not null default true,
  unmatched_messages jsonb not null default '{}',
  created_by uuid not null,
  created_at timestamptz not null,
  cancelled_by uuid,
  cancelled_at timestamptz,
  published_at timestamptz,
  announced_at timestamptz,
  published integer not null default 0,
  skipped jsonb not null default '[]',
  problem jsonb,
  constraint publications_pk primary key (organisation_id, id),
  constraint publications_run_fk foreign key (organisation_id, run_id) references matching_runs (organisation_id, id) on delete cascade,
  constraint publications_state check (state in ('scheduled', 'done', 'cancelled', 'failed')),
  constraint publications_delivery check (delivery in ('at-once', 'morning'))
);
create unique index publications_one_in_force on publications (organisation_id, run_id) where state in ('scheduled', 'done');
create index publications_run on publications (organisation_id, run_id, created_at desc);
create index publications_due on publications (organisation_id, publish_at) where state = 'scheduled';
create index publications_untold on publications (organisation_id, published_at) where state = 'done' and announced_at is null;

-- When a side first opened its pairing: until then it can be taken back without a word.
alter table pairing_members add column opened_at timestamptz;
-- A mail that waits for its reader's morning.
alter table mails add column send_after timestamptz;
create index mails_waiting on mails (organisation_id, send_after) where state = 'queued' and send_after is not null;

do $$
declare
  t text;
begin
  foreach t in array array['matching_run_records', 'matching_replays', 'publications'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
-- What was solved is evidence: written once.
revoke update, delete on matching_run_records from ithaca_runtime;
