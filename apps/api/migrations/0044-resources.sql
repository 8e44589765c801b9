-- Why: programs recommend guides, articles, courses and certificates at the right moment: links, texts and files in one library
-- of the organisation, used by several programs, with what each reader says about them.
-- Locks: none on tables in use but shared ones for the foreign keys, for an instant.
-- Back: drop the four tables.

create table resources (
  organisation_id uuid not null,
  id uuid not null,
  kind text not null,
  title text not null,
  summary text not null default '',
  languages text[] not null,
  minutes integer,
  source text not null,
  link text not null default '',
  body text not null default '',
  file_id uuid,
  state text not null default 'open',
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  constraint resources_pk primary key (organisation_id, id),
  constraint resources_file_fk foreign key (organisation_id, file_id) references files (organisation_id, id),
  constraint resources_person_fk foreign key (organisation_id, created_by) references people (organisation_id, id) on delete set null (created_by),
  constraint resources_kind check (kind in ('guide', 'article', 'course', 'certificate')),
  constraint resources_source check (source in ('link', 'text', 'file')),
  constraint resources_content check (source = 'link' and link <> '' or source = 'text' and body <> '' or source = 'file' and file_id is not null),
  constraint resources_state check (state in ('open', 'archived'))
);
create index resources_file on resources (organisation_id, file_id) where file_id is not null;

-- Which program uses it, in which order, for which part of the way.
create table program_resources (
  organisation_id uuid not null,
  program_id uuid not null,
  resource_id uuid not null,
  position integer not null,
  stage text not null,
  milestone text,
  constraint program_resources_pk primary key (organisation_id, program_id, resource_id),
  constraint program_resources_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id) on delete cascade,
  constraint program_resources_resource_fk foreign key (organisation_id, resource_id) references resources (organisation_id, id) on delete cascade,
  constraint program_resources_stage check (stage in ('any', 'start', 'middle', 'end'))
);
create index program_resources_resource on program_resources (organisation_id, resource_id);

-- The same for a template of the organisation's own.
create table template_resources (
  organisation_id uuid not null,
  template_id uuid not null,
  resource_id uuid not null,
  position integer not null,
  stage text not null,
  milestone text,
  constraint template_resources_pk primary key (organisation_id, template_id, resource_id),
  constraint template_resources_template_fk foreign key (organisation_id, template_id) references program_templates (organisation_id, id) on delete cascade,
  constraint template_resources_resource_fk foreign key (organisation_id, resource_id) references resources (organisation_id, id) on delete cascade
);

create table resource_uses (
  organisation_id uuid not null,
  resource_id uuid not null,
  person_id uuid not null,
  finished_at timestamptz,
  rating smallint,
  proof text not null default '',
  constraint resource_uses_pk primary key (organisation_id, resource_id, person_id),
  constraint resource_uses_resource_fk foreign key (organisation_id, resource_id) references resources (organisation_id, id) on delete cascade,
  constraint resource_uses_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint resource_uses_rating check (rating between 1 and 5)
);

do $$
declare
  t text;
begin
  foreach t in array array['resources', 'program_resources', 'template_resources', 'resource_uses'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
