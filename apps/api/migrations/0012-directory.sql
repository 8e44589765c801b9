-- Why: the directory remembers jobs as dated spells; people may say about themselves what the organisation asks, for a purpose
--      and with their own consent; lists have saved views, exports and acts on many at once; a role may end by itself.
-- Locks: new tables; one added column on grants (brief, no rewrite); people is read once for the first job spells.
-- Way back: forward only; the older release neither reads nor misses the new tables and the new column.

-- What somebody's job was from a day on, until the next spell starts or the person leaves. A spell that turns out wrong is never
-- changed: it is superseded by another row, so that what was known on a day can always be told.
create table job_spells (
  organisation_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  starts_on date not null,
  job_title text not null default '',
  department text not null default '',
  grade smallint,
  site text not null default '',
  manager_id uuid,
  recorded_at timestamptz not null,
  recorded_by uuid,
  import_id uuid,
  superseded_at timestamptz,
  constraint job_spells_pk primary key (organisation_id, id),
  constraint job_spells_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint job_spells_superseded_later check (superseded_at is null or superseded_at >= recorded_at)
);
create unique index job_spells_start_unique on job_spells (organisation_id, person_id, starts_on) where superseded_at is null;
create index job_spells_person on job_spells (organisation_id, person_id, recorded_at);
create index job_spells_planned on job_spells (organisation_id, starts_on) where superseded_at is null;
create index job_spells_import on job_spells (organisation_id, import_id) where import_id is not null;

-- The owner of the tables is bound by their policies as well, and this once has to read the people of every organisation.
alter table people no force row level security;
insert into job_spells (organisation_id, id, person_id, starts_on, job_title, department, grade, site, manager_id, recorded_at, import_id)
  select organisation_id, gen_random_uuid(), id, coalesce(hired_on, created_at::date), job_title, department, grade, site, manager_id,
    created_at, import_id
  from people;
alter table people force row level security;

-- What people may say about themselves, for one purpose that never changes; who sees the sums is settled with it.
create table declared_attributes (
  organisation_id uuid not null,
  id uuid not null,
  name text not null,
  explanation text not null default '',
  purpose text not null,
  choices jsonb not null,
  seen_by text[] not null,
  state text not null default 'open',
  created_by uuid not null,
  created_at timestamptz not null,
  -- The sums as they were last released; live ones would give away who has just declared or withdrawn.
  counts jsonb,
  counted_on date,
  changes_since_count integer not null default 0,
  version integer not null default 1,
  constraint declared_attributes_pk primary key (organisation_id, id),
  constraint declared_attributes_created_by_fk foreign key (organisation_id, created_by) references people (organisation_id, id),
  constraint declared_attributes_purpose check (purpose in ('equal-access', 'report')),
  constraint declared_attributes_state check (state in ('open', 'retired')),
  constraint declared_attributes_seen_by check (seen_by <@ array['owner', 'coordinator', 'auditor'])
);
create unique index declared_attributes_name_unique on declared_attributes (organisation_id, lower(name)) where state = 'open';

create table declarations (
  organisation_id uuid not null,
  attribute_id uuid not null,
  person_id uuid not null,
  choice text not null,
  consented_at timestamptz not null,
  constraint declarations_pk primary key (organisation_id, attribute_id, person_id),
  constraint declarations_attribute_fk foreign key (organisation_id, attribute_id) references declared_attributes (organisation_id, id) on delete cascade,
  constraint declarations_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade
);

-- What somebody looks at in a list again and again: its filters as they stand in the address.
create table saved_views (
  organisation_id uuid not null,
  id uuid not null,
  list text not null,
  owner_id uuid not null,
  name text not null,
  query text not null,
  shared boolean not null default false,
  created_at timestamptz not null,
  version integer not null default 1,
  constraint saved_views_pk primary key (organisation_id, id),
  constraint saved_views_owner_fk foreign key (organisation_id, owner_id) references people (organisation_id, id) on delete cascade
);
create unique index saved_views_name_unique on saved_views (organisation_id, owner_id, list, lower(name));
create index saved_views_list on saved_views (organisation_id, list) where shared;

