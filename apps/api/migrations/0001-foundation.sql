-- Why: the whole first schema: sign-in, directory, programs, cohorts, matching, pairings and their life, mail, audit.
-- Locks: creates new objects only. Way back: drop schema identity cascade; drop owned objects of public.
--
-- Every tenant table: organisation_id leads the primary key, every foreign key and every unique index; row-level
-- security is enabled and forced at the end of this file for all of them at once.

create schema identity;
revoke all on schema public from public;
grant usage on schema public, identity to ithaca_runtime;

-- ── Identity: what must be readable before an organisation is known ────────────────────────────────────────────────
-- Row-level security works by capability here: a row is visible only to a transaction that names its secret or its
-- owner (app.account_id, app.email, app.token_hash), so no SECURITY DEFINER function is needed.

create table identity.organisations (
  organisation_id uuid not null,
  slug text not null,
  created_at timestamptz not null default now(),
  constraint identity_organisations_pk primary key (organisation_id),
  constraint identity_organisations_slug_unique unique (slug)
);

create table identity.accounts (
  id uuid not null,
  email text not null,
  password_hash text,
  locale text not null default 'en',
  created_at timestamptz not null default now(),
  constraint accounts_pk primary key (id),
  constraint accounts_email_unique unique (email),
  constraint accounts_email_normalised check (email = lower(email) and email = btrim(email))
);

create table identity.memberships (
  account_id uuid not null,
  organisation_id uuid not null,
  person_id uuid not null,
  organisation_name text not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint memberships_pk primary key (organisation_id, person_id),
  constraint memberships_account_unique unique (organisation_id, account_id),
  constraint memberships_account_fk foreign key (account_id) references identity.accounts (id)
);
create index memberships_account on identity.memberships (account_id);

create table identity.sessions (
  id uuid not null,
  token_hash text not null,
  account_id uuid not null,
  organisation_id uuid,
  person_id uuid,
  proof text not null,
  user_agent text not null default '',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint sessions_pk primary key (id),
  constraint sessions_token_unique unique (token_hash),
  constraint sessions_proof check (proof in ('password', 'mail-link', 'invitation')),
  constraint sessions_account_fk foreign key (account_id) references identity.accounts (id)
);
create index sessions_account on identity.sessions (account_id);
create index sessions_person on identity.sessions (organisation_id, person_id);

create table identity.sign_in_links (
  id uuid not null,
  token_hash text not null,
  email text not null,
  browser_hash text not null,
  path text not null default '/',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint sign_in_links_pk primary key (id),
  constraint sign_in_links_token_unique unique (token_hash)
);
create index sign_in_links_email on identity.sign_in_links (email);

-- An invitation is found by its token before the organisation is known; the tenant's own facts stay in public.invitations.
create table identity.invitation_tokens (
  token_hash text not null,
  organisation_id uuid not null,
  invitation_id uuid not null,
  expires_at timestamptz not null,
  constraint invitation_tokens_pk primary key (token_hash)
);
create index invitation_tokens_invitation on identity.invitation_tokens (organisation_id, invitation_id);

create table identity.rate_limits (
  key text not null,
  points integer not null default 0,
  expire bigint,
  constraint rate_limits_pk primary key (key)
);

-- ── Organisation ───────────────────────────────────────────────────────────────────────────────────────────────────
create table organisations (
  organisation_id uuid not null,
  name text not null,
  slug text not null,
  time_zone text not null default 'UTC',
  locale text not null default 'en',
  brand_colour text not null default '#3b4fd8',
  demo boolean not null default false,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  constraint organisations_pk primary key (organisation_id)
);

