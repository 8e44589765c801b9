-- Mails know the program they belong to.
-- Locks: one nullable column on mails, no rewrite; the index is built while mails wait, a second on a million rows.
-- Back: drop the column. Mails written before stay without a program.

alter table mails add column program_id uuid;
alter table mails add constraint mails_program_fk foreign key (organisation_id, program_id) references programs (organisation_id, id);
create index mails_program on mails (organisation_id, program_id, created_at desc, id desc) where program_id is not null;
