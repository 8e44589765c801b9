-- Why: messages hold files, whoever likes shows how far they have read, and a mail of a new message can be answered without
-- signing in, once for each mail.
-- Locks: a column with a constant default on people, a null one on identity.act_links, no rewrite; one check of act_links is
-- read through once.
-- Back: drop message_files and the columns, give act_links_act its former list.

create table message_files (
  organisation_id uuid not null,
  message_id uuid not null,
  file_id uuid not null,
  position smallint not null,
  constraint message_files_pk primary key (organisation_id, message_id, file_id),
  constraint message_files_message_fk foreign key (organisation_id, message_id) references messages (organisation_id, id) on delete cascade,
  constraint message_files_file_fk foreign key (organisation_id, file_id) references files (organisation_id, id) on delete cascade
);
create unique index message_files_once on message_files (organisation_id, file_id);

alter table people add column shows_reading boolean not null default false;

-- Set where a link works only once, whatever its record says afterwards.
alter table identity.act_links add column used_at timestamptz;
grant update (used_at) on identity.act_links to ithaca_runtime;

do $$
declare
  t text;
  acts text;
begin
  -- What earlier migrations allow, and one act more.
  select substring(pg_get_constraintdef(oid) from '\[(.*)\]') into acts
    from pg_constraint where conname = 'act_links_act' and conrelid = 'identity.act_links'::regclass;
  alter table identity.act_links drop constraint act_links_act;
  execute format('alter table identity.act_links add constraint act_links_act check (act in (%s, ''answer-message''::text))', acts);

  foreach t in array array['message_files'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
