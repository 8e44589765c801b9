-- Why: the end of a pairing is more than a state: its sides thank one another, say whether they keep in touch, and whoever
-- completed it has a certificate that others can check while its owner allows it.
-- Locks: none on tables in use but shared ones for the foreign keys, for an instant.
-- Back: drop the three tables.

create table farewells (
  organisation_id uuid not null,
  pairing_id uuid not null,
  person_id uuid not null,
  thanks text not null default '',
  keep_in_touch boolean not null default false,
  written_at timestamptz not null,
  constraint farewells_pk primary key (organisation_id, pairing_id, person_id),
  constraint farewells_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint farewells_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade
);

create table certificates (
  organisation_id uuid not null,
  id uuid not null,
  pairing_id uuid not null,
  person_id uuid not null,
  -- What its owner gives to others; it tells them something only while it is shared.
  code text not null,
  shared_at timestamptz,
  issued_at timestamptz not null,
  constraint certificates_pk primary key (organisation_id, id),
  constraint certificates_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint certificates_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade
);
create unique index certificates_owner_unique on certificates (organisation_id, pairing_id, person_id);

-- Whose certificate a code names, before an organisation is known. The hash alone: who reads this table cannot check anybody.
create table identity.certificate_codes (
  token_hash text not null,
  organisation_id uuid not null,
  certificate_id uuid not null,
  constraint certificate_codes_pk primary key (token_hash),
  constraint certificate_codes_certificate_fk foreign key (organisation_id, certificate_id) references certificates (organisation_id, id) on delete cascade
);

alter table identity.certificate_codes enable row level security;
alter table identity.certificate_codes force row level security;
create policy certificate_codes_named on identity.certificate_codes to ithaca_runtime
  using (token_hash = (select nullif(current_setting('app.token_hash', true), ''))
      or organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, delete on identity.certificate_codes to ithaca_runtime;

do $$
declare
  t text;
begin
  foreach t in array array['farewells', 'certificates'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
