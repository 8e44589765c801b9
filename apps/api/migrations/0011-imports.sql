-- Imports from workbooks and from other mentoring tools: the file is kept until its import has run, so that another sheet or
-- encoding can be chosen; what columns hold is remembered by the headings; and what an import did is remembered for each
-- record it touched (person, enrolment, pairing) rather than for each line, because one line may speak of two people.
-- Locks: short exclusive locks on imports, import_rows and stage_events for the new columns; all of them nullable or constant.
-- Back: drop import_files, import_mappings, import_traces; alter table … drop the columns; imports that ran keep what they did.

alter table imports add column source jsonb not null default '{}';
alter table imports add column headings text not null default '';

alter table import_rows drop constraint import_rows_effect;
alter table import_rows add constraint import_rows_effect
  check (effect in ('pending', 'new', 'changed', 'unchanged', 'joined', 'rejected'));

-- In pieces, so that no connection has to hold a whole file at once.
create table import_files (
  organisation_id uuid not null,
  import_id uuid not null,
  position integer not null,
  content bytea not null,
  constraint import_files_pk primary key (organisation_id, import_id, position),
  constraint import_files_import_fk foreign key (organisation_id, import_id) references imports (organisation_id, id) on delete cascade
);
-- A file is compressed already or soon gone: no time is spent on making it smaller.
alter table import_files alter column content set storage external;

-- What the columns of a file held when it was imported last, by its headings.
create table import_mappings (
  organisation_id uuid not null,
  headings text not null,
  mapping jsonb not null,
  used_at timestamptz not null,
  constraint import_mappings_pk primary key (organisation_id, headings)
);

-- What an import did to one record. Before: null for a record it added. After: as the import left it.
create table import_traces (
  organisation_id uuid not null,
  id uuid not null,
  import_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  line integer not null,
  before jsonb,
  after jsonb not null,
  constraint import_traces_pk primary key (organisation_id, id),
  constraint import_traces_import_fk foreign key (organisation_id, import_id) references imports (organisation_id, id) on delete cascade,
  constraint import_traces_kind check (kind in ('person', 'enrolment', 'pairing'))
);
create unique index import_traces_subject_unique on import_traces (organisation_id, import_id, kind, subject_id);

-- Stage events stay append-only; those an import wrote go with its trace when it is undone.
alter table stage_events add column trace_id uuid;
alter table stage_events add constraint stage_events_trace_fk
  foreign key (organisation_id, trace_id) references import_traces (organisation_id, id) on delete cascade;
create index stage_events_trace on stage_events (organisation_id, trace_id) where trace_id is not null;

-- What imports remembered beside their lines so far. The owner of the tables is bound by their policies as well.
alter table import_rows no force row level security;
insert into import_traces (organisation_id, id, import_id, kind, subject_id, line, before, after)
  select r.organisation_id, gen_random_uuid(), r.import_id, 'person', r.person_id, r.line,
    case when r.effect = 'changed' then jsonb_build_object('person', r.before -> 'person', 'spells', r.before -> 'spells') end,
    jsonb_build_object('person', r.before -> 'after', 'spells', r.before -> 'spellsAfter')
  from import_rows r where r.before is not null and r.person_id is not null and r.effect in ('new', 'changed');
alter table import_rows force row level security;
alter table import_rows drop column before;

do $$
declare
  t text;
begin
  foreach t in array array['import_files', 'import_mappings', 'import_traces'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;

-- Within one file people may stand before their manager: an import checks the reporting lines at its end.
alter table people alter constraint people_manager_fk deferrable initially immediate;
