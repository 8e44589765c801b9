-- Replies that come from calendars, and the video link that an organisation gives its meetings.

alter table meeting_replies drop constraint meeting_replies_reply;
alter table meeting_replies add constraint meeting_replies_reply check (reply in ('coming', 'maybe', 'not-coming'));

-- A calendar's reply names a meeting or a series by its id alone: here is whose that is, by the hash of the name.
create table identity.calendar_uids (
  uid_hash text not null,
  organisation_id uuid not null,
  constraint calendar_uids_pk primary key (uid_hash)
);
create index calendar_uids_organisation on identity.calendar_uids (organisation_id);
alter table identity.calendar_uids enable row level security;
alter table identity.calendar_uids force row level security;
create policy calendar_uids_named on identity.calendar_uids to ithaca_runtime
  using (uid_hash = (select nullif(current_setting('app.token_hash', true), ''))
      or organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, delete on identity.calendar_uids to ithaca_runtime;

alter table meetings no force row level security;
alter table meeting_series no force row level security;
alter table identity.calendar_uids no force row level security;
insert into identity.calendar_uids (uid_hash, organisation_id)
  select encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), organisation_id from meetings where series_id is null
  union all select encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), organisation_id from meeting_series;
alter table meetings force row level security;
alter table meeting_series force row level security;
alter table identity.calendar_uids force row level security;

-- With {pairing} and {random}; empty: none.
alter table organisations add column meeting_link text not null default '';