create table people (
  organisation_id uuid not null,
  id uuid not null,
  employee_number text,
  given_name text not null default '',
  family_name text not null default '',
  display_name text not null,
  pronouns text not null default '',
  email text,
  job_title text not null default '',
  department text not null default '',
  site text not null default '',
  grade smallint,
  manager_id uuid,
  time_zone text not null default 'UTC',
  locale text not null default 'en',
  languages text[] not null default '{}',
  working_hours jsonb not null default '{"from":"09:00","to":"17:00","days":[1,2,3,4,5]}',
  about text not null default '',
  hired_on date,
  left_on date,
  attributes jsonb not null default '{}',
  import_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  constraint people_pk primary key (organisation_id, id),
  constraint people_manager_fk foreign key (organisation_id, manager_id) references people (organisation_id, id),
  constraint people_manager_self check (manager_id is distinct from id),
  constraint people_left_after_hired check (left_on is null or hired_on is null or left_on >= hired_on)
);
create unique index people_employee_number_unique on people (organisation_id, employee_number);
create unique index people_email_unique on people (organisation_id, lower(email));
create index people_name on people (organisation_id, display_name collate "C", id);
create index people_manager on people (organisation_id, manager_id);
create index people_department on people (organisation_id, department);

-- Prefix search under row-level security: equality and range on a C-collated token are leakproof, ILIKE is not.
create table person_tokens (
  organisation_id uuid not null,
  token text collate "C" not null,
  person_id uuid not null,
  -- A word of the name: what every colleague may search by; the other words are for those who manage the directory.
  in_name boolean not null,
  constraint person_tokens_pk primary key (organisation_id, token, person_id),
  constraint person_tokens_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade
);
create index person_tokens_person on person_tokens (organisation_id, person_id, token, in_name);

create table employment_spells (
  organisation_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  starts_on date not null,
  ends_on date,
  end_reason text,
  import_id uuid,
  recorded_at timestamptz not null default now(),
  constraint employment_spells_pk primary key (organisation_id, id),
  constraint employment_spells_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint employment_spells_order check (ends_on is null or ends_on >= starts_on),
  constraint employment_spells_reason check (end_reason in ('voluntary', 'involuntary', 'retirement', 'other'))
);
create unique index employment_spells_start_unique on employment_spells (organisation_id, person_id, starts_on);

create table grants (
  organisation_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  role text not null,
  program_id uuid,
  granted_by uuid,
  granted_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint grants_pk primary key (organisation_id, id),
  constraint grants_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint grants_role check (role in ('owner', 'coordinator', 'auditor')),
  constraint grants_program_only_for_coordinators check (program_id is null or role = 'coordinator')
);
create index grants_person on grants (organisation_id, person_id);
create unique index grants_open_unique on grants (organisation_id, person_id, role, program_id) nulls not distinct where ended_at is null;

create table imports (
  organisation_id uuid not null,
  id uuid not null,
  file_name text not null,
  state text not null,
  encoding text not null default 'utf-8',
  delimiter text not null default ',',
  columns jsonb not null default '[]',
  mapping jsonb,
  counts jsonb,
  problems jsonb not null default '[]',
  progress integer not null default 0,
  problem text,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  undone_at timestamptz,
  version integer not null default 1,
  constraint imports_pk primary key (organisation_id, id),
  constraint imports_created_by_fk foreign key (organisation_id, created_by) references people (organisation_id, id),
  constraint imports_state check (state in ('mapping', 'ready', 'running', 'done', 'undoing', 'undone', 'failed'))
);
create index imports_created on imports (organisation_id, created_at desc, id desc);

create table import_rows (
  organisation_id uuid not null,
  import_id uuid not null,
  line integer not null,
  cells text[] not null,
  effect text not null default 'pending',
  person_id uuid,
  changes jsonb not null default '{}',
  before jsonb,
  problems jsonb not null default '[]',
  constraint import_rows_pk primary key (organisation_id, import_id, line),
  constraint import_rows_import_fk foreign key (organisation_id, import_id) references imports (organisation_id, id) on delete cascade,
  constraint import_rows_effect check (effect in ('pending', 'new', 'changed', 'unchanged', 'rejected'))
);
create index import_rows_effect on import_rows (organisation_id, import_id, effect, line);

