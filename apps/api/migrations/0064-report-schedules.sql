-- Why: a built report goes out by mail, weekly, monthly or quarterly, to chosen people who may read it.
-- Locks: none on what is in use.
-- Back: drop table report_runs, report_schedule_readers, report_schedules.

create table report_schedules (
  organisation_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  saved_report_id uuid not null,
  rhythm text not null,
  -- The period that went out last, or in which the schedule was made or went on again.
  last_period_on date not null,
  paused_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  created_by uuid not null,
  created_at timestamptz not null,
  version integer not null default 1,
  constraint report_schedules_pk primary key (organisation_id, id),
  constraint report_schedules_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id) on delete cascade,
  constraint report_schedules_saved_report_fk foreign key (organisation_id, saved_report_id) references saved_reports (organisation_id, id) on delete cascade,
  constraint report_schedules_created_by_fk foreign key (organisation_id, created_by) references people (organisation_id, id),
  constraint report_schedules_rhythm check (rhythm in ('weekly', 'monthly', 'quarterly')),
  constraint report_schedules_end check ((ended_at is null) = (end_reason is null))
);
create index report_schedules_of_report on report_schedules (organisation_id, saved_report_id, created_at desc, id desc);

create table report_schedule_readers (
  organisation_id uuid not null,
  schedule_id uuid not null,
  person_id uuid not null,
  constraint report_schedule_readers_pk primary key (organisation_id, schedule_id, person_id),
  constraint report_schedule_readers_schedule_fk foreign key (organisation_id, schedule_id) references report_schedules (organisation_id, id) on delete cascade,
  constraint report_schedule_readers_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade
);
create index report_schedule_readers_person on report_schedule_readers (organisation_id, person_id);

-- What went out, as it was frozen; once for each schedule and period, so that two workers cannot both send.
create table report_runs (
  organisation_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  -- Null once the schedule or its report was removed: whoever got the mail still reads what it announced.
  schedule_id uuid,
  period_on date not null,
  name text not null,
  report jsonb not null,
  people integer not null,
  written_at timestamptz not null,
  constraint report_runs_pk primary key (organisation_id, id),
  constraint report_runs_once unique (organisation_id, schedule_id, period_on),
  constraint report_runs_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id) on delete cascade,
  constraint report_runs_schedule_fk foreign key (organisation_id, schedule_id) references report_schedules (organisation_id, id)
    on delete set null (schedule_id)
);

do $$
declare
  t text;
begin
  foreach t in array array['report_schedules', 'report_schedule_readers', 'report_runs'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
