-- A program may word its mails by language.
-- Locks: none on what is in use.
-- Back: drop table mail_texts.

-- How a program words one kind of mail in one language. A row without words: the default was restored; its version goes on counting.
create table mail_texts (
  organisation_id uuid not null,
  program_id uuid not null,
  kind text not null,
  locale text not null,
  subject text,
  body text,
  button text,
  changed_by uuid not null,
  changed_at timestamptz not null,
  version integer not null default 1,
  constraint mail_texts_pk primary key (organisation_id, program_id, kind, locale),
  constraint mail_texts_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id) on delete cascade,
  constraint mail_texts_changed_by_fk foreign key (organisation_id, changed_by) references people (organisation_id, id),
  constraint mail_texts_whole check ((subject is null) = (body is null) and (body is null) = (button is null))
);

alter table mail_texts enable row level security;
alter table mail_texts force row level security;
create policy mail_texts_tenant on mail_texts to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on mail_texts to ithaca_runtime;
