-- Why: a reader may have a kind of mail gathered into one summary a day instead of switching it off; coordinators get a summary in the morning.
-- Locks: names of a small table change in a moment; two columns on mails without a default, no rewrite, and its check is read through once; an index over
-- what waits for a summary: nothing yet.
-- Back: drop table digests; mails that are 'gathered' become 'stopped', and mails_state gets its former list; delete the choices that are 'digest', drop the
-- column choice and give table, constraints, column and policy their former names.

alter table stopped_mails rename to mail_choices;
alter table mail_choices rename column stopped_at to chosen_at;
alter table mail_choices rename constraint stopped_mails_pk to mail_choices_pk;
alter table mail_choices rename constraint stopped_mails_person_fk to mail_choices_person_fk;
alter policy stopped_mails_tenant on mail_choices rename to mail_choices_tenant;
-- No row: at once.
alter table mail_choices add column choice text not null default 'off';
alter table mail_choices alter column choice drop default;
alter table mail_choices add constraint mail_choices_choice check (choice in ('digest', 'off'));

-- A gathered mail is not sent itself; digest_id names the summary that told of it.
alter table mails add column digest_id uuid;
alter table mails drop constraint mails_state;
alter table mails add constraint mails_state check (state in ('queued', 'sent', 'kept', 'failed', 'stopped', 'held', 'bounced', 'gathered'));
create index mails_gathered on mails (organisation_id, person_id, created_at) where state = 'gathered' and digest_id is null;

-- One summary a person and day: of their own mails, or of a program that they coordinate.
create table digests (
  organisation_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  program_id uuid,
  -- On the wall of whoever reads it, for a program on its organisation's.
  day date not null,
  written_at timestamptz not null,
  constraint digests_pk primary key (organisation_id, id),
  constraint digests_once unique nulls not distinct (organisation_id, person_id, program_id, day),
  constraint digests_person_fk foreign key (organisation_id, person_id) references people (organisation_id, id) on delete cascade,
  constraint digests_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id) on delete cascade
);

alter table digests enable row level security;
alter table digests force row level security;
create policy digests_tenant on digests to ithaca_runtime
  using (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid))
  with check (organisation_id = (select nullif(current_setting('app.organisation_id', true), '')::uuid));
grant select, insert, update, delete on digests to ithaca_runtime;
