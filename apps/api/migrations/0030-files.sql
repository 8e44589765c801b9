-- Why: people give files to one another. A file is a row and its parts here, or a row here and an object in a bucket; what
-- uses it is said by the tables of features, and what nobody uses goes (decision 20).
-- Locks: none on tables in use but a shared one for the foreign key, for an instant.
-- Back: drop both tables.

create table files (
  organisation_id uuid not null,
  id uuid not null,
  name text not null,
  media_type text not null,
  bytes integer not null,
  sha256 text not null,
  -- Of pictures.
  width integer,
  height integer,
  place text not null default 'database',
  -- Null: taken back, or the person is gone; the next sweep removes it.
  uploaded_by uuid,
  uploaded_at timestamptz not null,
  constraint files_pk primary key (organisation_id, id),
  constraint files_person_fk foreign key (organisation_id, uploaded_by) references people (organisation_id, id) on delete set null (uploaded_by),
  constraint files_place check (place in ('database', 'bucket')),
  constraint files_bytes check (bytes > 0)
);
create index files_uploaded on files (organisation_id, uploaded_at);

create table file_parts (
  organisation_id uuid not null,
  file_id uuid not null,
  position integer not null,
  content bytea not null,
  constraint file_parts_pk primary key (organisation_id, file_id, position),
  constraint file_parts_file_fk foreign key (organisation_id, file_id) references files (organisation_id, id) on delete cascade
);
-- Documents and pictures are packed already.
alter table file_parts alter column content set storage external;

do $$
declare
  t text;
begin
  foreach t in array array['files', 'file_parts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
