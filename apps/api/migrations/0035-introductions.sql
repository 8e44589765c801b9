-- Why: a side of a pairing puts the other in touch with a colleague, finds a day of job shadowing, or speaks for them; whoever
-- it concerns agrees first, and it is followed up.
-- Locks: none on tables in use but shared ones for the foreign keys, for an instant.
-- Back: drop table introductions.

create table introductions (
  organisation_id uuid not null,
  id uuid not null,
  pairing_id uuid not null,
  -- Repeated from the pairing, so that a cohort's are one index range.
  cohort_id uuid not null,
  kind text not null,
  -- Whose idea it was: the helper offered, or the guest asked.
  by text not null,
  -- Who does it, and for whom; the colleague is null while nobody is named, and of a sponsorship.
  helper_id uuid not null,
  guest_id uuid not null,
  third_id uuid,
  words text not null,
  opening text not null default '',
  length text,
  -- A day of shadowing, proposed by day_by; agreed once the other has said yes.
  day_on date,
  day_by uuid,
  day_agreed boolean not null default false,
  due_on date,
  state text not null,
  created_at timestamptz not null,
  -- Until when whoever's turn it is may answer.
  answer_by timestamptz,
  sent_at timestamptz,
  made_at timestamptz,
  ended_at timestamptz,
  follow_up_on date,
  follow_up_at timestamptz,
  usefulness smallint,
  version integer not null default 1,
  constraint introductions_pk primary key (organisation_id, id),
  constraint introductions_pairing_fk foreign key (organisation_id, pairing_id) references pairings (organisation_id, id) on delete cascade,
  constraint introductions_helper_fk foreign key (organisation_id, helper_id) references people (organisation_id, id) on delete cascade,
  constraint introductions_guest_fk foreign key (organisation_id, guest_id) references people (organisation_id, id) on delete cascade,
  constraint introductions_third_fk foreign key (organisation_id, third_id) references people (organisation_id, id) on delete cascade,
  constraint introductions_kind check (kind in ('introduction', 'shadowing', 'sponsorship')),
  constraint introductions_by check (by in ('helper', 'guest')),
  constraint introductions_state check (state in ('asked', 'offered', 'sent', 'made', 'done', 'missed', 'declined', 'lapsed', 'withdrawn')),
  constraint introductions_length check (length in ('half-day', 'day')),
  constraint introductions_usefulness check (usefulness between 1 and 5),
  constraint introductions_apart check (helper_id <> guest_id and third_id <> helper_id and third_id <> guest_id)
);
create index introductions_pairing on introductions (organisation_id, pairing_id, created_at desc);
create index introductions_third on introductions (organisation_id, third_id, state) where third_id is not null;
create index introductions_cohort on introductions (organisation_id, cohort_id, kind);
create index introductions_guest on introductions (organisation_id, guest_id);
create index introductions_helper on introductions (organisation_id, helper_id);

do $$
declare
  t text;
begin
  foreach t in array array['introductions'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy %I on %I to ithaca_runtime using (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid)) with check (organisation_id = (select nullif(current_setting(''app.organisation_id'', true), '''')::uuid))',
      t || '_tenant', t);
    execute format('grant select, insert, update, delete on %I to ithaca_runtime', t);
  end loop;
end $$;

-- A colleague, and the guest, answer with one press in a mail.
do $$
declare
  acts text;
begin
  select substring(pg_get_constraintdef(oid) from 'ARRAY\[(.*)\]') into acts
    from pg_constraint where conname = 'act_links_act' and conrelid = 'identity.act_links'::regclass;
  alter table identity.act_links drop constraint act_links_act;
  execute format('alter table identity.act_links add constraint act_links_act check (act in (%s, ''answer-introduction''::text))', acts);
end $$;
