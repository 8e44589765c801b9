-- Why: what an undo could not take back was told once and then forgotten; it is kept with the import, so that it can be
-- read again. Names are not kept: they are read from the directory, where an erased person has none.
-- Lock: ACCESS EXCLUSIVE on imports, for the moment it takes to add a column with a constant default (no rewrite).
-- Back: alter table imports drop column kept;

alter table imports add column kept jsonb not null default '[]';