-- The view a list opens with, for one person.
create table default_views (
  organisation_id uuid not null,
  person_id uuid not null,
  list text not null,
  view_id uuid not null,
  constraint default_views_pk primary key (organisation_id, person_id, list),
  constraint default_views_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint default_views_view_fk foreign key (organisation_id, view_id) references saved_views (organisation_id, id) on delete cascade
);

-- One act on many people of the directory, and what each was before, so that it can be undone.
create table bulk_acts (
  organisation_id uuid not null,
  id uuid not null,
  kind text not null,
  facts jsonb not null default '{}',
  done_by uuid not null,
  done_at timestamptz not null,
  undone_at timestamptz,
  version integer not null default 1,
  constraint bulk_acts_pk primary key (organisation_id, id),
  constraint bulk_acts_done_by_fk foreign key (organisation_id, done_by) references people (organisation_id, id),
  constraint bulk_acts_kind check (kind in ('invite', 'set-department', 'set-site', 'set-manager', 'deactivate'))
);
create index bulk_acts_done on bulk_acts (organisation_id, done_at desc);

create table bulk_act_people (
  organisation_id uuid not null,
  act_id uuid not null,
  person_id uuid not null,
  before jsonb not null default '{}',
  version_after integer not null,
  outcome text not null,
  constraint bulk_act_people_pk primary key (organisation_id, act_id, person_id),
  constraint bulk_act_people_act_fk foreign key (organisation_id, act_id) references bulk_acts (organisation_id, id) on delete cascade,
  constraint bulk_act_people_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade
);

-- Files of lists that were too long to be sent at once: made by a job, kept for a day, for the one who asked.
create table exports (
  organisation_id uuid not null,
  id uuid not null,
  list text not null,
  format text not null,
  request jsonb not null,
  file_name text not null,
  state text not null default 'queued',
  progress integer not null default 0,
  rows integer,
  problem text,
  created_by uuid not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz,
  constraint exports_pk primary key (organisation_id, id),
  constraint exports_created_by_fk foreign key (organisation_id, created_by) references people (organisation_id, id) on delete cascade,
  constraint exports_format check (format in ('csv', 'xlsx')),
  constraint exports_state check (state in ('queued', 'ready', 'failed'))
);
create index exports_created on exports (organisation_id, created_by, created_at desc);
create index exports_expires on exports (organisation_id, expires_at);

create table export_parts (
  organisation_id uuid not null,
  export_id uuid not null,
  position integer not null,
  bytes bytea not null,
  constraint export_parts_pk primary key (organisation_id, export_id, position),
  constraint export_parts_export_fk foreign key (organisation_id, export_id) references exports (organisation_id, id) on delete cascade
);

alter table grants add column expires_at timestamptz;

do $$
declare
  t text;
begin
  foreach t in array array['job_spells', 'declared_attributes', 'declarations', 'saved_views', 'default_views', 'bulk_acts',
      'bulk_act_people', 'exports', 'export_parts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;

-- A declaration shows itself to its author, and to a transaction that says it forms groups or sums of them: whoever forgets to
-- say so sees nothing. Written by the author alone. RESTRICTIVE adds to the tenant policy.
create policy declarations_author_or_sums on declarations as restrictive for select to ithaca_runtime
  using (person_id = (select nullif(current_setting('app.person_id', true), '')::uuid)
    or (select current_setting('app.declarations', true)) = 'in-groups');
create policy declarations_author_writes on declarations as restrictive for insert to ithaca_runtime
  with check (person_id = (select nullif(current_setting('app.person_id', true), '')::uuid));
create policy declarations_author_changes on declarations as restrictive for update to ithaca_runtime
  using (person_id = (select nullif(current_setting('app.person_id', true), '')::uuid))
  with check (person_id = (select nullif(current_setting('app.person_id', true), '')::uuid));
