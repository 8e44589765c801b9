-- One-tap answers from a mail: a secret that lets one person do one thing without signing in, and the mails a person wants no more.

create table identity.act_links (
  token_hash text not null,
  organisation_id uuid not null,
  person_id uuid not null,
  act text not null,
  subject_id uuid,
  mail_kind text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint act_links_pk primary key (token_hash),
  constraint act_links_act check (act in ('accept-pairing', 'attend-meeting', 'answer-check-in', 'stop-mails'))
);
create index act_links_expires on identity.act_links (organisation_id, expires_at);

alter table identity.act_links enable row level security;
alter table identity.act_links force row level security;
create policy act_links_named on identity.act_links to ithaca_runtime
  using (token_hash = (select nullif(current_setting('app.token_hash', true), ''))
      or organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, delete on identity.act_links to ithaca_runtime;

create table stopped_mails (
  organisation_id uuid not null,
  person_id uuid not null,
  kind text not null,
  stopped_at timestamptz not null default now(),
  constraint stopped_mails_pk primary key (organisation_id, person_id, kind),
  constraint stopped_mails_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade
);

create table meeting_replies (
  organisation_id uuid not null,
  meeting_id uuid not null,
  person_id uuid not null,
  reply text not null,
  replied_at timestamptz not null default now(),
  constraint meeting_replies_pk primary key (organisation_id, meeting_id, person_id),
  constraint meeting_replies_meeting_fk foreign key (organisation_id, meeting_id) references meetings (organisation_id, id) on delete cascade,
  constraint meeting_replies_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint meeting_replies_reply check (reply in ('coming', 'not-coming'))
);

do $$
declare
  t text;
begin
  foreach t in array array['stopped_mails', 'meeting_replies'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;

alter table mails drop constraint mails_state;
alter table mails add constraint mails_state check (state in ('queued', 'sent', 'kept', 'failed', 'stopped'));
