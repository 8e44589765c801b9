-- The tokens of a person carry the name the directory is sorted by, so that the first page under a frequent word is read from
-- the index and no further; colleagues, who are found by their names alone, have an index of those. People of a department stand
-- by name as well.
-- Locks: an exclusive lock on person_tokens while it is rewritten, on people while one index is built: seconds for 100,000 people.
-- Back: drop index person_tokens_names; drop the column with its primary key, add the one of 0001; create people_department again.

alter table person_tokens add column display_name text collate "C" not null default '';

-- The owner of the tables is bound by their policies as well, and this once has to read the people of every organisation.
alter table people no force row level security;
alter table person_tokens no force row level security;
update person_tokens t set display_name = p.display_name from people p where p.organisation_id = t.organisation_id and p.id = t.person_id;
alter table people force row level security;
alter table person_tokens force row level security;

alter table person_tokens alter column display_name drop default;
alter table person_tokens drop constraint person_tokens_pk;
alter table person_tokens add constraint person_tokens_pk primary key (organisation_id, token, display_name, person_id);
create index person_tokens_names on person_tokens (organisation_id, token, display_name, person_id) where in_name;

drop index people_department;
create index people_department on people (organisation_id, department, display_name collate "C", id);
