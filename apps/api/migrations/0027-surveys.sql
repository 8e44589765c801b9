-- Why: a program asks at moments of the journey; an anonymous answer is kept with nothing that leads back to who gave it;
-- people assess their own strengths at start and end.
-- Locks: new tables; act_links is checked once more under a short ACCESS EXCLUSIVE lock.
-- Way back: drop the tables below and the act 'answer-survey' from act_links_act.

-- What a program asks, version by version; the greatest number is in force. Without a row the defaults hold.
create table survey_plans (
  organisation_id uuid not null,
  program_id uuid not null,
  number integer not null,
  content jsonb not null,
  -- Null: the defaults, kept when they were first put to somebody.
  saved_by uuid,
  saved_at timestamptz not null,
  version integer not null default 1,
  constraint survey_plans_pk primary key (organisation_id, program_id, number),
  constraint survey_plans_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id),
  constraint survey_plans_saved_by_fk foreign key (organisation_id, saved_by) references people (organisation_id, id),
  constraint survey_plans_number check (number >= 1)
);

-- Who was asked what and whether they have answered: never when, and for an anonymous survey never what.
create table survey_asks (
  organisation_id uuid not null,
  id uuid not null,
  cohort_id uuid not null,
  person_id uuid not null,
  role text not null,
  moment text not null,
  pairing_id uuid not null,
  plan_number integer not null,
  is_anonymous boolean not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  is_answered boolean not null default false,
  -- What somebody has written and not sent, of a survey with names only.
  draft jsonb,
  mail_id uuid,
  reminders smallint not null default 0,
  reminded_at timestamptz,
  version integer not null default 1,
  constraint survey_asks_pk primary key (organisation_id, id),
  constraint survey_asks_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id),
  constraint survey_asks_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id),
  constraint survey_asks_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint survey_asks_role check (role in ('mentor', 'mentee')),
  constraint survey_asks_moment check (moment in ('start', 'fit', 'middle', 'end', 'after-7', 'after-14', 'after-21')),
  constraint survey_asks_draft check (draft is null or not is_anonymous and not is_answered)
);
create unique index survey_asks_once on survey_asks (organisation_id, cohort_id, person_id, moment) where moment <> 'fit';
create unique index survey_asks_fit_once on survey_asks (organisation_id, pairing_id, person_id) where moment = 'fit';
create index survey_asks_person on survey_asks (organisation_id, person_id, asked_at);
create index survey_asks_cohort on survey_asks (organisation_id, cohort_id, moment);

-- What was answered. An id without time; no time at all; whose it is only where names are kept. `round` is null until the
-- answer is counted: then all that waited are written anew, in a random order and under other ids, in one transaction.
create table survey_answers (
  organisation_id uuid not null,
  id uuid not null,
  cohort_id uuid not null,
  moment text not null,
  role text not null,
  plan_number integer not null,
  ask_id uuid,
  round smallint,
  answers jsonb not null,
  constraint survey_answers_pk primary key (organisation_id, id),
  constraint survey_answers_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id),
  constraint survey_answers_ask_fk foreign key (organisation_id, ask_id) references survey_asks (organisation_id, id) on delete cascade,
  constraint survey_answers_role check (role in ('mentor', 'mentee')),
  constraint survey_answers_moment check (moment in ('start', 'fit', 'middle', 'end', 'after-7', 'after-14', 'after-21'))
);
create unique index survey_answers_ask_unique on survey_answers (organisation_id, ask_id) where ask_id is not null;
create index survey_answers_cohort on survey_answers (organisation_id, cohort_id, moment);

-- What came of a survey, told to everybody who was asked.
create table survey_replies (
  organisation_id uuid not null,
  cohort_id uuid not null,
  moment text not null,
  body text not null,
  written_by uuid not null,
  written_at timestamptz not null,
  constraint survey_replies_pk primary key (organisation_id, cohort_id, moment),
  constraint survey_replies_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id),
  constraint survey_replies_written_by_fk foreign key (organisation_id, written_by) references people (organisation_id, id),
  constraint survey_replies_moment check (moment in ('start', 'fit', 'middle', 'end', 'after-7', 'after-14', 'after-21'))
);

-- How somebody sees their own skills, at the start and at the end. Its writer's alone, unless shared with one pairing.
create table self_assessments (
  organisation_id uuid not null,
  enrolment_id uuid not null,
  phase text not null,
  person_id uuid not null,
  skills jsonb not null,
  note text not null default '',
  shared_pairing_id uuid,
  given_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  constraint self_assessments_pk primary key (organisation_id, enrolment_id, phase),
  constraint self_assessments_enrolment_fk foreign key (organisation_id, enrolment_id) references enrolments (organisation_id, id) on delete cascade,
  constraint self_assessments_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id),
  constraint self_assessments_pairing_fk foreign key (organisation_id, shared_pairing_id) references pairings (organisation_id, id),
  constraint self_assessments_phase check (phase in ('start', 'end'))
);

do $$
declare
  t text;
begin
  foreach t in array array['survey_plans', 'survey_asks', 'survey_answers', 'survey_replies', 'self_assessments'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
-- Answers are never changed; to be counted they are taken out and written anew.
revoke update on survey_answers from ithaca_runtime;

-- A forgotten filter shows a self-assessment to nobody but its writer and those it is shared with.
create policy self_assessments_writer on self_assessments as restrictive to ithaca_runtime
  using (person_id = (select nullif(current_setting('app.person_id', true), '')::uuid) or shared_pairing_id is not null)
  with check (person_id = (select nullif(current_setting('app.person_id', true), '')::uuid));

alter table identity.act_links drop constraint act_links_act;
alter table identity.act_links add constraint act_links_act
  check (act in ('accept-pairing', 'attend-meeting', 'answer-check-in', 'answer-survey', 'answer-request', 'approve-enrolment', 'take-seat', 'stop-mails'));