-- ── Programs, cohorts, enrolments ──────────────────────────────────────────────────────────────────────────────────
create table programs (
  organisation_id uuid not null,
  id uuid not null,
  slug text not null,
  name text not null,
  purpose text not null default '',
  format text not null,
  template_key text not null,
  state text not null default 'draft',
  eligibility jsonb not null,
  form jsonb not null,
  policy jsonb not null,
  journey jsonb not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  constraint programs_pk primary key (organisation_id, id),
  constraint programs_format check (format in ('one-to-one', 'circle', 'reverse', 'peer', 'flash')),
  constraint programs_state check (state in ('draft', 'open', 'archived')),
  constraint programs_created_by_fk foreign key (organisation_id, created_by) references people (organisation_id, id)
);
create unique index programs_slug_unique on programs (organisation_id, slug);

alter table grants add constraint grants_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id);

create table cohorts (
  organisation_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  name text not null,
  state text not null default 'draft',
  enrolment_opens_on date not null,
  enrolment_closes_on date not null,
  starts_on date not null,
  ends_on date not null,
  mentee_goal integer not null default 20,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  launched_at timestamptz,
  closed_at timestamptz,
  version integer not null default 1,
  constraint cohorts_pk primary key (organisation_id, id),
  constraint cohorts_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id),
  constraint cohorts_state check (state in ('draft', 'scheduled', 'enrolling', 'matching', 'running', 'closing', 'closed', 'archived')),
  constraint cohorts_dates_in_order check (enrolment_opens_on <= enrolment_closes_on and enrolment_closes_on <= starts_on and starts_on < ends_on)
);
create index cohorts_program on cohorts (organisation_id, program_id, starts_on);

create table invitations (
  organisation_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  cohort_id uuid,
  role text,
  state text not null default 'sent',
  invited_by uuid not null,
  invited_at timestamptz not null default now(),
  expires_at timestamptz not null,
  opened_at timestamptz,
  accepted_at timestamptz,
  constraint invitations_pk primary key (organisation_id, id),
  constraint invitations_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint invitations_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade,
  constraint invitations_role check (role in ('mentor', 'mentee')),
  constraint invitations_state check (state in ('sent', 'accepted', 'withdrawn'))
);
create unique index invitations_cohort_person_unique on invitations (organisation_id, cohort_id, person_id) where cohort_id is not null;
create index invitations_person on invitations (organisation_id, person_id);

create table enrolments (
  organisation_id uuid not null,
  id uuid not null,
  cohort_id uuid not null,
  person_id uuid not null,
  role text not null,
  state text not null default 'draft',
  answers jsonb not null default '{}',
  capacity smallint not null default 1,
  do_not_pair_with uuid[] not null default '{}',
  submitted_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  constraint enrolments_pk primary key (organisation_id, id),
  constraint enrolments_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id),
  constraint enrolments_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id),
  constraint enrolments_role check (role in ('mentor', 'mentee')),
  constraint enrolments_capacity check (capacity between 0 and 8),
  constraint enrolments_state check (state in ('draft', 'awaiting-approval', 'in-pool', 'waitlisted', 'matched', 'completed', 'withdrawn', 'declined'))
);
create unique index enrolments_person_role_unique on enrolments (organisation_id, cohort_id, person_id, role);
create index enrolments_person on enrolments (organisation_id, person_id);

-- Stage events, never only a status: the funnel and every time-to-x are counted from these.
create table stage_events (
  organisation_id uuid not null,
  id uuid not null,
  cohort_id uuid not null,
  person_id uuid not null,
  role text,
  stage text not null,
  at timestamptz not null,
  actor_id uuid,
  reason text,
  constraint stage_events_pk primary key (organisation_id, id),
  constraint stage_events_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id) on delete cascade,
  constraint stage_events_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint stage_events_stage check (stage in ('invited', 'registered', 'in-pool', 'proposed', 'matched', 'active', 'completed', 'withdrawn', 'ended'))
);
create index stage_events_person on stage_events (organisation_id, person_id);
create index stage_events_cohort on stage_events (organisation_id, cohort_id, stage, person_id);

