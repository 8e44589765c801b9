-- Why: somebody who gets a message that should not have been written can report it to reviewers whom the organisation has
-- named; only they read it, with five messages before it, and only until they have closed it (decision 21).
-- Locks: none on tables in use but shared ones for the foreign keys, for an instant.
-- Back: drop the three tables.

create table safeguarding_reviewers (
  organisation_id uuid not null,
  person_id uuid not null,
  named_by uuid not null,
  named_at timestamptz not null,
  constraint safeguarding_reviewers_pk primary key (organisation_id, person_id),
  constraint safeguarding_reviewers_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade
);

create table concerns (
  organisation_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  raised_by uuid not null,
  reason text not null,
  note text not null default '',
  raised_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid,
  outcome text,
  constraint concerns_pk primary key (organisation_id, id),
  constraint concerns_message_fk foreign key (organisation_id, message_id) references messages (organisation_id, id) on delete cascade,
  constraint concerns_raised_by_fk foreign key (organisation_id, raised_by) references people (organisation_id, id) on delete cascade,
  constraint concerns_closed check ((closed_at is null) = (outcome is null))
);
create unique index concerns_once on concerns (organisation_id, message_id, raised_by);

-- Those whom the reporter was shown beforehand: nobody who is named later reads it.
create table concern_readers (
  organisation_id uuid not null,
  concern_id uuid not null,
  person_id uuid not null,
  constraint concern_readers_pk primary key (organisation_id, concern_id, person_id),
  constraint concern_readers_concern_fk foreign key (organisation_id, concern_id) references concerns (organisation_id, id) on delete cascade,
  constraint concern_readers_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade
);
create index concern_readers_person on concern_readers (organisation_id, person_id);

do $$
declare
  t text;
begin
  foreach t in array array['safeguarding_reviewers', 'concerns', 'concern_readers'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
