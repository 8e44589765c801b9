-- Calendars that people have connected: the sealed keys to them, and when their owners are busy. Nothing of what they do is kept.

create table calendar_connections (
  organisation_id uuid not null,
  person_id uuid not null,
  provider text not null,
  state text not null,
  key_number integer not null,
  -- The keys of the agreement, sealed for this person and provider.
  sealed bytea not null,
  connected_at timestamptz not null,
  -- When busy times were last read; null: not yet.
  read_at timestamptz,
  constraint calendar_connections_pk primary key (organisation_id, person_id, provider),
  constraint calendar_connections_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint calendar_connections_key_fk foreign key (organisation_id, key_number) references identity.data_keys (organisation_id, number),
  constraint calendar_connections_provider check (provider in ('google', 'microsoft')),
  constraint calendar_connections_state check (state in ('connected', 'expired'))
);

-- Somebody is on the way to the provider and back; bound to the session that set out.
create table calendar_handshakes (
  organisation_id uuid not null,
  state_hash text not null,
  person_id uuid not null,
  session_id uuid not null,
  provider text not null,
  key_number integer not null,
  sealed bytea not null,
  expires_at timestamptz not null,
  constraint calendar_handshakes_pk primary key (organisation_id, state_hash),
  constraint calendar_handshakes_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint calendar_handshakes_key_fk foreign key (organisation_id, key_number) references identity.data_keys (organisation_id, number),
  constraint calendar_handshakes_provider check (provider in ('google', 'microsoft'))
);
create index calendar_handshakes_expires on calendar_handshakes (organisation_id, expires_at);

create table calendar_busy (
  organisation_id uuid not null,
  person_id uuid not null,
  provider text not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  constraint calendar_busy_pk primary key (organisation_id, person_id, provider, from_at),
  constraint calendar_busy_connection_fk foreign key (organisation_id, person_id, provider)
    references calendar_connections (organisation_id, person_id, provider) on delete cascade,
  constraint calendar_busy_span check (from_at < until_at)
);

do $$
declare
  t text;
begin
  foreach t in array array['calendar_connections', 'calendar_handshakes', 'calendar_busy'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
