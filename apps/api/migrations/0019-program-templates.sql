-- Why: an organisation keeps programs that worked as templates of its own, and sees which programs were made from them.
-- Locks: a new table; one added column on programs (a short ACCESS EXCLUSIVE lock, no rewrite) and an index on it.
-- Way back: alter table programs drop column template_id; drop table program_templates.

create table program_templates (
  organisation_id uuid not null,
  id uuid not null,
  name text not null,
  description text not null default '',
  -- The parts of a program that another one may take over, as they were when it was kept.
  content jsonb not null,
  coordinator_minutes_per_week smallint not null,
  state text not null default 'open',
  made_from uuid not null,
  created_by uuid not null,
  created_at timestamptz not null,
  version integer not null default 1,
  constraint program_templates_pk primary key (organisation_id, id),
  constraint program_templates_state check (state in ('open', 'retired')),
  constraint program_templates_made_from_fk foreign key (organisation_id, made_from) references programs (organisation_id, id),
  constraint program_templates_created_by_fk foreign key (organisation_id, created_by) references people (organisation_id, id)
);
create unique index program_templates_name_unique on program_templates (organisation_id, lower(name)) where state = 'open';

alter table programs add column template_id uuid;
alter table programs add constraint programs_template_fk foreign key (organisation_id, template_id) references program_templates (organisation_id, id);
create index programs_template on programs (organisation_id, template_id) where template_id is not null;

alter table program_templates enable row level security;
alter table program_templates force row level security;
create policy program_templates_tenant on program_templates to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
-- Retired, never removed: programs name the one they were made from.
grant select, insert, update on program_templates to ithaca_runtime;
