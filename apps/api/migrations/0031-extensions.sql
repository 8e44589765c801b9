-- Why: a pairing may go on beyond its cohort when all its sides agree; at its end they tell one another what helped, and
-- whoever wants to be a mentor next time says so.
-- Locks: pairings gets a column without a default, for an instant.
-- Back: drop the four tables and the column.

-- The last day that its sides agreed on, after the cohort's own end.
alter table pairings add column extended_to date;

create table extensions (
  organisation_id uuid not null,
  id uuid not null,
  pairing_id uuid not null,
  proposed_by uuid not null,
  until_on date not null,
  reason text not null,
  -- The meetings that repeat go on as well.
  keeps_series boolean not null,
  state text not null,
  proposed_at timestamptz not null,
  answered_at timestamptz,
  -- When its meetings were planned on; by a job, once.
  continued_at timestamptz,
  constraint extensions_pk primary key (organisation_id, id),
  constraint extensions_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint extensions_proposer_fk foreign key (organisation_id, proposed_by) references people (organisation_id, id) on delete cascade,
  constraint extensions_state_check check (state in ('open', 'agreed', 'declined', 'withdrawn'))
);
create index extensions_pairing on extensions (organisation_id, pairing_id, proposed_at desc);
create unique index extensions_open_unique on extensions (organisation_id, pairing_id) where state = 'open';

-- Who of the others has agreed. A no is kept without a name.
create table extension_answers (
  organisation_id uuid not null,
  extension_id uuid not null,
  person_id uuid not null,
  agreed_at timestamptz not null,
  constraint extension_answers_pk primary key (organisation_id, extension_id, person_id),
  constraint extension_answers_extension_fk foreign key (organisation_id, extension_id) references extensions (organisation_id, id) on delete cascade,
  constraint extension_answers_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade
);

-- `helped` and `differently` are for the other side, `recommends` for its writer and, from five on, for a count.
create table feedback (
  organisation_id uuid not null,
  pairing_id uuid not null,
  person_id uuid not null,
  helped text not null,
  differently text not null,
  recommends text,
  written_at timestamptz not null,
  constraint feedback_pk primary key (organisation_id, pairing_id, person_id),
  constraint feedback_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint feedback_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint feedback_recommends_check check (recommends in ('yes', 'perhaps', 'no'))
);

-- Mentees who would be a mentor in a later cohort of their program.
create table mentor_wishes (
  organisation_id uuid not null,
  program_id uuid not null,
  person_id uuid not null,
  pairing_id uuid not null,
  wished_at timestamptz not null,
  constraint mentor_wishes_pk primary key (organisation_id, program_id, person_id),
  constraint mentor_wishes_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id) on delete cascade,
  constraint mentor_wishes_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint mentor_wishes_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade
);

do $$
declare
  t text;
begin
  foreach t in array array['extensions', 'extension_answers', 'feedback', 'mentor_wishes'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