-- ── Matching ───────────────────────────────────────────────────────────────────────────────────────────────────────
create table matching_runs (
  organisation_id uuid not null,
  id uuid not null,
  cohort_id uuid not null,
  state text not null default 'queued',
  policy jsonb not null,
  seed integer not null,
  inputs_hash text,
  certificate jsonb,
  statistics jsonb,
  unmatched jsonb not null default '[]',
  problem text,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  published_at timestamptz,
  version integer not null default 1,
  constraint matching_runs_pk primary key (organisation_id, id),
  constraint matching_runs_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id),
  constraint matching_runs_state check (state in ('queued', 'running', 'ready', 'published', 'superseded', 'failed'))
);
create index matching_runs_cohort on matching_runs (organisation_id, cohort_id, created_at desc);
create unique index matching_runs_one_open on matching_runs (organisation_id, cohort_id) where state in ('queued', 'running');

create table proposals (
  organisation_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  cohort_id uuid not null,
  mentor_enrolment_id uuid not null,
  mentee_enrolment_id uuid not null,
  score integer,
  contributions jsonb not null default '[]',
  runner_up jsonb,
  reduced_cost integer,
  state text not null default 'proposed',
  origin text not null default 'run',
  reason text,
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  constraint proposals_pk primary key (organisation_id, id),
  constraint proposals_run_fk foreign key (organisation_id, run_id) references matching_runs (organisation_id, id) on delete cascade,
  constraint proposals_mentor_fk foreign key (organisation_id, mentor_enrolment_id) references enrolments (organisation_id, id),
  constraint proposals_mentee_fk foreign key (organisation_id, mentee_enrolment_id) references enrolments (organisation_id, id),
  constraint proposals_state check (state in ('proposed', 'approved', 'locked', 'removed', 'published')),
  constraint proposals_origin check (origin in ('run', 'person'))
);
create unique index proposals_mentee_unique on proposals (organisation_id, run_id, mentee_enrolment_id) where state <> 'removed';
create index proposals_run on proposals (organisation_id, run_id, id);
create index proposals_mentor on proposals (organisation_id, mentor_enrolment_id);

-- ── Pairings and their life ────────────────────────────────────────────────────────────────────────────────────────
create table pairings (
  organisation_id uuid not null,
  id uuid not null,
  cohort_id uuid not null,
  proposal_id uuid,
  state text not null default 'offered',
  score integer,
  contributions jsonb not null default '[]',
  cadence_days smallint not null default 14,
  agreement jsonb not null default '{}',
  published_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  version integer not null default 1,
  constraint pairings_pk primary key (organisation_id, id),
  constraint pairings_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id),
  constraint pairings_state check (state in ('offered', 'active', 'paused', 'completed', 'ended', 'declined')),
  constraint pairings_cadence check (cadence_days between 1 and 92)
);
create index pairings_cohort on pairings (organisation_id, cohort_id, state, id);
create unique index pairings_proposal_unique on pairings (organisation_id, proposal_id);

create table pairing_members (
  organisation_id uuid not null,
  pairing_id uuid not null,
  person_id uuid not null,
  cohort_id uuid not null,
  enrolment_id uuid not null,
  role text not null,
  open boolean not null default true,
  accepted_at timestamptz,
  signed_at timestamptz,
  declined_at timestamptz,
  decline_reason text,
  constraint pairing_members_pk primary key (organisation_id, pairing_id, person_id),
  constraint pairing_members_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint pairing_members_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id),
  constraint pairing_members_enrolment_fk foreign key (organisation_id, enrolment_id) references enrolments (organisation_id, id),
  constraint pairing_members_role check (role in ('mentor', 'mentee'))
);
create unique index pairing_members_one_open_mentee on pairing_members (organisation_id, cohort_id, person_id) where role = 'mentee' and open;
create index pairing_members_person on pairing_members (organisation_id, person_id, open);
create index pairing_members_enrolment on pairing_members (organisation_id, enrolment_id) where open;

