-- How people come into a cohort: a manager's yes, seats, a list in order, offers with a deadline, a lottery that can be
-- drawn again, open links, blackout dates. Columns with constant defaults and new tables: short locks.
-- Back: drop the tables, then the columns.

alter table cohorts add column approval text not null default 'none';
alter table cohorts add column seats integer;
alter table cohorts add column admission_order text not null default 'first-come';
alter table cohorts add column offer_days smallint not null default 3;
alter table cohorts add constraint cohorts_approval check (approval in ('none', 'manager'));
alter table cohorts add constraint cohorts_seats check (seats between 1 and 100000);
alter table cohorts add constraint cohorts_admission_order check (admission_order = 'first-come' or (admission_order = 'lottery' and seats is not null));
alter table cohorts add constraint cohorts_offer_days check (offer_days between 1 and 14);

-- The number somebody has on the list: given once, growing, never given again, so that the order cannot change.
alter table enrolments add column waiting_number integer;
alter table enrolments add column reminders smallint not null default 0;
alter table enrolments add column reminded_at timestamptz;
create unique index enrolments_waiting_number on enrolments (organisation_id, cohort_id, waiting_number) where waiting_number is not null;

create table approvals (
  organisation_id uuid not null,
  id uuid not null,
  cohort_id uuid not null,
  enrolment_id uuid not null,
  -- Who was asked; null when no manager can be, so that a coordinator decides.
  asked_id uuid,
  state text not null default 'asked',
  asked_at timestamptz not null,
  reminders smallint not null default 0,
  decided_at timestamptz,
  decided_by uuid,
  reason text not null default '',
  constraint approvals_pk primary key (organisation_id, id),
  constraint approvals_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade,
  constraint approvals_enrolment_fk foreign key (organisation_id, enrolment_id) references enrolments (organisation_id, id) on delete cascade,
  constraint approvals_asked_fk foreign key (organisation_id, asked_id) references people (organisation_id, id),
  constraint approvals_state check (state in ('asked', 'approved', 'declined', 'void')),
  constraint approvals_decided check ((state in ('approved', 'declined')) = (decided_at is not null))
);
create unique index approvals_one_asked on approvals (organisation_id, enrolment_id) where state = 'asked';
create index approvals_cohort on approvals (organisation_id, cohort_id, state, asked_at);

create table seat_offers (
  organisation_id uuid not null,
  id uuid not null,
  cohort_id uuid not null,
  enrolment_id uuid not null,
  state text not null default 'open',
  offered_at timestamptz not null,
  due_at timestamptz not null,
  ended_at timestamptz,
  constraint seat_offers_pk primary key (organisation_id, id),
  constraint seat_offers_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade,
  constraint seat_offers_enrolment_fk foreign key (organisation_id, enrolment_id) references enrolments (organisation_id, id) on delete cascade,
  constraint seat_offers_state check (state in ('open', 'accepted', 'declined', 'lapsed', 'withdrawn')),
  constraint seat_offers_ended check ((state = 'open') = (ended_at is null))
);
create unique index seat_offers_one_open on seat_offers (organisation_id, enrolment_id) where state = 'open';
create index seat_offers_cohort on seat_offers (organisation_id, cohort_id, state, offered_at);

-- The seed is fixed, and its hash shown, before anybody draws; who took part and what came of it is never changed.
create table lotteries (
  organisation_id uuid not null,
  cohort_id uuid not null,
  seed text not null,
  commitment text not null,
  prepared_at timestamptz not null,
  drawn_at timestamptz,
  drawn_by uuid,
  seats integer,
  randomised boolean,
  constraint lotteries_pk primary key (organisation_id, cohort_id),
  constraint lotteries_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade
);
create table lottery_entries (
  organisation_id uuid not null,
  cohort_id uuid not null,
  enrolment_id uuid not null,
  person_id uuid not null,
  ticket text not null,
  rank integer not null,
  won boolean not null,
  constraint lottery_entries_pk primary key (organisation_id, cohort_id, enrolment_id),
  constraint lottery_entries_lottery_fk foreign key (organisation_id, cohort_id) references lotteries (organisation_id, cohort_id) on delete cascade,
  constraint lottery_entries_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id)
);
create unique index lottery_entries_rank on lottery_entries (organisation_id, cohort_id, rank);

-- Days on which somebody cannot meet: used by meeting times and by matching. Half-open: `until_on` is the first day back.
create table blackouts (
  organisation_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  from_on date not null,
  until_on date not null,
  constraint blackouts_pk primary key (organisation_id, id),
  constraint blackouts_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint blackouts_in_order check (from_on < until_on)
);
create index blackouts_person on blackouts (organisation_id, person_id, from_on);

do $$
declare
  t text;
begin
  foreach t in array array['approvals', 'seat_offers', 'lotteries', 'lottery_entries', 'blackouts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
revoke update, delete on lottery_entries from ithaca_runtime;

alter table stage_events drop constraint stage_events_stage;
alter table stage_events add constraint stage_events_stage check (stage in ('invited', 'registered', 'waitlisted', 'in-pool', 'proposed', 'matched', 'active', 'completed', 'withdrawn', 'declined', 'ended'));

alter table identity.act_links drop constraint act_links_act;
alter table identity.act_links add constraint act_links_act
  check (act in ('accept-pairing', 'attend-meeting', 'answer-check-in', 'answer-request', 'approve-enrolment', 'take-seat', 'stop-mails'));
