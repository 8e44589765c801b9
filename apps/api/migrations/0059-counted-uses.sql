-- What of a use is counted: a rating and that somebody finished are let into the counts of the library together with those of
-- others, so that two readings never differ by one of them. Two columns with constant defaults: a short lock. What was told up
-- to now was told as it stood. Back: drop the two columns.

alter table resource_uses add column counted_rating smallint;
alter table resource_uses add column is_counted boolean not null default false;

alter table resource_uses no force row level security;
update resource_uses set counted_rating = rating, is_counted = finished_at is not null;
alter table resource_uses force row level security;
