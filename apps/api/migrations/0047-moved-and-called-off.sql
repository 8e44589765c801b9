-- Why: that a meeting was moved, and who called it off, are signs of a pairing worth a look, and neither was kept:
-- `sequence` also rises with a new length and with being called off.
-- Locks: meetings for an instant; neither column rewrites the table. Earlier meetings count as never moved, by nobody.
-- Back: drop the two columns.

alter table meetings
  add column times_moved integer not null default 0,
  add column cancelled_by uuid;
