-- Why: where mentees ask mentors themselves, a circle gathers one mentee after the other, and begins when the smallest
-- size is reached. A circle of a published draft has all of them from the first day, and is over when too few stay.
-- Locks: pairings for an instant (a column with a constant default, and a check over it).
-- Back: end or fill the circles that still gather, then drop the column.

alter table pairings add column gathers boolean not null default false;
alter table pairings add constraint pairings_gathers check (not gathers or smallest is not null);
