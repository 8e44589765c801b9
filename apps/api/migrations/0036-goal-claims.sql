-- Why: a goal is reached when one side says so and the other confirms; what was agreed on in a meeting can serve a goal;
--      a program offers goals to start from, which are its own and keep their versions.
-- Locks: goals, actions, programs and program_versions exclusively for an instant; columns without a rewrite, and three
--      checks and a foreign key that read their table once.
-- Back: drop the columns and put the two checks back as they were, after `update goals set state = 'open' where state = 'claimed'`
--      and `delete from program_versions where part = 'goals'`; the older release knows neither.

-- Who says that it is reached, and who confirmed it. Goals that were reached before have neither.
alter table goals
  add column claimed_by uuid,
  add column claimed_at timestamptz,
  add column confirmed_by uuid,
  add column confirmed_at timestamptz,
  drop constraint goals_state,
  add constraint goals_state check (state in ('open', 'claimed', 'reached', 'abandoned')),
  add constraint goals_claim check (state <> 'claimed' or claimed_by is not null and claimed_at is not null),
  add constraint goals_confirmation check (confirmed_by is null or state = 'reached' and confirmed_by <> claimed_by),
  add constraint goals_claimed_by_fk foreign key (organisation_id, claimed_by) references people (organisation_id, id),
  add constraint goals_confirmed_by_fk foreign key (organisation_id, confirmed_by) references people (organisation_id, id);
create index goals_claimed on goals (organisation_id, pairing_id) where state = 'claimed';

alter table actions
  add column goal_id uuid,
  add constraint actions_goal_fk foreign key (organisation_id, goal_id) references goals (organisation_id, id) on delete set null (goal_id);
create index actions_goal on actions (organisation_id, goal_id) where goal_id is not null;

-- Null: those of the template the program goes back to.
alter table programs add column goal_plans jsonb;
alter table programs add column goal_plans_version integer not null default 1;
alter table program_versions
  drop constraint program_versions_part,
  add constraint program_versions_part check (part in ('form', 'eligibility', 'goals'));
