-- Why: nobody is a mentor in a rehearsal of peers; all its people look for a partner.
-- Locks: rehearsals for an instant (the check reads the table once; it has a row a rehearsal).
-- Back: end the rehearsals without mentors, then restore the check.

alter table rehearsals drop constraint rehearsals_size;
alter table rehearsals add constraint rehearsals_size check (mentees > 0 and mentors >= 0);
