-- Why: reminders keep to their readers' nights and to so many a week; programs choose which reminders their pairs get.
-- Locks: columns with constant defaults on organisations, people and programs, no rewrite; one check of mails is read through once.
-- Back: drop table nudges; drop the columns; give mails_state its former list.

-- How many reminders one person is mailed in seven days; what is beyond stands in the inbox alone.
alter table organisations add column reminders_per_week smallint not null default 2;
alter table organisations add constraint organisations_reminders check (reminders_per_week between 0 and 7);

-- On the person's own wall clock; null: mails may come at any hour.
alter table people add column quiet_hours jsonb default '{"from":"20:00","to":"08:00"}';

alter table mails drop constraint mails_state;
alter table mails add constraint mails_state check (state in ('queued', 'sent', 'kept', 'failed', 'stopped', 'held'));

-- What a program changed of the usual nudges, by rule: {"first-goal": {"on": true, "afterDays": 14}}.
alter table programs add column nudges jsonb not null default '{}';

-- Each nudge that went out. One rule nudges one person about one thing once in a period, whoever tries.
create table nudges (
  organisation_id uuid not null,
  id uuid not null,
  rule text not null,
  person_id uuid not null,
  pairing_id uuid not null,
  subject_id uuid not null,
  period integer not null,
  sent_at timestamptz not null,
  constraint nudges_pk primary key (organisation_id, id),
  constraint nudges_once unique (organisation_id, person_id, rule, subject_id, period),
  constraint nudges_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint nudges_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade
);
create index nudges_pairing on nudges (organisation_id, pairing_id, sent_at desc);

do $$
declare
  t text;
begin
  foreach t in array array['nudges'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