-- The seat limit is a rule of the database as well: the service locks the mentor's enrolment and explains, this guarantees.
-- The lock inside makes two concurrent inserts for one mentor wait for one another; NO KEY, because each has shared the
-- key already for its foreign key, and two that both asked for more would block one another for good.
create function check_mentor_capacity() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  seats smallint;
  taken integer;
begin
  if new.role = 'mentor' and new.open then
    select capacity into seats from enrolments
      where organisation_id = new.organisation_id and id = new.enrolment_id for no key update;
    select count(*) into taken from pairing_members
      where organisation_id = new.organisation_id and enrolment_id = new.enrolment_id and role = 'mentor' and open;
    if taken > seats then
      raise exception 'mentor % has no free place', new.person_id using errcode = '23514', constraint = 'pairing_members_mentor_capacity';
    end if;
  end if;
  return new;
end $$;
create trigger pairing_members_mentor_capacity after insert or update on pairing_members
  for each row execute function check_mentor_capacity();

create table pairing_pauses (
  organisation_id uuid not null,
  id uuid not null,
  pairing_id uuid not null,
  starts_on date not null,
  ends_on date,
  reason text not null default '',
  constraint pairing_pauses_pk primary key (organisation_id, id),
  constraint pairing_pauses_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade
);
create index pairing_pauses_pairing on pairing_pauses (organisation_id, pairing_id);

create table meetings (
  organisation_id uuid not null,
  id uuid not null,
  pairing_id uuid not null,
  cohort_id uuid not null,
  state text not null default 'planned',
  title text not null default '',
  starts_at timestamptz not null,
  duration_minutes smallint not null,
  time_zone text not null,
  link text not null default '',
  agenda jsonb not null default '[]',
  notes text not null default '',
  created_by uuid not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  cancel_reason text,
  version integer not null default 1,
  constraint meetings_pk primary key (organisation_id, id),
  constraint meetings_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint meetings_cohort_fk foreign key (organisation_id, cohort_id) references cohorts (organisation_id, id),
  constraint meetings_state check (state in ('planned', 'held', 'missed', 'cancelled')),
  constraint meetings_duration check (duration_minutes between 10 and 480)
);
create index meetings_pairing on meetings (organisation_id, pairing_id, starts_at desc, id);
create index meetings_cohort on meetings (organisation_id, cohort_id, starts_at);

create table meeting_answers (
  organisation_id uuid not null,
  meeting_id uuid not null,
  person_id uuid not null,
  answer text not null,
  answered_at timestamptz not null default now(),
  constraint meeting_answers_pk primary key (organisation_id, meeting_id, person_id),
  constraint meeting_answers_meeting_fk foreign key (organisation_id, meeting_id) references meetings (organisation_id, id) on delete cascade,
  constraint meeting_answers_answer check (answer in ('held', 'not-held'))
);

create table private_notes (
  organisation_id uuid not null,
  meeting_id uuid not null,
  author_id uuid not null,
  body text not null,
  updated_at timestamptz not null default now(),
  constraint private_notes_pk primary key (organisation_id, meeting_id, author_id),
  constraint private_notes_meeting_fk foreign key (organisation_id, meeting_id) references meetings (organisation_id, id) on delete cascade
);

create table actions (
  organisation_id uuid not null,
  id uuid not null,
  pairing_id uuid not null,
  meeting_id uuid,
  title text not null,
  owner_id uuid not null,
  due_on date,
  done_at timestamptz,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  constraint actions_pk primary key (organisation_id, id),
  constraint actions_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint actions_owner_fk foreign key (organisation_id, owner_id) references people (organisation_id, id)
);
create index actions_owner on actions (organisation_id, owner_id);
create index actions_pairing on actions (organisation_id, pairing_id, done_at);

