-- Why: in a peer program two colleagues help one another and nobody is the mentor. A person has one enrolment in it, as a
-- peer who wants something and can give something, and one open pairing at a time; both members of its pairings are peers.
-- Locks: enrolments, invitations, cohort_links, pairing_members, survey_asks, survey_answers and proposals for an instant each
-- (checks that widen read their table once; a column with a constant default; an index of rows that do not exist yet).
-- Back: delete what is of peers, drop the triggers, the index and the column, restore the checks.

alter table enrolments drop constraint enrolments_role;
alter table enrolments add constraint enrolments_role check (role in ('mentor', 'mentee', 'peer'));
-- A peer has one partner at a time.
alter table enrolments add constraint enrolments_peer_capacity check (role <> 'peer' or capacity = 1);
alter table invitations drop constraint invitations_role;
alter table invitations add constraint invitations_role check (role in ('mentor', 'mentee', 'peer'));
alter table cohort_links drop constraint cohort_links_role;
alter table cohort_links add constraint cohort_links_role check (role in ('mentor', 'mentee', 'peer'));
alter table pairing_members drop constraint pairing_members_role;
alter table pairing_members add constraint pairing_members_role check (role in ('mentor', 'mentee', 'peer'));
alter table survey_asks drop constraint survey_asks_role;
alter table survey_asks add constraint survey_asks_role check (role in ('mentor', 'mentee', 'peer'));
alter table survey_answers drop constraint survey_answers_role;
alter table survey_answers add constraint survey_answers_role check (role in ('mentor', 'mentee', 'peer'));

-- Peers enrol in peer programs and nobody else does: so one enrolment a person and cohort, by the key that is there.
create function check_enrolment_side() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if (new.role = 'peer') <> (select g.format = 'peer' from cohorts c
      join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
      where c.organisation_id = new.organisation_id and c.id = new.cohort_id) then
    raise exception 'enrolment as % does not fit the format of its program', new.role using errcode = '23514', constraint = 'enrolments_side_of_format';
  end if;
  return new;
end $$;
create trigger enrolments_side_of_format after insert or update of role, cohort_id on enrolments
  for each row execute function check_enrolment_side();

create unique index pairing_members_one_open_peer on pairing_members (organisation_id, cohort_id, person_id) where role = 'peer' and open;

-- The two of a proposal of peers stand in the columns of mentor and mentee, in either order; nobody is in two proposals of
-- one draft, in whichever column. The lock makes two concurrent changes of one draft wait for one another.
alter table proposals add column of_peers boolean not null default false;
create function check_peer_proposal() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  perform 1 from matching_runs where organisation_id = new.organisation_id and id = new.run_id for no key update;
  if exists (select from proposals p where p.organisation_id = new.organisation_id and p.run_id = new.run_id and p.id <> new.id and p.state <> 'removed'
      and (p.mentor_enrolment_id in (new.mentor_enrolment_id, new.mentee_enrolment_id)
        or p.mentee_enrolment_id in (new.mentor_enrolment_id, new.mentee_enrolment_id))) then
    raise exception 'a peer stands in two proposals' using errcode = '23505', constraint = 'proposals_peer_unique';
  end if;
  return new;
end $$;
create trigger proposals_peer_unique after insert or update on proposals
  for each row when (new.of_peers and new.state <> 'removed') execute function check_peer_proposal();
alter table proposals add constraint proposals_two_peers check (not of_peers or mentor_enrolment_id <> mentee_enrolment_id);
