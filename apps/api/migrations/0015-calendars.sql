-- Meetings in people's own calendars: repeated meetings, invitations that replace one another, and a secret feed for each person.

create table meeting_series (
  organisation_id uuid not null,
  id uuid not null,
  pairing_id uuid not null,
  starts_at timestamptz not null,
  time_zone text not null,
  every_weeks smallint not null,
  times smallint not null,
  -- Rises with every change of the whole series, for calendars to know the latest.
  sequence integer not null default 0,
  created_at timestamptz not null default now(),
  constraint meeting_series_pk primary key (organisation_id, id),
  constraint meeting_series_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint meeting_series_every_weeks check (every_weeks between 1 and 4),
  constraint meeting_series_times check (times between 2 and 26)
);
create index meeting_series_pairing on meeting_series (organisation_id, pairing_id);

alter table meetings add column series_id uuid;
-- When the series has it; a meeting that was moved starts at another time and is still named by this one.
alter table meetings add column occurs_at timestamptz;
alter table meetings add column sequence integer not null default 0;
alter table meetings add constraint meetings_series_fk foreign key (organisation_id, series_id) references meeting_series (organisation_id, id);
alter table meetings add constraint meetings_series_occurrence check ((series_id is null) = (occurs_at is null));
create unique index meetings_series_unique on meetings (organisation_id, series_id, occurs_at) where series_id is not null;

-- What a calendar programme reads out of a mail: the text of the file, and what it asks of the calendar.
alter table mails add column calendar text;
alter table mails add column calendar_method text;
alter table mails add constraint mails_calendar check ((calendar is null) = (calendar_method is null) and calendar_method in ('REQUEST', 'CANCEL'));

create table identity.calendar_feeds (
  token_hash text not null,
  organisation_id uuid not null,
  person_id uuid not null,
  -- Whether the feed names the partner and the topic, or only that there is a mentoring meeting.
  details boolean not null default false,
  created_at timestamptz not null default now(),
  constraint calendar_feeds_pk primary key (token_hash)
);
create unique index calendar_feeds_person on identity.calendar_feeds (organisation_id, person_id);

alter table identity.calendar_feeds enable row level security;
alter table identity.calendar_feeds force row level security;
create policy calendar_feeds_named on identity.calendar_feeds to ithaca_runtime
  using (token_hash = (select nullif(current_setting('app.token_hash', true), ''))
      or organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on identity.calendar_feeds to ithaca_runtime;

alter table meeting_series enable row level security;
alter table meeting_series force row level security;
create policy meeting_series_tenant on meeting_series to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on meeting_series to ithaca_runtime;
