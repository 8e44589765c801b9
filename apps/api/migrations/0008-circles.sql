-- Why: a circle is one pairing of a mentor and several mentees. Each mentee comes by a proposal of their own, answers for
-- themselves, may leave while the others go on, and says after a meeting whether they were there.
-- Locks: pairings, pairing_members and meeting_answers for an instant (columns with constant defaults; the check of
-- answers reads its table once). The backfill touches one row per mentee of a pairing that came from a draft.
-- Back: drop the columns and the index, restore the check of meeting_answers after deleting answers 'absent'.

-- Of a circle: the fewest mentees with whom it begins, as the policy said when it was published. Null for a pair.
alter table pairings add column smallest smallint;
alter table pairings add constraint pairings_smallest check (smallest between 2 and 8);

alter table pairing_members add column proposal_id uuid;
alter table pairing_members add column score integer;
alter table pairing_members add column contributions jsonb not null default '[]';
-- False for a member of a circle who has declined or left, or who has not answered yet while the circle runs: what the
-- circle says and plans is not theirs. Both sides of a pair stay inside for good: they look back on it.
alter table pairing_members add column inside boolean not null default true;
alter table pairing_members add column left_at timestamptz;
alter table pairing_members add column end_reason text;

update pairing_members m set proposal_id = p.proposal_id, score = p.score, contributions = p.contributions
  from pairings p where p.organisation_id = m.organisation_id and p.id = m.pairing_id and m.role = 'mentee' and p.proposal_id is not null;
create unique index pairing_members_proposal_unique on pairing_members (organisation_id, proposal_id);

alter table meeting_answers drop constraint meeting_answers_answer;
alter table meeting_answers add constraint meeting_answers_answer check (answer in ('held', 'not-held', 'absent'));
