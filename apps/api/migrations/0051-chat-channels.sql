-- Why: the morning's summary of a program can go to a room of Slack or Teams as well.
-- Locks: none on what is in use.
-- Back: drop table chat_posts, then chat_channels.

-- The address is a secret: whoever has it can write there. It is sealed, and never shown again.
create table chat_channels (
  organisation_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  service text not null,
  host text not null,
  key_number integer not null,
  sealed bytea not null,
  locale text not null,
  state text not null,
  -- So many times in a row the address was gone.
  times_gone integer not null default 0,
  set_up_by uuid not null,
  set_up_at timestamptz not null,
  version integer not null default 1,
  constraint chat_channels_pk primary key (organisation_id, id),
  constraint chat_channels_once unique (organisation_id, program_id, service),
  constraint chat_channels_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id) on delete cascade,
  constraint chat_channels_set_up_by_fk foreign key (organisation_id, set_up_by) references people (organisation_id, id),
  constraint chat_channels_service check (service in ('slack', 'teams')),
  constraint chat_channels_state check (state in ('on', 'off', 'stopped'))
);

-- One summary a day, and tests. What it says are counts, formed when it was written.
create table chat_posts (
  organisation_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  -- Of a summary; a test has none.
  day date,
  message jsonb not null,
  state text not null,
  tries integer not null default 0,
  problem text,
  status integer,
  written_at timestamptz not null,
  tried_at timestamptz,
  try_after timestamptz,
  constraint chat_posts_pk primary key (organisation_id, id),
  constraint chat_posts_once unique (organisation_id, channel_id, day),
  constraint chat_posts_channel_fk foreign key (organisation_id, channel_id) references chat_channels (organisation_id, id) on delete cascade,
  constraint chat_posts_state check (state in ('waiting', 'delivered', 'failed'))
);
create index chat_posts_last on chat_posts (organisation_id, channel_id, written_at desc);
create index chat_posts_waiting on chat_posts (organisation_id, written_at) where state = 'waiting';

alter table chat_channels enable row level security;
alter table chat_channels force row level security;
create policy chat_channels_tenant on chat_channels to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on chat_channels to ithaca_runtime;

alter table chat_posts enable row level security;
alter table chat_posts force row level security;
create policy chat_posts_tenant on chat_posts to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on chat_posts to ithaca_runtime;