create table goals (
  organisation_id uuid not null,
  id uuid not null,
  pairing_id uuid not null,
  cohort_id uuid not null,
  owner_id uuid not null,
  title text not null,
  measure text not null default '',
  due_on date,
  state text not null default 'open',
  reached_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  constraint goals_pk primary key (organisation_id, id),
  constraint goals_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint goals_owner_fk foreign key (organisation_id, owner_id) references people (organisation_id, id),
  constraint goals_state check (state in ('open', 'reached', 'abandoned'))
);
create index goals_owner on goals (organisation_id, owner_id);
create index goals_pairing on goals (organisation_id, pairing_id, created_at);
create index goals_cohort on goals (organisation_id, cohort_id);

create table milestones (
  organisation_id uuid not null,
  id uuid not null,
  goal_id uuid not null,
  title text not null,
  due_on date,
  done_at timestamptz,
  position smallint not null,
  constraint milestones_pk primary key (organisation_id, id),
  constraint milestones_goal_fk foreign key (organisation_id, goal_id) references goals (organisation_id, id) on delete cascade
);
create index milestones_goal on milestones (organisation_id, goal_id, position);

create table goal_notes (
  organisation_id uuid not null,
  id uuid not null,
  goal_id uuid not null,
  author_id uuid not null,
  body text not null,
  written_at timestamptz not null default now(),
  constraint goal_notes_pk primary key (organisation_id, id),
  constraint goal_notes_goal_fk foreign key (organisation_id, goal_id) references goals (organisation_id, id) on delete cascade
);
create index goal_notes_goal on goal_notes (organisation_id, goal_id, written_at);

create table messages (
  organisation_id uuid not null,
  id uuid not null,
  pairing_id uuid not null,
  author_id uuid not null,
  body text not null,
  sent_at timestamptz not null default now(),
  constraint messages_pk primary key (organisation_id, id),
  constraint messages_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade
);
create index messages_pairing on messages (organisation_id, pairing_id, sent_at desc, id);

create table message_reads (
  organisation_id uuid not null,
  pairing_id uuid not null,
  person_id uuid not null,
  read_at timestamptz not null,
  constraint message_reads_pk primary key (organisation_id, pairing_id, person_id),
  constraint message_reads_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade
);

create table check_ins (
  organisation_id uuid not null,
  id uuid not null,
  cohort_id uuid not null,
  pairing_id uuid not null,
  person_id uuid not null,
  role text not null,
  wave smallint not null,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  answered_at timestamptz,
  meeting_regularly text,
  usefulness smallint,
  change text not null default '',
  shared_with_partner boolean not null default false,
  version integer not null default 1,
  constraint check_ins_pk primary key (organisation_id, id),
  constraint check_ins_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint check_ins_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id),
  constraint check_ins_usefulness check (usefulness between 1 and 5),
  constraint check_ins_meeting_regularly check (meeting_regularly in ('yes', 'sometimes', 'no'))
);
create unique index check_ins_wave_unique on check_ins (organisation_id, pairing_id, person_id, wave);
create index check_ins_person on check_ins (organisation_id, person_id, answered_at);
create index check_ins_cohort on check_ins (organisation_id, cohort_id, wave);

-- ── Effects: mail, audit, retries ──────────────────────────────────────────────────────────────────────────────────
create table mails (
  organisation_id uuid not null,
  id uuid not null,
  person_id uuid,
  to_address text not null,
  kind text not null,
  facts jsonb not null default '{}',
  path text not null default '/',
  locale text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  in_inbox boolean not null default true,
  state text not null default 'queued',
  problem text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  read_at timestamptz,
  constraint mails_pk primary key (organisation_id, id),
  constraint mails_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint mails_state check (state in ('queued', 'sent', 'kept', 'failed'))
);
create index mails_created on mails (organisation_id, created_at desc, id desc);
create index mails_person on mails (organisation_id, person_id, created_at desc, id desc);
create index mails_unread on mails (organisation_id, person_id) where in_inbox and read_at is null;

