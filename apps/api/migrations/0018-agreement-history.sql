-- Why: an agreement that is amended keeps what it said before: who proposed which words when, and who signed them. The words
-- that stand now, and who has signed these, stay with the pairing and its members; version 1 (the program's own proposal) is
-- written down when one of its sides first signs or changes it.
-- Locks: none on tables in use but a shared one on pairings for the foreign key, for an instant.
-- Back: drop both tables.

create table agreement_versions (
  organisation_id uuid not null,
  pairing_id uuid not null,
  number integer not null,
  terms jsonb not null,
  -- Null: the program.
  proposed_by uuid,
  proposed_at timestamptz not null,
  -- When the last signature that was needed came: from then on these words hold, until later ones do.
  settled_at timestamptz,
  constraint agreement_versions_pk primary key (organisation_id, pairing_id, number),
  constraint agreement_versions_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint agreement_versions_number check (number > 0)
);

create table agreement_signatures (
  organisation_id uuid not null,
  pairing_id uuid not null,
  number integer not null,
  person_id uuid not null,
  signed_at timestamptz not null,
  constraint agreement_signatures_pk primary key (organisation_id, pairing_id, number, person_id),
  constraint agreement_signatures_version_fk foreign key (organisation_id, pairing_id, number) references agreement_versions (organisation_id, pairing_id, number) on delete cascade,
  constraint agreement_signatures_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id)
);

do $$
declare
  t text;
begin
  foreach t in array array['agreement_versions', 'agreement_signatures'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;
