-- Why: when a mentor leaves, the coordinator proposes who could take over, and the mentee is asked before the new mentor hears
-- of it. Such a proposal is a request for a mentor that the mentee has not made yet.
-- Locks: mentor_requests for an instant; checks that widen read the table once.
-- Back: delete the requests in the state 'suggested', drop the index and the column, restore the checks.

alter table mentor_requests add column suggested_by uuid;
alter table mentor_requests drop constraint mentor_requests_state;
alter table mentor_requests add constraint mentor_requests_state
  check (state in ('suggested', 'waiting', 'asked', 'accepted', 'declined', 'lapsed', 'withdrawn', 'passed'));
alter table mentor_requests drop constraint mentor_requests_asked;
alter table mentor_requests add constraint mentor_requests_asked check (state in ('waiting', 'withdrawn', 'passed')
  or (state = 'suggested' and suggested_by is not null and due_at is not null) or (asked_at is not null and due_at is not null));
-- One mentor is suggested at a time, whatever runs at once.
create unique index mentor_requests_one_suggested on mentor_requests (organisation_id, mentee_enrolment_id) where state = 'suggested';
