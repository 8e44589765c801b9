-- Why: a run or a replay that failed says why by a code with facts, so that every reader gets it in their language with the remedy.
-- Locks: two small tables are rewritten; a sentence that an earlier release kept stays as a fact.
-- Way back: forward only.

alter table matching_runs
  alter column problem type jsonb using case when problem is null then null
    else jsonb_build_object('code', 'not-solved', 'facts', jsonb_build_object('said', problem)) end,
  add constraint matching_runs_problem check (problem is null or (problem ? 'code' and problem ? 'facts'));

alter table matching_replays
  alter column problem type jsonb using case when problem is null then null
    else jsonb_build_object('code', 'inputs-refused-now', 'facts', jsonb_build_object('said', problem)) end,
  add constraint matching_replays_problem check (problem is null or (problem ? 'code' and problem ? 'facts'));
