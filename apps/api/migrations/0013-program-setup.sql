-- Why: a form that people have answered is changed by publishing a new version, the answers keep the version they were
-- given under; the eligibility rule keeps its versions too; a cohort opens at an hour of the organisation's time zone.
-- Locks: new tables; added columns (a short ACCESS EXCLUSIVE lock each, no rewrite).
-- Way back: drop table earlier_answers, program_versions; alter table … drop column of those below.

alter table programs add column form_version integer not null default 1;
alter table programs add column form_draft jsonb;
alter table programs add column eligibility_version integer not null default 1;
-- Null: given before versions were kept, which is version 1.
alter table enrolments add column form_version integer;
alter table cohorts add column opens_at_minute smallint not null default 0;
alter table cohorts add constraint cohorts_opens_at_minute check (opens_at_minute between 0 and 1439);

-- The first version is written when the part changes for the first time; until then the program holds it.
create table program_versions (
  organisation_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  part text not null,
  number integer not null,
  content jsonb not null,
  saved_by uuid not null,
  saved_at timestamptz not null,
  constraint program_versions_pk primary key (organisation_id, id),
  constraint program_versions_part check (part in ('form', 'eligibility')),
  constraint program_versions_number check (number >= 1),
  constraint program_versions_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id),
  constraint program_versions_saved_by_fk foreign key (organisation_id, saved_by) references people (organisation_id, id)
);
create unique index program_versions_number_unique on program_versions (organisation_id, program_id, part, number);

-- What somebody had answered under an earlier version, before they answered the present one.
create table earlier_answers (
  organisation_id uuid not null,
  id uuid not null,
  enrolment_id uuid not null,
  form_version integer not null,
  answers jsonb not null,
  given_at timestamptz not null,
  constraint earlier_answers_pk primary key (organisation_id, id),
  constraint earlier_answers_enrolment_fk foreign key (organisation_id, enrolment_id) references enrolments (organisation_id, id) on delete cascade
);
create unique index earlier_answers_version_unique on earlier_answers (organisation_id, enrolment_id, form_version);

do $$
declare
  t text;
begin
  foreach t in array array['program_versions', 'earlier_answers'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;

-- A version is history: never removed. The latest one of a rule may still be reworded by whoever saved it, minutes later.
revoke delete on program_versions from ithaca_runtime;
