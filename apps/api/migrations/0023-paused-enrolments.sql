-- A person pauses an enrolment: nothing is proposed to them until they go on, and what they had is kept. Columns without a
-- default and two checks that are validated afterwards: short locks. Back: resume all (state = paused_from), drop the columns.

alter table enrolments add column paused_from text;
alter table enrolments add column paused_at timestamptz;

alter table enrolments drop constraint enrolments_state;
alter table enrolments add constraint enrolments_state check (state in ('draft', 'awaiting-approval', 'in-pool', 'waitlisted', 'paused', 'matched', 'completed', 'withdrawn', 'declined')) not valid;
alter table enrolments validate constraint enrolments_state;
-- Whoever is paused goes on where they were.
alter table enrolments add constraint enrolments_paused check (state <> 'paused' or (paused_from in ('in-pool', 'waitlisted') and paused_at is not null)) not valid;
alter table enrolments validate constraint enrolments_paused;
