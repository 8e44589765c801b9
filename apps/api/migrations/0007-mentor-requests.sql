-- Self-service: a mentee chooses mentors in order, one is asked at a time and answers within a deadline.

alter table programs add column pairing_mode text not null default 'coordinator';
alter table programs add column answer_days smallint not null default 5;
alter table programs add constraint programs_pairing_mode check (pairing_mode in ('coordinator', 'self-service'));
alter table programs add constraint programs_answer_days check (answer_days between 1 and 30);

create table mentor_requests (
  organisation_id uuid not null,
  id uuid not null,
  cohort_id uuid not null,
  mentee_enrolment_id uuid not null,
  mentor_enrolment_id uuid not null,
  rank smallint not null,
  note text not null default '',
  state text not null default 'waiting',
  asked_at timestamptz,
  due_at timestamptz,
  ended_at timestamptz,
  decline_reason text,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  constraint mentor_requests_pk primary key (organisation_id, id),
  constraint mentor_requests_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id),
  constraint mentor_requests_mentee_fk foreign key (organisation_id, mentee_enrolment_id) references enrolments (organisation_id, id) on delete cascade,
  constraint mentor_requests_mentor_fk foreign key (organisation_id, mentor_enrolment_id) references enrolments (organisation_id, id) on delete cascade,
  constraint mentor_requests_state check (state in ('waiting', 'asked', 'accepted', 'declined', 'lapsed', 'withdrawn', 'passed')),
  constraint mentor_requests_asked check ((state = 'waiting') or (asked_at is not null and due_at is not null) or state in ('withdrawn', 'passed'))
);
create unique index mentor_requests_pair_unique on mentor_requests (organisation_id, mentee_enrolment_id, mentor_enrolment_id);
-- One mentor is asked at a time, whatever runs at once.
create unique index mentor_requests_one_asked on mentor_requests (organisation_id, mentee_enrolment_id) where state = 'asked';
create index mentor_requests_mentor on mentor_requests (organisation_id, mentor_enrolment_id, state);
create index mentor_requests_cohort on mentor_requests (organisation_id, cohort_id, state);

alter table mentor_requests enable row level security;
alter table mentor_requests force row level security;
create policy mentor_requests_tenant on mentor_requests to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on mentor_requests to ithaca_runtime;

alter table identity.act_links drop constraint act_links_act;
alter table identity.act_links add constraint act_links_act
  check (act in ('accept-pairing', 'attend-meeting', 'answer-check-in', 'answer-request', 'stop-mails'));
