-- Why: the review of a draft as evidence. Every act with its person and reason is kept and never changed, undo and redo
-- go back and forth in it; who looked at what is known before many pairs are approved at once; notes stay with the pair.
-- Locks: proposals for an instant (a column with a constant default); the three tables are new.
-- Back: drop review_acts, review_looks, review_notes; alter table proposals drop column undone.

-- A proposal that somebody made and took back again: it never was, so it forbids nothing.
alter table proposals add column undone boolean not null default false;

create table review_acts (
  organisation_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  cohort_id uuid not null,
  position integer not null,
  kind text not null,
  changes jsonb not null,
  of_act_id uuid,
  reason text,
  advice text,
  actor_id uuid not null,
  session_id uuid,
  at timestamptz not null,
  constraint review_acts_pk primary key (organisation_id, id),
  constraint review_acts_run_fk foreign key (organisation_id, run_id) references matching_runs (organisation_id, id),
  constraint review_acts_of_fk foreign key (organisation_id, of_act_id) references review_acts (organisation_id, id),
  constraint review_acts_actor_fk foreign key (organisation_id, actor_id) references people (organisation_id, id),
  constraint review_acts_kind check (kind in ('approve', 'release', 'lock', 'remove', 'propose', 'swap', 'approve-clear', 'undo', 'redo', 'return')),
  constraint review_acts_of check ((kind in ('undo', 'redo')) = (of_act_id is not null)),
  constraint review_acts_reason check (advice is null or reason is not null or kind in ('undo', 'redo'))
);
create unique index review_acts_position_unique on review_acts (organisation_id, run_id, position);

create table review_looks (
  organisation_id uuid not null,
  run_id uuid not null,
  person_id uuid not null,
  proposal_id uuid not null,
  at timestamptz not null,
  constraint review_looks_pk primary key (organisation_id, run_id, person_id, proposal_id),
  constraint review_looks_proposal_fk foreign key (organisation_id, proposal_id) references proposals (organisation_id, id) on delete cascade
);

create table review_notes (
  organisation_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  cohort_id uuid not null,
  mentor_enrolment_id uuid not null,
  mentee_enrolment_id uuid not null,
  author_id uuid not null,
  body text not null,
  written_at timestamptz not null,
  constraint review_notes_pk primary key (organisation_id, id),
  constraint review_notes_run_fk foreign key (organisation_id, run_id) references matching_runs (organisation_id, id),
  constraint review_notes_mentor_fk foreign key (organisation_id, mentor_enrolment_id) references enrolments (organisation_id, id),
  constraint review_notes_mentee_fk foreign key (organisation_id, mentee_enrolment_id) references enrolments (organisation_id, id),
  constraint review_notes_author_fk foreign key (organisation_id, author_id) references people (organisation_id, id)
);
create index review_notes_pair on review_notes (organisation_id, mentee_enrolment_id, mentor_enrolment_id, written_at);

do $$
declare
  t text;
begin
  foreach t in array array['review_acts', 'review_looks', 'review_notes'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    -- Evidence: written once, never changed and never deleted.
    execute format('grant select, insert on %I to ithaca_runtime', t);
  end loop;
end $$;