create table audit_rows (
  organisation_id uuid not null,
  id uuid not null,
  at timestamptz not null default now(),
  actor_id uuid,
  action text not null,
  subject_type text,
  subject_id uuid,
  program_id uuid,
  outcome text not null,
  facts jsonb not null default '{}',
  request_id text,
  constraint audit_rows_pk primary key (organisation_id, id),
  constraint audit_rows_outcome check (outcome in ('done', 'denied'))
);
create index audit_rows_at on audit_rows (organisation_id, at desc, id desc);
create index audit_rows_program on audit_rows (organisation_id, program_id, at desc);

create table idempotency_keys (
  organisation_id uuid not null,
  principal_id uuid not null,
  route text not null,
  key text not null,
  fingerprint text not null,
  status smallint not null,
  response jsonb,
  created_at timestamptz not null default now(),
  constraint idempotency_keys_pk primary key (organisation_id, principal_id, route, key)
);
create index idempotency_keys_created on idempotency_keys (organisation_id, created_at);

-- ── Row-level security and grants ──────────────────────────────────────────────────────────────────────────────────
do $$
declare
  t text;
begin
  for t in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'migrations' loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;

-- Private notes: the author only, whatever the application asks. RESTRICTIVE adds to the tenant policy.
create policy private_notes_author on private_notes as restrictive to ithaca_runtime
  using (author_id = (select nullif(current_setting('app.person_id', true), '')::uuid))
  with check (author_id = (select nullif(current_setting('app.person_id', true), '')::uuid));

revoke update, delete on audit_rows, stage_events from ithaca_runtime;

alter table identity.organisations enable row level security;
alter table identity.organisations force row level security;
create policy organisations_directory on identity.organisations to ithaca_runtime using (true)
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert on identity.organisations to ithaca_runtime;

alter table identity.accounts enable row level security;
alter table identity.accounts force row level security;
create policy accounts_named on identity.accounts to ithaca_runtime
  using (id = (select nullif(current_setting('app.account_id', true), '')::uuid)
      or email = (select nullif(current_setting('app.email', true), '')))
  with check (id = (select nullif(current_setting('app.account_id', true), '')::uuid)
      or email = (select nullif(current_setting('app.email', true), '')));
grant select, insert, update on identity.accounts to ithaca_runtime;

alter table identity.memberships enable row level security;
alter table identity.memberships force row level security;
create policy memberships_own on identity.memberships to ithaca_runtime
  using (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid)
      or organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update on identity.memberships to ithaca_runtime;

alter table identity.sessions enable row level security;
alter table identity.sessions force row level security;
create policy sessions_named on identity.sessions to ithaca_runtime
  using (token_hash = (select nullif(current_setting('app.token_hash', true), ''))
      or account_id = (select nullif(current_setting('app.account_id', true), '')::uuid)
      or organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (account_id = (select nullif(current_setting('app.account_id', true), '')::uuid));
grant select, insert, update, delete on identity.sessions to ithaca_runtime;

alter table identity.sign_in_links enable row level security;
alter table identity.sign_in_links force row level security;
create policy sign_in_links_named on identity.sign_in_links to ithaca_runtime
  using (token_hash = (select nullif(current_setting('app.token_hash', true), ''))
      or email = (select nullif(current_setting('app.email', true), '')))
  with check (token_hash = (select nullif(current_setting('app.token_hash', true), ''))
      or email = (select nullif(current_setting('app.email', true), '')));
grant select, insert, update, delete on identity.sign_in_links to ithaca_runtime;

alter table identity.invitation_tokens enable row level security;
alter table identity.invitation_tokens force row level security;
create policy invitation_tokens_named on identity.invitation_tokens to ithaca_runtime
  using (token_hash = (select nullif(current_setting('app.token_hash', true), ''))
      or organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, delete on identity.invitation_tokens to ithaca_runtime;

-- Holds keyed hashes only, no tenant content; read and written before anybody is known.
alter table identity.rate_limits enable row level security;
alter table identity.rate_limits force row level security;
create policy rate_limits_all on identity.rate_limits to ithaca_runtime using (true) with check (true);
grant select, insert, update, delete on identity.rate_limits to ithaca_runtime;
