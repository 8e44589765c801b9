-- Why: what stands in an inbox can be put off until a morning, and comes back by itself: it is then placed where it came back.
-- Locks: a column without a default on mails, no rewrite; an index made in the transaction, which holds up new mails while it
-- is made: about a second for a million.
-- Back: drop the index and the column.

alter table mails add column snoozed_until timestamptz;
create index mails_inbox on mails (organisation_id, person_id, coalesce(snoozed_until, created_at) desc, id desc) where in_inbox;
