-- Why: what somebody notes for themselves alone is sealed with a key of its organisation before it is stored (decision 15), so
-- that a copy of the database tells nothing of it. There may be a note of a pairing as well as of each of its meetings, and it
-- goes with its author, its meeting or its pairing.
-- Locks: ACCESS EXCLUSIVE on private_notes while the notes there are are sealed: a second for some ten thousand.
-- Back: there is no way back to text that the database can read, which is the point.

-- Which master keys wrap something: a process that does not hold all of them does not start.
create table identity.master_keys (
  id text not null,
  made_at timestamptz not null default now(),
  constraint master_keys_pk primary key (id)
);

-- The key of an organisation, wrapped by a master key. A newer one is used for what is sealed from then on.
create table identity.data_keys (
  organisation_id uuid not null,
  number integer not null,
  master_key_id text not null,
  wrapped bytea not null,
  made_at timestamptz not null default now(),
  constraint data_keys_pk primary key (organisation_id, number),
  constraint data_keys_master_key_fk foreign key (master_key_id) references identity.master_keys (id)
);

alter table private_notes no force row level security;
alter table meetings no force row level security;
alter table private_notes drop constraint private_notes_pk;
alter table private_notes add column id uuid not null default gen_random_uuid();
alter table private_notes alter column id drop default;
alter table private_notes add column pairing_id uuid;
alter table private_notes add column key_number integer;
alter table private_notes add column sealed bytea;
update private_notes n set pairing_id = m.pairing_id from meetings m where m.organisation_id = n.organisation_id and m.id = n.meeting_id;

-- then: seal-notes

alter table private_notes drop column body;
alter table private_notes alter column pairing_id set not null;
alter table private_notes alter column key_number set not null;
alter table private_notes alter column sealed set not null;
alter table private_notes alter column meeting_id drop not null;
alter table private_notes add constraint private_notes_pk primary key (organisation_id, id);
-- One note of each author for each meeting, and one for the pairing itself.
alter table private_notes add constraint private_notes_unique unique nulls not distinct (organisation_id, author_id, pairing_id, meeting_id);
alter table private_notes add constraint private_notes_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade;
alter table private_notes add constraint private_notes_author_fk foreign key (organisation_id, author_id) references people (organisation_id, id) on delete cascade;
alter table private_notes add constraint private_notes_key_fk foreign key (organisation_id, key_number) references identity.data_keys (organisation_id, number);
alter table private_notes force row level security;
alter table meetings force row level security;

-- Holds names of keys only, no key and no tenant content; read before anybody is known.
alter table identity.master_keys enable row level security;
alter table identity.master_keys force row level security;
create policy master_keys_all on identity.master_keys to ithaca_runtime using (true) with check (true);
grant select, insert, delete on identity.master_keys to ithaca_runtime;

alter table identity.data_keys enable row level security;
alter table identity.data_keys force row level security;
create policy data_keys_tenant on identity.data_keys to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update on identity.data_keys to ithaca_runtime;
